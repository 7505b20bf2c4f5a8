"""Advance a case (办理) from the step at which it is to its end: the one walk of every arrival.

A file from the inbox, an arrival that a killed pass left, a claim by a person, a dismissal, and each file
of an archive are all cases of this walk. :data:`WALK` is the order in which it writes: every step does its
work first and records it in the ledger afterwards, so that a process killed at any moment leaves work
that is done again with the same result, never a record of work that wasn't done.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError
from pipeline.intake.clearing import clear
from pipeline.intake.originals import keep
from pipeline.intake.quarantine import release_from_quarantine
from pipeline.ledger.arrivals import (
    close_arrival,
    open_arrivals,
    record_fate,
    record_publication,
    set_step,
)
from pipeline.ledger.decisions import withdrawals_of
from pipeline.ledger.read import search_submissions, submission_by_number
from pipeline.model.arrival import Fate, Origin, Step
from pipeline.model.decision import DecisionKind
from pipeline.model.event import Action, unit_subject
from pipeline.receiving.as_decided import as_decided
from pipeline.receiving.case import Case, sheets_case
from pipeline.receiving.contain import record_failure
from pipeline.receiving.examine import examine_case
from pipeline.receiving.placement import assigned_unit
from pipeline.receiving.record import hold, record, record_unpacked
from pipeline.receiving.reply import reply
from pipeline.receiving.report import outcomes_of
from pipeline.receiving.unpack import UnpackFailure, iter_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.arrival import Progress
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.receiving.case import Placed
    from pipeline.receiving.report import Outcome

_HELD_OPEN = "已收下并答复；文件正被别的程序打开，关闭后自动移出收件箱。"


def advance(case: Case) -> Case:
    """Advance a case to its end, or as far as it comes in this pass.

    An error that the file's own content causes is recorded as its failure and ends the walk of this file
    alone (:mod:`pipeline.receiving.contain`).

    Raises:
        PipelineError, OSError: the disk, a share, the ledger or a lock failed; the case stays at its step.
    """
    while case.goes_on:
        try:
            case = WALK[case.next_step](case)
        except (PipelineError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - one file's content must not stop the others
            case = _contain(case, error)
    return case


def _store(case: Case) -> Case:
    """Store the spooled copy of the file as its original, read-only, before anything reads it (留存原件)."""
    original, progress = case.original, case.progress
    if case.spooled is not None:
        kept = keep(case.office.workspace, case.spooled, progress.name, progress.received_at)
        original = replace(kept, sender=case.sender)
    if original is None:
        # A person removed it from the inbox, after a pass was killed before this step.
        result = replace(progress, fate=Fate.IGNORED, reason="收下之前被移走，收件箱里已没有它。")
        event = case.office.event(
            Action.REMOVED_BEFORE_RECEIPT, progress.name, digest=progress.digest
        )
        return case.at(record_fate(case.office.ledger, progress, result, event))
    progress = set_step(case.office.ledger, progress, Step.KEPT)
    return replace(case, progress=progress, original=original, spooled=None)


def _place(case: Case) -> Case:
    """Find out whose an original is and what is in it, and record it; a bundle with every file in it."""
    if case.kept.container.bundle and case.progress.origin is not Origin.BUNDLE:
        return _advance_files(case)
    examined = case.examined or examine_case(case)
    if isinstance(examined, tuple):
        return _advance_sheets(case, examined)
    return record(case, examined)


def _send(case: Case) -> Case:
    """Write the receipt (回执), or the return slip with the marked copy (退回单), to the outbox (答复)."""
    office, progress = case.office, case.progress
    submission = case.submission or submission_by_number(office.ledger, progress.submission)
    # Under another name its workbook contains other units' forms too, which this unit must not get.
    alone = progress.name == submission.name and not _is_shared(case, submission)
    answered = as_decided(office, submission)
    reply(answered, office, case.desk.worker if alone else None)
    action = Action.RECEIPT_SENT if answered.outcome.counts else Action.RETURN_SENT
    subject = unit_subject(submission.campaign, office.unit_name(submission))
    event = office.event(action, subject, f"第{submission.version}版", submission.digest)
    progress = record_publication(office.ledger, progress, event)
    return replace(case, progress=progress, submission=submission)


def _is_shared(case: Case, submission: Submission) -> bool:
    """Return whether the workbook of a decided case contains the forms of other units, too."""
    if case.progress.origin is not Origin.DECISION:
        return False
    same = search_submissions(case.office.ledger, submission.digest)
    return any(each.unit != submission.unit for each in same)


def _clear(case: Case) -> Case:
    """Clear the file from the inbox or the quarantine, and close the case with every part of it (清收件箱)."""
    office, progress = case.office, case.progress
    if case.path is not None and not clear(office.workspace, case.path, case.kept, progress.number):
        # Reported from the second pass on: until then the answer itself is the news.
        return case.halt(_HELD_OPEN if case.answered_before else "")
    if _leaves_quarantine(case):
        release_from_quarantine(office.workspace, progress.digest)
    if case.parts != ():
        _close_parts(progress, office)
    return case.at(_close(progress, office))


def _leaves_quarantine(case: Case) -> bool:
    """Return whether what the quarantine holds of these bytes was placed, by this case or by a person's decision."""
    progress = case.progress
    if progress.fate is Fate.QUARANTINED:
        return False
    if progress.origin is Origin.DECISION:
        withdrawn = bool(withdrawals_of(case.office.ledger, progress.digest))
        return progress.reason == DecisionKind.REVOKE and not withdrawn
    return progress.origin is Origin.QUARANTINE or bool(progress.submission)


