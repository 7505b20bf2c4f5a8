"""The watcher's log (值守日志): passes and failures, of bounded size, and nothing that a form holds.

A file's name, its unit and its fate are written; what was typed into it is not. An exception's own
words may quote a cell, so a traceback shows where it happened and of what kind it was; only errors of
the disk, and those whose words are ours, are quoted.
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

_ROOM: Final = logging.getLogger("pipeline")
_LOG: Final = logging.getLogger(__name__)
_BYTES: Final = 1024 * 1024
_OLDER_ONES: Final = 9  # ten files of one megabyte: some months, and never more


@contextmanager
def watch_log(workspace: Workspace) -> Iterator[None]:
    """Write what the program logs to the watcher's log for as long as this lasts."""
    handler = _Quiet(
        workspace.watch_log, maxBytes=_BYTES, backupCount=_OLDER_ONES, encoding="utf-8", delay=True
    )
    handler.setFormatter(_WithoutContent("%(asctime)s %(levelname)s %(message)s"))
    before = _ROOM.level
    _ROOM.addHandler(handler)
    _ROOM.setLevel(logging.INFO)
    try:
        yield
    finally:
        _ROOM.setLevel(before)
        _ROOM.removeHandler(handler)
        handler.close()


def log_pass(report: PassReport) -> None:
    """Write what became of each file of a pass, and what waits."""
    counts = "、".join(f"{fate.label} {number}" for fate in Fate if (number := report.count(fate)))
    _LOG.info("一轮：%s", counts or "收件箱里没有文件")
    for outcome in report.outcomes:
        if outcome.fate is not Fate.IGNORED:
            _LOG.info("%s　%s　%s", outcome.fate.label, outcome.unit, _one_line(outcome.name))


def _one_line(name: str) -> str:
    return " ".join(name.split())


class _Quiet(RotatingFileHandler):
    """A log that can't be written (a full disk, a share that is away) is no reason to complain."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        pass


class _WithoutContent(logging.Formatter):
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        return f"{datetime.fromtimestamp(record.created, BEIJING):%Y-%m-%d %H:%M:%S}"

    def formatException(self, ei: tuple[Any, Any, TracebackType | None] | Any) -> str:  # noqa: N802
        kind, error, trace = ei
        quoted = isinstance(error, OSError | PipelineError)
        words = f"{kind.__module__}.{kind.__qualname__}" + (f"：{error}" if quoted else "")
        return "".join(traceback.format_tb(trace)) + words
