"""Read what the ledger has recorded, to compare it with the originals and the outbox (核对)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, union

from pipeline.ledger.schema import arrivals, events, submissions
from pipeline.ledger.store import read_transaction
from pipeline.model.event import Action

if TYPE_CHECKING:
    from pipeline.ledger.store import Ledger


def recorded_digests(ledger: Ledger) -> frozenset[str]:
    """Return the digest of everything that the ledger has recorded as received, or named in an event."""
    digests = union(
        select(submissions.c.digest), select(arrivals.c.digest), select(events.c.digest)
    )
    with read_transaction(ledger) as connection:
        return frozenset(connection.scalars(digests))


def recorded_versions(ledger: Ledger) -> frozenset[tuple[str, int]]:
    """Return the subject (campaign and unit, by their names) and the version of every submission.

    The names are those of the event of receipt: the roster may have changed since. A workbook with
    the forms of several units gives each of their names with each of their versions.
    """
    received = (Action.RECEIVED.value, Action.RECEIVED_WITH_ERRORS.value)
    pairs = (
        select(events.c.subject, submissions.c.version)
        .join(submissions, submissions.c.digest == events.c.digest)
        .where(events.c.action.in_(received))
        .distinct()
    )
    with read_transaction(ledger) as connection:
        return frozenset((row.subject, row.version) for row in connection.execute(pairs))


def has_lost_records(ledger: Ledger) -> bool:
    """Return whether the history records that the ledger was restored, or accepted with records missing."""
    losses = (Action.LEDGER_RESTORED.value, Action.LEDGER_SHORTENED.value)
    with read_transaction(ledger) as connection:
        found = select(events.c.number).where(events.c.action.in_(losses)).limit(1)
        return connection.scalar(found) is not None
