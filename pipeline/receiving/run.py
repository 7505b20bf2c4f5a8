"""One pass over the inbox: scan, settle, receive each, take up the quarantine, show the board."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError, describe
from pipeline.intake.scan import scan
from pipeline.intake.stability import find_stable, needs_second_scan, waiting_reasons
from pipeline.ledger.arrivals import open_arrivals
from pipeline.model.arrival import Fate
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.receiving.receive import receive
from pipeline.receiving.report import Outcome, PassReport
from pipeline.receiving.resume import recover_interrupted, retry_quarantined
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.model.arrival import Arrival
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker

    OnOutcome = Callable[[Outcome, int, int], None]

STABLE_S: Final = 1.0  # how long a file's size and time must have stood still
# A file at which so many runs have ended without finishing it goes last: it must not keep the rest out.
PATIENCE: Final = 3


def run_pass(office: Office, told: OnOutcome | None = None) -> PassReport:
    """Do one pass. *told* hears each outcome, with its number and how many there are.

    A file that fails does not stop the next: it stays in the inbox and is reported as waiting.

    Raises:
        OfficeBusy: another pass is running in this workspace.
    """
    with exclusive(office.workspace), reading_worker() as worker:
        finished = recover_interrupted(office, worker)
        outcomes = _heard(finished, len(finished), told)
        arrivals, looked = _look(office)
        outcomes += looked
        outcomes += _heard(_receive_each(arrivals, office, worker), len(arrivals), told)
        taken_up = retry_quarantined(office, worker)
        outcomes += _heard(taken_up, len(taken_up), told)
        notes = [*office.book_faults, *refresh_boards(office)]
    return PassReport(tuple(outcomes), tuple(notes))


def _look(office: Office) -> tuple[tuple[Arrival, ...], list[Outcome]]:
    looks, ignored = scan(office.workspace.inbox)
    second = looks
    if needs_second_scan(looks, time.time_ns(), STABLE_S):
        time.sleep(STABLE_S)
        second, ignored = scan(office.workspace.inbox)
    arrivals, waiting = find_stable(looks, second)
    troublesome = {each.name for each in open_arrivals(office.ledger) if each.starts > PATIENCE}
    arrivals = tuple(sorted(arrivals, key=lambda arrival: arrival.name in troublesome))
    outcomes = [Outcome(item.name, Fate.IGNORED, reason=item.reason) for item in ignored]
    why = waiting_reasons(second)
    outcomes += [Outcome(name, Fate.WAITING, reason=why[name]) for name in waiting]
    return arrivals, outcomes


def _receive_each(arrivals: Iterable[Arrival], office: Office, worker: Worker) -> Iterator[Outcome]:
    for arrival in arrivals:
        try:
            yield from receive(arrival, office, worker)
        except FileNotFoundError:
            yield Outcome(arrival.name, Fate.WAITING, reason="处理前被移走了，收件箱里已没有它。")
        except (PipelineError, OSError) as error:
            yield Outcome(
                arrival.name,
                Fate.WAITING,
                reason=f"{describe(error)}（文件仍在收件箱，下一轮再试）",
            )


def _heard(outcomes: Iterable[Outcome], total: int, told: OnOutcome | None) -> list[Outcome]:
    kept = []
    for number, outcome in enumerate(outcomes, start=1):
        if told is not None:
            told(outcome, number, total)
        kept.append(outcome)
    return kept
