"""Migrate an old ledger to this program's format (台账升级): copy it first, then all or nothing.

The steps are in ``migrations/versions``, one for each format that was ever released, run by alembic in
one transaction (SQLite's DDL is transactional, https://sqlite.org/lang_transaction.html).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config

from pipeline.ledger.connection import transaction, version_of
from pipeline.ledger.errors import LedgerUnwritable
from pipeline.ledger.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def migrate(engine: Engine, path: Path, version: int) -> None:
    """Migrate the ledger at *path* from format *version* to :data:`SCHEMA_VERSION`.

    The ledger as it was before is copied to ``ledger-格式N.sqlite3`` in the same folder.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; the ledger is as it was.
    """
    copy = path.with_name(f"{path.stem}-格式{version}{path.suffix}")
    _copy_before_migration(path, copy)
    with transaction(engine, path, writes=True) as connection:
        if version_of(connection) != version:  # another process did it while this one waited
            return
        config = _config(connection)
        command.stamp(config, f"{version}")
        command.upgrade(config, f"{SCHEMA_VERSION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _copy_before_migration(path: Path, copy: Path) -> None:
    """Copy by SQLite's backup API, which is consistent while others write; an earlier copy is replaced."""
    unfinished = copy.with_name(f".{copy.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(path)) as original,
            closing(sqlite3.connect(unfinished)) as backup,
        ):
            original.backup(backup)
        unfinished.replace(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise LedgerUnwritable(path, f"升级前留不下副本：{error}") from error
