"""Read workbooks of Excel 2 to 95 (BIFF2–BIFF5), which some export components still write.

xlrd reads these: python-calamine knows nothing before BIFF5, and of BIFF5 it reads each byte of a
Chinese text as a character. What it can't read it refuses, so nothing is misread.
"""

from __future__ import annotations

import io
import struct
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import xlrd
from xlrd.compdoc import CompDocError

from pipeline.model.grid import Address, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import ENCRYPTED, refuse_if_too_large
from pipeline.workbook.reading.cells import cell_of, percent_cell
from pipeline.workbook.reading.code_page import encoding_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOF, _BIFF8 = 0x0809, 0x0600
OLD_DAMAGED: Final = (
    "是很旧的 Excel 格式，而且读不完整。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"
)
_VISIBLE: Final = 0
# What the library raises on a file cut off or altered.
_BROKEN: Final = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    OverflowError,
)


def is_old(book: bytes) -> bool:
    """Return whether the stream *book* of a workbook is of before Excel 97, by its first record."""
    kind, _, version = struct.unpack_from("<3H", book.ljust(6, b"\x00"))
    return bool(kind != _BOF or version < _BIFF8)


def old_grids(book: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of the stream *book*, which the library reads without its container.

    An error value becomes its fault, a date is in the workbook's epoch.

    Raises:
        WorkbookUnreadable: damaged, encrypted, or beyond the limits of a form.
    """
    try:
        with xlrd.open_workbook(
            file_contents=book,
            logfile=io.StringIO(),
            encoding_override=encoding_of(book),
            formatting_info=True,
        ) as opened:
            return tuple(_grid(sheet, name) for sheet in opened.sheets())
    except _BROKEN as error:
        encrypted = "encrypted" in str(error)
        raise WorkbookUnreadable(name, ENCRYPTED if encrypted else OLD_DAMAGED) from error


def _grid(sheet: xlrd.sheet.Sheet, name: str) -> Grid:
    refuse_if_too_large(sheet.nrows, sheet.ncols, sheet.name, name)
    cells = dict(_cells(sheet))
    merges = tuple(
        Merge(Address(top + 1, left + 1), Address(bottom, right))
        for top, bottom, left, right in sheet.merged_cells
    )
    return Grid(sheet.name, MappingProxyType(cells), merges, sheet.visibility == _VISIBLE)


def _cells(sheet: xlrd.sheet.Sheet) -> Iterator[tuple[Address, Cell]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(sheet.book, sheet.cell(row, column))
            if cell is not None:
                yield Address(row + 1, column + 1), cell


def _cell(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell | None:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(int(value), "#VALUE!")
        return Cell(text, text)
    if kind == xlrd.XL_CELL_DATE:
        return _moment(value, book.datemode, _number_format(book, cell))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(value))
    read = cell_of(value)
    if kind == xlrd.XL_CELL_NUMBER and read and "%" in _number_format(book, cell):
        return percent_cell(read.value) if isinstance(read.value, Decimal) else read
    return read


def _moment(value: float, datemode: int, shown: str) -> Cell | None:
    """Return the day, the time of a day, or the hours that a duration counts on beyond a day."""
    if "[h" in shown.lower():
        return cell_of(timedelta(days=value))
    moment = xlrd.xldate.xldate_as_datetime(value, datemode)
    return cell_of(moment.time() if 0 <= value < 1 and not datemode else moment)


def _number_format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    return str(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
