"""Determine the encoding of a workbook of before Excel 97, whose texts are in a code page (代码页).

An export component writes 1252 by default and the bytes of GBK all the same; the bytes decide.
Records after Microsoft's “Excel 97 Developer's Kit” (BIFF5).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_GBK: Final = "gb18030"
_CODE_PAGE, _LABEL, _RICH_LABEL, _BOUND_SHEET = 0x0042, 0x0204, 0x00D6, 0x0085
_CHINESE: Final = 936
# Western code pages, which exporters write without a thought: of Windows, ASCII, the Macintosh.
_BY_DEFAULT: Final = frozenset({1252, 367, 32768, 32769, 10000, 1200})
# Characters of GB 2312 among ASCII; accented letters of the West seldom come two by two.
_GB_2312: Final = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])*")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_MOST: Final = 0.9


def encoding_of(book: bytes) -> str | None:
    """Return GB 18030 where the stream *book* states GBK or nothing, or where its texts show it; else ``None``.

    BIFF2 to 4 seldom state a code page.
    """
    stated = next(
        (struct.unpack_from("<H", data)[0] for kind, data in _records(book) if kind == _CODE_PAGE),
        _CHINESE,
    )
    chinese = stated == _CHINESE or (stated in _BY_DEFAULT and _is_chinese(book))
    return _GBK if chinese else None


def _is_chinese(book: bytes) -> bool:
    texts = [text for text in _texts(book) if _HIGH.search(text)]
    pairs = sum(_GB_2312.fullmatch(text) is not None for text in texts)
    return pairs > len(texts) * _MOST


def _texts(book: bytes) -> Iterator[bytes]:
    for kind, data in _records(book):
        if kind in {_LABEL, _RICH_LABEL}:
            yield data[8:]
        elif kind == _BOUND_SHEET:
            yield data[7:]


def _records(book: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if length >= 2:  # noqa: PLR2004 - shorter ones hold neither a number nor a text
            yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length
