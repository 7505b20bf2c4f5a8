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
from pipeline.model.arrival import Fate
from pipeline.model.event import Action
from pipeline.receiving.advance import quarantine_original
from pipeline.receiving.report import Outcome
from pipeline.receiving.stored import stored_original
from pipeline.version import program_version

if TYPE_CHECKING:
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.arrival import Progress
    from pipeline.office.context import Office

MAX_FAILURES: Final = 3
_LOG: Final = logging.getLogger(__name__)


def record_failure(progress: Progress, error: Exception, office: Office) -> Outcome:
    """Record that advancing an arrival failed; quarantine its original after too many failures.

    Returns:
        Its outcome: waiting for the next pass, or quarantined.
    """
    failures = count_failure(progress, error, office)
    original = stored_original(progress, office)
    if failures < MAX_FAILURES or original is None:
        return Outcome(progress.name, Fate.WAITING, reason=waiting_reason(error, failures))
    reason = quarantine_reason(error)
    quarantine_original(progress, original, reason, office)
    return Outcome(progress.name, Fate.QUARANTINED, reason=reason)


def count_failure(file: Progress | QuarantinedFile, error: Exception, office: Office) -> int:
    """Append the event of a failure; return how many this version of the program has had with the file."""
    _LOG.error("办理出错", exc_info=error)
    version = f"{program_version()}："
    event = office.event(Action.FAILED, file.name, f"{version}{_kind(error)}", file.digest)
    append_event(office.ledger, event)
    return count_events(office.ledger, Action.FAILED, file.digest, version)


def waiting_reason(error: Exception, failures: int) -> str:
    """Return why a file that failed waits, in Chinese."""
    return (
        f"程序办理这份文件时出错（{_kind(error)}），已试 {failures} 次，下一轮再试；"
        f"试满 {MAX_FAILURES} 次转入待认领。别的文件照常办理。"
    )


def quarantine_reason(error: Exception) -> str:
    """Return why a file that failed too often is quarantined (待认领), with the remedy, in Chinese."""
    return (
        f"程序办理这份文件时出错（{_kind(error)}），试了 {MAX_FAILURES} 次都没有办成，原件已经留存。"
        "请用 Excel/WPS 打开它，另存为 .xlsx 后重新放进收件箱；程序升级以后会自动再试。"
    )


def _kind(error: Exception) -> str:
    return type(error).__name__
