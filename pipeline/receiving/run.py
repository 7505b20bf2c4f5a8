"""Run one pass over the inbox (一轮处理): scan, receive each file, retry the quarantine, write the boards."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from pipeline.errors import PipelineError, describe
from pipeline.intake.originals import clear
from pipeline.intake.scan import scan
from pipeline.intake.stability import find_stable, needs_second_scan, waiting_reasons
from pipeline.ledger.arrivals import open_arrivals
from pipeline.model.arrival import Fate
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.receiving.contain import record_failure, waiting_reason
from pipeline.receiving.receive import close_with_members, receive
from pipeline.receiving.report import Outcome, PassReport
from pipeline.receiving.resume import recover_interrupted, retry_quarantined
from pipeline.receiving.stored import stored_original
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.model.arrival import Arrival
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker

    OnOutcome = Callable[[Outcome, int, int], None]

STABLE_S: Final = 1.0  # how long a file's size and time must have been unchanged
# A file that more passes than this have begun and not finished is received last: it must not block the others.
MAX_STARTS: Final = 3


def run_pass(office: Office, on_outcome: OnOutcome | None = None) -> PassReport:
    """Run one pass (一轮处理); call *on_outcome* with each outcome, its number and their total.

    A file that fails does not stop the next: it stays in the inbox and is reported as waiting.

    Raises:
        OfficeBusy: another pass is running in this workspace.
    """
    with exclusive(office.workspace), reading_worker() as worker:
        recovered = recover_interrupted(office, worker)
        outcomes = _report(recovered, len(recovered), on_outcome)
        arrivals, outcomes_of_scan = _find_arrivals(office)
        outcomes += outcomes_of_scan
        outcomes += _report(_receive_each(arrivals, office, worker), len(arrivals), on_outcome)
        retried = retry_quarantined(office, worker)
        outcomes += _report(retried, len(retried), on_outcome)
        notes = [*office.book_faults, *refresh_boards(office)]
    return PassReport(tuple(outcomes), tuple(notes))


def _find_arrivals(office: Office) -> tuple[tuple[Arrival, ...], list[Outcome]]:
    first, ignored = scan(office.workspace.inbox)
    second = first
    if needs_second_scan(first, time.time_ns(), STABLE_S):
        time.sleep(STABLE_S)
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
        except Exception as error:  # noqa: BLE001 - one file's content must not stop the others
            yield _record_failure(arrival, error, office)


def _record_failure(arrival: Arrival, error: Exception, office: Office) -> Outcome:
    """Record that a file failed by its own content; clear the inbox of one that is quarantined."""
    progress = next(
        (each for each in reversed(open_arrivals(office.ledger)) if each.name == arrival.name), None
    )
    if progress is None:  # not even its arrival could be recorded
        return Outcome(arrival.name, Fate.WAITING, reason=waiting_reason(error, 1))
    outcome = record_failure(progress, error, office)
    original = stored_original(progress, office)
    if outcome.fate is Fate.QUARANTINED and original is not None and clear(arrival, original):
        close_with_members(progress, office)
    return outcome


def _report(outcomes: Iterable[Outcome], total: int, on_outcome: OnOutcome | None) -> list[Outcome]:
    reported = []
    for number, outcome in enumerate(outcomes, start=1):
        if on_outcome is not None:
            on_outcome(outcome, number, total)
        reported.append(outcome)
    return reported
