"""Scan the records of a binary workbook (.xls, .xlsb) before a library parses them.

The parsing library builds a dense table up to the farthest value: a single cell at the far end
makes it allocate gigabytes. Records after [MS-XLS] 2.4 and [MS-XLSB] 2.3.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import (
    CELLS_AT_MOST,
    DAMAGED,
    ENCRYPTED,
    SHEETS_AT_MOST,
    Extent,
    refuse_if_too_many_tags,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_RECORDS_AT_MOST: Final = 1_000_000
_SHEET, _BEGIN, _END, _PASSWORD = 0x0085, 0x0809, 0x000A, 0x002F
# Cells: formula, blank, number, text, truth or error, RK, several blanks or RKs, text, shared text.
_CELLS: Final = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00BD, 0x00D6, 0x00FD})
_MULTIPLE: Final = 0x00BD
_VALUES: Final = frozenset({*range(2, 12), 62})  # of .xlsb; 1 is a cell with nothing but a style
_ROW: Final = 0
# Without the indexes that Excel stores with the sheets.
_SHEET_PART: Final = re.compile(r"xl/worksheets/(?!binaryindex).*\.bin")
_OTHER_PARTS: Final = frozenset({"xl/workbook.bin", "xl/styles.bin", "xl/sharedstrings.bin"})


def refuse_far_records(book: bytes, name: str) -> None:
    """Refuse the stream of an .xls whose sheets reach too far.

    Raises:
        WorkbookUnreadable: beyond the limits of a form, or the records are broken.
    """
    extent = Extent(name)
    count = 0
    try:
        sheets = _sheet_offsets(book, name)
        for number, start in enumerate(sheets, start=1):
            cells = rows = columns = 0
            for kind, at, length in _records(book, start, name):
                count += 1
                refuse_if_too_many_tags(count, name, _RECORDS_AT_MOST)
                if kind in _CELLS:
                    row, column = struct.unpack_from("<HH", book, at)
                    width = (length - 6) // 6 if kind == _MULTIPLE else 1
                    cells += width
                    if cells > CELLS_AT_MOST:
                        break
                    rows, columns = max(rows, row + 1), max(columns, column + width)
            extent.add(cells, rows, columns, str(number))
    except struct.error as error:
        raise WorkbookUnreadable(name, DAMAGED) from error


def _sheet_offsets(book: bytes, name: str) -> list[int]:
    """Return the offset of each sheet, in bytes."""
    sheets: list[int] = []
    for kind, at, _ in _records(book, 0, name):
        if kind == _PASSWORD:
            raise WorkbookUnreadable(name, ENCRYPTED)
        if kind == _SHEET:
            sheets += struct.unpack_from("<I", book, at)
    wrong = any(struct.unpack_from("<H", book, at) != (_BEGIN,) for at in sheets)
    if wrong or len(sheets) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, DAMAGED)
    return sheets


def _records(book: bytes, start: int, name: str) -> Iterator[tuple[int, int, int]]:
    """Yield kind, offset and length of each record of the part at *start*, to its end."""
    at, depth, end = start, 0, len(book)
    count = 0
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", book, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if at + 4 + length > end:
            raise WorkbookUnreadable(name, DAMAGED)
        yield kind, at + 4, length
        if depth <= 0:
            return
        at += 4 + length
        count += 1
        refuse_if_too_many_tags(count, name, _RECORDS_AT_MOST)


def refuse_far_cells(parts: Mapping[str, bytes], name: str) -> None:
    """Refuse an .xlsb whose sheets reach too far.

    Raises:
        WorkbookUnreadable: beyond the limits of a form, or the records are broken.
    """
    extent = Extent(name)
    count = 0
    for path, part in parts.items():
        sheet = _SHEET_PART.fullmatch(path.lower()) is not None
        if not sheet and path.lower() not in _OTHER_PARTS:
            continue
        cells = row = rows = columns = 0
        for kind, at in _xlsb_records(part, name):
            count += 1
            refuse_if_too_many_tags(count, name, _RECORDS_AT_MOST)
            if kind == _ROW and sheet:
                row = _read_uint32(part, at)
            elif kind in _VALUES and sheet:
                column = _read_uint32(part, at)
                cells += 1
                rows, columns = max(rows, row + 1), max(columns, column + 1)
        extent.add(cells, rows, columns, path.rpartition("/")[2].removesuffix(".bin"))


def _read_uint32(part: bytes, at: int) -> int:
    return int.from_bytes(part[at : at + 4], "little")


def _xlsb_records(part: bytes, name: str) -> Iterator[tuple[int, int]]:
    """Yield kind and offset of each record; kind and length have one to four bytes each."""
    at, end = 0, len(part)
    try:
        while at < end:
            kind = part[at]
            at += 1
            if kind & 0x80:
                kind = kind & 0x7F | (part[at] & 0x7F) << 7
                at += 1
            length = shift = 0
            while True:
                byte = part[at]
                at += 1
                length |= (byte & 0x7F) << shift
                shift += 7
                if not byte & 0x80 or shift > 21:  # noqa: PLR2004 - four bytes of seven bits
                    break
            if at + length > end:
                raise WorkbookUnreadable(name, DAMAGED)
            yield kind, at
            at += length
    except IndexError as error:
        raise WorkbookUnreadable(name, DAMAGED) from error
