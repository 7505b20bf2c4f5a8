"""Create the tables of a new ledger (台账) or migrate an old one to the format of this program."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from pipeline.ledger.connection import is_busy, transaction, version_of
from pipeline.ledger.errors import LedgerDamaged, LedgerNewer
from pipeline.ledger.schema import SCHEMA_VERSION, guards, metadata

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def prepare(engine: Engine, path: Path) -> None:
    """Create the tables of a new ledger (台账), or migrate an old one to this program's format.

    Raises:
        LedgerNewer: a later version of the program wrote it.
        LedgerDamaged: it is no ledger of ours, or no database at all.
    """
    with transaction(engine, path) as connection:
        version = version_of(connection)
    if version > SCHEMA_VERSION:
        raise LedgerNewer(path, version, SCHEMA_VERSION)
    if version == 0:
        _make_tables(engine, path)
    elif version < SCHEMA_VERSION:
        from pipeline.ledger.migrate import migrate  # noqa: PLC0415 - alembic, once in a ledger's life

        migrate(engine, path, version)
    _switch_to_wal(engine)


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
            # The mode is stored in the file: the process that holds the lock has set it, or the next
            # one will. Until then the rollback journal is just as safe, only slower.
            if not is_busy(error):
                raise
