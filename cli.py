"""报送通 at the command line: run the command that was typed, and turn errors into words.

Exit codes: 0 done · 1 could not be done, one sentence says why · 2 wrong usage.
"""

from __future__ import annotations

import gc
import io
import sys
import traceback
from datetime import datetime
from pathlib import Path

import click

from pipeline.commands.console import Session
from pipeline.commands.group import cli
from pipeline.commands.usage import usage_fault
from pipeline.errors import PipelineError, describe

__all__ = ["cli", "main"]


def main() -> None:
    """Run the program; a failure is one sentence, with a log for an internal fault (内部出错)."""
    # Almost all objects are values without cycles: to look for these after every 700 new ones took a
    # tenth of the processor time.
    gc.set_threshold(50_000, 20, 20)
    _replace_what_cannot_be_shown()
    session = Session()
    try:
        sys.exit(cli.main(prog_name="baosong", standalone_mode=False, obj=session) or 0)
    except click.UsageError as error:
        click.echo(usage_fault(error), err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("已取消。", err=True)
        sys.exit(1)
    except PipelineError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"读写文件失败：{describe(error)}。请检查磁盘和权限后重试。", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - no traceback reaches a secretary
        path = _log(error, session.root)
        click.echo(f"程序内部出错，已记入 {path}，请把它发给维护人员。", err=True)
        sys.exit(1)


def _replace_what_cannot_be_shown() -> None:
    """Print “?” for a character that the terminal's code page lacks, such as a rare one in a name."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _log(error: Exception, root: Path) -> Path:
    """Write the traceback into the logs (日志) of the workspace at *root*, or a temporary folder."""
    import tempfile  # noqa: PLC0415 - --help must answer at once

    folder = root / ".baosong" / "logs"
    if not folder.is_dir():
        folder = Path(tempfile.gettempdir())
    path = folder / f"错误-{datetime.now():%Y%m%d-%H%M%S}.log"  # noqa: DTZ005 - a file's name
    path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
