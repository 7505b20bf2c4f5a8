"""Read bytes into a :class:`Book`, within limits; the values are as exact as in the file.

python-calamine does the parsing (34 times as fast as openpyxl, and .xls and .ods besides); what it
doesn't return — a formula never calculated, an error, a percentage — is read from the sheet's XML.
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
    DAMAGED,
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
from pipeline.workbook.reading.cells import UNCOMPUTED, cell_of, percent_cell
from pipeline.workbook.reading.compound import read_stream, root_streams, single_stream_file
from pipeline.workbook.reading.old_excel import is_old, old_grids
from pipeline.workbook.reading.open_document import open_document_grids
from pipeline.workbook.reading.plain import plain_grids
from pipeline.workbook.reading.sheet_scan import SheetScan, count_strings, scan_sheet, without_empty
from pipeline.workbook.signatures import COMPOUND, ZIP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# The stream that holds an encrypted package [MS-OFFCRYPTO 2.3.4].
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_SKIPPED_FOLDERS: Final = (
    "xl/media/",
    "xl/embeddings/",
    "xl/printerSettings/",
    "customXml/",
    "docProps/",
)
_TOO_MANY_SHEETS: Final = "工作表太多，不像是报送表。请只留要报送的工作表，另存后再报送。"


def read_book(content: bytes, name: str) -> Book:
    """Read a workbook; its bytes decide what it is, not its name.

    A number shown as a percentage is returned as the text a person sees, ``"85%"``: the stored 0.85
    would be misread as another value. Other numbers are exact decimals.

    Raises:
        WorkbookUnreadable: no workbook, damaged, encrypted, or beyond the limits of a form.
    """
    refuse_if_too_long(content, name)
    if is_old(content):
        sheets = old_grids(content, name)
    elif content.startswith(ZIP):
        sheets = _read_packaged(content, name)
    elif content.startswith(COMPOUND):
        sheets = _read_xls(content, name)
    else:
        sheets = tuple(plain_grids(content, name))
    if not sheets:
        raise WorkbookUnreadable(name, DAMAGED)
    sheets = tuple(
        replace(grid, merges=bounded_merges(grid.merges, name)) if grid.merges else grid
        for grid in sheets
    )
    return Book(name, sheets)


def _read_packaged(content: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of a package: Office Open XML, its binary kind, or OpenDocument."""
    # Some exporters write Windows paths.
    parts = {
        path.replace("\\", "/").lstrip("/"): part
        for path, part in read_package(content, name).items()
    }
    if "xl/workbook.xml" in parts:
        parts = _needed_parts(parts, without="xl/workbook.bin")
        scans = _scan_sheets(parts, name)
        return _parse(write_stored_package(parts), name, scans)
    if "xl/workbook.bin" in parts:
        refuse_far_cells(parts, name)
        parts = _needed_parts(parts, without="xl/workbook.xml")
        return _parse(write_stored_package(parts), name, xlsb_flags(parts, name))
    if "content.xml" in parts:
        return open_document_grids(parts, name)
    raise WorkbookUnreadable(name, DAMAGED)


def _read_xls(content: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of an .xls from its one stream, written into a container of our own.

    The library follows the chains of the original container without end where they are circular.
    """
    try:
        data = read_stream(content, "Workbook")
    except ValueError as error:
        encrypted = "EncryptedPackage" in root_streams(content) or _ENCRYPTED_STREAM in content
        raise WorkbookUnreadable(name, ENCRYPTED if encrypted else DAMAGED) from error
    refuse_far_records(data, name)
    return _parse(single_stream_file("Workbook", data), name, xls_flags(data))


def _needed_parts(parts: Mapping[str, bytes], without: str) -> dict[str, bytes]:
    """Return the parts that hold cells and styles: pictures and the like are left out."""
    return {
        path: part
        for path, part in parts.items()
        if not path.startswith(_SKIPPED_FOLDERS)
        and path.lower() != without
        and path != "content.xml"
    }


def _parse(
    content: bytes, name: str, scans: Mapping[str, SheetScan | CellFlags]
) -> tuple[Grid, ...]:
    """Parse with the library, and correct its cells by what the *scans* of the sheets found."""
    try:
        with calamine.load_workbook(BytesIO(content)) as workbook:
            return tuple(_grids(workbook, name, scans))
    except calamine.PasswordError as error:
        raise WorkbookUnreadable(name, ENCRYPTED) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise WorkbookUnreadable(name, DAMAGED) from error
    except BaseException as error:
        # On broken records the library raises a class that can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookUnreadable(name, DAMAGED) from error


def _scan_sheets(parts: dict[str, bytes], name: str) -> dict[str, SheetScan]:
    """Scan the sheets, and delete from *parts* the cells that hold nothing."""
    found: dict[str, SheetScan] = {}
    percents = percent_styles(parts, name)
    extent = Extent(name)
    tags = size = values = 0
    listed = sheet_parts(parts, name)
    if len(listed) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, _TOO_MANY_SHEETS)
    for sheet, path in listed:
        if path not in parts:
            raise WorkbookUnreadable(name, DAMAGED)
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
        raise WorkbookUnreadable(name, DAMAGED)
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
        raise WorkbookUnreadable(name, _TOO_MANY_SHEETS)
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        refuse_if_too_large(sheet.total_height, sheet.total_width, sheet.name, name)
        cells = dict(_cells(sheet))
        extent.add(len(cells), sheet.total_height, sheet.total_width, sheet.name)
        if meta.name in scans:
            _apply_flags(cells, scans[meta.name])
        visible = meta.visible == calamine.SheetVisibleEnum.Visible
        yield Grid(meta.name, MappingProxyType(cells), _merges(sheet), visible)


def _apply_flags(cells: dict[Address, Cell], scan: SheetScan | CellFlags) -> None:
    for at, fault in scan.faults.items():
        cells[at] = Cell("" if fault == UNCOMPUTED else fault, fault)
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
