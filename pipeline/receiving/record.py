"""Record what an examined case is (登记): a submission, a duplicate, a quarantined or a rejected file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.quarantine import quarantine, quarantined_file
from pipeline.intake.scan import has_workbook_suffix
from pipeline.ledger.arrivals import record_fate, record_submission
from pipeline.model.arrival import Fate, Origin
from pipeline.model.event import Action, unit_subject
from pipeline.receiving.case import AlreadyRecorded, Rejected, Unplaced
from pipeline.receiving.examine import CUT_OFF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.event import Event
    from pipeline.model.submission import Submission
    from pipeline.receiving.case import Case, Placed
    from pipeline.receiving.unpack import UnpackFailure


def record(case: Case, examined: Placed | Unplaced | Rejected) -> Case:
    """Record the result of the examination with its event, in one transaction.

    Raises:
        LedgerBusy, LedgerUnwritable, OSError: nothing was recorded.
    """
    match examined:
        case Unplaced(reason):
            return hold(case, reason)
        case Rejected(reason):
            return _record_rejected(case, reason)
        case AlreadyRecorded(submission):
            # Not answered: its answer failed, and it was quarantined; now it is answered.
            unanswered = case.progress.origin is Origin.QUARANTINE and not submission.answered
            return (_record_submission if unanswered else _record_duplicate)(case, submission)
        case submission:
            return _record_submission(case, submission)


def hold(case: Case, reason: str) -> Case:
    """Quarantine the original (待认领) with its *reason*, and record that as its fate."""
    events = _quarantine(case, reason)
    result = replace(case.progress, fate=Fate.QUARANTINED, reason=reason)
    return case.at(record_fate(case.office.ledger, case.progress, result, *events))


def record_unpacked(case: Case, failures: Sequence[UnpackFailure], files: int) -> Case:
    """Record that an archive was unpacked; quarantine it with the reasons where parts of it could not be."""
    progress, bundle = case.progress, case.kept
    events = [
        case.office.event(Action.UNPACKED, bundle.name, f"内有 {files} 个文件", bundle.digest)
    ]
    if failures:
        reason = _unpack_reason(bundle.name, failures, files)
        progress = replace(progress, fate=Fate.QUARANTINED, reason=reason)
        events += _quarantine(case, reason)
    return case.at(record_fate(case.office.ledger, case.progress, progress, *events))


def _quarantine(case: Case, reason: str) -> tuple[Event, ...]:
    """Write an original and its reason into the quarantine; return the event, none where nothing is new."""
    office, original = case.office, case.kept
    from_there = case.progress.origin is Origin.QUARANTINE
    before = quarantined_file(office.workspace, original.digest) if from_there else None
    quarantine(office.workspace, original, reason, office.examination_key)
    if before is not None and before.reason == reason:
        return ()
    return (office.event(Action.QUARANTINED, original.name, reason, original.digest),)


def _record_rejected(case: Case, reason: str) -> Case:
    progress = case.progress
    result = replace(progress, fate=Fate.IGNORED, reason=reason)
    event = case.office.event(Action.DISMISSED, progress.name, reason, progress.digest)
    return case.at(record_fate(case.office.ledger, progress, result, event))


def _record_duplicate(case: Case, submission: Submission) -> Case:
    """Record the same bytes of the same unit again (重复报送) as a duplicate, with no second submission."""
    office, original = case.office, case.kept
    unit = office.unit_name(submission)
    reason = (
        f"与{submission.received_at:%m月%d日 %H:%M} 收到的“{submission.name}”"
        f"（第{submission.version}版）内容完全相同，未重复登记。"
    )
    result = replace(
        case.progress, fate=Fate.DUPLICATE, unit=unit, campaign=submission.campaign, reason=reason
    )
    subject = unit_subject(submission.campaign, unit)
    event = office.event(Action.DUPLICATE, subject, original.name, original.digest)
    return case.at(record_fate(office.ledger, case.progress, result, event))


def _record_submission(case: Case, submission: Submission) -> Case:
    office, original = case.office, case.kept
    unchecked = f"（未比对：{'；'.join(submission.unchecked)}）" if submission.unchecked else ""
    event = office.event(
        Action.RECEIVED if submission.outcome.counts else Action.RECEIVED_WITH_ERRORS,
        unit_subject(submission.campaign, office.unit_name(submission)),
        f"{original.name}{unchecked}{_account(submission)}",
        original.digest,
    )
    progress, recorded = record_submission(office.ledger, case.progress, submission, event)
    return replace(case, progress=progress, submission=recorded, parts=())


def _account(submission: Submission) -> str:
    """Return how many cells were filled in and read (读取率), and what the unit added."""
    coverage = submission.filling.coverage
    if coverage is None:
        return ""
    own = f"；本单位自加：{'、'.join(coverage.own)}" if coverage.own else ""
    return f"（填了 {coverage.filled} 格，读进 {coverage.read} 格{own}）"


def _unpack_reason(name: str, failures: Sequence[UnpackFailure], files: int) -> str:
    if not files and has_workbook_suffix(name):
        return CUT_OFF
    reason = "".join(
        f"“{part.name}”{part.reason}" if part.name else part.reason for part in failures
    )
    return f"{reason}其余 {files} 个文件已照常收下。" if files else reason
