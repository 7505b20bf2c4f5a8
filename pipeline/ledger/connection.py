"""How the ledger's file is opened, made and locked, and what its faults mean to a person.

SQLite in WAL mode with ``synchronous=FULL``: what was committed survives a power cut, and people may
read while a pass writes (https://sqlite.org/wal.html).
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import URL, create_engine, event
from sqlalchemy.exc import DBAPIError

from pipeline.errors import DISK_FAULTS, DiskFault, PipelineError
from pipeline.ledger.errors import LedgerBusy, LedgerDamaged, LedgerNewer, LedgerUnwritable
from pipeline.ledger.schema import SCHEMA_VERSION, guards, metadata

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
# SQLite's names for a fault of the disk, and the system's (https://sqlite.org/rescode.html).
_DISK: Final = {
    "SQLITE_FULL": DISK_FAULTS[errno.ENOSPC],
    "SQLITE_READONLY": DISK_FAULTS[errno.EROFS],
    "SQLITE_IOERR": DISK_FAULTS[errno.EIO],
    "SQLITE_CANTOPEN": DiskFault("文件打不开"),
    "SQLITE_PERM": DISK_FAULTS[errno.EACCES],
}


def engine_for(path: Path, busy_timeout_s: float) -> Engine:
    """An engine for the ledger at *path*; a writer waits up to *busy_timeout_s* for another."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": busy_timeout_s}
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def prepare(engine: Engine, path: Path) -> None:
    """Make the tables of a new ledger, or bring an old one to this program's format.

    Raises:
        LedgerNewer: a later version of the program wrote it.
        LedgerDamaged: it is no ledger of ours, or no database at all.
    """
    with transaction(engine, path) as connection:
        found = version_of(connection)
    if found > SCHEMA_VERSION:
        raise LedgerNewer(path, found, SCHEMA_VERSION)
    if found == 0:
        _make_tables(engine, path)
    elif found < SCHEMA_VERSION:
        from pipeline.ledger.migrate import migrate  # noqa: PLC0415 - alembic, once in a ledger's life

        migrate(engine, path, found)
    _switch_to_wal(engine)


@contextmanager
def transaction(engine: Engine, path: Path, *, writes: bool = False) -> Iterator[Connection]:
    """One transaction: a steady view for reading or, with *writes*, the write lock from the start.

    ``BEGIN IMMEDIATE`` takes the lock before anything is read, so that what is read (the highest
    version, the last number) still holds when the row that follows from it is written.

    Raises:
        LedgerBusy: another writer did not finish in time.
        LedgerDamaged: the file is not a sound database.
        LedgerUnwritable: the disk refused.
    """
    try:
        with engine.connect().execution_options(writes=writes) as connection, connection.begin():
            yield connection
    except DBAPIError as error:
        told = _told(error.orig, path)
        if told is None:
            raise
        raise told from error


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by _begin alone; the driver's own way begins them too late.
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def version_of(connection: Connection) -> int:
    """The format of the ledger's tables (格式); 0 where there are none yet."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def _make_tables(engine: Engine, path: Path) -> None:
    with transaction(engine, path, writes=True) as connection:
        if version_of(connection):  # another process made them while this one waited
            return
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one():
            raise LedgerDamaged(path, "里面是别的程序的数据")
        metadata.create_all(connection, checkfirst=False)
        for guard in guards():
            connection.exec_driver_sql(guard)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _switch_to_wal(engine: Engine) -> None:
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # The mode belongs to the file: whoever keeps us out has set it, or the next one will.
            # Until then the rollback journal is just as safe, only slower.
            if not _named(error).startswith(_BUSY):
                raise


def _told(error: Any, path: Path) -> PipelineError | None:
    """The error a person should see for a fault of SQLite, if it is one that a person can mend."""
    name = _named(error)
    if name.startswith(_BUSY):
        return LedgerBusy(path)
    damage = next((said for code, said in _DAMAGED.items() if name.startswith(code)), None)
    if damage:
        return LedgerDamaged(path, damage)
    fault = next((known for code, known in _DISK.items() if name.startswith(code)), None)
    return LedgerUnwritable(path, fault.reason) if fault else None


def _named(error: Any) -> str:
    return str(getattr(error, "sqlite_errorname", ""))
