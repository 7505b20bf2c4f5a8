"""Copy the ledger (台账) as of one moment, and summarize a ledger file that isn't open.

The copy is made by SQLite's backup API (https://sqlite.org/backup.html), so that others can continue
writing, and is one single file: no part of it is left in a write-ahead log.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from pipeline.ledger.connection import engine_for, integrity_errors, transaction, version_of
from pipeline.ledger.errors import LedgerDamaged, LedgerNewer
from pipeline.ledger.history import first_broken
from pipeline.ledger.schema import SCHEMA_VERSION, events, numbers, submissions
from pipeline.ledger.verify import chain_head

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_BUSY_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """Summary of a ledger file (台账摘要).

    ``head`` is the link of the last event (链首); ``broken`` the number of the first event whose link
    is wrong (0: the chain is intact); ``digests`` are the originals of submissions, ``event_digests``
    every digest that an event names, ``paths`` the issued papers.
    """

    events: int
    head: str
    broken: int
    digests: tuple[str, ...]
    paths: tuple[str, ...]
    event_digests: frozenset[str]


def copy_ledger(source: Path, target: Path) -> None:
    """Copy the ledger at *source* to the new file *target*, as of this moment.

    Raises:
        LedgerDamaged: *source* isn't an intact database.
        OSError: *target* can't be written.
    """
    target.touch(
        exist_ok=False
    )  # raises the system's own error, where SQLite would hide the reason
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


def summarize_ledger(path: Path) -> LedgerSummary:
    """Return the summary of the ledger file at *path*; the file is neither created nor migrated.

    Raises:
        LedgerNewer: a later version of the program wrote it.
        LedgerDamaged: it isn't an intact ledger.
    """
    engine = engine_for(path, _BUSY_TIMEOUT_S)
    try:
        with transaction(engine, path) as connection:
            _require_intact(connection, path)
            count = connection.scalar(select(func.count()).select_from(events)) or 0
            digests = select(submissions.c.digest).distinct().order_by(submissions.c.digest)
            paths = select(numbers.c.path).where(numbers.c.path != "").order_by(numbers.c.path)
            return LedgerSummary(
                events=count,
                head=chain_head(connection),
                broken=first_broken(connection),
                digests=tuple(connection.scalars(digests).all()),
                paths=tuple(connection.scalars(paths).all()),
                event_digests=frozenset(connection.scalars(select(events.c.digest).distinct())),
            )
    finally:
        engine.dispose()


def _require_intact(connection: Connection, path: Path) -> None:
    version = version_of(connection)
    if version > SCHEMA_VERSION:
        raise LedgerNewer(path, version, SCHEMA_VERSION)
    if version == 0:
        raise LedgerDamaged(path, "里面没有台账")
    errors = integrity_errors(connection)
    if errors:
        raise LedgerDamaged(path, errors[0])
