"""How far each arrival has come (办理进度): a small state machine that survives the run that moves it.

A step and what it brings into the ledger — the submission, the event — are one transaction. So a
run that is killed leaves an arrival at a step, never between two, and the next run goes on from
there: nothing is entered twice, no event is told twice, no version is used up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, text, update

from pipeline.ledger.fingerprints import fingerprint_event
from pipeline.ledger.history import append
from pipeline.ledger.rows import moment_of, moment_text
from pipeline.ledger.schema import arrivals
from pipeline.ledger.store import insert_submission, read_transaction, set_flag, write_transaction
from pipeline.model.arrival import Fate, Origin, Progress, Step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from pipeline.ledger.store import Ledger
    from pipeline.model.event import Event
    from pipeline.model.submission import Submission

_COLUMN: Final = arrivals.c
# Literal, as in the partial index: SQLite uses that only where it can see that the terms agree.
_OPEN: Final = text("step != 'cleared'")


def begin_arrival(  # noqa: PLR0913 - what tells one arrival from every other
    ledger: Ledger,
    name: str,
    digest: str,
    moment: datetime,
    *,
    origin: Origin = Origin.INBOX,
    bundle: int = 0,
) -> Progress:
    """Begin to work on an arrival, or go on with one that a dead run left; *moment* is used only once.

    The same bytes under the same name are the same arrival until it is cleared; after that, a new one.
    """
    same = (
        _COLUMN.name == name,
        _COLUMN.digest == digest,
        _COLUMN.origin == origin.value,
        _COLUMN.bundle == (bundle or None),
    )
    with write_transaction(ledger) as connection:
        known = connection.execute(select(arrivals).where(*same, _OPEN)).first()
        if known is not None:
            starts = known.starts + 1
            _set(connection, known.number, {"starts": starts})
            return _progress_of(known, starts=starts)
        row = {
            "name": name,
            "digest": digest,
            "origin": origin.value,
            "received_at": moment_text(moment),
            "step": Step.ARRIVED.value,
            "starts": 1,
            "bundle": bundle or None,
            "unit": "",
            "campaign": "",
            "reason": "",
        }
        made = connection.execute(insert(arrivals).returning(arrivals), row)
        return _progress_of(made.one())


def set_step(ledger: Ledger, progress: Progress, step: Step) -> Progress:
    """Note that *step* is reached; a step that lies behind already changes nothing."""
    with write_transaction(ledger) as connection:
        return _move(connection, progress, step, {}, ())


def record_submission(
    ledger: Ledger, progress: Progress, submission: Submission, event: Event
) -> tuple[Progress, Submission]:
    """Enter the submission that the arrival brought, what is told of it, and the digest of its content.

    The version and the number are given here. Bytes that this unit has handed in already in this
    period are one submission, and its number is given back.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; nothing was recorded.
    """
    fate = Fate.ACCEPTED if submission.outcome.counts else Fate.RETURNED
    with write_transaction(ledger) as connection:
        entered, new = insert_submission(connection, submission)
        values = {
            "submission": entered.number,
            "fate": fate.value,
            "campaign": submission.campaign,
        }
        told = (event, fingerprint_event(entered, event.at, event.actor)) if new else ()
        return _move(connection, progress, Step.RECORDED, values, told), entered


def record_fate(ledger: Ledger, progress: Progress, told: Progress, *events: Event) -> Progress:
    """Enter what became of an arrival that brings no submission, and the events that tell it.

    *told* says fate, unit, campaign and reason. There is nothing to answer: it counts as published.
    """
    values = {
        "fate": told.fate.value if told.fate else None,
        "unit": told.unit,
        "campaign": told.campaign,
        "reason": told.reason,
    }
    with write_transaction(ledger) as connection:
        return _move(connection, progress, Step.PUBLISHED, values, events)


def record_publication(ledger: Ledger, progress: Progress, event: Event) -> Progress:
    """Note that the receipt or return slip stands in the outbox, with its event."""
    with write_transaction(ledger) as connection:
        set_flag(connection, progress.submission, "answered")
        return _move(connection, progress, Step.PUBLISHED, {}, (event,))


def close_arrival(ledger: Ledger, progress: Progress, *events: Event) -> Progress:
    """Note that the file has left the inbox, or the quarantine: the arrival is done."""
    with write_transaction(ledger) as connection:
        if progress.submission:
            set_flag(connection, progress.submission, "cleared")
        return _move(connection, progress, Step.CLEARED, {}, events)


def open_arrivals(ledger: Ledger, bundle: int = 0) -> tuple[Progress, ...]:
    """What is not done yet, in the order of arrival; of the *bundle* of that number, or by itself."""
    ordered = (
        select(arrivals).where(_OPEN, _COLUMN.bundle == (bundle or None)).order_by(_COLUMN.number)
    )
    with read_transaction(ledger) as connection:
        return tuple(_progress_of(row) for row in connection.execute(ordered))


def _move(
    connection: Connection,
    progress: Progress,
    step: Step,
    values: dict[str, Any],
    events: Sequence[Event],
) -> Progress:
    known = connection.execute(select(arrivals).where(_COLUMN.number == progress.number)).one()
    if not Step(known.step).reached(step):
        _set(connection, progress.number, {"step": step.value, **values})
        for event in events:
            append(connection, event)
        known = connection.execute(select(arrivals).where(_COLUMN.number == progress.number)).one()
    return _progress_of(known)


def _set(connection: Connection, number: int, values: dict[str, Any]) -> None:
    connection.execute(update(arrivals).where(_COLUMN.number == number).values(values))


def _progress_of(row: Row[Any], starts: int = 0) -> Progress:
    return Progress(
        number=row.number,
        name=row.name,
        digest=row.digest,
        origin=Origin(row.origin),
        received_at=moment_of(row.received_at),
        step=Step(row.step),
        starts=starts or row.starts,
        bundle=row.bundle or 0,
        submission=row.submission or 0,
        fate=Fate(row.fate) if row.fate else None,
        unit=row.unit,
        campaign=row.campaign,
        reason=row.reason,
    )
