"""Write the program's log records to a file of bounded size (日志), without the content of forms.

A file's name, its unit and its fate are written; the text of its cells is not. The message of an
exception may quote a cell, so that a traceback shows only its place and type; the messages of our own
errors and of errors of the disk are written.
"""

from __future__ import annotations

import logging
import traceback
from contextlib import contextmanager
from datetime import datetime
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any, Final

from pipeline.clock import BEIJING
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

_PACKAGE_LOG: Final = logging.getLogger("pipeline")
_MAX_BYTES: Final = 1024 * 1024


@contextmanager
def program_log(path: Path, backups: int, level: int = logging.INFO) -> Iterator[None]:
    """Write the program's log records to *path* within the block, and to so many *backups* of one megabyte each."""
    handler = _TolerantHandler(
        path, maxBytes=_MAX_BYTES, backupCount=backups, encoding="utf-8", delay=True
    )
    handler.setFormatter(_ContentFreeFormatter("%(asctime)s %(levelname)s %(message)s"))
    previous_level = _PACKAGE_LOG.level
    _PACKAGE_LOG.addHandler(handler)
    _PACKAGE_LOG.setLevel(level)
    try:
        yield
    finally:
        _PACKAGE_LOG.setLevel(previous_level)
        _PACKAGE_LOG.removeHandler(handler)
        handler.close()


class _TolerantHandler(RotatingFileHandler):
    """Handler that ignores a log that can't be written: a full disk, a share that is disconnected."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


class _ContentFreeFormatter(logging.Formatter):
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        return f"{datetime.fromtimestamp(record.created, BEIJING):%Y-%m-%d %H:%M:%S}"

    def formatException(self, ei: tuple[Any, Any, TracebackType | None] | Any) -> str:  # noqa: N802
        kind, error, trace = ei
        may_quote = isinstance(error, OSError | PipelineError)
        words = f"{kind.__module__}.{kind.__qualname__}" + (f"：{error}" if may_quote else "")
        return "".join(traceback.format_tb(trace)) + words
