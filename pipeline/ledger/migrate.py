"""An old ledger brought to this program's format (台账升级): a copy is kept, then all or nothing.

The steps stand in ``migrations/versions``, one for each format that was ever released, run by
alembic in one transaction (SQLite's DDL is transactional, https://sqlite.org/lang_transaction.html).
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


def migrate(engine: Engine, path: Path, found: int) -> None:
    """Bring the ledger at *path* from format *found* to :data:`SCHEMA_VERSION`.

    What it was before stays beside it as ``ledger-格式N.sqlite3``.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; the ledger is as it was.
    """
    copy = path.with_name(f"{path.stem}-格式{found}{path.suffix}")
    _keep_copy(path, copy)
    with transaction(engine, path, writes=True) as connection:
        if version_of(connection) != found:  # another process did it while this one waited
            return
        config = _config(connection)
        command.stamp(config, f"{found}")
        command.upgrade(config, f"{SCHEMA_VERSION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _keep_copy(path: Path, copy: Path) -> None:
    """SQLite's own copy, which is whole whatever others write meanwhile; an earlier one is written over."""
    unfinished = copy.with_name(f".{copy.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(unfinished)) as kept:
            live.backup(kept)
        unfinished.replace(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise LedgerUnwritable(path, f"升级前留不下副本：{error}") from error
