"""Define a number that may be printed, with its trail (溯源) to file, sheet and cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from decimal import Decimal

LISTED: Final = "名单"
QUOTED: Final = "原文"
_WORDS: Final = frozenset({LISTED, QUOTED})


@dataclass(frozen=True, slots=True)
class Source:
    """A cell from which a number comes (出处): its unit, its original, and the text typed in it.

    ``sheet`` and ``cell`` are empty only where a whole workbook is counted.
    """

    unit: str
    workbook: str
    sheet: str
    cell: str
    digest: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number to print (数字): its value, its printed text, and its sources.

    ``basis`` is how it was computed: 原值, 合计, 计数, 占比, 平均, 差额, 名次. What is printed as words is
    traced too: the name of a unit in a list (:data:`LISTED`), a unit's own text (:data:`QUOTED`).
    """

    value: Decimal
    text: str
    label: str
    basis: str
    sources: tuple[Source, ...]

    def __str__(self) -> str:
        return self.text

    @property
    def is_number(self) -> bool:
        """Return whether its text is a number, and not a name or a quotation."""
        return self.basis not in _WORDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with figures among them (带数字的语句), the value of one tag of a template."""

    pieces: tuple[str | Figure, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.pieces))


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One printed number of an issued paper and its figure; ``at`` is its paragraph or cell."""

    at: str
    figure: Figure
