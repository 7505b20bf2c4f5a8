"""Store how far each arrival has come (办理进度): a small state machine that survives a killed process.

A step and what it writes to the ledger — the submission, the event — are one transaction. So a
process that is killed leaves an arrival at a step, never between two, and the next pass continues from
there: nothing is inserted twice, no event is appended twice, no version number is used up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, text, update

from pipeline.ledger.fingerprints import fingerprint_event
from pipeline.ledger.history import append
from pipeline.ledger.rows import moment_of, moment_text
from pipeline.ledger.schema import arrivals
from pipeline.ledger.store import (
    insert_submission,
    proven_transaction,
    read_transaction,
    set_flag,
    write_transaction,
)
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


def begin_arrival(  # noqa: PLR0913 - the key of an arrival
    ledger: Ledger,
    name: str,
    digest: str,
    moment: datetime,
    *,
    origin: Origin = Origin.INBOX,
    bundle: int = 0,
) -> Progress:
    """Insert an arrival (到件), or return the open one of the same key with its starts counted up.

    The same bytes under the same name are the same arrival until it is cleared; after that, a new one.
    *moment* becomes the time of receipt of a new arrival; an open one keeps its own.
    """
    same = (
        _COLUMN.name == name,
        _COLUMN.digest == digest,
        _COLUMN.origin == origin.value,
        _COLUMN.bundle == (bundle or None),
    )
    with write_transaction(ledger) as connection:
        existing = connection.execute(select(arrivals).where(*same, _OPEN)).first()
        if existing is not None:
            starts = existing.starts + 1
            _update(connection, existing.number, {"starts": starts})
            return _progress_of(existing, starts=starts)
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
        inserted = connection.execute(insert(arrivals).returning(arrivals), row)
        return _progress_of(inserted.one())


def set_step(ledger: Ledger, progress: Progress, step: Step) -> Progress:
    """Update an arrival to *step*; return its progress, unchanged where it has passed that step."""
    with write_transaction(ledger) as connection:
        return _advance(connection, progress, step, {}, ())


def record_submission(
    ledger: Ledger, progress: Progress, submission: Submission, event: Event
) -> tuple[Progress, Submission]:
    """Insert the submission (报送件) of an arrival, its event, and the digest of its content.

    The version and the number are assigned here. Bytes that this unit has submitted already in this
    period are one submission, and that one is returned.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; nothing was recorded.
    """
    fate = Fate.ACCEPTED if submission.outcome.counts else Fate.RETURNED
    with proven_transaction(ledger) as connection:
        recorded, new = insert_submission(connection, submission)
        values = {
            "submission": recorded.number,
            "fate": fate.value,
            "campaign": submission.campaign,
        }
        events = (event, fingerprint_event(recorded, event.at, event.actor)) if new else ()
        return _advance(connection, progress, Step.RECORDED, values, events), recorded


def record_fate(ledger: Ledger, progress: Progress, result: Progress, *events: Event) -> Progress:
    """Update the fate (去向) of an arrival without a submission, and append its *events*.

    Fate, unit, campaign and reason are those of *result*. There is nothing to answer: the arrival
    counts as published.
    """
    values = {
        "fate": result.fate.value if result.fate else None,
        "unit": result.unit,
        "campaign": result.campaign,
        "reason": result.reason,
    }
    with proven_transaction(ledger) as connection:
        return _advance(connection, progress, Step.PUBLISHED, values, events)


def record_publication(ledger: Ledger, progress: Progress, event: Event) -> Progress:
    """Record that the receipt (回执) or return slip (退回单) is in the outbox, with its event."""
    with write_transaction(ledger) as connection:
        set_flag(connection, progress.submission, "answered")
        return _advance(connection, progress, Step.PUBLISHED, {}, (event,))


def close_arrival(ledger: Ledger, progress: Progress, *events: Event) -> Progress:
    """Record that the file has left the inbox or the quarantine: the arrival is done."""
    with write_transaction(ledger) as connection:
        if progress.submission:
            set_flag(connection, progress.submission, "cleared")
        return _advance(connection, progress, Step.CLEARED, {}, events)


def open_arrivals(ledger: Ledger, bundle: int = 0) -> tuple[Progress, ...]:
    """Return the arrivals that are not done, oldest first; those in the *bundle* of that number, else those in none."""
    ordered = (
        select(arrivals).where(_OPEN, _COLUMN.bundle == (bundle or None)).order_by(_COLUMN.number)
    )
    with read_transaction(ledger) as connection:
        return tuple(_progress_of(row) for row in connection.execute(ordered))


def _advance(
    connection: Connection,
    progress: Progress,
    step: Step,
    values: dict[str, Any],
    events: Sequence[Event],
) -> Progress:
    stored = connection.execute(select(arrivals).where(_COLUMN.number == progress.number)).one()
    if not Step(stored.step).reached(step):
        _update(connection, progress.number, {"step": step.value, **values})
        for event in events:
            append(connection, event)
        stored = connection.execute(select(arrivals).where(_COLUMN.number == progress.number)).one()
    return _progress_of(stored)


def _update(connection: Connection, number: int, values: dict[str, Any]) -> None:
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
