"""One kept original, from wherever its arrival stands to its answer (回执 or 退回单).

Each step is entered in the ledger as it is reached (:mod:`pipeline.ledger.arrivals`); an arrival
that a dead run left at a step is carried on from there, and what lies behind is not done again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.quarantine import quarantine
from pipeline.ledger import arrivals
from pipeline.ledger.read import submission_by_number
from pipeline.model.arrival import Fate, Origin, Step
from pipeline.model.event import Action, unit_subject
from pipeline.model.submission import CheckOutcome
from pipeline.receiving.answer import answer
from pipeline.receiving.examine import AlreadyRecorded, Unplaced, examine_book, open_book
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from pipeline.model.arrival import Original, Progress
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def advance(
    progress: Progress, original: Original, office: Office, worker: Worker
) -> tuple[Progress, tuple[Outcome, ...]]:
    """Carry a kept original to its answer, or to the quarantine; say how far it came, and what became of it.

    One outcome for each unit: a workbook may hold the forms of several.

    Raises:
        PipelineError: the disk or a library failed; the arrival stays where it stands.
    """
    if not progress.step.reached(Step.RECORDED):
        book = open_book(original, worker.read)
        progress = arrivals.set_step(office.ledger, progress, Step.READ)
        examined = book if isinstance(book, Unplaced) else examine_book(book, original, office)
        return record_examined(examined, progress, original, office, worker)
    if progress.submission and not progress.step.reached(Step.PUBLISHED):
        known = submission_by_number(office.ledger, progress.submission)
        progress, outcome = _answered(progress, known, office, worker)
        return progress, (outcome,)
    return progress, outcomes_of(progress, office)


def record_examined(
    examined: tuple[Submission | AlreadyRecorded, ...] | Unplaced,
    progress: Progress,
    original: Original,
    office: Office,
    worker: Worker,
) -> tuple[Progress, tuple[Outcome, ...]]:
    """Give an examined original its place — the ledger, a duplicate, the quarantine — and its answers."""
    progress = arrivals.set_step(office.ledger, progress, Step.CHECKED)
    if isinstance(examined, Unplaced):
        progress = quarantine_original(progress, original, examined.reason, office)
        return progress, outcomes_of(progress, office)
    if len(examined) == 1:
        progress, outcome = _settle_one(examined[0], progress, original, office, worker)
        return progress, (outcome,)
    outcomes = [_settle_part(each, progress, original, office, worker) for each in examined]
    return arrivals.set_step(office.ledger, progress, Step.PUBLISHED), tuple(outcomes)


def _settle_part(
    examined: Submission | AlreadyRecorded,
    whole: Progress,
    original: Original,
    office: Office,
    worker: Worker,
) -> Outcome:
    """One unit's sheets of a workbook that holds those of several: an arrival within the arrival."""
    submission = examined.submission if isinstance(examined, AlreadyRecorded) else examined
    part = arrivals.begin_arrival(
        office.ledger,
        f"{original.name}「{_unit_name(office, submission)}」",
        original.digest,
        original.received_at,
        origin=Origin.BUNDLE,
        bundle=whole.number,
    )
    if not part.step.reached(Step.RECORDED):
        _, outcome = _settle_one(examined, part, original, office, worker)
        return outcome
    # The run that recorded it died before the others had their turn.
    known = submission_by_number(office.ledger, part.submission) if part.submission else None
    if known is None or part.step.reached(Step.PUBLISHED):
        return _outcome_of(part, office)
    _, outcome = _answered(part, known, office, worker)
    return outcome


def _settle_one(
    examined: Submission | AlreadyRecorded,
    progress: Progress,
    original: Original,
    office: Office,
    worker: Worker,
) -> tuple[Progress, Outcome]:
    if isinstance(examined, AlreadyRecorded):
        progress = _duplicate(progress, examined.submission, original, office)
        return progress, _outcome_of(progress, office)
    unchecked = f"（未比对：{'；'.join(examined.unchecked)}）" if examined.unchecked else ""
    event = office.event(
        Action.RECEIVED if examined.outcome.counts else Action.RECEIVED_WITH_ERRORS,
        unit_subject(examined.campaign, _unit_name(office, examined)),
        f"{original.name}{unchecked}",
        original.digest,
    )
    progress, submission = arrivals.record_submission(office.ledger, progress, examined, event)
    return _answered(progress, submission, office, worker)


def quarantine_original(
    progress: Progress, original: Original, reason: str, office: Office
) -> Progress:
    """Put an original into the quarantine (待认领) with its *reason*, and enter that."""
    quarantine(office.workspace, original, reason, office.campaign_books_digest)
    told = replace(progress, fate=Fate.QUARANTINED, reason=reason)
    event = office.event(Action.QUARANTINED, original.name, reason, original.digest)
    return arrivals.record_fate(office.ledger, progress, told, event)


def outcomes_of(progress: Progress, office: Office) -> tuple[Outcome, ...]:
    """What one pass reports of an arrival, and of all that came in it, as the ledger tells it."""
    inside = arrivals.open_arrivals(office.ledger, progress.number)
    told = (_outcome_of(progress, office),) if progress.submission or progress.fate else ()
    return (*(each for part in inside for each in outcomes_of(part, office)), *told)


def _outcome_of(progress: Progress, office: Office) -> Outcome:
    if progress.submission:
        return _told(submission_by_number(office.ledger, progress.submission), office)
    fate = progress.fate or Fate.WAITING  # before its fate is recorded, it waits
    return Outcome(progress.name, fate, progress.unit, progress.campaign, progress.reason)


def _duplicate(
    progress: Progress, submission: Submission, original: Original, office: Office
) -> Progress:
    """The same bytes of the same unit again (重复报送): named, and not recorded twice."""
    unit = _unit_name(office, submission)
    reason = (
        f"与{submission.received_at:%m月%d日 %H:%M} 收到的“{submission.name}”"
        f"（第{submission.version}版）内容完全相同，未重复登记。"
    )
    told = replace(
        progress, fate=Fate.DUPLICATE, unit=unit, campaign=submission.campaign, reason=reason
    )
    subject = unit_subject(submission.campaign, unit)
    event = office.event(Action.DUPLICATE, subject, original.name, original.digest)
    return arrivals.record_fate(office.ledger, progress, told, event)


def _answered(
    progress: Progress, submission: Submission, office: Office, worker: Worker
) -> tuple[Progress, Outcome]:
    whole = progress.name == submission.name  # else its workbook holds the forms of other units too
    answer(submission, office, worker if whole else None)
    action = Action.RECEIPT_SENT if submission.outcome.counts else Action.RETURN_SENT
    subject = unit_subject(submission.campaign, _unit_name(office, submission))
    event = office.event(action, subject, f"第{submission.version}版", submission.digest)
    progress = arrivals.record_publication(office.ledger, progress, event)
    return progress, _told(submission, office)


def _told(submission: Submission, office: Office) -> Outcome:
    returned = submission.outcome is CheckOutcome.RETURNED
    late = "，迟报" if submission.late else ""
    return Outcome(
        name=submission.name,
        fate=Fate.RETURNED if returned else Fate.ACCEPTED,
        unit=_unit_name(office, submission),
        campaign=submission.campaign,
        reason=f"{submission.outcome.value}（第{submission.version}版{late}）",
        findings=submission.findings,
    )


def _unit_name(office: Office, submission: Submission) -> str:
    return office.campaign(submission.campaign).roster.name_of(submission.unit)
