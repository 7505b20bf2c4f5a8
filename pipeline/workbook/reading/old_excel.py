"""Read workbooks of Excel 2 to 95 (BIFF2–BIFF5), which some export components still write.

xlrd reads these: python-calamine knows nothing before BIFF5, and of BIFF5 it reads each byte of a
Chinese text as a character. What it can't read it refuses, so nothing is misread.
"""

from __future__ import annotations

import io
import struct
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import xlrd
from xlrd.compdoc import CompDocError

from pipeline.model.grid import Address, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import ENCRYPTED, refuse_if_too_large
from pipeline.workbook.reading.cells import cell_of
from pipeline.workbook.signatures import BARE_BIFF, COMPOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

_STREAM: Final = "Book\x00".encode("utf-16-le").ljust(
    64, b"\x00"
)  # its directory entry [MS-CFB] 2.6.1
_LATER_STREAM: Final = "Workbook\x00".encode("utf-16-le").ljust(64, b"\x00")
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


def is_old(content: bytes) -> bool:
    """Return whether *content* is a workbook of before Excel 97, by its bytes."""
    if content.startswith(BARE_BIFF):
        return True
    return content.startswith(COMPOUND) and _STREAM in content and _LATER_STREAM not in content


def old_grids(content: bytes, name: str) -> tuple[Grid, ...]:
    """Read its sheets; an error value becomes its fault, a date is in the workbook's epoch.

    Raises:
        WorkbookUnreadable: damaged, encrypted, or beyond the limits of a form.
    """
    try:
        with xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), encoding_override=_encoding(content)
        ) as book:
            return tuple(_grid(sheet, book.datemode, name) for sheet in book.sheets())
    except _BROKEN as error:
        encrypted = "encrypted" in str(error)
        raise WorkbookUnreadable(name, ENCRYPTED if encrypted else _DAMAGED) from error


_DAMAGED: Final = "是很旧的 Excel 格式，而且读不完整。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"


def _encoding(content: bytes) -> str | None:
    """Return GB 18030 where the file states GBK or nothing; BIFF2 to 4 seldom state it."""
    stated = content.find(b"\x42\x00\x02\x00")  # the CODEPAGE record
    if stated < 0:
        return "gb18030"
    (page,) = struct.unpack_from("<H", content.ljust(stated + 6, b"\x00"), stated + 4)
    return "gb18030" if page == 936 else None  # noqa: PLR2004 - the code page of simplified Chinese


def _grid(sheet: xlrd.sheet.Sheet, datemode: int, name: str) -> Grid:
    refuse_if_too_large(sheet.nrows, sheet.ncols, sheet.name, name)
    cells = dict(_cells(sheet, datemode))
    merges = tuple(
        Merge(Address(top + 1, left + 1), Address(bottom, right))
        for top, bottom, left, right in sheet.merged_cells
    )
    return Grid(sheet.name, MappingProxyType(cells), merges, sheet.visibility == _VISIBLE)


def _cells(sheet: xlrd.sheet.Sheet, datemode: int) -> Iterator[tuple[Address, Cell]]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = _cell(sheet.cell_type(row, column), sheet.cell_value(row, column), datemode)
            if cell is not None:
                yield Address(row + 1, column + 1), cell


def _cell(kind: int, value: str | float, datemode: int) -> Cell | None:
    if kind == xlrd.XL_CELL_ERROR:
        text = xlrd.error_text_from_code.get(int(value), "#VALUE!")
        return Cell(text, text)
    if kind == xlrd.XL_CELL_DATE:
        return cell_of(xlrd.xldate.xldate_as_datetime(value, datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(value))
    return cell_of(value)
