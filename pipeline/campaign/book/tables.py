"""A sheet of the campaign book (任务书) as a table: columns by their titles, faults by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.values.choices import read_choice
from pipeline.values.identity import read_phone
from pipeline.values.numbers import plain, read_number
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model.grid import Book, Cell, CellValue, Grid

_HEADER_ROWS = 5  # a title may stand above the columns' titles
_YES_NO: Final = ("是", "否")
_SPOILT: Final = {
    "uncomputed": "公式没有算出结果，请用 Excel/WPS 打开保存一次，或直接改填内容。",
    "long-number": "数字超过 15 位，Excel 已存不准，请把单元格改为文本格式后重新填写。",
}


@dataclass(frozen=True, slots=True)
class BookFault:
    """One fault of a campaign book, at one cell, with its remedy."""

    sheet: str
    cell: str
    message: str


@dataclass(slots=True)
class BookFaults:
    """The faults found so far; every reader adds to it and goes on.

    ``spoilt`` are the cells that hold nothing readable: told once, and not again as empty.
    """

    found: list[BookFault] = field(default_factory=list)
    spoilt: set[tuple[str, str]] = field(default_factory=set)

    def add(self, sheet: str, at: Address | str, message: str) -> None:
        """Note a fault."""
        if (sheet, str(at)) not in self.spoilt:
            self.found.append(BookFault(sheet, str(at), message))

    def spoil(self, sheet: str, at: Address, fault: str) -> None:
        """Note a cell that can't be read, by the reader's name for what is wrong with it."""
        told = _SPOILT.get(fault, f"单元格是错误值 {fault}，请改填正确的内容。")
        self.add(sheet, at, told)
        self.spoilt.add((sheet, str(at)))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table by its columns' titles: what is there, and where each cell is or would be."""

    sheet: str
    values: Mapping[str, CellValue]
    places: Mapping[str, Address]

    def text(self, column: str) -> str:
        """The cell as text, trimmed; empty where there is nothing."""
        value = self.values.get(column)
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(value).strip() if value is not None else ""

    def value(self, column: str) -> CellValue | None:
        """The cell as it was typed."""
        return self.values.get(column)

    def at(self, column: str) -> Address | str:
        """Where that cell is, also where it is empty; an empty text where there is no such column."""
        return self.places.get(column, "")

    def yes(self, column: str, faults: BookFaults, *, default: bool = False) -> bool:
        """Whether the cell says 是 (or √, 有, Y, or the column's own title); a fault where it is unclear."""
        text = self.text(column)
        if not text or narrow(text) == column:
            return bool(text) or default
        read = read_choice(text, _YES_NO)
        if read is None:
            faults.add(self.sheet, self.at(column), f"“{text}”看不出是或否，请改填“是”或“否”。")
            return default
        return read[0] == "是"

    def names(self, column: str) -> tuple[str, ...]:
        """The cell as a list of names, parted by 、 ， ； or line breaks."""
        text = self.text(column)
        for mark in "，,；;\n":
            text = text.replace(mark, "、")
        return tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))

    def phone(self, column: str, faults: BookFaults) -> str:
        """The cell's telephone numbers, parted by “、”; a fault for each that is none."""
        numbers = []
        for typed in self.names(column):
            read = read_phone(typed)
            if read is None:
                faults.add(
                    self.sheet,
                    self.at(column),
                    f"电话“{typed}”看不懂，请改填手机号或 0000-1234567 这样带区号的号码。",
                )
            else:
                numbers.append(read[0])
        return "、".join(numbers)

    def whole(self, column: str, faults: BookFaults, default: int, least: int = 0) -> int:
        """The cell as a whole number of at least *least*; a fault where it is something else."""
        text = self.text(column)
        if not text:
            return default
        read = read_number(text)
        if read is None or read.value != read.value.to_integral_value() or read.value < least:
            faults.add(
                self.sheet,
                self.at(column),
                f"“{text}”应为不小于 {least} 的整数，请改填 {default} 这样的数字。",
            )
            return default
        return int(read.value)


def read_table(
    book: Book, sheet: str, columns: Iterable[str], needed: Iterable[str], faults: BookFaults
) -> tuple[Row, ...]:
    """The rows of *sheet* below the row that holds its columns' titles; empty rows are skipped."""
    grid = book.sheet(sheet)
    if grid is None:
        faults.add(sheet, "", f"缺少工作表“{sheet}”，请照示例任务书补上。")
        return ()
    header = _header(grid, tuple(columns))
    missing = [name for name in needed if name not in header.values()]
    if missing:
        faults.add(sheet, "", f"缺少“{'”“'.join(missing)}”列，请在表头补上。")
        return ()
    by_title = _columns(sheet, header, faults)
    top = max(at.row for at in header)
    own = frozenset(by_title.values())
    filled = [at for at in sorted(grid.cells) if at.row > top and at.column in own]
    for at in filled:
        if grid.cells[at].fault:
            faults.spoil(sheet, at, grid.cells[at].fault)
    cells = _with_merged(grid, own)
    return tuple(
        _row(sheet, cells, {title: Address(number, column) for title, column in by_title.items()})
        for number in dict.fromkeys(at.row for at in filled)
    )


def _columns(sheet: str, header: Mapping[Address, str], faults: BookFaults) -> dict[str, int]:
    """Each title's column; the same title twice is a fault, as one of them would go unread."""
    by_title: dict[str, int] = {}
    for at in sorted(header):
        if header[at] in by_title:
            faults.add(sheet, at, f"表头有两个“{header[at]}”，请删去或改名其中一个。")
        by_title.setdefault(header[at], at.column)
    return by_title


def _with_merged(grid: Grid, own: frozenset[int]) -> Mapping[Address, Cell]:
    """The cells, with what stands in a merged stretch of one column (类别、分组) in each of its rows."""
    cells = dict(grid.cells)
    last = max((at.row for at in cells), default=0)
    for merge in grid.merges:
        column = merge.first.column
        if column == merge.last.column and column in own and merge.first in cells:
            for number in range(merge.first.row + 1, min(merge.last.row, last) + 1):
                cells[Address(number, column)] = cells[merge.first]
    return cells


def _row(sheet: str, cells: Mapping[Address, Cell], places: Mapping[str, Address]) -> Row:
    values = {
        title: cells[at].value
        for title, at in places.items()
        if at in cells and not cells[at].fault
    }
    return Row(sheet, values, places)


def _header(grid: Grid, columns: tuple[str, ...]) -> dict[Address, str]:
    """The cells of the row, among the first few, that holds the most of the columns' titles."""
    keys = {_title(name): name for name in columns}
    best: dict[Address, str] = {}
    for number in range(1, _HEADER_ROWS + 1):
        found = {
            at: keys[_title(str(cell.value))]
            for at, cell in grid.cells.items()
            if at.row == number and _title(str(cell.value)) in keys
        }
        if len(found) > len(best):
            best = found
    return best


def _title(text: str) -> str:
    return label_key(text).replace("%", "")


def as_moment(value: CellValue | None) -> date | datetime | None:
    """A cell that Excel holds as a date or a date with time (截止时间 needs the time, 最小 doesn't)."""
    return value if isinstance(value, date | datetime) else None
