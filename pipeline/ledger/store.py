"""Open the ledger (台账) and write to it, each write in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import Engine, func, insert, select, update

from pipeline.ledger.connection import engine_for, transaction
from pipeline.ledger.history import append
from pipeline.ledger.prepare import prepare
from pipeline.ledger.proof import save_proof, state_of
from pipeline.ledger.rows import answer_rows, finding_rows, list_row_rows, submission_row
from pipeline.ledger.schema import answers, findings, list_rows, submissions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from pipeline.model.event import Event
    from pipeline.model.submission import Submission


@dataclass(frozen=True, slots=True)
class Ledger:
    """Handle of an open ledger (台账) for the functions of this room; threads may share it."""

    path: Path
    engine: Engine = field(repr=False)


def open_ledger(path: Path, busy_timeout_s: float = 10.0) -> Ledger:
    """Open the ledger (台账) at *path*, and create it where there is none.

    A write waits up to *busy_timeout_s* seconds for the write of another process.

    Raises:
        LedgerNewer: a later version of the program wrote it.
        LedgerDamaged: the file is not an intact ledger.
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    ledger = Ledger(path, engine_for(path, busy_timeout_s))
    try:
        prepare(ledger.engine, path)
    except BaseException:
        close_ledger(ledger)
        raise
    return ledger


def close_ledger(ledger: Ledger) -> None:
    """Close the ledger's file; Windows could not move or delete the workspace otherwise."""
    ledger.engine.dispose()


@contextmanager
def read_transaction(ledger: Ledger) -> Iterator[Connection]:
    """Open a transaction for reading: a snapshot that later writes of others don't change."""
    with transaction(ledger.engine, ledger.path) as connection:
        yield connection


@contextmanager
def write_transaction(ledger: Ledger) -> Iterator[Connection]:
    """Open a transaction with the write lock: commit when the block ends, roll back when it raises."""
    with transaction(ledger.engine, ledger.path, writes=True) as connection:
        yield connection


@contextmanager
def proven_transaction(ledger: Ledger) -> Iterator[Connection]:
    """Open a write transaction, and write the proof (旁证) of the ledger after its commit.

    Raises:
        LedgerUnwritable: the disk refused; if it refused the proof, what was written is committed.
    """
    with write_transaction(ledger) as connection:
        yield connection
        state = state_of(connection)
    save_proof(ledger.path, state)


def insert_submission(connection: Connection, submission: Submission) -> tuple[Submission, bool]:
    """Insert a submission (报送件) with a new version and number; return it, and whether it was inserted.

    The same bytes of the same unit in the same period are one submission: where they are recorded
    already, that submission is returned with its number and its flags, and nothing is written.
    """
    same_unit = (
        submissions.c.campaign == submission.campaign,
        submissions.c.period == submission.period,
        submissions.c.unit == submission.unit,
    )
    existing = connection.execute(
        select(submissions).where(*same_unit, submissions.c.digest == submission.digest)
    ).one_or_none()
    if existing is not None:
        return replace(
            submission,
            version=existing.version,
            number=existing.number,
            answered=existing.answered,
            cleared=existing.cleared,
        ), False
    highest = connection.scalar(select(func.max(submissions.c.version)).where(*same_unit))
    version = 1 + (highest or 0)
    number = _insert(connection, submission, version)
    return replace(submission, version=version, number=number), True


def set_flag(connection: Connection, number: int, column: str) -> None:
    """Set one of the two flags of a submission: ``answered``, or ``cleared`` from the inbox."""
    connection.execute(
        update(submissions).where(submissions.c.number == number).values({column: True})
    )


def append_event(ledger: Ledger, event: Event) -> None:
    """Append one event to the history (事件).

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; nothing was appended.
    """
    with write_transaction(ledger) as connection:
        append(connection, event)


def _insert(connection: Connection, submission: Submission, version: int) -> int:
    result = connection.execute(
        insert(submissions).returning(submissions.c.number), submission_row(submission, version)
    )
    number = int(result.scalar_one())
    for table, rows in (
        (list_rows, list_row_rows(number, submission.filling)),
        (answers, answer_rows(number, submission.filling)),
        (findings, finding_rows(number, submission.findings)),
    ):
        if rows:
            connection.execute(insert(table), rows)
    return number
