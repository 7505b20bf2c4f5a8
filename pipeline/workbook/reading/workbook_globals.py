"""Correct in an .xls what the parsing library would misread in the part before the sheets.

Code page: since BIFF8 each text is UTF-16, or its low bytes where the high ones are zero [MS-XLS]
2.5.293, independent of what the record (2.4.52) states. JExcelApi writes 1252 there, other exporters 936, and
the library would decode by it.

Number formats: the library passes over one whose number is not among those of 2.4.126, and takes the
built-in format of that number in its place, by which an amount becomes a date.

Formulas: some exporters write the kind that older versions had (BIFF3 and 4), with the content of today;
spreadsheet programs read them, the library passes over them.
"""

from __future__ import annotations

import re
import struct
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE_PAGE, _FORMAT, _CELL_FORMAT, _END = 0x0042, 0x041E, 0x00E0, 0x000A
_FORMULA: Final = 0x0006
_OLD_FORMULAS: Final = frozenset({0x0206, 0x0406})
# Kind, a length below 8,224, a row, a column below 256: most workbooks have nothing that looks so.
_OLD_FORMULA_BYTES: Final = re.compile(rb"\x06[\x02\x04].[\x00-\x20]...\x00", re.DOTALL)
_UNICODE: Final = 1200
_OWN_FORMATS: Final = range(164, 383)
_USUAL_FORMATS: Final = frozenset(
    chain(range(5, 9), range(23, 27), range(41, 45), range(63, 67), _OWN_FORMATS)
)


def corrected_globals(book: bytes) -> bytes:
    """Return the stream of an .xls of BIFF8 with UTF-16 as its code page, usual formats and formulas."""
    corrected = bytearray(book)
    for kind, at in _records(book, to_end=True) if _OLD_FORMULA_BYTES.search(book) else ():
        if kind in _OLD_FORMULAS:
            struct.pack_into("<H", corrected, at - 4, _FORMULA)
    for kind, at in _records(book):
        if kind == _CODE_PAGE:
            struct.pack_into("<H", corrected, at, _UNICODE)
    renumbered = _renumbered(book)
    for kind, at in _records(book) if renumbered else ():
        # A number format begins with its number; a cell's format with its font's, then the number.
        if kind in {_FORMAT, _CELL_FORMAT}:
            place = at + 2 * (kind == _CELL_FORMAT)
            (number,) = struct.unpack_from("<H", book, place)
            struct.pack_into("<H", corrected, place, renumbered.get(number, number))
    return bytes(corrected)


def _renumbered(book: bytes) -> dict[int, int]:
    """Return a free usual number for each unusual one that a number format has."""
    numbers = {
        struct.unpack_from("<H", book, at)[0] for kind, at in _records(book) if kind == _FORMAT
    }
    free = (number for number in _OWN_FORMATS if number not in numbers)
    return dict(zip(sorted(numbers - _USUAL_FORMATS), free, strict=False))


def _records(book: bytes, *, to_end: bool = False) -> Iterator[tuple[int, int]]:
    """Yield kind and offset of the records that hold a number or more: before the sheets, or of all."""
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _END and not to_end:
            return
        if (length >= 4 or (kind == _CODE_PAGE and length == 2)) and at + 4 + length <= len(book):  # noqa: PLR2004 - bytes
            yield kind, at + 4
        at += 4 + length
