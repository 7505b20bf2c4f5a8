"""Store how far each arrival has come (办理进度): a small state machine that survives a killed process.

A step and what it writes to the ledger — the submission, the event — are one transaction. So a
process that is killed leaves an arrival at a step, never between two, and the next pass continues from
there: nothing is inserted twice, no event is appended twice, no version number is used up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pipeline.ledger.connection import driver_of
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
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from pipeline.ledger.store import Ledger
    from pipeline.model.event import Event
    from pipeline.model.submission import Submission

_ORIGINS: Final = {each.value: each for each in Origin}
# Earlier versions recorded two steps after KEPT, which left nothing that would last.
_EARLIER: Final = {"read": Step.KEPT, "checked": Step.KEPT}
_STEPS: Final = {**_EARLIER, **{each.value: each for each in Step}}
_FATES: Final = {each.value: each for each in Fate}
_COLUMNS: Final = ", ".join(column.name for column in arrivals.columns)
_BY_NUMBER: Final = f"SELECT {_COLUMNS} FROM arrivals WHERE number = ?"  # noqa: S608 - our own columns
# Literal, as in the partial index: SQLite uses that only where it can see that the terms agree.
_OPEN: Final = f"SELECT {_COLUMNS} FROM arrivals WHERE step != 'cleared'"  # noqa: S608 - as above
_OPEN_BY_KEY: Final = f"{_OPEN} AND digest = ? AND name = ? AND origin = ? AND bundle IS ?"
_OPEN_IN_ORDER: Final = f"{_OPEN} AND bundle IS ? ORDER BY number"
_COUNT_START: Final = (
    f"UPDATE arrivals SET starts = starts + 1 WHERE number = ? RETURNING {_COLUMNS}"  # noqa: S608 - as above
)
_INSERT: Final = f"""
    INSERT INTO arrivals
        (name, digest, origin, received_at, bundle, step, starts, unit, campaign, reason)
    VALUES (?, ?, ?, ?, ?, '{Step.ARRIVED.value}', 1, '', '', '')
    RETURNING {_COLUMNS}
"""  # noqa: S608 - as above


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
    with write_transaction(ledger) as connection:
        driver = driver_of(connection)
        key = (digest, name, origin.value, bundle or None)
        existing = driver.execute(_OPEN_BY_KEY, key).fetchone()
        if existing is not None:
            (row,) = driver.execute(_COUNT_START, (existing[0],)).fetchall()
        else:
            new = (name, digest, origin.value, moment_text(moment), bundle or None)
            (row,) = driver.execute(_INSERT, new).fetchall()
        return _progress_of(row)


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


def arrival_by_number(ledger: Ledger, number: int) -> Progress | None:
    """Return the arrival of that number, done or not; None where there is none."""
    with read_transaction(ledger) as connection:
        row = driver_of(connection).execute(_BY_NUMBER, (number,)).fetchone()
    return _progress_of(row) if row else None


def open_arrivals(ledger: Ledger, bundle: int = 0) -> tuple[Progress, ...]:
    """Return the arrivals that are not done, oldest first; those in the *bundle* of that number, else those in none."""
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(_OPEN_IN_ORDER, (bundle or None,))
        return tuple(_progress_of(row) for row in rows)


def _advance(
    connection: Connection,
    progress: Progress,
    step: Step,
    values: Mapping[str, str | int | None],
    events: Sequence[Event],
) -> Progress:
    driver = driver_of(connection)
    (stored,) = driver.execute(_BY_NUMBER, (progress.number,)).fetchall()
    reached = _progress_of(stored)
    if reached.step.reached(step):
        return reached
    for event in events:
        append(connection, event)
    changed = {"step": step.value, **values}
    assigned = ", ".join(f"{column} = :{column}" for column in changed)
    statement = f"UPDATE arrivals SET {assigned} WHERE number = :number RETURNING {_COLUMNS}"  # noqa: S608 - our own columns
    (stored,) = driver.execute(statement, {**changed, "number": progress.number}).fetchall()
    return _progress_of(stored)


def _progress_of(row: Sequence[Any]) -> Progress:
    number, name, digest, origin, received_at, step, starts, bundle, submission, fate, *texts = row
    return Progress(
        number,
        name,
        digest,
        _ORIGINS[origin],
        moment_of(received_at),
        _STEPS[step],
        starts,
        bundle or 0,
        submission or 0,
        _FATES[fate] if fate else None,
        *texts,
    )
