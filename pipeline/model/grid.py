"""Define a workbook independent of any library: sheets as sparse grids of typed cells."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# A number in a cell is exact from here on: the reader parses the file's digits as a Decimal.
CellValue = str | Decimal | bool | date | datetime | time

_A1: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Address of a cell; ``row`` and ``column`` are counted from 1.

    >>> str(Address(7, 3))
    'C7'
    """

    row: int
    column: int

    def __str__(self) -> str:
        return f"{column_letters(self.column)}{self.row}"


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column > 0:
        column, remainder = divmod(column - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def address_of(text: str) -> Address | None:
    """Parse an address such as ``C7`` or ``$C$7``; return ``None`` for any other text.

    >>> address_of("ab12") == Address(12, 28)
    True
    """
    match = _A1.fullmatch(text.strip())
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return Address(int(match[2]), column)


def area_of(text: str) -> tuple[Address, Address] | None:
    """Parse a range such as ``A1:C9`` or a single address; return its first and last cell, else ``None``.

    >>> area_of("$B$2:C3") == (Address(2, 2), Address(3, 3))
    True
    """
    start, _, end = text.partition(":")
    first = address_of(start)
    last = address_of(end) if end else first
    return (first, last) if first is not None and last is not None else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with a value; an empty cell is not in the grid.

    ``fault`` names why the value can't be used: ``"uncomputed"`` for a formula without a stored
    result, ``"#REF!"`` and its like for an error value, ``"long-number"`` for a number of more digits
    than a spreadsheet stores (an identity number typed as a number), ``"shown-otherwise"`` for a value
    stored with a text that contradicts it.
    """

    value: CellValue
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range (合并单元格); only its first cell has a value."""

    first: Address
    last: Address


@dataclass(frozen=True, slots=True)
class FloatingText:
    """A text beside the cells of a sheet: a comment (批注) at a cell, a text box (文本框), a header or footer."""

    kind: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet (工作表): its cells by address, its merged ranges, whether it is visible, texts beside cells."""

    name: str
    cells: Mapping[Address, Cell] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    visible: bool = True
    floating: tuple[FloatingText, ...] = field(default=(), compare=False)

    def __reduce__(self) -> tuple[Callable[..., Grid], tuple[object, ...]]:
        """Pickle the cells as columns: as objects they would take five times as long."""
        rows = array("L", (at.row for at in self.cells))
        columns = array("L", (at.column for at in self.cells))
        values = [cell.value for cell in self.cells.values()]
        faults = {at: cell.fault for at, cell in enumerate(self.cells.values()) if cell.fault}
        return _rebuild_grid, (
            (self.name, self.merges, self.visible, self.floating),
            (rows, columns, values, faults),
        )


_Columns = tuple["array[int]", "array[int]", list[CellValue], dict[int, str]]


def _rebuild_grid(
    about: tuple[str, tuple[Merge, ...], bool, tuple[FloatingText, ...]], columns_of_cells: _Columns
) -> Grid:
    name, merges, visible, floating = about
    rows, columns, values, faults = columns_of_cells
    cells = (Cell(value, faults.get(number, "")) for number, value in enumerate(values))
    by_address = dict(zip(map(Address, rows, columns), cells, strict=True))
    return Grid(name, MappingProxyType(by_address), merges, visible, floating)


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook (工作簿) as it was read: its file name, and its sheets."""

    name: str
    sheets: tuple[Grid, ...]

    def sheet(self, name: str) -> Grid | None:
        """Return the sheet of exactly that name, if there is one."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
