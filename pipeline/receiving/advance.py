"""Advance an arrival (到件) from its present step to its answer (回执 or 退回单).

Each step is recorded in the ledger as it is reached (:mod:`pipeline.ledger.arrivals`); an arrival that
a killed pass left at a step is continued from there, and no completed step is repeated.
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
from pipeline.receiving.examine import AlreadyRecorded, Unplaced, examine_book, open_book
from pipeline.receiving.reply import reply
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from pipeline.model.arrival import Original, Progress
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def advance(
    progress: Progress, original: Original, office: Office, worker: Worker
) -> tuple[Progress, tuple[Outcome, ...]]:
    """Advance a stored original to its answer, or to the quarantine; return its progress and the outcomes.

    There is one outcome for each unit: a workbook may contain the forms of several.

    Raises:
        PipelineError: the disk or a library failed; the arrival stays at its step.
    """
    if not progress.step.reached(Step.RECORDED):
        book = open_book(original, worker.read)
        progress = arrivals.set_step(office.ledger, progress, Step.READ)
        examined = book if isinstance(book, Unplaced) else examine_book(book, original, office)
        return record_examined(examined, progress, original, office, worker)
    if progress.submission and not progress.step.reached(Step.PUBLISHED):
        submission = submission_by_number(office.ledger, progress.submission)
        progress, outcome = _send_answer(progress, submission, office, worker)
        return progress, (outcome,)
    return progress, outcomes_of(progress, office)


def record_examined(
    examined: tuple[Submission | AlreadyRecorded, ...] | Unplaced,
    progress: Progress,
    original: Original,
    office: Office,
    worker: Worker,
) -> tuple[Progress, tuple[Outcome, ...]]:
    """Record an examined original (in the ledger, as a duplicate, or quarantined) and write its answers."""
    progress = arrivals.set_step(office.ledger, progress, Step.CHECKED)
    if isinstance(examined, Unplaced):
        progress = quarantine_original(progress, original, examined.reason, office)
        return progress, outcomes_of(progress, office)
    if len(examined) == 1:
        progress, outcome = _record_one(examined[0], progress, original, office, worker)
        return progress, (outcome,)
    outcomes = [_record_part(part, progress, original, office, worker) for part in examined]
    return arrivals.set_step(office.ledger, progress, Step.PUBLISHED), tuple(outcomes)


def _record_part(
    examined: Submission | AlreadyRecorded,
    whole: Progress,
    original: Original,
    office: Office,
    worker: Worker,
) -> Outcome:
    """Record one unit's sheets of a workbook with those of several, as an arrival within the arrival."""
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
        _, outcome = _record_one(examined, part, original, office, worker)
        return outcome
    # Recorded by a pass that was killed before it had recorded the other units' sheets.
    recorded = submission_by_number(office.ledger, part.submission) if part.submission else None
    if recorded is None or part.step.reached(Step.PUBLISHED):
        return _outcome_of(part, office)
    _, outcome = _send_answer(part, recorded, office, worker)
    return outcome


def _record_one(
    examined: Submission | AlreadyRecorded,
    progress: Progress,
    original: Original,
    office: Office,
    worker: Worker,
) -> tuple[Progress, Outcome]:
    if isinstance(examined, AlreadyRecorded):
        progress = _record_duplicate(progress, examined.submission, original, office)
        return progress, _outcome_of(progress, office)
    unchecked = f"（未比对：{'；'.join(examined.unchecked)}）" if examined.unchecked else ""
    event = office.event(
        Action.RECEIVED if examined.outcome.counts else Action.RECEIVED_WITH_ERRORS,
        unit_subject(examined.campaign, _unit_name(office, examined)),
        f"{original.name}{unchecked}",
        original.digest,
    )
    progress, submission = arrivals.record_submission(office.ledger, progress, examined, event)
    return _send_answer(progress, submission, office, worker)


def quarantine_original(
    progress: Progress, original: Original, reason: str, office: Office
) -> Progress:
    """Quarantine an original (待认领) with its *reason*, and record that as its fate."""
    quarantine(office.workspace, original, reason, office.examination_key)
    result = replace(progress, fate=Fate.QUARANTINED, reason=reason)
    event = office.event(Action.QUARANTINED, original.name, reason, original.digest)
    return arrivals.record_fate(office.ledger, progress, result, event)


def outcomes_of(progress: Progress, office: Office) -> tuple[Outcome, ...]:
    """Return the outcomes of an arrival and of every file in it, as the ledger has recorded them."""
    parts = arrivals.open_arrivals(office.ledger, progress.number)
    whole = (_outcome_of(progress, office),) if progress.submission or progress.fate else ()
    return (*(outcome for part in parts for outcome in outcomes_of(part, office)), *whole)


def _outcome_of(progress: Progress, office: Office) -> Outcome:
    if progress.submission:
        return _outcome_of_submission(
            submission_by_number(office.ledger, progress.submission), office
        )
    fate = progress.fate or Fate.WAITING  # before its fate is recorded, it waits
    return Outcome(progress.name, fate, progress.unit, progress.campaign, progress.reason)


def _record_duplicate(
    progress: Progress, submission: Submission, original: Original, office: Office
) -> Progress:
    """Record the same bytes of the same unit again (重复报送) as a duplicate, with no second submission."""
    unit = _unit_name(office, submission)
    reason = (
        f"与{submission.received_at:%m月%d日 %H:%M} 收到的“{submission.name}”"
        f"（第{submission.version}版）内容完全相同，未重复登记。"
    )
    result = replace(
        progress, fate=Fate.DUPLICATE, unit=unit, campaign=submission.campaign, reason=reason
    )
    subject = unit_subject(submission.campaign, unit)
    event = office.event(Action.DUPLICATE, subject, original.name, original.digest)
    return arrivals.record_fate(office.ledger, progress, result, event)


def _send_answer(
    progress: Progress, submission: Submission, office: Office, worker: Worker
) -> tuple[Progress, Outcome]:
    whole = progress.name == submission.name  # else its workbook contains other units' forms too
    reply(submission, office, worker if whole else None)
    action = Action.RECEIPT_SENT if submission.outcome.counts else Action.RETURN_SENT
    subject = unit_subject(submission.campaign, _unit_name(office, submission))
    event = office.event(action, subject, f"第{submission.version}版", submission.digest)
    progress = arrivals.record_publication(office.ledger, progress, event)
    return progress, _outcome_of_submission(submission, office)


def _outcome_of_submission(submission: Submission, office: Office) -> Outcome:
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
