"""Read errors, percentages and long texts from the records of binary workbooks (.xls, .xlsb).

The parsing library returns an error value as an empty cell, 120% as 1.2, and of a formula's text
what fits into one record; an answer would be lost or misread. All are in the records of the cells,
which are parsed here. Records after [MS-XLS] 2.4 and [MS-XLSB] 2.4.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.package import BUILT_IN_PERCENTS, relations
from pipeline.workbook.reading.cells import ERROR_CODES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

_PERCENT_SIGN: Final = "%"
_PERCENT: Final = re.compile(_PERCENT_SIGN)
# Number formats that show days and times, those of Chinese among them (ECMA-376 Part 1, 18.8.30).
_BUILT_IN_DAYS: Final = (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))
_DAY_LETTERS: Final = re.compile("[dmyhsDMYHS]")

# Of .xls: sheet, end, number format, cell format, and the cells.
_SHEET, _END, _FORMAT, _CELL_FORMAT = 0x0085, 0x000A, 0x041E, 0x00E0
_FORMULA, _NUMBER, _ERROR, _RK, _MULTIPLE_RK = 0x0006, 0x0203, 0x0205, 0x027E, 0x00BD
_STRING, _CONTINUE = 0x0207, 0x003C  # the text of the formula before it, and the rest of the text
_NOT_A_NUMBER: Final = (
    0xFFFF  # behind a formula's result that is a text, a truth or an error (2.5.133)
)
_RESULT_IS_ERROR: Final = 2

# Of .xlsb: row, cells, and records of the styles.
_XLSB_ROW, _XLSB_ERROR, _XLSB_FORMULA_ERROR = 0, 3, 11
_XLSB_RICH_TEXT: Final = 62  # a text in the cell itself, which the library passes over
_XLSB_RK: Final = 2
_RK_BYTES: Final = 4
_XLSB_NUMBERS: Final = frozenset({2, 5, 9})
_XLSB_FORMAT, _XLSB_CELL_FORMAT, _XLSB_CELL_FORMATS, _XLSB_CELL_FORMATS_END = 44, 47, 617, 618
_XLSB_SHEET: Final = 156
_NO_TEXT: Final = 0xFFFFFFFF


@dataclass(slots=True)
class CellFlags:
    """List the faulty cells of one sheet, percentages, negative numbers, and texts of several records."""

    faults: dict[Address, str] = field(default_factory=dict)
    percentages: set[Address] = field(default_factory=set)
    negatives: dict[Address, float] = field(default_factory=dict)
    texts: dict[Address, str] = field(default_factory=dict)

    def add_number(self, at: Address, raw: bytes, *, percent: bool) -> None:
        """Note a percentage, or a negative number: as a date the library returns a time of day of it."""
        if percent:
            self.percentages.add(at)
        elif raw[-1] & 0x80:  # the sign of both ways to store a number
            self.negatives[at] = _number(raw)


def xls_flags(book: bytes) -> dict[str, CellFlags]:
    """Return the flags by sheet of the .xls stream *book*; empty where its records are broken."""
    try:
        return _flags_of_xls(book)
    except (struct.error, LookupError, ValueError):
        return {}


def xlsb_flags(parts: Mapping[str, bytes], name: str) -> dict[str, CellFlags]:
    """Return the flags by sheet of an .xlsb; empty where its records are broken."""
    try:
        targets = relations(parts, "xl/workbook.bin", name)
        percents = _xlsb_formats(parts.get("xl/styles.bin", b""), BUILT_IN_PERCENTS, _PERCENT)
        return {
            title: _flags_of_xlsb_sheet(parts[targets[key]], percents)
            for key, title in xlsb_sheets(parts["xl/workbook.bin"])
            if targets.get(key) in parts
        }
    except (struct.error, LookupError, ValueError):
        return {}


def _flags_of_xls(book: bytes) -> dict[str, CellFlags]:
    sheets: list[tuple[str, int]] = []
    codes = dict.fromkeys(BUILT_IN_PERCENTS, _PERCENT_SIGN)
    formats: list[int] = []
    for kind, data in _records(book, 0):
        if kind == _SHEET:
            sheets.append((_text(data, 7, data[6]), struct.unpack_from("<I", data)[0]))
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", data)
            codes[number] = _text(data, 4, length)
        elif kind == _CELL_FORMAT:
            formats.append(struct.unpack_from("<H", data, 2)[0])
    percents = frozenset(
        at for at, code in enumerate(formats) if _PERCENT_SIGN in codes.get(code, "")
    )
    return {title: _flags_of_sheet(book, start, percents) for title, start in sheets}


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record from *at* to the end of its part."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        depth += (kind == 0x0809) - (kind == _END)  # noqa: PLR2004 - a chart begins inside a sheet
        if depth <= 0:
            return
        at += 4 + length


def _text(data: bytes, start: int, length: int) -> str:
    """Parse a text whose first byte states whether each character has one byte or two."""
    wide = data[start] & 1
    raw = data[start + 1 : start + 1 + length * (1 + wide)]
    return raw.decode("utf-16-le" if wide else "latin-1")


def _flags_of_sheet(book: bytes, start: int, percents: frozenset[int]) -> CellFlags:
    flags = CellFlags()
    text = _LongText()
    for kind, data in _records(book, start):
        if kind in {_FORMULA, _NUMBER, _ERROR, _RK}:
            row, column, cell_format = struct.unpack_from("<HHH", data)
            at = text.at = Address(row + 1, column + 1)
            fault = _fault(kind, data)
            if fault:
                flags.faults[at] = fault
            elif kind != _ERROR:
                raw = data[6:10] if kind == _RK else data[6:14]
                flags.add_number(at, raw, percent=cell_format in percents)
        elif kind == _MULTIPLE_RK:
            for at, cell_format, raw in _several(data):
                flags.add_number(at, raw, percent=cell_format in percents)
        elif kind in {_STRING, _CONTINUE} and text.add(kind, data):
            flags.texts[text.at] = text.text
    return flags


def _number(raw: bytes) -> float:
    """Parse a number of eight bytes, or of four (RkNumber, 2.5.217): whole or the head of the eight.

    The mark of a formula's result that is none (0xFFFF) is not a number.
    """
    if len(raw) != _RK_BYTES:
        return float(struct.unpack("<d", raw)[0])
    (bits,) = struct.unpack("<i", raw)
    (head,) = struct.unpack("<d", struct.pack("<ii", 0, bits & ~3))
    number = float(bits >> 2) if bits & 2 else float(head)
    return number / 100 if bits & 1 else number


def _several(data: bytes) -> Iterator[tuple[Address, int, bytes]]:
    """Yield address, format and number of each cell of a record with several."""
    row, first = struct.unpack_from("<HH", data)
    for column in range((len(data) - 6) // 6):
        (cell_format,) = struct.unpack_from("<H", data, 4 + 6 * column)
        yield (
            Address(row + 1, first + column + 1),
            cell_format,
            data[6 + 6 * column : 10 + 6 * column],
        )


@dataclass(slots=True)
class _LongText:
    """Collect a formula's text that continues in further records (2.5.293), each with a separate width."""

    at: Address = field(default_factory=lambda: Address(1, 1))
    text: str = ""
    _length: int = 0

    def add(self, kind: int, data: bytes) -> bool:
        """Add a record; return whether it completes a text that one record couldn't hold."""
        if kind == _STRING:
            (self._length,) = struct.unpack_from("<H", data)
            self.text = _text(data, 2, self._length)
            return False
        missing = self._length - len(self.text)
        if missing > 0:
            self.text += _text(data, 0, missing)
        return missing > 0 and len(self.text) == self._length


