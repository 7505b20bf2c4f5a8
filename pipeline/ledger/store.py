"""Open the ledger (台账) and write to it, each write in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.ledger.connection import driver_of, engine_for, transaction
from pipeline.ledger.history import append
from pipeline.ledger.prepare import prepare
from pipeline.ledger.proof import save_proof, state_of
from pipeline.ledger.rows import answer_rows, finding_rows, list_row_rows, submission_row
from pipeline.ledger.schema import answers, findings, insert_statement, list_rows, submissions
from pipeline.model.decision import DecisionKind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from pipeline.model.event import Event
    from pipeline.model.submission import Submission


# The submissions that a standing decision has set aside (撤回、改期别): their bytes may be received again.
SET_ASIDE: Final = f"""
    SELECT submission FROM decisions AS decided
    WHERE submission IS NOT NULL AND kind IN ('{DecisionKind.WITHDRAW}', '{DecisionKind.MOVE}')
        AND NOT EXISTS (SELECT 1 FROM decisions WHERE revokes = decided.number)
"""  # noqa: S608 - our own words
_OF_UNIT: Final = "FROM submissions WHERE campaign = ? AND period = ? AND unit = ?"
_SAME_BYTES: Final = (
    f"SELECT version, number, answered, cleared {_OF_UNIT} AND digest = ? AND version >= ?"
    f" AND number NOT IN ({SET_ASIDE}) ORDER BY number DESC"
)
_HIGHEST_VERSION: Final = f"SELECT max(version) {_OF_UNIT}"
_SET_FLAG: Final = {
    "answered": "UPDATE submissions SET answered = 1 WHERE number = ?",
    "cleared": "UPDATE submissions SET cleared = 1 WHERE number = ?",
}
_INSERT_SUBMISSION: Final = insert_statement(submissions, without=("number",))
_INSERT_LIST_ROW: Final = insert_statement(list_rows)
_INSERT_ANSWER: Final = insert_statement(answers)
_INSERT_FINDING: Final = insert_statement(findings)


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
    already, and were not withdrawn (撤回), that submission is returned with its number and its flags,
    and nothing is written. One that already has a version is to count after those before it: only the
    same bytes in that version or a later one are this submission.
    """
    driver = driver_of(connection)
    unit = (submission.campaign, submission.period, submission.unit)
    same_bytes = (*unit, submission.digest, submission.version)
    existing = driver.execute(_SAME_BYTES, same_bytes).fetchone()
    if existing is not None:
        version, number, answered, cleared = existing
        return replace(
            submission,
            version=version,
            number=number,
            answered=bool(answered),
            cleared=bool(cleared),
        ), False
    (highest,) = driver.execute(_HIGHEST_VERSION, unit).fetchone()
    version = 1 + (highest or 0)
    number = _insert(driver, submission, version)
    return replace(submission, version=version, number=number), True


def set_flag(connection: Connection, number: int, column: str) -> None:
    """Set one of the two flags of a submission: ``answered``, or ``cleared`` from the inbox."""
    driver_of(connection).execute(_SET_FLAG[column], (number,))


def append_event(ledger: Ledger, event: Event) -> None:
    """Append one event to the history (事件).

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; nothing was appended.
    """
    with write_transaction(ledger) as connection:
        append(connection, event)


def _insert(driver: sqlite3.Connection, submission: Submission, version: int) -> int:
    row = submission_row(submission, version)
    number = int(driver.execute(_INSERT_SUBMISSION, row).lastrowid or 0)
    for statement, rows in (
        (_INSERT_LIST_ROW, list_row_rows(number, submission.filling)),
        (_INSERT_ANSWER, answer_rows(number, submission.filling)),
        (_INSERT_FINDING, finding_rows(number, submission.findings)),
    ):
        driver.executemany(statement, rows)
    return number
