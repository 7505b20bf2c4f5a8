"""A sheet of the campaign book (任务书) as a table: columns by their titles, faults by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.values.numbers import plain, read_number
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model.grid import Address, Book, CellValue, Grid

_HEADER_ROWS = 5  # a title may stand above the columns' titles


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a campaign book, at one cell, with its remedy."""

    sheet: str
    cell: str
    message: str


@dataclass(slots=True)
class Faults:
    """The faults found so far; every reader adds to it and goes on."""

    found: list[Fault] = field(default_factory=list)

    def add(self, sheet: str, at: Address | str, message: str) -> None:
        """Note a fault."""
        self.found.append(Fault(sheet, str(at), message))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its cells by the column's title."""

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
        """Where that cell is."""
        return self.places.get(column, "")

    def yes(self, column: str, *, default: bool = False) -> bool:
        """Whether the cell says 是 (or √, 有, Y)."""
        text = narrow(self.text(column)).lower()
        return (
            default if not text else text in {"是", "√", "有", "y", "yes", "启用", "必填", "免报"}
        )

    def names(self, column: str) -> tuple[str, ...]:
        """The cell as a list of names, parted by 、 ， ； or line breaks."""
        text = self.text(column)
        for mark in "，,；;\n":
            text = text.replace(mark, "、")
        return tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))

    def whole(self, column: str, faults: Faults, default: int) -> int:
        """The cell as a whole number; a fault where it is something else."""
        text = self.text(column)
        if not text:
            return default
        read = read_number(text)
        if read is None or read.value != read.value.to_integral_value():
            faults.add(
                self.sheet, self.at(column), f"“{text}”应为整数，请改填 {default} 这样的数字。"
            )
            return default
        return int(read.value)


def read_table(
    book: Book, sheet: str, columns: Iterable[str], needed: Iterable[str], faults: Faults
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
    top = max(at.row for at in header)
    by_column = {at.column: name for at, name in header.items()}
    rows: dict[int, dict[str, Address]] = {}
    for at in sorted(grid.cells):
        if at.row > top and at.column in by_column:
            rows.setdefault(at.row, {})[by_column[at.column]] = at
    return tuple(_row(sheet, grid, places) for places in rows.values())


def _row(sheet: str, grid: Grid, places: Mapping[str, Address]) -> Row:
    return Row(sheet, {name: grid.cells[at].value for name, at in places.items()}, dict(places))


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
    """A cell that Excel holds as a date or a date with time."""
    return value if isinstance(value, date | datetime) else None
