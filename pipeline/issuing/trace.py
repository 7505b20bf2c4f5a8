"""Trace a printed number to the cells it came from (溯源)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.files import digest_of
from pipeline.issuing.errors import TrailMissing
from pipeline.ledger.trails import trail_of, trails_by_name
from pipeline.values.numbers import plain
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office


_SCALES: Final = MappingProxyType(
    {"": 1, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
)
_AMOUNT: Final = re.compile(r"约?([-+]?\d+(?:\.\d+)?)(百万|[千万亿])?(?![\d.])")


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
    if query and not chosen:
        chosen = tuple(entry for entry in entries if _is_of_value(entry, query))
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


def _is_of_value(entry: TrailEntry, query: str) -> bool:
    """Return whether *query* is the printed number with or without its unit, percent sign or 万, or its value so."""
    wanted, figure = _Amount.of(query), entry.figure
    printed = _Amount.of(_normalize(figure.text)) if figure.is_number else None
    if wanted is None or printed is None:
        return False
    same = wanted.number == printed.number and (
        wanted.scale == printed.scale or not (wanted.scale and printed.scale)
    )
    return same or wanted.value == figure.value


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number as it is typed or printed: 4.64万人次 is 4.64, 万."""

    number: Decimal
    scale: str

    @staticmethod
    def of(text: str) -> _Amount | None:
        """Return the amount that *text* begins with, with any unit behind it; None where it begins with none."""
        match = _AMOUNT.match(text)
        return _Amount(Decimal(match[1]), match[2] or "") if match else None

    @property
    def value(self) -> Decimal:
        """Return the number itself: 46,400 of 4.64万."""
        return self.number * _SCALES[self.scale]


def _normalize(number: str) -> str:
    return narrow(number).replace(",", "").strip().lower()
