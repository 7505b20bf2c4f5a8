"""Contain a failure that a file's own content causes (办理出错): one file fails, the others are received.

Each failure is an event of the history. After :data:`MAX_FAILURES` failures with the same version of the
program the file is quarantined (待认领) with its reason, and the original is kept. A new version of the
program, a changed campaign book or a person's ``assign`` tries it again. Faults of disk, share, ledger or
lock are errors of ours (``PipelineError``) or of the system (``OSError``): they never count, and are
retried in the next pass.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from pipeline.ledger.read import count_events
from pipeline.ledger.store import append_event
from pipeline.model.arrival import Step
from pipeline.model.event import Action
from pipeline.receiving.record import hold
from pipeline.version import program_version

if TYPE_CHECKING:
    from pipeline.receiving.case import Case

MAX_FAILURES: Final = 3
_LOG: Final = logging.getLogger(__name__)


def contain(case: Case, error: Exception) -> Case:
    """Record that the walk of a case failed; return it halted, or quarantined after too many failures."""
    _LOG.error("办理出错", exc_info=error)
    failures = _count_failure(case, error)
    step = case.progress.step
    # After its fate is recorded there is nothing left to decide: only the clearing is tried again.
    if failures < MAX_FAILURES or case.original is None or step.reached(Step.PUBLISHED):
        return case.halt(_waiting_reason(error, failures))
    return hold(case, _quarantine_reason(error))


def _count_failure(case: Case, error: Exception) -> int:
    """Append the event of a failure; return how many this version of the program has had with the file."""
    version = f"{program_version()}："
    progress, office = case.progress, case.office
    detail = f"{version}{_kind(error)}"
    append_event(office.ledger, office.event(Action.FAILED, progress.name, detail, progress.digest))
    return count_events(office.ledger, Action.FAILED, progress.digest, version)


def _waiting_reason(error: Exception, failures: int) -> str:
    """Return why a file that failed waits, in Chinese."""
    return (
        f"程序办理这份文件时出错（{_kind(error)}），已试 {failures} 次，下一轮再试；"
        f"试满 {MAX_FAILURES} 次转入待认领。别的文件照常办理。"
    )


def _quarantine_reason(error: Exception) -> str:
    """Return why a file that failed too often is quarantined (待认领), with the remedy, in Chinese."""
    return (
        f"程序办理这份文件时出错（{_kind(error)}），试了 {MAX_FAILURES} 次都没有办成，原件已经留存。"
        "请用 Excel/WPS 打开它，另存为 .xlsx 后重新放进收件箱；程序升级以后会自动再试。"
    )


def _kind(error: Exception) -> str:
    return type(error).__name__
