"""Store the trails (溯源) of issued papers: from each printed number to the cells it came from."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from pipeline.ledger.connection import driver_of
from pipeline.ledger.fingerprints import source_lists, trail_digest, trail_subject
from pipeline.ledger.history import append
from pipeline.ledger.schema import insert_statement, trail_entries, trails
from pipeline.ledger.store import read_transaction, write_transaction
from pipeline.model.event import Action, Event
from pipeline.model.figure import Figure, Source, TrailEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterator, Sequence

    from sqlalchemy import Connection, Row

    from pipeline.ledger.store import Ledger

    Trail = tuple[TrailEntry, ...]

_DIGEST: Final = re.compile(r"\b[0-9a-f]{64}\b")
_INSERT: Final = insert_statement(trails, without=("number",))
_INSERT_ENTRY: Final = insert_statement(trail_entries)


def save_trail(
    ledger: Ledger, digest: str, name: str, entries: Sequence[TrailEntry], stamp: Event
) -> None:
    """Insert the trail of the paper named *name* whose bytes have *digest*.

    The trail's own digest is appended to the history with it, with time and person of *stamp*.

    The same paper made again with the same trail is stored once. A paper whose bytes are the same
    but whose numbers now come from other originals gets a further trail; the earlier one remains.
    """
    with write_transaction(ledger) as connection:
        if _latest(connection, digest, name) == tuple(entries):
            return
        driver = driver_of(connection)
        cursor = driver.execute(_INSERT, {"digest": digest, "name": name})
        number = int(cursor.lastrowid or 0)
        sources = source_lists(entries)
        driver.executemany(_INSERT_ENTRY, _rows(number, entries, sources))
        content = trail_digest(digest, name, entries, sources)
        append(
            connection,
            Event(
                stamp.at, stamp.actor, Action.FINGERPRINTED, trail_subject(number), content, digest
            ),
        )


def trail_of(ledger: Ledger, digest: str) -> tuple[TrailEntry, ...] | None:
    """Return the trail of the paper with these bytes, the latest of several.

    It is empty for a paper that prints no figure, and ``None`` for one that the office didn't make.
    """
    with read_transaction(ledger) as connection:
        return _latest(connection, digest)


def trails_citing(ledger: Ledger, digests: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return digest and name of each paper with a figure from one of those originals, in the order of printing.

    Of several contents of one file's name, only the last one is looked at.
    """
    last = select(func.max(trails.c.number)).group_by(trails.c.name)
    papers = select(trails).where(trails.c.number.in_(last)).order_by(trails.c.number)
    known = frozenset(digests)
    with read_transaction(ledger) as connection:
        return tuple(
            (paper.digest, paper.name)
            for paper in connection.execute(papers).all()
            if _cites(connection, paper.number, known)
        )


def _cites(connection: Connection, trail: int, digests: frozenset[str]) -> bool:
    entries = select(trail_entries.c.sources).where(trail_entries.c.trail == trail)
    cited = (_DIGEST.findall(sources) for sources in connection.scalars(entries))
    return any(not digests.isdisjoint(each) for each in cited)


def trails_by_name(ledger: Ledger, name: str) -> tuple[tuple[str, tuple[TrailEntry, ...]], ...]:
    """Return digest and trail of every paper of that file name, oldest first."""
    ordered = select(trails).where(trails.c.name == name).order_by(trails.c.number)
    with read_transaction(ledger) as connection:
        return tuple(
            (row.digest, _entries(connection, row.number))
            for row in connection.execute(ordered).all()
        )


def iter_trails(
    connection: Connection, skip: Container[int] = ()
) -> Iterator[tuple[int, str, str, Trail | None]]:
    """Yield number, digest, name and entries of every trail not in *skip*; ``None`` for unreadable entries."""
    for row in connection.execute(select(trails).order_by(trails.c.number)).all():
        if row.number in skip:
            continue
        entries: Trail | None
        try:
            entries = _entries(connection, row.number)
        except (ValueError, TypeError, ArithmeticError):  # not as the program writes rows
            entries = None
        yield row.number, row.digest, row.name, entries


def _latest(connection: Connection, digest: str, name: str = "") -> Trail | None:
    newest_first = select(trails.c.number).where(trails.c.digest == digest)
    if name:
        newest_first = newest_first.where(trails.c.name == name)
    number = connection.scalar(newest_first.order_by(trails.c.number.desc()).limit(1))
    return None if number is None else _entries(connection, number)


def _entries(connection: Connection, trail: int) -> Trail:
    ordered = (
        select(trail_entries)
        .where(trail_entries.c.trail == trail)
        .order_by(trail_entries.c.position)
    )
    return tuple(_entry_of(row) for row in connection.execute(ordered))


def _rows(
    trail: int, entries: Sequence[TrailEntry], sources: Sequence[str]
) -> Iterator[dict[str, Any]]:
    for position, (entry, source_list) in enumerate(zip(entries, sources, strict=True)):
        figure = entry.figure
        yield {
            "trail": trail,
            "position": position,
            "at": entry.at,
            "value": str(figure.value),
            "text": figure.text,
            "label": figure.label,
            "basis": figure.basis,
            "sources": source_list,
        }


def _entry_of(row: Row[Any]) -> TrailEntry:
    sources = tuple(Source(*values) for values in json.loads(row.sources))
    figure = Figure(Decimal(row.value), row.text, row.label, row.basis, sources)
    return TrailEntry(row.at, figure)
