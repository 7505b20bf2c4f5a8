"""Open and lock the file of the ledger (台账), and translate its faults for a person.

SQLite in WAL mode with ``synchronous=FULL``: what was committed survives a power cut, and others can
read while a pass writes (https://sqlite.org/wal.html).
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError

from pipeline.errors import DISK_FAULTS, DiskFault, PipelineError
from pipeline.ledger.errors import LedgerBusy, LedgerDamaged, LedgerUnwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

# By the beginnings of SQLite's own result codes (https://sqlite.org/rescode.html).
_BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")
_DAMAGED: Final = {
    "SQLITE_CORRUPT": "内部结构损坏",
    "SQLITE_NOTADB": "不是数据库文件",
    "SQLITE_FORMAT": "格式不对",
}
# The driver's own words, without a code of SQLite, for a text that is no UTF-8.
_UNDECODABLE: Final = "Could not decode to UTF-8"
# SQLite's names for a fault of the disk, and the system's (https://sqlite.org/rescode.html).
_DISK: Final = {
    "SQLITE_FULL": DISK_FAULTS[errno.ENOSPC],
    "SQLITE_READONLY": DISK_FAULTS[errno.EROFS],
    "SQLITE_IOERR": DISK_FAULTS[errno.EIO],
    "SQLITE_CANTOPEN": DiskFault("文件打不开"),
    "SQLITE_PERM": DISK_FAULTS[errno.EACCES],
}


def engine_for(path: Path, busy_timeout_s: float) -> Engine:
    """Create an engine for the ledger at *path*; a writer waits up to *busy_timeout_s* seconds for another."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_timeout_s}
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def transaction(engine: Engine, path: Path, *, writes: bool = False) -> Iterator[Connection]:
    """Open one transaction (事务): a snapshot for reading or, with *writes*, the write lock from the start.

    ``BEGIN IMMEDIATE`` takes the lock before anything is read, so that what is read (the highest
    version, the last number) still holds when the row that follows from it is written.

    Raises:
        LedgerBusy: another writer did not finish in time.
        LedgerDamaged: the file is not an intact database.
        LedgerUnwritable: the disk refused.
    """
    try:
        with engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        translated = _translate(cause, path)
        if translated is None:
            raise
        raise translated from error


@contextmanager
def refuse_unreadable_rows(path: Path) -> Iterator[None]:
    """Convert an error of rows that aren't as the program writes them to one that a person understands.

    Raises:
        LedgerDamaged: a number, a moment, a state or a list in them can't be parsed.
    """
    try:
        yield
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise LedgerDamaged(path, "里面有读不出的登记内容") from error


def driver_of(connection: Connection) -> sqlite3.Connection:
    """Return the driver's connection, in the same transaction, for the statements of every arrival.

    A fixed statement costs a tenth of what it costs to compose, compile and look up the same one.
    """
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # Only _begin begins transactions: the driver would begin one before the first write, not before the first read.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def version_of(connection: Connection) -> int:
    """Return the format of the ledger's tables (格式); 0 where there are none yet."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def integrity_errors(connection: Connection) -> tuple[str, ...]:
    """Return what SQLite finds wrong in any page of the database (完整性检查); empty where it is intact.

    Source: https://sqlite.org/pragma.html#pragma_integrity_check
    """
    lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    return tuple(line for line in lines if line != "ok")


def _translate(error: Any, path: Path) -> PipelineError | None:
    """Return the error to raise for a fault of SQLite, or None for one that a person can't repair."""
    if is_busy(error):
        return LedgerBusy(path)
    name = _error_name(error)
    if str(error).startswith(_UNDECODABLE):
        return LedgerDamaged(path, "里面有读不出的文字")
    damage = next((reason for code, reason in _DAMAGED.items() if name.startswith(code)), None)
    if damage:
        return LedgerDamaged(path, damage)
    fault = next((candidate for code, candidate in _DISK.items() if name.startswith(code)), None)
    return LedgerUnwritable(path, fault.reason) if fault else None


def is_busy(error: Any) -> bool:
    """Return whether *error* of the driver means that another connection holds the lock."""
    return _error_name(error).startswith(_BUSY)


def _error_name(error: Any) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
