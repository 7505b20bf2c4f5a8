"""Enter originals again that the ledger has lost (补登): an arrival and an event for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import insert

from pipeline.ledger.history import append
from pipeline.ledger.rows import moment_text
from pipeline.ledger.schema import arrivals
from pipeline.ledger.store import proven_transaction
from pipeline.model.arrival import Fate, Origin, Step
from pipeline.model.event import Action, Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from pipeline.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Reentry:
    """An original to enter again (补登): name, digest, and the time of receipt, which is that of its file.

    ``reason`` is why it is quarantined (待认领), empty for an archive or mail all of whose files are
    ``members``.
    """

    name: str
    digest: str
    received_at: datetime
    reason: str
    members: tuple[Reentry, ...] = field(default=())


def record_reentries(ledger: Ledger, reentries: Sequence[Reentry], stamp: Event) -> None:
    """Insert an arrival and an event for each original, those of its members too, in one transaction.

    They are done: what remains is in the quarantine. Time and person are those of *stamp*.

    Raises:
        LedgerBusy: another process is writing and doesn't finish.
        LedgerUnwritable: the disk refused; nothing was recorded.
    """
    with proven_transaction(ledger) as connection:
        for reentry in reentries:
            _record(connection, reentry, stamp, bundle=None)


def _record(connection: Connection, reentry: Reentry, stamp: Event, bundle: int | None) -> None:
    row = {
        "name": reentry.name,
        "digest": reentry.digest,
        "origin": (Origin.QUARANTINE if bundle is None else Origin.BUNDLE).value,
        "received_at": moment_text(reentry.received_at),
        "step": Step.CLEARED.value,
        "starts": 1,
        "bundle": bundle,
        "fate": Fate.QUARANTINED.value if reentry.reason else None,
        "unit": "",
        "campaign": "",
        "reason": reentry.reason,
    }
    number = connection.scalar(insert(arrivals).returning(arrivals.c.number), row)
    for member in reentry.members:
        _record(connection, member, stamp, number)
    if reentry.reason:
        action, detail = Action.QUARANTINED, reentry.reason
    else:
        action, detail = Action.UNPACKED, f"补登，内有 {len(reentry.members)} 个文件"
    append(connection, Event(stamp.at, stamp.actor, action, reentry.name, detail, reentry.digest))
