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
    SUBTOTAL_TEXT = auto()  # a text in the row of a subtotal, centred
    TOTAL = auto()
    TOTAL_TEXT = auto()
    GREEN = auto()  # lights (亮灯); the cell has the word too, for black-and-white print
    AMBER = auto()
    RED = auto()
    GREY = auto()
    LINK = auto()
    HIDDEN_TEXT = auto()  # plain text of a hidden sheet

    @property
    def is_figure(self) -> bool:
        """Return whether a cell of this look takes the number format of its column."""
        return self in {Style.NUMBER, Style.SUBTOTAL, Style.TOTAL}


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
    number_format: str = ""  # in place of that of the style


@dataclass(frozen=True, slots=True)
class Styled:
    """Describe a value of a table whose look is not that of its type."""

    value: CellValue | Formula
    style: Style


@dataclass(frozen=True, slots=True)
class TableRows:
    """Describe the rows of a table from row *first* on, each from column A on, without an object for each cell.

    A text has the style ``text``, a day that of a date, any other value that of a number, in the number
    format of its column in ``formats`` (none where that is shorter). ``heights`` are the rows' own in
    points; without them a row has the height of the program that opens it. No cell of the plan, no
    height and no comment may be in these rows.
    """

    first: int
    rows: Sequence[Sequence[CellValue | Styled]]
    text: Style = Style.TEXT
    formats: Sequence[str] = ()
    heights: Sequence[float] = ()

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


class PaperSize(Enum):
    """Name a paper size; the value is Excel's number for it."""

    A4 = 9
    A3 = 8


class ChartKind(Enum):
    """Name the form of a chart (图表)."""

    COLUMN = "column"
    BAR = "bar"  # lying, the first entry on top


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Describe a chart of one series, whose names and values are ranges of its own sheet."""

    title: str
    kind: ChartKind
    at: Address  # the cell under its upper left corner
    size: tuple[int, int]  # width and height in pixels
    names: tuple[Address, Address]
    values: tuple[Address, Address]
    from_zero: bool = True


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Describe one sheet to write.

    ``widths`` are in characters, ``heights`` in points by row; ``freeze`` is the first cell that
    scrolls; ``repeat_rows`` are printed on every page; ``pages_tall`` is the number of pages into
    which the rows are pressed, 0 for as many as they need; ``print_area`` stands in for all cells;
    ``protected`` locks all but the INPUT styles.
    """

    name: str
    cells: tuple[PlannedCell, ...]
    widths: tuple[float, ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    rules: tuple[InputRule, ...] = ()
    freeze: Address | None = None
    repeat_rows: tuple[int, int] | None = None
    landscape: bool = False
    paper: PaperSize = PaperSize.A4
    pages_wide: int = 1
    pages_tall: int = 0
    repeat_columns: int = 0  # so many first columns are printed on every page
    protected: bool = False
    hidden: bool = False  # not to be unhidden from the menu
    filter_range: tuple[Address, Address] | None = None
    footer: str = ""
    table: TableRows | None = None
    print_area: tuple[Address, Address] | None = None
    charts: tuple[ChartPlan, ...] = ()
