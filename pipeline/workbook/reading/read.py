"""Read bytes into a :class:`Book`, within limits; the values are as exact as in the file.

python-calamine does the parsing (34 times as fast as openpyxl, and .xls and .ods besides); what it
doesn't return — a formula never calculated, an error, a percentage — is read from the sheet's XML.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Book
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import (
    DAMAGED,
    ENCRYPTED,
    SHEETS_AT_MOST,
    TAGS_AT_MOST,
    TOO_MANY_SHEETS,
    XML_AT_MOST,
    Extent,
    bounded_merges,
    refuse_if_too_long,
    refuse_if_too_many,
    refuse_if_too_many_merges,
    refuse_if_too_many_tags,
)
from pipeline.workbook.package import (
    WorkbookParts,
    canonical_parts,
    percent_styles,
    read_package,
    workbook_parts,
    workbook_path,
    write_stored_package,
)
from pipeline.workbook.reading.binary_flags import xls_flags, xlsb_flags
from pipeline.workbook.reading.binary_parts import canonical_binary_parts
from pipeline.workbook.reading.binary_scan import refuse_far_cells, refuse_far_records
from pipeline.workbook.reading.built_in_password import open_package, open_workbook_stream
from pipeline.workbook.reading.compound import read_stream, root_streams, single_stream_file
from pipeline.workbook.reading.floating import with_floating_texts
from pipeline.workbook.reading.old_excel import OLD_DAMAGED, is_old, old_grids
from pipeline.workbook.reading.open_document import open_document_grids
from pipeline.workbook.reading.parse import parse_grids
from pipeline.workbook.reading.part_encoding import in_utf8
from pipeline.workbook.reading.plain import plain_grids
from pipeline.workbook.reading.sheet_scan import SheetScan, count_strings, scan_sheet, without_empty
from pipeline.workbook.reading.workbook_globals import corrected_globals
from pipeline.workbook.signatures import BARE_BIFF, COMPOUND, ZIP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.grid import Grid

_STREAMS: Final = ("Workbook", "Book")  # of Excel 97 and later, and of Excel 5.0 and 95
_ENCRYPTED_STREAM: Final = "EncryptedPackage"  # [MS-OFFCRYPTO] 2.3.4
_XML_SUFFIXES: Final = (".xml", ".rels")
_NO_WORKSHEET: Final = (
    "里面没有普通的工作表，只有图表、宏表一类。请把内容放进普通的工作表，另存为 .xlsx 后再报送。"
)
_CONTROL_IN_NAME: Final = "工作表的名称里有看不见的控制字符，程序无法准确指出位置。请用 Excel/WPS 打开，给工作表改名，保存后再报送。"
_SAME_NAMES: Final = (
    "有两张工作表同名，程序分不清。请用 Excel/WPS 打开，给工作表改名，保存后再报送。"
)


def read_book(content: bytes, name: str) -> Book:
    """Read a workbook; its bytes decide what it is, not its name.

    A number shown as a percentage is returned as the text a person sees, ``"85%"``: the stored 0.85
    would be misread as another value. Other numbers are exact decimals.

    Raises:
        WorkbookUnreadable: no workbook, damaged, encrypted, or beyond the limits of a form.
    """
    refuse_if_too_long(content, name)
    if content.startswith(BARE_BIFF):
        sheets = old_grids(open_workbook_stream(content, name), name)
    elif content.startswith(ZIP):
        sheets = _read_packaged(content, name)
    elif content.startswith(COMPOUND):
        sheets = _read_compound(content, name)
    else:
        sheets = tuple(plain_grids(content, name))
    _refuse_unusable_names([grid.name for grid in sheets], name)
    sheets = tuple(
        replace(grid, merges=bounded_merges(grid.merges, name)) if grid.merges else grid
        for grid in sheets
    )
    return Book(name, sheets)


def _refuse_unusable_names(titles: Sequence[str], name: str) -> None:
    """Refuse a workbook whose sheets can't be named in a message, or not one by one."""
    if not titles:
        raise WorkbookUnreadable(name, _NO_WORKSHEET)
    if any(unicodedata.category(character) == "Cc" for character in "".join(titles)):
        raise WorkbookUnreadable(name, _CONTROL_IN_NAME)
    if len(set(titles)) < len(titles):
        raise WorkbookUnreadable(name, _SAME_NAMES)


