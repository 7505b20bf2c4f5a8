"""Print figures through a template so that each is found again on the filled page (溯源).

While a template is rendered, a figure prints its text between marks with its number in the record of this
rendering; :mod:`pipeline.official.templates.printed_places` removes the marks and notes the places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import total_ordering
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from pipeline.model.document import Table
from pipeline.model.figure import Figure, Phrase
from pipeline.model.named_values import changed
from pipeline.official.standard.patterns import outline_number
from pipeline.official.templates.marks import (
    FIGURE,
    figure_mark,
    number_in,
    table_mark,
    without_marks,
    writable,
)
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPUTED: Final = "计算"
_LABEL_AT_MOST: Final = 60
_SIGNS: Final = {"*": "×", "/": "÷"}
_OUTLINE_LEVELS: Final = 4


@dataclass(slots=True)
class Printing:
    """Record what one rendering prints: its figures in the order of printing, and its tables."""

    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def mark(self, figure: Figure) -> str:
        """Return the text of *figure* between marks, and record it."""
        self.figures.append(figure)
        return figure_mark(len(self.figures) - 1, writable(figure.text))

    def mark_table(self, table: Table) -> str:
        """Return the mark of *table*, and record it."""
        self.tables.append(table)
        return table_mark(len(self.tables) - 1)

    def pieces(self, text: str) -> tuple[str | Figure, ...]:
        """Return rendered *text* as words and the figures that its marks stand for."""
        words = FIGURE.split(text)[0::3]
        figures = (self.figures[number_in(found[1])] for found in FIGURE.finditer(text))
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
            return changed(value, self.traced)
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
            self._printing.mark(piece) if isinstance(piece, Figure) else writable(piece)
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
        if number is not None and self._figure.is_number:
            return self._figure.value < number
        if isinstance(other, TracedFigure) and not self._figure.is_number:
            return self._figure.text < figure_in(other).text
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._figure.text)


# A template reads no attribute of a traced value: one without its trail could be printed.
def figure_in(value: TracedFigure) -> Figure:
    """Return the figure that *value* prints."""
    return value._figure  # noqa: SLF001 - see above


def traced_like(value: TracedFigure, figure: Figure) -> TracedFigure:
    """Return *figure* as a value of the rendering that *value* belongs to."""
    return TracedFigure(figure, value._printing)  # noqa: SLF001 - see above


def computed(operator: str, parts: Sequence[object], value: Decimal | int) -> TracedFigure:
    """Return the result of a calculation with figures, *value*, with the sources of all of them."""
    traced = [part for part in parts if isinstance(part, TracedFigure)]
    figures = [figure_in(part) for part in traced]
    labels = [
        figure_in(part).label if isinstance(part, TracedFigure) else str(part) for part in parts
    ]
    sources = tuple(dict.fromkeys(source for figure in figures for source in figure.sources))
    sign = _SIGNS.get(operator, operator)
    label = sign.join(labels) if len(labels) > 1 else f"{sign}{labels[0]}"
    if len(label) > _LABEL_AT_MOST:  # of a sum over a long list
        label = f"{label[:_LABEL_AT_MOST].rstrip('…')}…"
    number = Decimal(value)
    return traced_like(traced[0], Figure(number, plain(number), label, _COMPUTED, sources))


def untraced(value: object) -> object:
    """Return the number or the text that a traced value is; any other value as it is."""
    if isinstance(value, TracedFigure):
        figure = figure_in(value)
        return figure.value if figure.is_number else figure.text
    return str(without_marks(str(value))) if isinstance(value, TracedPhrase) else value


def number_of(value: object) -> Decimal | None:
    """Return the number that *value* is, or ``None`` for a text, a truth value or anything else."""
    if isinstance(value, TracedFigure):
        figure = figure_in(value)
        return figure.value if figure.is_number else None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    return None
