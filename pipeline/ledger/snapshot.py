"""A copy of the ledger as it stood at one moment, and what a ledger that isn't open shows of itself.

The copy is made by SQLite's own backup (https://sqlite.org/backup.html), so that others may go on
writing, and is one single file: nothing of it waits in a log beside it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pipeline.ledger.connection import engine_for, transaction
from pipeline.ledger.errors import LedgerDamaged, LedgerNewer
from pipeline.ledger.history import first_broken
from pipeline.ledger.schema import SCHEMA_VERSION, events, numbers, submissions
from pipeline.ledger.verify import chain_head

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_WAIT_S = 10.0


@dataclass(frozen=True, slots=True)
class LedgerCopy:
    """What a copy of the ledger shows of itself, looked at without changing it.

    ``broken`` is the first event whose link doesn't hold (0: the chain is whole); ``digests`` are
    the originals of submissions, ``spoken`` all of which its events speak, ``paths`` the issued papers.
    """

    events: int
    head: str
    broken: int
    digests: tuple[str, ...]
    paths: tuple[str, ...]
    spoken: frozenset[str]


def copy_ledger(source: Path, target: Path) -> None:
    """Copy the ledger at *source* to the new file *target*, as it stands at this moment.

    Raises:
        LedgerDamaged: *source* isn't a sound database.
        OSError: *target* can't be written.
    """
    target.touch(exist_ok=False)  # the disk's own word, where it refuses
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as original,
            closing(sqlite3.connect(target)) as copy,
        ):
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith("SQLITE_FULL"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
            raise OSError(str(error)) from error
        raise LedgerDamaged(source, str(error)) from error


def summarize_ledger(path: Path) -> LedgerCopy:
    """What the ledger file at *path* shows; it is neither made nor brought up to date.

    Raises:
        LedgerNewer: a later version of the program wrote it.
        LedgerDamaged: it isn't a sound ledger.
    """
    engine = engine_for(path, _WAIT_S)
    try:
        with transaction(engine, path) as connection:
            _refuse_unsound(connection, path)
            last = connection.scalar(select(func.count()).select_from(events)) or 0
            digests = select(submissions.c.digest).distinct().order_by(submissions.c.digest)
            paths = select(numbers.c.path).where(numbers.c.path != "").order_by(numbers.c.path)
            return LedgerCopy(
                events=last,
                head=chain_head(connection),
                broken=first_broken(connection),
                digests=tuple(connection.scalars(digests).all()),
                paths=tuple(connection.scalars(paths).all()),
                spoken=frozenset(connection.scalars(select(events.c.digest).distinct())),
            )
    finally:
        engine.dispose()


def _refuse_unsound(connection: Connection, path: Path) -> None:
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > SCHEMA_VERSION:
        raise LedgerNewer(path, version, SCHEMA_VERSION)
    if version == 0:
        raise LedgerDamaged(path, "里面没有台账")
    checked = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if list(checked) != ["ok"]:
        raise LedgerDamaged(path, str(checked[0]))
