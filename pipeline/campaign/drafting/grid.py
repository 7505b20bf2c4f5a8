"""Represent a sheet of an office's own form as people see it, and its answer cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.view import BOXES, UNDERLINE
from pipeline.model.grid import Address
from pipeline.model.merged_grid import MergedGrid, merges_by_row
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from pipeline.campaign.drafting.guess import ParsedLabel
    from pipeline.model.campaign import Kind, Shape
    from pipeline.model.grid import Grid

_BOX: Final = re.compile(r"[□☐○\s]+")
# A heading such as 一、贯彻部署.
SECTION: Final = re.compile(r"^[一二三四五六七八九十]{1,3}、\S{2,20}$")
# An underline inside the label's own cell: 填报人：____ 联系电话：____
INLINE: Final = re.compile(r"(?P<label>[^\s:_]{2,20}):\s*_{2,}")
# The same with spaces for the answer: 单位负责人：      填表人：
SPACED: Final = re.compile(r"(?:^|\s)(?P<label>[^\s:_，。；、]{2,12}):(?=\s{2,}|\s*$)")
# The number of a row: 3, 3., （三）, ③.
COUNT: Final = re.compile(r"[(]?(?:[\d.-]+|[一二三四五六七八九十]+|[①-⑳])[)、.]?")
NOTE: Final = re.compile(r"(?:注|备注|说明|填表说明|填报说明)\d*[:.]\s*\S")
_TITLE_ROWS: Final = 3
_LABEL_AT_MOST: Final = 30


@dataclass(frozen=True, slots=True)
class FormSheet(MergedGrid):
    """Represent a visible sheet of the form, with its merged ranges and drop-downs."""

    dropdowns: Mapping[Address, tuple[str, ...]]
    computed: frozenset[Address]  # cells with a formula
    last_row: int
    last_column: int

    def text(self, at: Address) -> str:
        """Return the text shown at *at*, narrowed, also where a merged range covers it."""
        cell = self.cell(at)
        return narrow(str(cell.value)) if cell is not None else ""

    def printed(self, at: Address) -> str:
        """Return the same text as the office wrote it, on one line: full-width punctuation stays."""
        cell = self.cell(at)
        return "".join(map(str.strip, str(cell.value).splitlines())) if cell is not None else ""

    def right_of(self, at: Address) -> Address:
        """Return the cell to the right of *at*, past its merged range."""
        return Address(at.row, self.end(at).column + 1)

    def empty(self, at: Address) -> bool:
        """Return whether *at* is left for an answer: no text, an underline, or boxes to tick."""
        text = self.text(at)
        return not text or bool(UNDERLINE.fullmatch(text)) or bool(BOXES.fullmatch(text))

    def options(self, at: Address) -> tuple[str, ...]:
        """Return the options at *at*, from a drop-down or from printed boxes."""
        listed = self.dropdowns.get(self.anchor(at), ())
        if listed or not BOXES.fullmatch(self.text(at)):
            return listed
        return tuple(part for part in _BOX.split(self.text(at)) if part)

    def tall(self, at: Address) -> bool:
        """Return whether the answer cell covers several rows."""
        return self.end(at).row > self.anchor(at).row

    def labels(self, row: int) -> dict[int, str]:
        """Return the texts of *row* by column; a merged range counts only in its first column.

        A range merged over several rows counts in the last of them, where a table's body begins.
        """
        found = {}
        for column in range(1, self.last_column + 1):
            at = Address(row, column)
            if self.anchor(at).column == column and self.end(at).row == row and not self.empty(at):
                found[column] = self.text(at)
        return found

    def title(self) -> Address | None:
        """Return the form's title: the first text of the sheet, where it is alone in its row."""
        rows = (self.labels(row) for row in range(1, min(_TITLE_ROWS, self.last_row) + 1))
        for row, labels in enumerate(rows, start=1):
            if labels:
                at = Address(row, next(iter(labels)))
                asking = self.text(at).endswith(":") or bool(self.options(self.right_of(at)))
                return at if len(labels) == 1 and not asking else None
        return None


def form_sheet(
    grid: Grid,
    dropdowns: Mapping[tuple[str, Address], tuple[str, ...]],
    formulas: Collection[tuple[str, Address]] = (),
) -> FormSheet:
    """Return *grid* as a form, with the drop-downs and formulas on it."""
    own = {at: options for (sheet, at), options in dropdowns.items() if sheet == grid.name}
    ends = [*grid.cells, *(merge.last for merge in grid.merges)]
    last_row = max((at.row for at in grid.cells), default=0)
    widest = max((at.column for at in (*ends, *own)), default=0)
    computed = frozenset(at for sheet, at in formulas if sheet == grid.name)
    return FormSheet(grid, merges_by_row(grid.merges, last_row), own, computed, last_row, widest)


def is_label(text: str) -> bool:
    """Return whether *text* can be a label: short, and neither a sentence nor a note."""
    key = label_key(text)
    short = bool(key) and len(key) <= _LABEL_AT_MOST
    return short and "。" not in text and not NOTE.match(text) and not COUNT.fullmatch(text)


@dataclass(frozen=True, slots=True)
class Slot:
    """Describe one field of the form: its label, its address, and properties of its answer."""

    label: ParsedLabel
    sheet: str
    at: Address
    shape: Shape
    section: str = ""
    options: tuple[str, ...] = ()
    tall: bool = False
    figure: Kind | None = None  # in a table of figures, where a bare name means a number
    place: Address | None = None  # the cell to fill in; of a list, the heading of the column
    block: str = ""  # title of a block that the form repeats (附表): 企业一


@dataclass(slots=True)
class ParseState:
    """Record which cells of a sheet are parsed already, its section headings and repeated blocks by row."""

    used: set[Address] = field(default_factory=set)
    sections: dict[int, str] = field(default_factory=dict)
    blocks: dict[int, str] = field(default_factory=dict)

    def section(self, row: int) -> str:
        """Return the heading above *row*."""
        above = [number for number in self.sections if number < row]
        return self.sections[max(above)] if above else ""
