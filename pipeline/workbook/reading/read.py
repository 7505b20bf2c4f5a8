"""Bytes to :class:`Book`, inside bounds; the values as exact as the file has them.

python-calamine does the parsing (34 times as fast as openpyxl, and .xls and .ods besides); what it
can't tell — a formula never calculated, an error, a percentage — is looked up in the sheet's XML.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import python_calamine as calamine

from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import (
    ENCRYPTED,
    SHEETS_AT_MOST,
    TAGS_AT_MOST,
    XML_AT_MOST,
    Extent,
    bounded_merges,
    refuse_if_too_large,
    refuse_if_too_long,
    refuse_if_too_many,
    refuse_if_too_many_merges,
    refuse_if_too_many_tags,
)
from pipeline.workbook.package import (
    percent_styles,
    read_package,
    sheet_parts,
    write_stored_package,
)
from pipeline.workbook.reading.binary_flags import CellFlags, xls_flags, xlsb_flags
from pipeline.workbook.reading.binary_scan import refuse_far_cells, refuse_far_records
from pipeline.workbook.reading.cells import cell_of, percent_cell
from pipeline.workbook.reading.compound import read_stream, root_streams, single_stream_file
from pipeline.workbook.reading.old_excel import is_old, old_grids
from pipeline.workbook.reading.open_document import open_document_grids
from pipeline.workbook.reading.plain import plain_grids
from pipeline.workbook.reading.sheet_scan import SheetScan, count_strings, scan_sheet, without_empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream that holds an encrypted package [MS-OFFCRYPTO 2.3.4], whatever else it is called inside.
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_NOT_READ: Final = ("xl/media/", "xl/embeddings/", "xl/printerSettings/", "customXml/", "docProps/")
_MANY_SHEETS: Final = "工作表太多，不像是报送表。请只留要报送的工作表，另存后再报送。"
_DAMAGED: Final = "文件已损坏或格式不对。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"


def read_book(content: bytes, name: str) -> Book:
    """Read a workbook; what it is, its bytes say and not its name.

    A number shown as a percentage comes as the text a person sees, ``"85%"``: the stored 0.85
    would be taken for something else. Other numbers come as exact decimals.

    Raises:
        WorkbookUnreadable: no workbook, damaged, encrypted, or beyond the bounds of a form.
    """
    refuse_if_too_long(content, name)
    if is_old(content):
        sheets = old_grids(content, name)
    elif content.startswith(_ZIP):
        sheets = _packed(content, name)
    elif content.startswith(_OLE):
        sheets = _old_container(content, name)
    else:
        sheets = tuple(plain_grids(content, name))
    if not sheets:
        raise WorkbookUnreadable(name, _DAMAGED)
    sheets = tuple(
        replace(grid, merges=bounded_merges(grid.merges, name)) if grid.merges else grid
        for grid in sheets
    )
    return Book(name, sheets)


def _packed(content: bytes, name: str) -> tuple[Grid, ...]:
    """The sheets of a package: Office Open XML, its binary kind, or OpenDocument."""
    # Some exporters write Windows paths.
    parts = {
        path.replace("\\", "/").lstrip("/"): part
        for path, part in read_package(content, name).items()
    }
    if "xl/workbook.xml" in parts:
        parts = _needed(parts, without="xl/workbook.bin")
        scans = _scan(parts, name)
        return _parsed(write_stored_package(parts), name, scans)
    if "xl/workbook.bin" in parts:
        refuse_far_cells(parts, name)
        parts = _needed(parts, without="xl/workbook.xml")
        return _parsed(write_stored_package(parts), name, xlsb_flags(parts, name))
    if "content.xml" in parts:
        return open_document_grids(parts, name)
    raise WorkbookUnreadable(name, _DAMAGED)


def _old_container(content: bytes, name: str) -> tuple[Grid, ...]:
    """The sheets of an .xls: its one stream that counts, put into a container of our own.

    The library follows the chains of the container without end where they go in circles.
    """
    try:
        held = read_stream(content, "Workbook")
    except ValueError as error:
        encrypted = "EncryptedPackage" in root_streams(content) or _ENCRYPTED_STREAM in content
        raise WorkbookUnreadable(name, ENCRYPTED if encrypted else _DAMAGED) from error
    refuse_far_records(held, name)
    return _parsed(single_stream_file("Workbook", held), name, xls_flags(held))


def _needed(parts: Mapping[str, bytes], without: str) -> dict[str, bytes]:
    """The parts that say what is in the cells: pictures and the like are left where they are."""
    return {
        path: part
        for path, part in parts.items()
        if not path.startswith(_NOT_READ) and path.lower() != without and path != "content.xml"
    }


def _parsed(
    content: bytes, name: str, scans: Mapping[str, SheetScan | CellFlags]
) -> tuple[Grid, ...]:
    """What the parsing library reads, corrected by what the *scans* of the sheets found."""
    try:
        with calamine.load_workbook(BytesIO(content)) as workbook:
            return tuple(_grids(workbook, name, scans))
    except calamine.PasswordError as error:
        raise WorkbookUnreadable(name, ENCRYPTED) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise WorkbookUnreadable(name, _DAMAGED) from error
    except BaseException as error:
        # What the library runs into on broken records comes as a class that can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookUnreadable(name, _DAMAGED) from error


def _scan(parts: dict[str, bytes], name: str) -> dict[str, SheetScan]:
    """Look over the sheets, and leave out of *parts* the cells that hold nothing."""
    found: dict[str, SheetScan] = {}
    percents = percent_styles(parts, name)
    extent = Extent(name)
    tags = size = values = 0
    listed = sheet_parts(parts, name)
    if len(listed) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, _MANY_SHEETS)
    for sheet, path in listed:
        if path not in parts:
            raise WorkbookUnreadable(name, _DAMAGED)
        parts[path] = without_empty(parts[path])
        refuse_if_too_many_merges(parts[path].count(b"mergeCell "), name)
        tags += parts[path].count(b"<")
        size += len(parts[path])
        values += parts[path].count(b"<v>")  # before they are walked one by one
        refuse_if_too_many_tags(tags, name, TAGS_AT_MOST)
        refuse_if_too_many(values, name)
        _refuse_if_too_long(size, name)
        scan = found[sheet] = scan_sheet(parts[path], name, sheet, percents)
        extent.add(scan.count, scan.farthest.row, scan.farthest.column, sheet)
    highest = max((scan.highest_string for scan in found.values()), default=-1)
    if highest >= 0 and highest >= _string_count(parts, name):
        raise WorkbookUnreadable(name, _DAMAGED)
    return found


def _refuse_if_too_long(size: int, name: str) -> None:
    if size > XML_AT_MOST:
        raise WorkbookUnreadable(
            name, "里面的文字太多，不像是报送表。请只留要报送的内容，另存后再报送。"
        )


def _string_count(parts: Mapping[str, bytes], name: str) -> int:
    strings = next((path for path in parts if path.lower() == "xl/sharedstrings.xml"), None)
    if strings is None:
        return 0
    refuse_if_too_many_tags(parts[strings].count(b"<"), name, TAGS_AT_MOST)
    _refuse_if_too_long(len(parts[strings]), name)
    return count_strings(parts[strings], name)


def _grids(
    workbook: calamine.CalamineWorkbook,
    name: str,
    scans: Mapping[str, SheetScan | CellFlags],
) -> Iterator[Grid]:
    extent = Extent(name)
    if len(workbook.sheets_metadata) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, _MANY_SHEETS)
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        refuse_if_too_large(sheet.total_height, sheet.total_width, sheet.name, name)
        cells = dict(_cells(sheet))
        extent.add(len(cells), sheet.total_height, sheet.total_width, sheet.name)
        if meta.name in scans:
            _correct(cells, scans[meta.name])
        visible = meta.visible == calamine.SheetVisibleEnum.Visible
        yield Grid(meta.name, MappingProxyType(cells), _merges(sheet), visible)


def _correct(cells: dict[Address, Cell], scan: SheetScan | CellFlags) -> None:
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
