"""What the parsing library doesn't tell of the binary workbooks (.xls, .xlsb): errors and percentages.

An error value comes from it as an empty cell, 120% as 1.2; an answer would be lost or misread. Both
stand in the records of the cells, which are walked here. Records after [MS-XLS] 2.4 and [MS-XLSB] 2.4.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.package import relations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_PERCENTS: Final = frozenset({9, 10})  # 0% and 0.00%, which are built in
_SIGN: Final = "%"

# Of .xls: sheet, end, number format, cell format, and the cells.
_SHEET, _END, _FORMAT, _LOOK = 0x0085, 0x000A, 0x041E, 0x00E0
_FORMULA, _NUMBER, _ERROR, _SHORT, _SHORTS = 0x0006, 0x0203, 0x0205, 0x027E, 0x00BD
_NO_NUMBER: Final = (
    0xFFFF  # behind a formula's result that is a text, a truth or an error (2.5.133)
)
_RESULT_IS_ERROR: Final = 2

# Of .xlsb: row, cells, and what stands in the styles.
_WIDE_ROW, _WIDE_ERROR, _WIDE_FORMULA_ERROR = 0, 3, 11
_WIDE_NUMBERS: Final = frozenset({2, 5, 9})
_WIDE_FORMAT, _WIDE_LOOK, _WIDE_LOOKS, _WIDE_LOOKS_END = 44, 47, 617, 618
_WIDE_SHEET: Final = 156


@dataclass(slots=True)
class CellFlags:
    """The faulty cells of one sheet and those shown as a percentage, as a sheet's XML would tell them."""

    faults: dict[Address, str] = field(default_factory=dict)
    percentages: set[Address] = field(default_factory=set)


def xls_flags(book: bytes) -> dict[str, CellFlags]:
    """The marks by sheet of an .xls whose stream is *book*; none where its records can't be followed."""
    try:
        return _of_stream(book)
    except (struct.error, LookupError, ValueError):
        return {}


def xlsb_flags(parts: Mapping[str, bytes], name: str) -> dict[str, CellFlags]:
    """The marks of an .xlsb by sheet; none where its records can't be followed."""
    try:
        targets = relations(parts, "xl/workbook.bin", name)
        percents = _wide_percents(parts.get("xl/styles.bin", b""))
        return {
            title: _of_wide_sheet(parts[targets[key]], percents)
            for key, title in _wide_sheets(parts["xl/workbook.bin"])
            if targets.get(key) in parts
        }
    except (struct.error, LookupError, ValueError):
        return {}


def _of_stream(book: bytes) -> dict[str, CellFlags]:
    sheets: list[tuple[str, int]] = []
    codes = dict.fromkeys(_PERCENTS, _SIGN)
    looks: list[int] = []
    for kind, data in _records(book, 0):
        if kind == _SHEET:
            sheets.append((_text(data, 7, data[6]), struct.unpack_from("<I", data)[0]))
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", data)
            codes[number] = _text(data, 4, length)
        elif kind == _LOOK:
            looks.append(struct.unpack_from("<H", data, 2)[0])
    percents = frozenset(at for at, code in enumerate(looks) if _SIGN in codes.get(code, ""))
    return {title: _of_sheet(book, start, percents) for title, start in sheets}


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record from *at* to the end of its part."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        depth += (kind == 0x0809) - (kind == _END)  # noqa: PLR2004 - a chart begins inside a sheet
        if depth <= 0:
            return
        at += 4 + length


def _text(data: bytes, start: int, length: int) -> str:
    """A text whose first byte says whether each character has one byte or two."""
    wide = data[start] & 1
    raw = data[start + 1 : start + 1 + length * (1 + wide)]
    return raw.decode("utf-16-le" if wide else "latin-1")


def _of_sheet(book: bytes, start: int, percents: frozenset[int]) -> CellFlags:
    marks = CellFlags()
    for kind, data in _records(book, start):
        if kind in {_FORMULA, _NUMBER, _ERROR, _SHORT}:
            row, column, look = struct.unpack_from("<HHH", data)
            at = Address(row + 1, column + 1)
            fault = _fault(kind, data)
            if fault:
                marks.faults[at] = fault
            elif kind != _ERROR and look in percents:
                marks.percentages.add(at)
        elif kind == _SHORTS:
            row, first = struct.unpack_from("<HH", data)
            for column in range((len(data) - 6) // 6):
                if struct.unpack_from("<H", data, 4 + 6 * column)[0] in percents:
                    marks.percentages.add(Address(row + 1, first + column + 1))
    return marks


def _fault(kind: int, data: bytes) -> str:
    if kind == _ERROR:
        return _ERRORS.get(data[6], "#VALUE!") if data[7] else ""
    # A formula never calculated looks like one with an empty text for its result: nobody can tell.
    if kind == _FORMULA and struct.unpack_from("<H", data, 12)[0] == _NO_NUMBER:
        return _ERRORS.get(data[8], "#VALUE!") if data[6] == _RESULT_IS_ERROR else ""
    return ""


def _wide_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length, at = _length(part, at)
        yield kind, part[at : at + length]
        at += length


def _length(part: bytes, at: int) -> tuple[int, int]:
    length = shift = 0
    while True:
        byte = part[at]
        length |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80 or shift >= 28:  # noqa: PLR2004 - four bytes of seven bits
            return length, at


def _wide_text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end


def _wide_sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """The relation and the name of each sheet."""
    for kind, data in _wide_records(book):
        if kind == _WIDE_SHEET:
            key, end = _wide_text(data, 8)
            yield key, _wide_text(data, end)[0]


def _wide_percents(styles: bytes) -> frozenset[int]:
    percents = set(_PERCENTS)
    looks: list[int] = []
    inside = False
    for kind, data in _wide_records(styles):
        if kind == _WIDE_FORMAT and _SIGN in _wide_text(data, 2)[0]:
            percents.add(struct.unpack_from("<H", data)[0])
        inside = kind == _WIDE_LOOKS or (inside and kind != _WIDE_LOOKS_END)
        if inside and kind == _WIDE_LOOK:
            looks.append(struct.unpack_from("<H", data, 2)[0])
    return frozenset(at for at, code in enumerate(looks) if code in percents)


def _of_wide_sheet(part: bytes, percents: frozenset[int]) -> CellFlags:
    marks = CellFlags()
    row = 0
    for kind, data in _wide_records(part):
        if kind == _WIDE_ROW:
            (row,) = struct.unpack_from("<I", data)
        elif kind in {_WIDE_ERROR, _WIDE_FORMULA_ERROR} | _WIDE_NUMBERS:
            column, look = struct.unpack_from("<II", data)
            at = Address(row + 1, column + 1)
            if kind not in _WIDE_NUMBERS:
                marks.faults[at] = _ERRORS.get(data[8], "#VALUE!")
            elif look & 0xFFFFFF in percents:
                marks.percentages.add(at)
    return marks
