"""Print figures through a template so that each is found again on the filled page (溯源).

While a template is rendered, a figure prints its text between two marks with its number in the record of
this rendering; :mod:`pipeline.official.templates.printed_places` removes the marks and notes the places. The
marks are noncharacters of Unicode, which no text contains and XML can hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from itertools import zip_longest
from operator import add, mul, sub, truediv
from typing import TYPE_CHECKING, Any, Final

from pipeline.model.document import Table
from pipeline.model.figure import Figure, Phrase
from pipeline.official.standard.patterns import outline_number
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

_OPEN, _MIDDLE, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
MARKED: Final = re.compile(f"{_OPEN}(\\d+){_MIDDLE}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
TABLE_MARK: Final = re.compile("\ufdd3(\\d+)\ufdd4")
MARKS: Final = f"{_OPEN}{_MIDDLE}{_CLOSE}\ufdd3\ufdd4"
ANY_MARK: Final = re.compile(f"[{MARKS}]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_HUNDREDTH: Final = Decimal("0.01")
_OUTLINE_LEVELS: Final = 4


@dataclass(slots=True)
class Printing:
    """Record what one rendering prints: its figures in the order of printing, and its tables."""

    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def mark(self, figure: Figure) -> str:
        """Return the text of *figure* between marks, and record it."""
        self.figures.append(figure)
        return f"{_OPEN}{len(self.figures) - 1}{_MIDDLE}{clean_text(figure.text)}{_CLOSE}"

    def mark_table(self, table: Table) -> str:
        """Return the mark of *table*, and record it."""
        self.tables.append(table)
        return f"\ufdd3{len(self.tables) - 1}\ufdd4"

    def pieces(self, text: str) -> tuple[str | Figure, ...]:
        """Return rendered *text* as words and the figures that its marks stand for."""
        words = MARKED.split(text)[0::3]
        figures = (self.figures[int(found[1])] for found in MARKED.finditer(text))
        each = (piece for pair in zip_longest(words, figures, fillvalue="") for piece in pair)
        return tuple(piece for piece in each if piece != "")

    def traced(self, value: Any) -> Any:
        """Return *value* with its figures, phrases and tables as values that a template can print."""
        if isinstance(value, Figure):
            return TracedFigure(value, self)
        if isinstance(value, Phrase):
            return TracedPhrase(value, self)
        if isinstance(value, Table):
            return TracedTable(value, self)
        if isinstance(value, Mapping):
            return {key: self.traced(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.traced(item) for item in value]
        return value

    def outline(self) -> dict[str, OutlineNumber]:
        """Return the tags that number headings (层次序数): each counts what was printed of its level."""
        counts = [0] * _OUTLINE_LEVELS
        return {name: OutlineNumber(level, counts) for level, name in OUTLINE_TAGS.items()}


OUTLINE_TAGS: Final = {1: "一级序号", 2: "二级序号", 3: "三级序号", 4: "四级序号"}


class TracedValue:
    """A value that a template prints by its text; it has no attributes that a template can read."""

    __slots__ = ()


class OutlineNumber(TracedValue):
    """Number of a heading (一、 （一） 1. （1）): printing it counts on, and starts the lower levels anew."""

    __slots__ = ("_counts", "_level")

    def __init__(self, level: int, counts: list[int]) -> None:
        self._level = level
        self._counts = counts

    def __str__(self) -> str:
        self._counts[self._level - 1] += 1
        self._counts[self._level :] = [0] * (_OUTLINE_LEVELS - self._level)
        return outline_number(self._level, self._counts[self._level - 1])


class TracedTable(TracedValue):
    """A table (表格) that the layout engine sets in place of the paragraph with its tag."""

    __slots__ = ("_printing", "_table")

    def __init__(self, table: Table, printing: Printing) -> None:
        self._table = table
        self._printing = printing

    def __str__(self) -> str:
        return self._printing.mark_table(self._table)

    def __bool__(self) -> bool:
        return bool(self._table.rows)


class TracedPhrase(TracedValue):
    """Words with figures among them; compared by the words."""

    __slots__ = ("_phrase", "_printing")

    def __init__(self, phrase: Phrase, printing: Printing) -> None:
        self._phrase = phrase
        self._printing = printing

    def __str__(self) -> str:
        return "".join(
            self._printing.mark(piece) if isinstance(piece, Figure) else clean_text(piece)
            for piece in self._phrase.pieces
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and str(self._phrase) == other

    def __hash__(self) -> int:
        return hash(str(self._phrase))

    def __bool__(self) -> bool:
        return bool(self._phrase.pieces)


@total_ordering
class TracedFigure(TracedValue):
    """A figure (数字) in a template: printed with its trail, compared with numbers and with texts.

    Sums, differences, products and quotients of figures are figures too, with the sources of both.
    A figure of zero is false, as is an empty text.
    """

    __slots__ = ("_figure", "_printing")

    def __init__(self, figure: Figure, printing: Printing) -> None:
        self._figure = figure
        self._printing = printing

    def __str__(self) -> str:
        return self._printing.mark(self._figure)

    def __bool__(self) -> bool:
        return bool(self._figure.value if self._figure.is_number else self._figure.text)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return self._figure.text == other
        number = number_of(other)
        if number is None or not self._figure.is_number:
            return isinstance(other, TracedFigure) and self._figure.text == figure_in(other).text
        return self._figure.value == number

    def __lt__(self, other: object) -> bool:
        number = number_of(other)
        return NotImplemented if number is None else self._figure.value < number

    def __hash__(self) -> int:
        return hash(self._figure.text)

    def __add__(self, other: object) -> Any:
        return f"{self}{other}" if isinstance(other, str) else self._computed(other, "+", add)

    def __radd__(self, other: object) -> Any:
        return f"{other}{self}" if isinstance(other, str) else self + other

    def __sub__(self, other: object) -> Any:
        return self._computed(other, "-", sub)

    def __rsub__(self, other: object) -> Any:
        return self._computed(other, "-", lambda one, two: two - one)

    def __mul__(self, other: object) -> Any:
        return self._computed(other, "×", mul)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Any:
        return self._computed(other, "÷", truediv)

    def __rtruediv__(self, other: object) -> Any:
        return self._computed(other, "÷", lambda one, two: two / one)

    def _computed(
        self, other: object, sign: str, compute: Callable[[Decimal, Decimal], Decimal]
    ) -> Any:
        number = number_of(other)
        if number is None or not self._figure.is_number:
            return NotImplemented
        value = compute(self._figure.value, number)
        if sign == "÷":
            value = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
        one = self._figure
        two = figure_in(other) if isinstance(other, TracedFigure) else None
        label = f"{one.label}{sign}{two.label if two else plain(number)}"
        sources = tuple(dict.fromkeys((*one.sources, *(two.sources if two else ()))))
        return TracedFigure(Figure(value, plain(value), label, "计算", sources), self._printing)


# A template reads no attribute of a traced value: one without its trail could be printed.
def figure_in(value: TracedFigure) -> Figure:
    """Return the figure that *value* prints."""
    return value._figure  # noqa: SLF001 - see above


def traced_like(value: TracedFigure, figure: Figure) -> TracedFigure:
    """Return *figure* as a value of the rendering that *value* belongs to."""
    return TracedFigure(figure, value._printing)  # noqa: SLF001 - see above


def number_of(value: object) -> Decimal | None:
    """Return the number that *value* is, or ``None`` for a text, a truth value or anything else."""
    if isinstance(value, TracedFigure):
        figure = figure_in(value)
        return figure.value if figure.is_number else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return None


def without_marks(text: str) -> str:
    """Return rendered *text* as it is printed, without the marks of figures and tables."""
    return TABLE_MARK.sub("", MARKED.sub(r"\2", text))


def clean_text(text: str) -> str:
    """Return *text* without control characters; a line break or a tab becomes a space."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\n", " ").replace("\t", " "))
