"""What the commands share: opening the office, options that several have, and printing (终端)."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.clock import Clock
    from pipeline.office.context import Office
    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

    Command = Callable[..., None]

_PLAIN: Final = re.compile(r"[\w@%+=:,./~-]+")  # what no shell reads as anything but itself


@dataclass(slots=True)
class Session:
    """The options given before the command: the root of the workspace (工作目录).

    ``main`` makes it, so that it knows the workspace when a command has failed.
    """

    root: Path = Path()


EXISTING_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
PDF_OPTION: Final = click.option("--pdf", is_flag=True, help="同时生成 PDF（需要 LibreOffice）。")
JSON_OPTION: Final = click.option("--json", "as_json", is_flag=True, help="只输出一份 JSON。")
CONFIRMED_OPTION: Final = click.option(
    "--yes", "confirmed", is_flag=True, help="已看过提示，确认印发；校对不符的还要加 --reason。"
)
REASON_OPTION: Final = click.option(
    "--reason", metavar="理由", default="", help="校对不符仍要印发的理由，记入台账。"
)
PERIOD_OPTION: Final = click.option(
    "--period", metavar="期", default="", help="哪一期（默认本期）。"
)


def gathered(name: str, kind: type) -> Callable[[Command], Command]:
    """Hand a command the options named like the fields of *kind* as one value of it, called *name*."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def called(*arguments: object, **options: object) -> None:
            value = kind(**{field.name: options.pop(field.name) for field in fields(kind)})
            command(*arguments, **options, **{name: value})

        return called

    return decorate


def workspace_of(context: click.Context) -> Workspace:
    """Open the workspace that was chosen.

    Raises:
        WorkspaceMissing: the folder is none.
    """
    from pipeline.workspace import open_workspace

    return open_workspace(root_of(context))


def root_of(context: click.Context) -> Path:
    """Return the folder that was chosen as the workspace."""
    return context.ensure_object(Session).root


@contextmanager
def office_of(context: click.Context) -> Iterator[Office]:
    """Open the office of the workspace that was chosen, with a log of what a secretary needn't see.

    For whom the command waits is printed as it happens.
    """
    import logging

    from pipeline.office.context import open_office
    from pipeline.office.program_log import program_log

    workspace = workspace_of(context)
    terminal = logging.StreamHandler()
    terminal.addFilter(lambda record: record.name == "pipeline.office.lock")
    logging.getLogger("pipeline").addHandler(terminal)
    try:
        with (
            program_log(workspace.command_log, backups=2, level=logging.WARNING),
            open_office(workspace, clock()) as office,
        ):
            yield office
    finally:
        logging.getLogger("pipeline").removeHandler(terminal)


def office_root_near(context: click.Context, file: Path) -> Path | None:
    """Return the root of the office that *file* belongs to: the one in whose folder it is, or the chosen workspace.

    The current folder counts where it is an office that has worked already.
    """
    from pipeline.workspace import Workspace

    chosen = root_of(context).absolute()
    by_default = chosen == Path.cwd()
    for root in (*file.absolute().parents, chosen):
        workspace = Workspace(root)
        is_office = workspace.templates.is_dir() and workspace.hidden.is_dir()
        if is_office and (root != chosen or not by_default or workspace.ledger.is_file()):
            return root
    return None


def clock() -> Clock:
    """Return the computer's clock; ``BAOSONG_NOW`` (an ISO moment) sets another day for a rehearsal.

    Raises:
        UsageError: the moment can't be read.
    """
    from datetime import datetime

    from pipeline.clock import stopped_clock, system_clock

    moment = os.environ.get("BAOSONG_NOW")
    if not moment:
        return system_clock()
    try:
        return stopped_clock(datetime.fromisoformat(moment))
    except ValueError as error:
        raise click.UsageError(
            f"环境变量 BAOSONG_NOW 写的是“{moment}”，应为 2026-10-09T09:00:00 这样的时间；不演练时请去掉它。"
        ) from error


def print_json(document: object) -> None:
    """Print *document* as JSON, with escapes where the terminal's code page lacks a character."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=2)
    click.echo(text)


def shown(path: Path) -> str:
    """Return *path* as a person types it: relative to the current folder, where it can be."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def command_line(root: Path, *words: str) -> str:
    """Return the line that runs a command in the workspace *root*, as it can be typed here and now."""
    place = shown(root.absolute())
    parts = [*_program(), *(() if place == "." else ("-w", place)), *words]
    return " ".join(part if _PLAIN.fullmatch(part) else _quoted(part) for part in parts)


def _quoted(word: str) -> str:
    if os.name == "posix":
        return shlex.quote(word)
    from subprocess import list2cmdline

    return list2cmdline([word])


def _program() -> list[str]:
    """Return how the program was started: by its path, by ``python cli.py``, or by its name."""
    from shutil import which

    started = Path(sys.argv[0])
    if started.name == "cli.py":
        return sys.orig_argv[: len(sys.orig_argv) - len(sys.argv) + 1]
    known = which("baosong")
    same = known and Path(known).with_suffix("").absolute() == started.with_suffix("").absolute()
    return ["baosong" if same or started.stem != "baosong" else sys.argv[0]]


@contextmanager
def busy(words: str) -> Iterator[None]:
    """Show a spinner on a terminal while long work runs; a pipe gets its result alone."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{words}……"):
        yield


@contextmanager
def progress() -> Iterator[Callable[[Outcome, int, int], None]]:
    """Show a progress bar on a terminal, plain lines in a pipe."""
    if not sys.stderr.isatty():
        yield lambda outcome, number, total: click.echo(
            f"  [{number}/{total}] {outcome_line(outcome)}"
        )
        return
    from rich.progress import Progress

    with Progress(transient=True) as bar:
        task = bar.add_task("处理收件箱", total=None)

        def on_outcome(outcome: Outcome, number: int, total: int) -> None:
            bar.update(task, total=total, completed=number, description=outcome.name[:24])

        yield on_outcome


def outcome_line(outcome: Outcome) -> str:
    """Return what became of one file, in one line."""
    unit = f" {outcome.unit}" if outcome.unit else ""
    name = " ".join(outcome.name.split())  # a name may hold line breaks
    return f"{outcome.fate.label}{unit} ← {name}　{outcome.reason}"
