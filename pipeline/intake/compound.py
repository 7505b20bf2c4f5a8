"""The old Office container (OLE, compound file): which streams lie directly in its root.

Names alone would mislead: a Word file with a table pasted from Excel holds a ``Workbook`` too, one
storage further down. Layout after [MS-CFB] 2.2 (header), 2.3 (sector chains), 2.6 (directory).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_SHIFT_AT: Final = 30  # the size of a sector, as a power of two
_DIRECTORY_AT: Final = 48  # the first sector of the directory
_FAT_SECTORS_AT: Final = 76  # where the first 109 sectors of the sector table are listed
_LISTED: Final = 109
_LAST: Final = 0xFFFFFFFA  # this and above are marks, not sectors
_NOBODY: Final = 0xFFFFFFFF
_ENTRY: Final = 128
_SIZES: Final = (9, 12)


def root_streams(content: bytes) -> frozenset[str]:
    """The names of the streams and storages in the root of the compound file *content*.

    Empty when the directory can't be followed: the file is cut off or damaged.
    """
    try:
        directory = b"".join(_directory_sectors(content))
        _, _, top = struct.unpack_from("<3I", directory, 68)
        return frozenset(_siblings(directory, top))
    except (struct.error, UnicodeDecodeError, ValueError):
        return frozenset()


def _directory_sectors(content: bytes) -> Iterator[bytes]:
    (shift,) = struct.unpack_from("<H", content, _SHIFT_AT)
    if shift not in _SIZES:
        raise ValueError(shift)
    size = 1 << shift
    table = struct.unpack_from(f"<{_LISTED}I", content, _FAT_SECTORS_AT)
    (sector,) = struct.unpack_from("<I", content, _DIRECTORY_AT)
    seen: set[int] = set()
    while sector < _LAST and sector not in seen:  # a chain that bites its tail ends here
        seen.add(sector)
        yield content[(sector + 1) * size : (sector + 2) * size]
        page, place = divmod(sector, size // 4)
        if page >= _LISTED:  # the directory of a file beyond 7 MB; its first part is enough
            return
        (sector,) = struct.unpack_from("<I", content, (table[page] + 1) * size + place * 4)


def _siblings(directory: bytes, top: int) -> Iterator[str]:
    """Every name in the tree of entries that begins with entry number *top*."""
    wanted = [top]
    seen = {_NOBODY}
    while wanted:
        number = wanted.pop()
        if number in seen:
            continue
        seen.add(number)
        name, length = struct.unpack_from("<64sH", directory, number * _ENTRY)
        yield name[: max(length - 2, 0)].decode("utf-16-le")
        wanted += struct.unpack_from("<2I", directory, number * _ENTRY + 68)
