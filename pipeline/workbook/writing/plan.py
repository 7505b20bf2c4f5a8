"""Describe a workbook before it is written: cells, styles, input rules and print set-up as values.

Higher floors describe what a sheet holds; only :mod:`pipeline.workbook.writing.write` knows a library.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from pipeline.model.grid import Address, CellValue


class Style(Enum):
    """Name the look of a cell; each is defined once, in the writer."""

    TITLE = auto()  # large, centred, bold
    NOTE = auto()  # small grey text
    HELP = auto()  # small grey text in a bordered cell
    SECTION = auto()  # a heading row within a table
    HEADER = auto()  # a column's title
    LABEL = auto()  # bordered text that is ours; locked where the sheet is protected
    LABEL_CENTER = auto()
    INPUT = auto()  # bordered, centred, pale, unlocked: the unit fills it in
    INPUT_LONG = auto()  # the same, left-aligned and wrapped, for long texts
    INPUT_DATE = auto()  # the same, shown as yyyy-mm-dd
    INPUT_TEXT = auto()  # the same, kept as text: a long number typed into it stays whole
    TEXT = auto()  # bordered text, wrapped, left
    CENTER = auto()  # bordered text, centred
    NUMBER = auto()  # bordered number, right
    DATE = auto()
    SUBTOTAL = auto()
    TOTAL = auto()
    GREEN = auto()  # lights (亮灯); the cell has the word too, for black-and-white print
    AMBER = auto()
    RED = auto()
    GREY = auto()
    LINK = auto()
    HIDDEN_TEXT = auto()  # plain text of a hidden sheet


@dataclass(frozen=True, slots=True)
class Formula:
    """Describe a live formula and its result, computed here and written as its cached value."""

    expression: str  # with the leading “=”
    result: Decimal | str


@dataclass(frozen=True, slots=True)
class Link:
    """Describe a link to a file by a path relative to the workbook, or to a place in it."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """Describe one cell to write; ``span`` is the last cell of the merged range from ``at``."""

    at: Address
    value: CellValue | Formula | Link | None
    style: Style
    span: Address | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Styled:
    """Describe a value of a table whose look is not that of its type."""

    value: CellValue | Formula
    style: Style


@dataclass(frozen=True, slots=True)
class TableRows:
    """Describe the rows of a table from row *first* on, each from column A on, without an object for each cell.

    A text has the style ``text``, a day that of a date, any other value that of a number. No cell of
    the plan, no height and no comment may be in these rows.
    """

    first: int
    rows: Sequence[Sequence[CellValue | Styled]]
    text: Style = Style.TEXT

    @property
    def last(self) -> int:
        """Return the number of the last row; of the one before the first where there is none."""
        return self.first + len(self.rows) - 1

    @property
    def width(self) -> int:
        """Return the number of columns of the widest row."""
        return max(map(len, self.rows), default=0)


class RuleKind(Enum):
    """Name what an input rule (数据有效性) accepts."""

    LIST = "list"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    LENGTH = "length"  # so many characters


RULE_TITLE: Final = "填报有误"  # of the message that a violated rule shows
_LIST_CHARS_AT_MOST: Final = 255  # of the options within a rule (Excel's own limit)


def fits_in_rule(options: Sequence[str]) -> bool:
    """Return whether *options* can be listed within a rule, where commas separate them."""
    plain = not any(mark in option for option in options for mark in ',"')
    return plain and len(",".join(options)) <= _LIST_CHARS_AT_MOST


@dataclass(frozen=True, slots=True)
class InputRule:
    """Describe an input rule over a range, with the message Excel shows when it is violated."""

    first: Address
    last: Address
    kind: RuleKind
    options: tuple[str, ...] = ()
    minimum: str = ""  # a number, or a date as yyyy-mm-dd
    maximum: str = ""
    message: str = ""

    def bounds(self) -> tuple[str, str]:
        """Return lowest and highest value; a rule without either still has one that all values exceed."""
        if self.minimum or self.maximum:
            return self.minimum, self.maximum
        return ("1900-01-01" if self.kind is RuleKind.DATE else "-1000000000000"), ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Describe one sheet to write.

    ``widths`` are in characters, ``heights`` in points by row; ``freeze`` is the first cell that
    scrolls; ``repeat_rows`` are printed on every page; ``protected`` locks all but the INPUT styles.
    """

    name: str
    cells: tuple[PlannedCell, ...]
    widths: tuple[float, ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    rules: tuple[InputRule, ...] = ()
    freeze: Address | None = None
    repeat_rows: tuple[int, int] | None = None
    landscape: bool = False
    pages_wide: int = 1
    repeat_columns: int = 0  # so many first columns are printed on every page
    protected: bool = False
    hidden: bool = False  # not to be unhidden from the menu
    filter_range: tuple[Address, Address] | None = None
    footer: str = ""
    table: TableRows | None = None
