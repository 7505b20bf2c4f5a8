"""Read from the history (事件) what the issue of a paper announced, and what was recorded after it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pipeline.ledger.connection import driver_of
from pipeline.ledger.store import read_transaction
from pipeline.model.event import Action, unit_subject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.ledger.store import Ledger

_ANNOUNCED: Final = (
    "SELECT subject FROM events"
    " WHERE subject >= ? AND subject < ? AND action IN (?, ?) AND detail = ?"
)
_RECORDED: Final = "SELECT digest FROM events WHERE number > ? AND action IN (?, ?)"
_FINGERPRINTED: Final = "SELECT subject FROM events WHERE number > ? AND action = ?"


def subjects_reminded(ledger: Ledger, campaign: str, number: str) -> frozenset[str]:
    """Return the subjects of the events by which the paper of that printed *number* reminds units of *campaign*."""
    first = unit_subject(campaign, "")
    last = first[:-1] + chr(ord(first[-1]) + 1)
    actions = (Action.REMINDED.value, Action.SUPERVISED.value)
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(_ANNOUNCED, (first, last, *actions, number)).fetchall()
    return frozenset(subject for (subject,) in rows)


def received_after(ledger: Ledger, number: int) -> Mapping[str, int]:
    """Return how often each original was recorded after the event of that *number*, by its digest."""
    actions = (Action.RECEIVED.value, Action.RECEIVED_WITH_ERRORS.value)
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(_RECORDED, (number, *actions)).fetchall()
    return Counter(digest for (digest,) in rows)


def fingerprinted_after(ledger: Ledger, number: int) -> frozenset[str]:
    """Return the subjects whose fingerprints were recorded after the event of that *number*: forms and decisions."""
    values = (number, Action.FINGERPRINTED.value)
    with read_transaction(ledger) as connection:
        rows = driver_of(connection).execute(_FINGERPRINTED, values).fetchall()
    return frozenset(subject for (subject,) in rows)
