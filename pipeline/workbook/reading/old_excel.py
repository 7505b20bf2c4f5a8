"""Workbooks of Excel 2 to 95 (BIFF2–BIFF5): some export components write them to this day.

xlrd reads these: python-calamine knows nothing before BIFF5, and of BIFF5 it takes each byte of a
Chinese text for a character. What it can't do it refuses, so nothing is misread.
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

if TYPE_CHECKING:
    from collections.abc import Iterator

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE: Final = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # BIFF2, 3 and 4
_STREAM: Final = "Book\x00".encode("utf-16-le").ljust(
    64, b"\x00"
)  # its directory entry [MS-CFB] 2.6.1
_LATER_STREAM: Final = "Workbook\x00".encode("utf-16-le").ljust(64, b"\x00")
_VISIBLE: Final = 0
# Besides its own, what the library runs into on a file cut off or altered.
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
    """Whether *content* is a workbook of before Excel 97, by its bytes."""
    if content.startswith(_BARE):
        return True
    return content.startswith(_OLE) and _STREAM in content and _LATER_STREAM not in content


def old_grids(content: bytes, name: str) -> tuple[Grid, ...]:
    """Its sheets; an error value is named, a date is a date in the workbook's own epoch.

    Raises:
        WorkbookUnreadable: damaged, encrypted, or beyond the bounds of a form.
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
    """Chinese where the file says GBK or nothing; BIFF2 to 4 seldom say."""
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
