"""Write the watcher's log (值守日志): what was received, returned and waits in each pass."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from pipeline.model.arrival import Fate
from pipeline.office.program_log import program_log

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from pipeline.receiving.report import PassReport
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_BACKUP_COUNT: Final = 9  # ten files of one megabyte: some months, and never more


def watch_log(workspace: Workspace) -> AbstractContextManager[None]:
    """Write the program's log records to the watcher's log (值守日志) within the block."""
    return program_log(workspace.watch_log, _BACKUP_COUNT)


def log_pass(report: PassReport) -> None:
    """Write the outcome of each file of a pass, also of those that wait."""
    counts = "、".join(f"{fate.label} {number}" for fate in Fate if (number := report.count(fate)))
    _LOG.info("一轮：%s", counts or "收件箱里没有文件")
    for outcome in report.outcomes:
        if outcome.fate is not Fate.IGNORED:
            _LOG.info("%s　%s　%s", outcome.fate.label, outcome.unit, _single_line(outcome.name))


def _single_line(name: str) -> str:
    return " ".join(name.split())