# The crash order: for each step that the ledger records, what is done next. The step after it is recorded
# by the function itself, in one transaction with what belongs to it.
WALK: Final[Mapping[Step, Callable[[Case], Case]]] = {
    Step.ARRIVED: _store,  # the original is stored, read-only, under its digest
    Step.KEPT: _place,  # read, identified, checked; recorded with its findings, or quarantined
    Step.RECORDED: _send,  # the receipt, or the return slip with the marked copy, is in the outbox
    Step.PUBLISHED: _clear,  # the file has left the inbox, or the quarantine
}


def _contain(case: Case, error: Exception) -> Case:
    """Record that the walk of a case failed; return it halted, or quarantined after its last try."""
    failure = record_failure(case, error)
    # After its fate is recorded there is nothing left to decide: only the clearing is tried again.
    if failure.is_final and case.original and not case.progress.step.reached(Step.PUBLISHED):
        return hold(case, failure.reason)
    return case.halt(failure.reason)


def _advance_files(bundle: Case) -> Case:
    """Advance every file of an archive or mail; the bundle waits as long as one of them waits."""
    outcomes: list[Outcome] = []
    failures: list[UnpackFailure] = []
    files = 0
    for part in iter_parts(bundle):
        if isinstance(part, UnpackFailure):
            failures.append(part)
        elif isinstance(part, Case):
            files += 1
            outcomes += outcomes_of(advance(part))
        else:
            outcomes.append(part)
    bundle = replace(bundle, parts=tuple(outcomes))
    if any(outcome.fate is Fate.WAITING for outcome in outcomes):
        return bundle.halt()
    return record_unpacked(bundle, failures, files)


def _advance_sheets(whole: Case, examined: tuple[Placed, ...]) -> Case:
    """Advance each unit's sheets of a workbook with those of several as a separate case."""
    outcomes: list[Outcome] = []
    for each in examined:
        outcomes += outcomes_of(advance(sheets_case(whole, each)))
    whole = replace(whole, parts=tuple(outcomes))
    if any(outcome.fate is Fate.WAITING for outcome in outcomes):
        return whole.halt()
    return whole.at(set_step(whole.office.ledger, whole.progress, Step.PUBLISHED))


def _close_parts(progress: Progress, office: Office) -> None:
    for part in open_arrivals(office.ledger, progress.number):
        _close_parts(part, office)
        if part.submission and part.fate is not Fate.QUARANTINED:
            release_from_quarantine(office.workspace, part.digest)
        _close(part, office)


def _close(progress: Progress, office: Office) -> Progress:
    """Record that an arrival is done."""
    actions = []
    if progress.origin is Origin.QUARANTINE and _was_placed(progress, office):
        actions.append(Action.CLAIMED)
    if progress.submission and progress.origin is not Origin.DECISION:
        actions.append(Action.INBOX_CLEARED)
    events = [office.event(action, progress.name, digest=progress.digest) for action in actions]
    return close_arrival(office.ledger, progress, *events)


def _was_placed(progress: Progress, office: Office) -> bool:
    """Return whether the program placed a quarantined file; a person's decision has its own event."""
    placed = bool(progress.submission) or progress.fate in {None, Fate.DUPLICATE}
    return placed and assigned_unit(progress.digest, office) is None
