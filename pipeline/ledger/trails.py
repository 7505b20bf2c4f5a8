"""Where each printed number of an issued paper came from (溯源), kept beside the register."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from pipeline.ledger.schema import trails as _TABLE  # noqa: N812 - it is a constant
from pipeline.ledger.store import reading, writing
from pipeline.model.figure import Figure, Source, TrailEntry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import RowMapping

    from pipeline.ledger.store import Ledger


def save_trail(ledger: Ledger, digest: str, name: str, entries: Sequence[TrailEntry]) -> None:
    """Keep the trail of the paper whose bytes have *digest*; keeping it twice changes nothing."""
    rows = [
        {
            "digest": digest,
            "name": name,
            "position": position,
            "place": entry.at,
            "value": str(entry.figure.value),
            "text": entry.figure.text,
            "label": entry.figure.label,
            "basis": entry.figure.basis,
            "sources": json.dumps(
                [list(asdict(source).values()) for source in entry.figure.sources],
                ensure_ascii=False,
            ),
        }
        for position, entry in enumerate(entries)
    ]
    with writing(ledger) as connection:
        known = connection.scalar(
            select(func.count()).select_from(_TABLE).where(_TABLE.c.digest == digest)
        )
        if rows and not known:
            connection.execute(insert(_TABLE), rows)


def trail_of(ledger: Ledger, digest: str) -> tuple[TrailEntry, ...]:
    """The trail of the paper whose bytes have *digest*; empty where none is kept."""
    query = select(_TABLE).where(_TABLE.c.digest == digest).order_by(_TABLE.c.position)
    with reading(ledger) as connection:
        return tuple(_entry(row) for row in connection.execute(query).mappings())


def trails_named(ledger: Ledger, name: str) -> tuple[tuple[str, tuple[TrailEntry, ...]], ...]:
    """The trails of every paper of that file name by digest, the latest last."""
    query = (
        select(_TABLE.c.digest)
        .where(_TABLE.c.name == name)
        .group_by(_TABLE.c.digest)
        .order_by(func.min(_TABLE.c.id))
    )
    with reading(ledger) as connection:
        digests = connection.scalars(query).all()
    return tuple((digest, trail_of(ledger, digest)) for digest in digests)


def _entry(row: RowMapping) -> TrailEntry:
    sources = tuple(Source(*facts) for facts in json.loads(row["sources"]))
    figure = Figure(Decimal(row["value"]), row["text"], row["label"], row["basis"], sources)
    return TrailEntry(row["place"], figure)
