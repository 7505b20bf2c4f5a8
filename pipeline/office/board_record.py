"""Record for which facts the boards (看板) were written, so that they are not computed again for the same.

The record is a file and outlives the process. It may be deleted at any time: the boards are then
computed once more, and written where they differ.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from pipeline.files import replace_file
from pipeline.ledger.read import events_after, last_link, link_of
from pipeline.model.event import belongs_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign


@dataclass(slots=True)
class BoardRecord:
    """What one campaign's boards were written for.

    ``last_event`` is the number of its last event; ``keys`` are the keys of the facts, by the name of
    the file; ``stamps`` the file's time (ns) and size when it was written or found to be the same.
    """

    last_event: int = 0
    keys: dict[str, str] = field(default_factory=dict)
    stamps: dict[str, list[int]] = field(default_factory=dict)

    def is_current(self, path: Path, key: str) -> bool:
        """Return whether the file at *path* was written for the facts of *key*, and not changed since."""
        return self.keys.get(path.name) == key and self.stamps[path.name] == _stamp(path)

    def note(self, path: Path, key: str) -> None:
        """Note that the file at *path* is that of the facts of *key*."""
        self.keys[path.name] = key
        self.stamps[path.name] = _stamp(path)


@dataclass(slots=True)
class BoardRecords:
    """The records of all campaigns, by name, up to the event of that number and link."""

    number: int = 0
    link: str = ""
    campaigns: dict[str, BoardRecord] = field(default_factory=dict)

    def of(self, campaign: Campaign) -> BoardRecord:
        """Return the record of *campaign*; a new one where there is none."""
        return self.campaigns.setdefault(campaign.name, BoardRecord())


def read_records(path: Path) -> BoardRecords:
    """Read the records at *path*; empty ones where there are none, or none that can be read."""
    try:
        values = json.loads(path.read_bytes())
        campaigns = {name: BoardRecord(**each) for name, each in values.pop("campaigns").items()}
        return BoardRecords(**values, campaigns=campaigns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return BoardRecords()


def write_records(path: Path, records: BoardRecords) -> None:
    """Write the records, whole or not at all.

    Raises:
        OSError: the disk refused.
    """
    replace_file(path, json.dumps(asdict(records), ensure_ascii=False).encode())


def follow_history(
    records: BoardRecords, ledger: Ledger, campaigns: Iterable[Campaign]
) -> BoardRecords:
    """Return *records* with the last event of each campaign; new ones where the ledger has another history.

    Only the events since the last call are read.
    """
    if link_of(ledger, records.number) != records.link:
        records = BoardRecords()
    known = [campaign for campaign in campaigns if campaign.name in records.campaigns]
    if not known:
        records.number, records.link = last_link(ledger)
    for number, event in events_after(ledger, records.number):
        records.number = number
        for campaign in known:
            if belongs_to(event, campaign.name):
                records.of(campaign).last_event = number
    records.link = link_of(ledger, records.number)
    return records


def _stamp(path: Path) -> list[int]:
    try:
        status = path.stat()
    except OSError:
        return []
    return [status.st_mtime_ns, status.st_size]
