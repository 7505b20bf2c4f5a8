"""Find each paragraph and each row of a table on the rendered pages (版面对位), by their words.

A PDF says nothing about the elements of the document it was made from. Their words come in the same
order, so that the lines of a paragraph are the next ones that spell it; the cells of a row share its
lines, which therefore have the same characters in another order.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import PAGE_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.official.rendering.measure import Measurements, TextLine

# Lines between two elements that belong to neither: a repeated table header, a letter's mark.
_LINES_BETWEEN: Final = 14


@dataclass(frozen=True, slots=True)
class Unit:
    """Hold the words of a paragraph or a row; ``element`` and ``row`` say which (``row`` from 0)."""

    element: int
    words: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Hold a unit with its lines on the pages; blank ones and those not found have none."""

    unit: Unit
    lines: tuple[TextLine, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """Return the pages on which its lines are."""
        return tuple(dict.fromkeys(line.page for line in self.lines))


def place(units: Iterable[Unit], measured: Measurements) -> tuple[Placed, ...]:
    """Return *units* with their lines, in the same order."""
    lines = [line for line in measured.lines if not PAGE_NUMBER.fullmatch(line.text.strip())]
    texts = [_plain(line.text) for line in lines]
    at = 0
    placed = []
    for unit in units:
        start, end = _find(_plain(unit.words), unit.row is not None, texts, at)
        placed.append(Placed(unit, tuple(lines[start:end])))
        at = max(at, end)
    return tuple(placed)


def _find(words: str, in_cells: bool, texts: Sequence[str], at: int) -> tuple[int, int]:  # noqa: FBT001 - one of two ways
    """Return the first and the next line that spell *words*, from the line *at* on; none where not found."""
    if not words:
        return at, at
    same = _same_characters if in_cells else str.__eq__
    for start in range(at, min(at + _LINES_BETWEEN, len(texts))):
        length, end = 0, start
        while end < len(texts) and length < len(words):
            length += len(texts[end])
            end += 1
        if length == len(words) and same("".join(texts[start:end]), words):
            return start, end
    return at, at


def _same_characters(found: str, words: str) -> bool:
    return Counter(found) == Counter(words)


def _plain(text: str) -> str:
    """Return *text* without blanks, each character as it is usually encoded."""
    return "".join(unicodedata.normalize("NFKC", text).split())
