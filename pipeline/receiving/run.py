"""Run one pass over the inbox (一轮处理): scan, receive each file, retry the quarantine, write the boards."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, describe
from pipeline.intake.mounts import network_fs_type
from pipeline.intake.scan import scan
from pipeline.intake.stability import (
    SHARE_STABLE_S,
    STABLE_S,
    find_stable,
    needs_second_scan,
    waiting_reasons,
)
from pipeline.ledger.arrivals import open_arrivals
from pipeline.model.arrival import Fate
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive, sole_pass
from pipeline.office.versions import keep_versions
from pipeline.receiving.advance import advance
from pipeline.receiving.case import Desk, new_case
from pipeline.receiving.grown import put_back_grown_files
from pipeline.receiving.report import Outcome, PassReport, outcomes_of
from pipeline.receiving.reregister import register_lost_originals
from pipeline.receiving.resume import unfinished_cases
from pipeline.receiving.retry import quarantined_cases
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.model.arrival import Arrival
    from pipeline.office.context import Office
    from pipeline.receiving.case import Case
    from pipeline.workbook.worker import Worker

    OnOutcome = Callable[[Outcome, int, int], None]
    # The name of a file, and what begins or continues its case once the office is locked for it.
    Waiting = tuple[str, Callable[[], Case | None]]

# A file that more passes than this have begun and not finished is received last: it must not block the others.
MAX_STARTS = 3


def run_pass(
    office: Office, on_outcome: OnOutcome | None = None, worker: Worker | None = None
) -> PassReport:
    """Run one pass (一轮处理); call *on_outcome* with each outcome, its number and their total.

    The office is locked for one file at a time, so that another command waits for one file at
    most. A file that fails does not stop the next: it stays in the inbox and is reported as waiting.
    A *worker* that is given is left running.

    Raises:
        OfficeBusy: another pass is running in this workspace, and doesn't end.
    """
    with ExitStack() as stack:
        stack.enter_context(sole_pass(office.workspace))
        desk = Desk(office, worker or stack.enter_context(reading_worker()))
        notes = [*office.book_faults, *put_back_grown_files(office)]
        with exclusive(office.workspace, "补登"):
            notes += keep_versions(office, office.campaigns)
            reentered = register_lost_originals(office, desk.worker)
        unfinished = unfinished_cases(desk)
        outcomes = _report(reentered, len(reentered), on_outcome)
        outcomes += _report(_work(desk, unfinished), len(unfinished), on_outcome)
        arrivals, outcomes_of_scan = _find_arrivals(office)
        outcomes += outcomes_of_scan
        cases = [(each.name, _beginning(desk, each)) for each in arrivals]
        outcomes += _report(_work(desk, cases), len(cases), on_outcome)
        retried = quarantined_cases(desk, tried={name for name, _ in unfinished})
        outcomes += _report(_work(desk, retried), len(retried), on_outcome)
        with exclusive(office.workspace, "看板"):
            notes += refresh_boards(office)
    return PassReport(tuple(outcomes), tuple(notes))


def _find_arrivals(office: Office) -> tuple[tuple[Arrival, ...], list[Outcome]]:
    first, ignored = scan(office.workspace.inbox)
    second = first
    on_share = bool(network_fs_type(office.workspace.inbox))
    if needs_second_scan(first, time.time_ns(), on_share=on_share):
        time.sleep(SHARE_STABLE_S if on_share else STABLE_S)
        second, ignored = scan(office.workspace.inbox)
    arrivals, waiting = find_stable(first, second)
    retried_often = {
        progress.name for progress in open_arrivals(office.ledger) if progress.starts > MAX_STARTS
    }
    arrivals = tuple(sorted(arrivals, key=lambda arrival: arrival.name in retried_often))
    outcomes = [Outcome(item.name, Fate.IGNORED, reason=item.reason) for item in ignored]
    reasons = waiting_reasons(second)
    outcomes += [Outcome(name, Fate.WAITING, reason=reasons[name]) for name in waiting]
    return arrivals, outcomes


def _beginning(desk: Desk, arrival: Arrival) -> Callable[[], Case]:
    return lambda: new_case(desk, arrival)


def _work(desk: Desk, waiting: Iterable[Waiting]) -> Iterator[Outcome]:
    """Advance each case with the office locked for it; yield its outcomes, or why it waits."""
    for name, begin in waiting:
        try:
            with exclusive(desk.office.workspace, name):
                case = begin()
                outcomes = outcomes_of(advance(case)) if case else ()
        except FileNotFoundError:
            outcomes = (Outcome(name, Fate.WAITING, reason="处理前被移走了，收件箱里已没有它。"),)
        except (PipelineError, OSError) as error:
            outcomes = (Outcome(name, Fate.WAITING, reason=f"{describe(error)}（下一轮再试）"),)
        yield from outcomes


def _report(outcomes: Iterable[Outcome], total: int, on_outcome: OnOutcome | None) -> list[Outcome]:
    reported = []
    for number, outcome in enumerate(outcomes, start=1):
        if on_outcome is not None:
            on_outcome(outcome, number, max(number, total))
        reported.append(outcome)
    return reported
