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
from pipeline.ledger.arrivals import set_step
from pipeline.model.arrival import Fate, Origin, Step
from pipeline.receiving.case import Case, sheets_case
from pipeline.receiving.clear import clear_case
from pipeline.receiving.contain import contain
from pipeline.receiving.examine import examine_case
from pipeline.receiving.record import record, record_unpacked
from pipeline.receiving.report import outcomes_of
from pipeline.receiving.send import send
from pipeline.receiving.store import store
from pipeline.receiving.unpack import UnpackFailure, iter_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.receiving.case import Placed
    from pipeline.receiving.report import Outcome


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
            case = contain(case, error)
    return case


def _place(case: Case) -> Case:
    """Find out whose an original is and what is in it, and record it; a bundle with every file in it."""
    if case.kept.container.bundle and case.progress.origin is not Origin.BUNDLE:
        return _advance_files(case)
    examined = case.examined or examine_case(case)
    if isinstance(examined, tuple):
        return _advance_sheets(case, examined)
    return record(case, examined)


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
    """Advance each unit's sheets of a workbook with those of several as a case of its own."""
    outcomes: list[Outcome] = []
    for each in examined:
        outcomes += outcomes_of(advance(sheets_case(whole, each)))
    whole = replace(whole, parts=tuple(outcomes))
    if any(outcome.fate is Fate.WAITING for outcome in outcomes):
        return whole.halt()
    return whole.at(set_step(whole.office.ledger, whole.progress, Step.PUBLISHED))


# The crash order: for each step that the ledger records, what is done next. The step after it is recorded
# by the function itself, in one transaction with what belongs to it.
WALK: Final[Mapping[Step, Callable[[Case], Case]]] = {
    Step.ARRIVED: store,  # the original is stored, read-only, under its digest
    Step.KEPT: _place,  # read, identified, checked; recorded with its findings, or quarantined
    Step.RECORDED: send,  # the receipt, or the return slip with the marked copy, is in the outbox
    Step.PUBLISHED: clear_case,  # the file has left the inbox, or the quarantine
}