def _fault(kind: int, data: bytes) -> str:
    if kind == _ERROR:
        return ERROR_CODES.get(data[6], "#VALUE!") if data[7] else ""
    # A formula never calculated can't be distinguished from one whose result is an empty text.
    if kind == _FORMULA and struct.unpack_from("<H", data, 12)[0] == _NOT_A_NUMBER:
        return ERROR_CODES.get(data[8], "#VALUE!") if data[6] == _RESULT_IS_ERROR else ""
    return ""


def _xlsb_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    for kind, data, _, _ in _xlsb_places(part):
        yield kind, data


def _xlsb_places(part: bytes) -> Iterator[tuple[int, bytes, int, int]]:
    """Yield kind and content of each record, and where it begins and ends."""
    at = 0
    while at < len(part):
        start = at
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length, at = _read_length(part, at)
        yield kind, part[at : at + length], start, at + length
        at += length


def _read_length(part: bytes, at: int) -> tuple[int, int]:
    length = shift = 0
    while True:
        byte = part[at]
        length |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if not byte & 0x80 or shift >= 28:  # noqa: PLR2004 - four bytes of seven bits
            return length, at


def _xlsb_text(data: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    return data[at + 4 : end].decode("utf-16-le"), end


def without_whole_days(part: bytes, formats: Collection[int]) -> bytes:
    """Return a sheet whose whole numbers in the cell *formats* are stored as other numbers are."""
    written: list[bytes] = []
    done = 0
    for kind, data, start, end in _xlsb_places(part):
        if kind == _XLSB_RK and struct.unpack_from("<I", data, 4)[0] & 0xFFFFFF in formats:
            written += (part[done:start], b"\x05\x10", data[:8])
            written.append(struct.pack("<d", _number(data[8:12])))
            done = end
    return b"".join([*written, part[done:]])


def xlsb_day_formats(styles: bytes) -> frozenset[int]:
    """Return the cell formats that may show a day or a time, by their numbers."""
    return _xlsb_formats(styles, _BUILT_IN_DAYS, _DAY_LETTERS)


def xlsb_sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """Yield relation and name of each sheet; what has no relation (a module of a macro) is left out."""
    for kind, data in _xlsb_records(book):
        if kind == _XLSB_SHEET and struct.unpack_from("<I", data, 8) != (_NO_TEXT,):
            key, end = _xlsb_text(data, 8)
            yield key, _xlsb_text(data, end)[0]


def _xlsb_formats(
    styles: bytes, built_in: Iterable[int], letters: re.Pattern[str]
) -> frozenset[int]:
    """Return the cell formats whose number format is *built_in* or has one of the *letters*."""
    wanted = set(built_in)
    formats: list[int] = []
    inside = False
    for kind, data in _xlsb_records(styles):
        if kind == _XLSB_FORMAT and letters.search(_xlsb_text(data, 2)[0]):
            wanted.add(struct.unpack_from("<H", data)[0])
        inside = kind == _XLSB_CELL_FORMATS or (inside and kind != _XLSB_CELL_FORMATS_END)
        if inside and kind == _XLSB_CELL_FORMAT:
            formats.append(struct.unpack_from("<H", data, 2)[0])
    return frozenset(at for at, code in enumerate(formats) if code in wanted)


def _flags_of_xlsb_sheet(part: bytes, percents: frozenset[int]) -> CellFlags:
    flags = CellFlags()
    row = 0
    for kind, data in _xlsb_records(part):
        if kind == _XLSB_ROW:
            (row,) = struct.unpack_from("<I", data)
        elif kind in {_XLSB_ERROR, _XLSB_FORMULA_ERROR} | _XLSB_NUMBERS:
            column, cell_format = struct.unpack_from("<II", data)
            at = Address(row + 1, column + 1)
            if kind not in _XLSB_NUMBERS:
                flags.faults[at] = ERROR_CODES.get(data[8], "#VALUE!")
            else:
                raw = data[8:12] if kind == _XLSB_RK else data[8:16]
                flags.add_number(at, raw, percent=cell_format & 0xFFFFFF in percents)
        elif kind == _XLSB_RICH_TEXT:
            (column,) = struct.unpack_from("<I", data)
            flags.texts[Address(row + 1, column + 1)] = _xlsb_text(data, 9)[0]
    return flags
