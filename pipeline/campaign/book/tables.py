"""Read a sheet of the campaign book (任务书) as a table: columns by their titles, faults by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.values.choices import read_choice
from pipeline.values.identity import read_phone
from pipeline.values.numbers import plain, read_number
from pipeline.values.text import label_key, narrow
from pipeline.workbook.reading.cells import LONG_NUMBER, SHOWN_OTHERWISE, UNCOMPUTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model.grid import Book, Cell, CellValue, Grid

_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_HEADER_ROWS = 5  # rows; a title may precede the columns' titles
_YES_NO: Final = ("是", "否")
_UNREADABLE: Final = {
    UNCOMPUTED: "公式没有算出结果，请用 Excel/WPS 打开保存一次，或直接改填内容。",
    SHOWN_OTHERWISE: "显示的内容与文件里存的值不一致，请用 Excel/WPS 打开，重新填写这一格后保存。",
    LONG_NUMBER: "数字超过 15 位，Excel 已存不准，请把单元格改为文本格式后重新填写。",
}


@dataclass(frozen=True, slots=True)
class BookFault:
    """Describe one fault of a campaign book, at one cell, with its remedy."""

    sheet: str
    cell: str
    message: str


@dataclass(slots=True)
class BookFaults:
    """Collect the faults found so far; every reader appends to it and continues.

    ``unreadable`` are the cells that hold nothing readable: reported once, and not again as empty.
    """

    found: list[BookFault] = field(default_factory=list)
    unreadable: set[tuple[str, str]] = field(default_factory=set)

    def add(self, sheet: str, at: Address | str, message: str) -> None:
        """Append a fault."""
        if (sheet, str(at)) not in self.unreadable:
            self.found.append(BookFault(sheet, str(at), message))

    def add_unreadable(self, sheet: str, at: Address, fault: str) -> None:
        """Append a cell that can't be read, with the reader's name for its fault."""
        message = _UNREADABLE.get(fault, f"单元格是错误值 {fault}，请改填正确的内容。")
        self.add(sheet, at, message)
        self.unreadable.add((sheet, str(at)))


@dataclass(frozen=True, slots=True)
class Row:
    """Represent one row of a table: by column title, its values and the address of each cell."""

    sheet: str
    values: Mapping[str, CellValue]
    places: Mapping[str, Address]

    def text(self, column: str) -> str:
        """Return the cell as text, trimmed; empty where it holds nothing."""
        value = self.values.get(column)
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        return str(value).strip() if value is not None else ""

    def value(self, column: str) -> CellValue | None:
        """Return the cell as it was typed."""
        return self.values.get(column)

    def at(self, column: str) -> Address | str:
        """Return the cell's address, also where it is empty; an empty text without such a column."""
        return self.places.get(column, "")

    def is_yes(self, column: str, faults: BookFaults, *, default: bool = False) -> bool:
        """Return whether the cell is 是 (or √, 有, Y, or the column's own title); report an unclear one."""
        text = self.text(column)
        if not text or narrow(text) == column:
            return bool(text) or default
        read = read_choice(text, _YES_NO)
        if read is None:
            faults.add(self.sheet, self.at(column), f"“{text}”看不出是或否，请改填“是”或“否”。")
            return default
        return read[0] == "是"

    def names(self, column: str) -> tuple[str, ...]:
        """Return the cell as a list of names, separated by 、 ， ； or line breaks."""
        text = self.text(column)
        for mark in "，,；;\n":
            text = text.replace(mark, "、")
        return tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))

    def phone(self, column: str, faults: BookFaults) -> str:
        """Return the cell's telephone numbers, joined by “、”; report each that is none."""
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

    def email(self, column: str, faults: BookFaults) -> str:
        """Return the cell's e-mail addresses, joined by “、”, in small letters; report each that is none."""
        addresses = [narrow(typed).lower() for typed in self.names(column)]
        for address in addresses:
            if not _EMAIL.fullmatch(address):
                faults.add(
                    self.sheet,
                    self.at(column),
                    f"邮箱“{address}”看不懂，请改填 name@example.gov.cn 这样的地址。",
                )
        return "、".join(address for address in addresses if _EMAIL.fullmatch(address))

    def integer(self, column: str, faults: BookFaults, default: int, least: int = 0) -> int:
        """Return the cell as a whole number of at least *least*; report anything else."""
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
    book: Book, sheet: str, columns: Iterable[str], required: Iterable[str], faults: BookFaults
) -> tuple[Row, ...]:
    """Read the rows of *sheet* below its columns' titles; empty rows are skipped."""
    grid = book.sheet(sheet)
    if grid is None:
        faults.add(sheet, "", f"缺少工作表“{sheet}”，请照示例任务书补上。")
        return ()
    header = _header(grid, tuple(columns))
    missing = [name for name in required if name not in header.values()]
    if missing:
        faults.add(sheet, "", f"缺少“{'”“'.join(missing)}”列，请在表头补上。")
        return ()
    by_title = _columns(sheet, header, faults)
    top = max(at.row for at in header)
    own = frozenset(by_title.values())
    filled = [at for at in sorted(grid.cells) if at.row > top and at.column in own]
    for at in filled:
        if grid.cells[at].fault:
            faults.add_unreadable(sheet, at, grid.cells[at].fault)
    cells = _with_merged(grid, own)
    return tuple(
        _row(sheet, cells, {title: Address(number, column) for title, column in by_title.items()})
        for number in dict.fromkeys(at.row for at in filled)
    )


def _columns(sheet: str, header: Mapping[Address, str], faults: BookFaults) -> dict[str, int]:
    """Return each title's column; a duplicate title is a fault, as one column would not be read."""
    by_title: dict[str, int] = {}
    for at in sorted(header):
        if header[at] in by_title:
            faults.add(sheet, at, f"表头有两个“{header[at]}”，请删去或改名其中一个。")
        by_title.setdefault(header[at], at.column)
    return by_title


def _with_merged(grid: Grid, own: frozenset[int]) -> Mapping[Address, Cell]:
    """Return the cells, with the value of a merged range of one column (类别、分组) in each of its rows."""
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
    """Return the cells of that one of the first rows that holds most of the columns' titles."""
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
    """Return a cell that Excel stores as a date, or as a date with time (截止时间), else ``None``."""
    return value if isinstance(value, date | datetime) else None
