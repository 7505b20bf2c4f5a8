"""Write the watcher's log (值守日志): passes and failures, of bounded size, without the content of forms.

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
from pipeline.model.arrival import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from pipeline.receiving.report import PassReport
    from pipeline.workspace import Workspace

_PACKAGE_LOG: Final = logging.getLogger("pipeline")
_LOG: Final = logging.getLogger(__name__)
_MAX_BYTES: Final = 1024 * 1024
_BACKUP_COUNT: Final = 9  # ten files of one megabyte: some months, and never more


@contextmanager
def watch_log(workspace: Workspace) -> Iterator[None]:
    """Write the program's log records to the watcher's log (值守日志) within the block."""
    handler = _TolerantHandler(
        workspace.watch_log,
        maxBytes=_MAX_BYTES,
        backupCount=_BACKUP_COUNT,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(_ContentFreeFormatter("%(asctime)s %(levelname)s %(message)s"))
    previous_level = _PACKAGE_LOG.level
    _PACKAGE_LOG.addHandler(handler)
    _PACKAGE_LOG.setLevel(logging.INFO)
    try:
        yield
    finally:
        _PACKAGE_LOG.setLevel(previous_level)
        _PACKAGE_LOG.removeHandler(handler)
        handler.close()


def log_pass(report: PassReport) -> None:
    """Write the outcome of each file of a pass, also of those that wait."""
    counts = "、".join(f"{fate.label} {number}" for fate in Fate if (number := report.count(fate)))
    _LOG.info("一轮：%s", counts or "收件箱里没有文件")
    for outcome in report.outcomes:
        if outcome.fate is not Fate.IGNORED:
            _LOG.info("%s　%s　%s", outcome.fate.label, outcome.unit, _single_line(outcome.name))


def _single_line(name: str) -> str:
    return " ".join(name.split())


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
