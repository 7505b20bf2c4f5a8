"""Contain a failure that a file's own content causes (办理出错): one file fails, the others are received.

Each failure is an event of the history. After :data:`MAX_FAILURES` failures with the same version of the
program the file is quarantined (待认领) with its reason, and the original is kept. A new version of the
program, a changed campaign book or a person's ``assign`` tries it again. Faults of disk, share, ledger or
lock are errors of ours (``PipelineError``) or of the system (``OSError``): they never count, and are
retried in the next pass.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.ledger.read import count_events
from pipeline.ledger.store import append_event
from pipeline.model.event import Action
from pipeline.version import program_version

if TYPE_CHECKING:
    from pipeline.receiving.case import Case

MAX_FAILURES: Final = 3
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure of one file: the reason for the clerk, and whether it was the last try of this version."""

    reason: str
    is_final: bool


def record_failure(case: Case, error: Exception) -> Failure:
    """Append the event of a failure; return what it means for the file."""
    _LOG.error("办理出错", exc_info=error)
    version, kind = f"{program_version()}：", type(error).__name__
    progress, office = case.progress, case.office
    event = office.event(Action.FAILED, progress.name, f"{version}{kind}", progress.digest)
    append_event(office.ledger, event)
    failures = count_events(office.ledger, Action.FAILED, progress.digest, version)
    if failures < MAX_FAILURES:
        return Failure(_waiting_reason(kind, failures), is_final=False)
    return Failure(_quarantine_reason(kind), is_final=True)


def _waiting_reason(kind: str, failures: int) -> str:
    return (
        f"程序办理这份文件时出错（{kind}），已试 {failures} 次，下一轮再试；"
        f"试满 {MAX_FAILURES} 次转入待认领。别的文件照常办理。"
    )


def _quarantine_reason(kind: str) -> str:
    return (
        f"程序办理这份文件时出错（{kind}），试了 {MAX_FAILURES} 次都没有办成，原件已经留存。"
        "请用 Excel/WPS 打开它，另存为 .xlsx 后重新放进收件箱；程序升级以后会自动再试。"
    )
