"""The append-only history (事件): each event is linked to the one before it by a hash.

A row that was changed, taken out or put in behind the program's back breaks the link that follows it
(留痕). What the chain can't show is that its very last events were cut off.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from pipeline.ledger.rows import moment_of, moment_text
from pipeline.ledger.schema import events
from pipeline.model.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row


def append(connection: Connection, event: Event) -> None:
    """Add *event* at the end of the chain; the connection must hold the write lock."""
    last = connection.scalar(select(events.c.link).order_by(events.c.number.desc()).limit(1))
    row = {
        "at": moment_text(event.at),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "detail": event.detail,
        "digest": event.digest,
    }
    connection.execute(insert(events), row | {"link": link_after(last or "", row)})


def event_of(row: Row[Any]) -> Event:
    """The event that a row tells of."""
    return Event(moment_of(row.at), row.actor, row.action, row.subject, row.detail, row.digest)


def first_broken(connection: Connection) -> int:
    """The number of the first event whose link doesn't hold; 0 when the chain is whole."""
    return next(broken_links(connection), (0, False))[0]


def broken_links(connection: Connection) -> Iterator[tuple[int, bool]]:
    """The number of each event whose link doesn't hold, and whether that event is there at all.

    After a break the walk goes on from the link as it stands, so that each break is told once.
    """
    previous, expected = "", 1
    for row in connection.execute(select(events).order_by(events.c.number)):
        told = row._asdict()
        link, number = told.pop("link"), told.pop("number")
        if number != expected:
            yield expected, False
        elif link != link_after(previous, told):
            yield number, True
        previous, expected = link, number + 1


def link_after(previous: str, row: dict[str, Any]) -> str:
    """The link of an event: a hash over the link before it and all that the event says."""
    return sha256(json.dumps([previous, *row.values()], ensure_ascii=False).encode()).hexdigest()
