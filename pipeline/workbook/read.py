"""Bytes to :class:`Book`, inside bounds; the values as exact as the file has them.

python-calamine does the parsing (34 times as fast as openpyxl, and .xls and .ods besides); what it
can't tell — a formula never calculated, an error, a percentage — is looked up in the sheet's XML.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import python_calamine as calamine

from pipeline.errors import WorkbookUnreadable
from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.workbook.binary_marks import Marks, xls_marks, xlsb_marks
from pipeline.workbook.bounds import refuse_if_too_large
from pipeline.workbook.cells import cell_of, percent_cell
from pipeline.workbook.old_excel import is_old, old_grids
from pipeline.workbook.package import (
    UNPACKED_AT_MOST,
    parse_part,
    percent_styles,
    sheet_parts,
    unpack,
)
from pipeline.workbook.plain import plain_grids
from pipeline.workbook.sheet_scan import SheetScan, scan_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream that holds an encrypted package [MS-OFFCRYPTO 2.3.4], whatever else it is called inside.
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED: Final = "设了打开密码。请取消密码（另存为时清空“打开权限密码”）后再报送。"
_TOO_LARGE: Final = (
    "文件超过 64 MB，不像是报送表。请删去图片和多余的工作表，另存为 .xlsx 后再报送。"
)
_DAMAGED: Final = "文件已损坏或格式不对。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"


def read_book(content: bytes, name: str) -> Book:
    """Read a workbook; what it is, its bytes say and not its name.

    A number shown as a percentage comes as the text a person sees, ``"85%"``: the stored 0.85
    would be taken for something else. Other numbers come as exact decimals.

    Raises:
        WorkbookUnreadable: no workbook, damaged, encrypted, or beyond the bounds of a form.
    """
    if is_old(content):
        sheets = old_grids(content, name)
    elif content.startswith(_ZIP):
        sheets = _parsed(content, name, _marked(unpack(content, name), name))
    elif content.startswith(_OLE):
        if len(content) > UNPACKED_AT_MOST:
            raise WorkbookUnreadable(name, _TOO_LARGE)
        sheets = _parsed(content, name, xls_marks(content))
    else:
        sheets = tuple(plain_grids(content, name))
    if not sheets:
        raise WorkbookUnreadable(name, _DAMAGED)
    return Book(name, sheets)


def _marked(parts: Mapping[str, bytes], name: str) -> Mapping[str, SheetScan | Marks]:
    """What of each sheet the parsing library doesn't tell."""
    if "xl/workbook.xml" in parts:
        return _scan(parts, name)
    return xlsb_marks(parts, name) if "xl/workbook.bin" in parts else {}


def _parsed(content: bytes, name: str, scans: Mapping[str, SheetScan | Marks]) -> tuple[Grid, ...]:
    """What the parsing library reads, corrected by what the *scans* of the sheets found."""
    try:
        with calamine.load_workbook(BytesIO(content)) as workbook:
            return tuple(_grids(workbook, name, scans))
    except calamine.PasswordError as error:
        raise WorkbookUnreadable(name, _ENCRYPTED) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        reason = _ENCRYPTED if _ENCRYPTED_STREAM in content else _DAMAGED
        raise WorkbookUnreadable(name, reason) from error


def _scan(parts: Mapping[str, bytes], name: str) -> dict[str, SheetScan]:
    found = {}
    percents = percent_styles(parts, name)
    for sheet, path in sheet_parts(parts, name):
        if path not in parts:
            raise WorkbookUnreadable(name, _DAMAGED)
        found[sheet] = scan_sheet(parts[path], name, sheet, percents)
    highest = max((scan.highest_string for scan in found.values()), default=-1)
    if highest >= 0 and highest >= _string_count(parts, name):
        raise WorkbookUnreadable(name, _DAMAGED)
    return found


def _string_count(parts: Mapping[str, bytes], name: str) -> int:
    strings = next((path for path in parts if path.lower() == "xl/sharedstrings.xml"), None)
    if strings is None:
        return 0
    return sum(1 for _ in parse_part(parts[strings], name).iterchildren("{*}si"))


def _grids(
    workbook: calamine.CalamineWorkbook,
    name: str,
    scans: Mapping[str, SheetScan | Marks],
) -> Iterator[Grid]:
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        refuse_if_too_large(sheet.total_height, sheet.total_width, sheet.name, name)
        cells = dict(_cells(sheet))
        if meta.name in scans:
            _correct(cells, scans[meta.name])
        visible = meta.visible == calamine.SheetVisibleEnum.Visible
        yield Grid(meta.name, MappingProxyType(cells), _merges(sheet), visible)


def _correct(cells: dict[Address, Cell], scan: SheetScan | Marks) -> None:
    for at, fault in scan.faults.items():
        cells[at] = Cell("" if fault == "uncomputed" else fault, fault)
    for at in scan.percentages & cells.keys():
        value = cells[at].value
        if isinstance(value, Decimal):
            cells[at] = percent_cell(value)


def _merges(sheet: calamine.CalamineSheet) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(
        Merge(Address(top + 1, left + 1), Address(bottom + 1, right + 1))
        for (top, left), (bottom, right) in ranges
    )


def _cells(sheet: calamine.CalamineSheet) -> Iterator[tuple[Address, Cell]]:
    rows = sheet.to_python(skip_empty_area=False)
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = cell_of(value)
            if cell is not None:
                yield Address(row, column), cell
