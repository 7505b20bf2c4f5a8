"""One arrival, from the inbox to its answer (回执 or 退回单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.originals import clear, keep
from pipeline.intake.quarantine import hold
from pipeline.ledger.store import append_event, mark_answered, mark_cleared, record
from pipeline.model.submission import Decision
from pipeline.office.answer import answer
from pipeline.office.examine import Known, Unplaced, examine
from pipeline.office.outcome import Fate, Outcome

if TYPE_CHECKING:
    from pipeline.model.arrival import Arrival, Original
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.office.examine import BookReader


def receive(arrival: Arrival, office: Office, read: BookReader) -> Outcome:
    """Take one arrival from the inbox to its answer.

    The order is the promise: the original is kept before anything reads it, and the inbox is
    cleared after the unit has its answer. Killed between any two lines, it is simply run again.

    Raises:
        PipelineError: the disk or a library failed; the arrival stays where it is.
    """
    content = arrival.path.read_bytes()
    original = keep(office.workspace, arrival, content, office.clock.now())
    outcome, submission = place(original, office, read)
    clear(arrival, original.digest)
    if submission is not None and not submission.cleared:
        mark_cleared(office.ledger, submission.number, office.event("清收件箱", original.name))
    return outcome


def place(
    original: Original, office: Office, read: BookReader
) -> tuple[Outcome, Submission | None]:
    """Examine a kept original and give it its place: the ledger, a duplicate, or the quarantine."""
    examined = examine(original, office, read)
    if isinstance(examined, Unplaced):
        hold(office.workspace, original, examined.reason, office.books_key)
        append_event(
            office.ledger,
            office.event("待认领", original.name, examined.reason, original.digest),
        )
        return Outcome(original.name, Fate.QUARANTINED, reason=examined.reason), None
    return admit(examined, original, office)


def admit(
    examined: Submission | Known, original: Original, office: Office
) -> tuple[Outcome, Submission]:
    """Give an examined original its place in the ledger, and its unit the answer."""
    if isinstance(examined, Known):
        return _known(examined.submission, original, office)
    event = office.event(
        "收到" if examined.decision.counts else "收到有误",
        f"{examined.campaign}／{_unit_name(office, examined)}",
        original.name,
        original.digest,
    )
    return _answered(record(office.ledger, examined, event), office)


def _known(
    submission: Submission, original: Original, office: Office
) -> tuple[Outcome, Submission]:
    """The same bytes again: an interrupted run to finish, or a duplicate (重复报送) to name."""
    if not (submission.answered and submission.cleared):
        return _answered(submission, office)
    reason = (
        f"与{submission.received_at:%m月%d日 %H:%M} 收到的“{submission.name}”"
        f"（第{submission.version}版）内容完全相同，未重复登记。"
    )
    unit = _unit_name(office, submission)
    append_event(
        office.ledger,
        office.event("重复报送", f"{submission.campaign}／{unit}", original.name, original.digest),
    )
    outcome = Outcome(original.name, Fate.DUPLICATE, unit, submission.campaign, reason)
    return outcome, submission


def _answered(submission: Submission, office: Office) -> tuple[Outcome, Submission]:
    if not submission.answered:
        answer(submission, office)
        action = "发回执" if submission.decision.counts else "发退回单"
        subject = f"{submission.campaign}／{_unit_name(office, submission)}"
        event = office.event(action, subject, f"第{submission.version}版", submission.digest)
        mark_answered(office.ledger, submission.number, event)
    return outcome_of(submission, office), submission


def outcome_of(submission: Submission, office: Office) -> Outcome:
    """What one pass reports of *submission*."""
    returned = submission.decision is Decision.RETURNED
    late = "，迟报" if submission.late else ""
    return Outcome(
        name=submission.name,
        fate=Fate.RETURNED if returned else Fate.ACCEPTED,
        unit=_unit_name(office, submission),
        campaign=submission.campaign,
        reason=f"{submission.decision.value}（第{submission.version}版{late}）",
        findings=submission.findings,
    )


def _unit_name(office: Office, submission: Submission) -> str:
    unit = office.campaign(submission.campaign).roster.by_code(submission.unit)
    return unit.full_name if unit else submission.unit