def _read_packaged(content: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of a package: Office Open XML, its binary kind, or OpenDocument."""
    parts = {}
    for stored, part in read_package(content, name).items():
        path = stored.replace("\\", "/").lstrip("/")  # some exporters write Windows paths
        parts[path] = in_utf8(part) if path.lower().endswith(_XML_SUFFIXES) else part
    workbook = workbook_path(parts, name)
    if not workbook and "content.xml" in parts:
        return open_document_grids(parts, name)
    if workbook.lower().endswith(".bin"):
        parts = canonical_binary_parts(parts, workbook, name)
        refuse_far_cells(parts, name)
        return parse_grids(write_stored_package(parts), name, xlsb_flags(parts, name))
    found = workbook_parts(parts, name)
    if len(found.sheets) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, TOO_MANY_SHEETS)
    whole = parts
    shown = found.sheets
    try:
        parts, found = canonical_parts(parts, found)
    except KeyError as error:
        raise WorkbookUnreadable(name, DAMAGED) from error
    scans = _scan_sheets(parts, found, name)
    grids = parse_grids(write_stored_package(parts), name, scans)
    return with_floating_texts(grids, whole, shown, name)


def _read_compound(content: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of an old container: an .xls, or an encrypted package.

    Excel encrypts with a password of its own where only the structure of a workbook is protected.
    """
    streams = root_streams(content)
    if _ENCRYPTED_STREAM.upper() in streams:
        return _read_packaged(open_package(content, name), name)
    stream = next((stream for stream in _STREAMS if stream.upper() in streams), _STREAMS[0])
    try:
        data = read_stream(content, stream)
    except ValueError as error:  # cut off; what it was may still be seen
        encrypted = _ENCRYPTED_STREAM.encode("utf-16-le") in content
        damaged = OLD_DAMAGED if stream == _STREAMS[1] else DAMAGED
        raise WorkbookUnreadable(name, ENCRYPTED if encrypted else damaged) from error
    data = open_workbook_stream(data, name)
    return old_grids(data, name) if is_old(data) else _read_xls(data, name)


def _read_xls(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of an .xls from its one stream, written into a container of our own.

    The library follows the chains of the original container without end where they are circular.
    """
    data = corrected_globals(data)
    refuse_far_records(data, name)
    return parse_grids(single_stream_file("Workbook", data), name, xls_flags(data))


def _scan_sheets(parts: dict[str, bytes], found: WorkbookParts, name: str) -> dict[str, SheetScan]:
    """Scan the sheets, and delete from *parts* the cells that hold nothing."""
    scans: dict[str, SheetScan] = {}
    styles = parts.get(found.styles)
    percents = frozenset[str]() if styles is None else percent_styles(styles, name)
    extent = Extent(name)
    tags = size = values = 0
    for sheet in found.sheets:
        xml = parts[sheet.path] = without_empty(parts[sheet.path])
        refuse_if_too_many_merges(xml.count(b"mergeCell "), name)
        tags += xml.count(b"<")
        size += len(xml)
        values += xml.count(b"<v>")  # before they are walked one by one
        refuse_if_too_many_tags(tags, name, TAGS_AT_MOST)
        refuse_if_too_many(values, name)
        _refuse_if_too_long(size, name)
        scan = scans[sheet.title] = scan_sheet(xml, name, sheet.title, percents)
        extent.add(scan.count, scan.farthest.row, scan.farthest.column, sheet.title)
    highest = max((scan.highest_string for scan in scans.values()), default=-1)
    if highest >= 0 and highest >= _string_count(parts.get(found.strings), name):
        raise WorkbookUnreadable(name, DAMAGED)
    return scans


def _refuse_if_too_long(size: int, name: str) -> None:
    if size > XML_AT_MOST:
        raise WorkbookUnreadable(
            name, "里面的文字太多，不像是报送表。请只留要报送的内容，另存后再报送。"
        )


def _string_count(strings: bytes | None, name: str) -> int:
    if strings is None:
        return 0
    refuse_if_too_many_tags(strings.count(b"<"), name, TAGS_AT_MOST)
    _refuse_if_too_long(len(strings), name)
    return count_strings(strings, name)
