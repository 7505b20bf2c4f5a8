"""Trace a printed number to the cells it came from (溯源)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.files import digest_of
from pipeline.issuing.errors import TrailMissing
from pipeline.ledger.trails import trail_of, trails_by_name
from pipeline.values.numbers import plain
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class Trace:
    """The selected numbers of a paper with their sources (溯源); ``altered`` where the file was edited since."""

    name: str
    entries: tuple[TrailEntry, ...]
    altered: bool


def trace(office: Office, paper: Path, number: str = "") -> Trace:
    """Return the sources of the numbers of *paper*: of one (by its printed text, or by cell), or all.

    Raises:
        TrailMissing: *paper* was not issued from this workspace.
        OSError: *paper* can't be read.
    """
    entries = trail_of(office.ledger, digest_of(paper))
    altered = entries is None
    if entries is None:
        named = trails_by_name(office.ledger, paper.name)
        if not named:
            raise TrailMissing(paper.name)
        _, entries = named[-1]
    query = _normalize(number)
    chosen = tuple(entry for entry in entries if not query or _matches(entry, query))
    if query and not (chosen and query[0].isdecimal()):
        chosen = tuple(e for e in entries if _matches(e, query) or _mentions(e, query))
    return Trace(paper.name, chosen, altered)


def _matches(entry: TrailEntry, query: str) -> bool:
    """Return whether *query* is the printed number, its exact value, its place, or its cell."""
    at, figure = entry.at.lower(), entry.figure
    exact = {plain(figure.value)} if figure.is_number else set()
    return query in {_normalize(figure.text), at, at.rpartition("!")[2], *exact}


def _mentions(entry: TrailEntry, query: str) -> bool:
    """Return whether *query* is in a list of names or a quoted text; a number as a whole."""
    if entry.figure.is_number:
        return False
    return (
        re.search(rf"(?<![\d.]){re.escape(query)}(?![\d.])", _normalize(entry.figure.text))
        is not None
    )


def _normalize(number: str) -> str:
    return narrow(number).replace(",", "").strip().lower()
