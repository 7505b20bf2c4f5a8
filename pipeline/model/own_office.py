"""Define what an office states about itself (本机关), for the papers that belong to no campaign."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pipeline.model.document_number import full_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.campaign import Paper


class NumberStyle(Enum):
    """Form in which a paper bears its number (编号样式), as it is written in 本机关.xlsx."""

    FULL = "代字〔年份〕号"
    YEAR = "〔年份〕号"
    ISSUE = "第×期"
    SERIAL = "第×号"
    BRACKETED = "（第×号）"

    @property
    def continues(self) -> bool:
        """Return whether the numbers go on from year to year: they show no year (令号、公告号)."""
        return self in {NumberStyle.SERIAL, NumberStyle.BRACKETED}

    def printed(self, organ_code: str, year: int, serial: int) -> str:
        """Return a number as a paper bears it; the register has the full form of each."""
        return {
            NumberStyle.FULL: full_number(organ_code, year, serial),
            NumberStyle.YEAR: full_number("", year, serial),
            NumberStyle.ISSUE: f"第{serial}期",
            NumberStyle.SERIAL: f"第{serial}号",
            NumberStyle.BRACKETED: f"（第{serial}号）",
        }[self]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a cell of 本机关.xlsx states, and its place: 「机关」B2."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One row of the 发文 sheet of 本机关.xlsx: how the office issues a kind of paper.

    ``style`` is ``None`` where the kind decides, ``closing`` is the last sentence (结语), ``places`` has
    the cell of each column.
    """

    paper: Paper
    style: NumberStyle | None
    closing: str
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OwnOffice:
    """The content of 本机关.xlsx: items by name, rows by kind, and lists of addressees (主送名单) by name."""

    items: Mapping[str, Entry]
    rows: tuple[OfficeRow, ...]
    lists: Mapping[str, str]
