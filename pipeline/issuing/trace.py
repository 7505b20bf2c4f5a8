"""From a printed number back to the cells it came from (溯源)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.files import sha256_of
from pipeline.issuing.errors import TrailMissing
from pipeline.ledger.trails import trail_of, trails_by_name
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class Trace:
    """The numbers of a paper that were asked for; ``altered`` says the file was edited since."""

    name: str
    entries: tuple[TrailEntry, ...]
    altered: bool


def trace(office: Office, paper: Path, number: str = "") -> Trace:
    """Find where the numbers of *paper* come from: one (by what is printed, or by cell), or all.

    Raises:
        TrailMissing: *paper* was not issued from this workspace.
        OSError: *paper* can't be read.
    """
    entries = trail_of(office.ledger, sha256_of(paper.read_bytes()))
    altered = not entries
    if altered:
        named = trails_by_name(office.ledger, paper.name)
        if not named:
            raise TrailMissing(paper.name)
        _, entries = named[-1]
    wanted = _plain(number)
    chosen = tuple(entry for entry in entries if not wanted or _is(entry, wanted))
    return Trace(paper.name, chosen, altered)


def _is(entry: TrailEntry, wanted: str) -> bool:
    at = entry.at.lower()
    return wanted in {_plain(entry.figure.text), at, at.rpartition("!")[2]}


def _plain(number: str) -> str:
    return narrow(number).replace(",", "").strip().lower()
