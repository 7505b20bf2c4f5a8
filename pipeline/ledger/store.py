"""The ledger (台账) opened and written: one transaction, one submission, and events that stay."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError

from pipeline.errors import LedgerBusy, LedgerDamaged
from pipeline.ledger import schema
from pipeline.ledger.rows import answer_rows, finding_rows, submission_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model.submission import Event, Submission

_BUSY_S = 10


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger; hand it to the functions of this room."""

    path: Path
    engine: Engine


def open_ledger(path: Path) -> Ledger:
    """Open the ledger at *path*, making it where there is none.

    Raises:
        LedgerDamaged: the file is no ledger, or one of a newer version of the program.
        LedgerBusy: another program holds it locked.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_S})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    ledger = Ledger(path, engine)
    try:
        with writing(ledger) as connection:
            _make_tables(connection, path)
    except Exception:
        engine.dispose()
        raise
    return ledger


def close_ledger(ledger: Ledger) -> None:
    """Close every connection; the write-ahead log is folded into the file."""
    ledger.engine.dispose()


@contextmanager
def writing(ledger: Ledger) -> Iterator[Connection]:
    """One transaction that writes; it holds the write lock from its first moment.

    Raises:
        LedgerBusy: another program has held the lock for longer than ten seconds.
        LedgerDamaged: the file is damaged.
    """
    with _told(ledger.path), ledger.engine.begin() as connection:
        yield connection


@contextmanager
def reading(ledger: Ledger) -> Iterator[Connection]:
    """One transaction that only reads, and waits for nobody.

    Raises:
        LedgerDamaged: the file is damaged.
    """
    with (
        _told(ledger.path),
        ledger.engine.connect() as connection,
        connection.execution_options(reading=True).begin(),
    ):
        yield connection


def record(ledger: Ledger, submission: Submission, event_: Event) -> Submission:
    """Enter *submission* whole, as the next version of its unit in its period, with its event."""
    with writing(ledger) as connection:
        table = schema.submissions
        highest = connection.scalar(
            select(func.max(table.c.version)).where(
                table.c.campaign == submission.campaign,
                table.c.period == submission.period,
                table.c.unit == submission.unit,
            )
        )
        entered = replace(submission, version=(highest or 0) + 1)
        result = connection.execute(insert(table).values(submission_row(entered)))
        number = int(result.inserted_primary_key[0])  # type: ignore[index]
        _insert_many(connection, schema.answers, answer_rows(number, entered.filling))
        _insert_many(connection, schema.findings, finding_rows(number, entered.findings))
        _append(connection, event_)
    return replace(entered, number=number)


def mark_answered(ledger: Ledger, number: int, event_: Event) -> None:
    """Note that the submission's receipt or return slip stands in the outbox."""
    _mark(ledger, number, "answered", event_)


def mark_cleared(ledger: Ledger, number: int, event_: Event) -> None:
    """Note that the submission's file has left the inbox."""
    _mark(ledger, number, "cleared", event_)


def append_event(ledger: Ledger, event_: Event) -> None:
    """Add one line to the history."""
    with writing(ledger) as connection:
        _append(connection, event_)


def _mark(ledger: Ledger, number: int, column: str, event_: Event) -> None:
    table = schema.submissions
    with writing(ledger) as connection:
        connection.execute(update(table).where(table.c.number == number).values({column: True}))
        _append(connection, event_)


def _append(connection: Connection, event_: Event) -> None:
    connection.execute(
        insert(schema.events).values(
            at=event_.at.isoformat(),
            actor=event_.actor,
            action=event_.action,
            subject=event_.subject,
            detail=event_.detail,
            digest=event_.digest,
        )
    )


def _insert_many(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transaction handling begins too late; ours begins in _begin.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE: whoever means to write waits here, not in the middle of its work.
    only_reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _make_tables(connection: Connection, path: Path) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
    if version > schema.VERSION:
        raise LedgerDamaged(path, "它是更新版本的报送通建立的，请升级本程序")
    if version == 0:
        schema.metadata.create_all(connection)
        for trigger in schema.TRIGGERS:
            connection.exec_driver_sql(trigger)
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the database says into what a person can act on."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error):
            raise LedgerBusy(path) from error
        raise LedgerDamaged(path, str(error.orig)) from error
    except DatabaseError as error:
        if "not a database" in str(error) or "malformed" in str(error):
            raise LedgerDamaged(path, "文件已损坏") from error
        raise
