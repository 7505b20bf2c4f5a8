"""One pass over the inbox: scan, settle, receive each, take up the quarantine, show the board."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.intake.originals import find_original
from pipeline.intake.quarantine import held, release
from pipeline.intake.scan import scan
from pipeline.intake.settle import needs_second_look, settled
from pipeline.intake.sniff import sniff
from pipeline.ledger.read import unfinished
from pipeline.ledger.store import append_event, mark_answered, mark_cleared
from pipeline.model.arrival import Original
from pipeline.office.answer import answer
from pipeline.office.boards import refresh_boards
from pipeline.office.context import alone
from pipeline.office.examine import decision_on
from pipeline.office.outcome import Fate, Outcome, PassReport
from pipeline.office.receive import place, receive
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.intake.quarantine import Held
    from pipeline.model.arrival import Arrival
    from pipeline.office.context import Office
    from pipeline.office.examine import BookReader

    Told = Callable[[Outcome, int, int], None]

REST_S = 1.0  # how long a file's size and time must have stood still


def process(office: Office, told: Told | None = None) -> PassReport:
    """Do one pass. *told* hears each outcome, with its number and how many there are.

    A file that fails does not stop the next: it stays in the inbox and is reported as waiting.

    Raises:
        OfficeBusy: another pass is running in this workspace.
    """
    with alone(office.workspace), reading_worker() as read:
        notes = [*office.faulty, *_finish_interrupted(office)]
        arrivals, outcomes = _look(office)
        outcomes += _heard(_receive_each(arrivals, office, read), len(arrivals), told)
        taken_up = _take_up_again(office, read)
        outcomes += _heard(taken_up, len(taken_up), told)
        notes += refresh_boards(office)
    return PassReport(tuple(outcomes), tuple(notes))


def _look(office: Office) -> tuple[tuple[Arrival, ...], list[Outcome]]:
    looks, ignored = scan(office.workspace.inbox)
    second = looks
    if needs_second_look(looks, time.time_ns(), REST_S):
        time.sleep(REST_S)
        second, ignored = scan(office.workspace.inbox)
    arrivals, waiting = settled(looks, second)
    outcomes = [Outcome(item.name, Fate.IGNORED, reason=item.reason) for item in ignored]
    reason = "文件还在复制，下一轮再收。"
    outcomes += [Outcome(name, Fate.WAITING, reason=reason) for name in waiting]
    return arrivals, outcomes


def _receive_each(
    arrivals: Iterable[Arrival], office: Office, read: BookReader
) -> Iterator[Outcome]:
    for arrival in arrivals:
        try:
            yield from receive(arrival, office, read)
        except FileNotFoundError:
            yield Outcome(arrival.name, Fate.WAITING, reason="处理前被移走了，收件箱里已没有它。")
        except (PipelineError, OSError) as error:
            yield Outcome(
                arrival.name, Fate.WAITING, reason=f"{error}（文件仍在收件箱，下一轮再试）"
            )


def _heard(outcomes: Iterable[Outcome], total: int, told: Told | None) -> list[Outcome]:
    kept = []
    for number, outcome in enumerate(outcomes, start=1):
        if told is not None:
            told(outcome, number, total)
        kept.append(outcome)
    return kept


def _finish_interrupted(office: Office) -> list[str]:
    """Answer whatever was recorded by a run that was killed before it could answer."""
    notes = []
    looks, _ = scan(office.workspace.inbox)
    waiting = {look.name for look in looks}
    for submission in unfinished(office.ledger):
        if not submission.answered:
            answer(submission, office)
            event = office.event("补发答复", submission.name, digest=submission.digest)
            mark_answered(office.ledger, submission.number, event)
            notes.append(f"上次中断的“{submission.name}”已补发答复。")
        if not _waits(submission.name, waiting):
            event = office.event("清收件箱", submission.name, digest=submission.digest)
            mark_cleared(office.ledger, submission.number, event)
    return notes


def _waits(name: str, waiting: set[str]) -> bool:
    """Whether the file is in the inbox still, itself or the archive that it came in."""
    parts = name.split("/")
    return any("/".join(parts[:end]) in waiting for end in range(1, len(parts) + 1))


def _take_up_again(office: Office, read: BookReader) -> list[Outcome]:
    """Look again at what nobody could place, where a campaign book has changed since."""
    outcomes = []
    for item in held(office.workspace):
        decided = decision_on(item.digest, office) is not None  # and the run that heard it died
        if item.tried_with == office.books_key and not decided:
            continue
        original = _original_of(item, office)
        if original is None:
            continue
        placed = place(original, office, read)
        if any(outcome.fate is Fate.QUARANTINED for outcome, _ in placed):
            continue
        release(office.workspace, item.digest)
        for outcome, submission in placed:
            append_event(office.ledger, office.event("认领", item.name, outcome.unit, item.digest))
            if submission is not None and not submission.cleared:
                event = office.event("清收件箱", item.name, digest=item.digest)
                mark_cleared(office.ledger, submission.number, event)
            outcomes.append(outcome)
    return outcomes


def _original_of(item: Held, office: Office) -> Original | None:
    path = find_original(office.workspace, item.digest)
    if path is None:
        return None
    return Original(item.digest, path, item.name, sniff(path.read_bytes()), item.received_at)
