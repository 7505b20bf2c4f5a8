"""Append to the history (事件) and check its hash chain: each event is linked to the one before it.

A row that was changed, deleted or inserted by another program breaks the link that follows it (留痕).
What the chain can't show is that its last events were cut off: :mod:`pipeline.ledger.proof` does.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from pipeline.ledger.connection import driver_of
from pipeline.ledger.rows import moment_of, moment_text
from pipeline.ledger.schema import events, insert_statement
from pipeline.model.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Row


_LAST_LINK: Final = "SELECT link FROM events ORDER BY number DESC LIMIT 1"
_INSERT: Final = insert_statement(events, without=("number",))


def append(connection: Connection, event: Event) -> None:
    """Append *event* to the chain; the connection must hold the write lock."""
    driver = driver_of(connection)
    last = driver.execute(_LAST_LINK).fetchone()
    row = {
        "at": moment_text(event.at),
        "actor": event.actor,
        "action": event.action,
        "subject": event.subject,
        "detail": event.detail,
        "digest": event.digest,
    }
    driver.execute(_INSERT, row | {"link": link_after(last[0] if last else "", row)})


def event_of(row: Row[Any]) -> Event:
    """Return the event that a row stores."""
    return Event(moment_of(row.at), row.actor, row.action, row.subject, row.detail, row.digest)


def first_broken(connection: Connection) -> int:
    """Return the number of the first event whose link is wrong; 0 when the chain is intact."""
    return next(broken_links(connection), (0, False))[0]


def broken_links(connection: Connection) -> Iterator[tuple[int, bool]]:
    """Yield the number of each event whose link is wrong, and whether that event exists at all.

    After a break the check continues from the stored link, so that each break is reported once.
    """
    previous, expected = "", 1
    for row in connection.execute(select(events).order_by(events.c.number)):
        values = row._asdict()
        link, number = values.pop("link"), values.pop("number")
        if number != expected:
            yield expected, False
        elif link != link_after(previous, values):
            yield number, True
        previous, expected = link, number + 1


def link_after(previous: str, row: dict[str, Any]) -> str:
    """Return the link of an event: a SHA-256 over the link before it and every value of its row."""
    return sha256(json.dumps([previous, *row.values()], ensure_ascii=False).encode()).hexdigest()
