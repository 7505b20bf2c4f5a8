"""Correct the code page that an .xls states: its texts are Unicode, whatever the record says.

Since BIFF8 each text is UTF-16, or its low bytes where the high ones are zero [MS-XLS] 2.5.293; the
code page record (2.4.52) has no say. JExcelApi writes 1252 there, other exporters 936, and the
parsing library would decode by it.
"""

from __future__ import annotations

import struct
from typing import Final

_CODE_PAGE, _END = 0x0042, 0x000A
_UNICODE: Final = 1200


def state_unicode(book: bytes) -> bytes:
    """Return the stream of an .xls of BIFF8 with UTF-16 as its code page."""
    at = 0
    corrected = bytearray(book)
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _END:
            break
        if kind == _CODE_PAGE and 2 <= length <= len(book) - at - 4:  # noqa: PLR2004 - bytes of a number
            struct.pack_into("<H", corrected, at + 4, _UNICODE)
        at += 4 + length
    return bytes(corrected)
