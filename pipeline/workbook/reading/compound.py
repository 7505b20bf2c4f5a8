"""The old Office container (OLE, compound file): what lies directly in its root.

Names alone would mislead: a Word file with a table pasted from Excel holds a ``Workbook`` too, one
storage further down. Layout after [MS-CFB] 2.2 (header), 2.3 to 2.5 (sector chains), 2.6 (directory).
Every chain here comes to an end: it bites its tail at most once.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIGNATURE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_SHIFT_AT: Final = 30  # the size of a sector, as a power of two
_DIRECTORY_AT: Final = 48  # the first sector of the directory
_SMALL_AT: Final = (
    56  # below this size a stream shares sectors; then the first sector of their table
)
_MORE_AT: Final = 68  # where the list of table sectors goes on
_FAT_SECTORS_AT: Final = 76  # where the first 109 sectors of the sector table are listed
_LISTED: Final = 109
_LAST: Final = 0xFFFFFFFA  # this and above are marks, not sectors
_END: Final = 0xFFFFFFFE
_NOBODY: Final = 0xFFFFFFFF
_ENTRY: Final = 128
_SIZES: Final = (9, 12)
_SMALL_SECTOR: Final = 64
_LARGE_SECTOR: Final = 4096


def root_streams(content: bytes) -> frozenset[str]:
    """The names of the streams and storages in the root of the compound file *content*.

    Empty when the directory can't be followed: the file is cut off or damaged.
    """
    try:
        directory = _directory(content)
        return frozenset(name for name, _ in _siblings(directory, _entry(directory, 0).child))
    except (struct.error, UnicodeDecodeError, ValueError):
        return frozenset()


def read_stream(content: bytes, name: str) -> bytes:
    """The stream called *name* in the root.

    Raises:
        ValueError: there is none, or its sectors can't be followed to its end.
    """
    try:
        directory = _directory(content)
        root = _entry(directory, 0)
        found = dict(_siblings(directory, root.child))
        if name not in found:
            raise ValueError(name)
        entry = _entry(directory, found[name])
        return _held(content, root, entry)
    except struct.error as error:
        raise ValueError(name) from error


def single_stream_file(name: str, held: bytes) -> bytes:
    """A compound file with the one stream *name*, of *held*, and nothing that could mislead."""
    size = _LARGE_SECTOR  # of version 4: one list of table sectors is enough for 400 MB
    held = held.ljust(size, b"\x00")
    sectors = -(-len(held) // size)
    directory_at, held_at = 0, 1
    pages = (
        -(-(1 + sectors + 1) // (size // 4)) + 1
    )  # table sectors stand last, and list themselves
    table = array("I", [_END, *range(held_at + 1, held_at + sectors), _END])
    tables = list(range(len(table), len(table) + pages))
    table.extend([0xFFFFFFFD] * pages)
    header = bytearray(size)
    header[:8] = SIGNATURE
    struct.pack_into("<5H", header, 24, 0x3E, 4, 0xFFFE, 12, 6)
    struct.pack_into("<7I", header, 40, 1, pages, directory_at, 0, 4096, _END, 0)
    struct.pack_into("<2I", header, _MORE_AT, _END, 0)
    struct.pack_into(
        f"<{_LISTED}I", header, _FAT_SECTORS_AT, *tables, *[_NOBODY] * (_LISTED - pages)
    )
    directory = _written("Root Entry", 5, 1, held_at, 0) + _written(
        name, 2, _NOBODY, held_at, len(held)
    )
    body = held.ljust(sectors * size, b"\x00")
    listed = table.tobytes().ljust(pages * size, b"\xff")
    return bytes(header) + directory.ljust(size, b"\x00") + body + listed


def _written(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    head += struct.pack("<3I", _NOBODY, _NOBODY, child)
    return (head.ljust(116, b"\x00") + struct.pack("<IQ", start, size)).ljust(_ENTRY, b"\x00")


@dataclass(frozen=True, slots=True)
class _Entry:
    child: int
    start: int
    size: int


def _entry(directory: bytes, number: int) -> _Entry:
    (child,) = struct.unpack_from("<I", directory, number * _ENTRY + 76)
    start, size = struct.unpack_from("<II", directory, number * _ENTRY + 116)
    return _Entry(child, start, size)


def _held(content: bytes, root: _Entry, entry: _Entry) -> bytes:
    small, table_at = struct.unpack_from("<2I", content, _SMALL_AT)
    size = _sector_size(content)
    table = _table(content, size)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def chained(first: int) -> bytes:
        return b"".join(map(sector, _chain(first, table.__getitem__)))

    if entry.size >= small:
        held = chained(entry.start)
    else:
        shared = chained(root.start)
        small_table = array("I", chained(table_at))
        held = b"".join(
            shared[number * _SMALL_SECTOR : (number + 1) * _SMALL_SECTOR]
            for number in _chain(entry.start, small_table.__getitem__)
        )
    if len(held) + size <= entry.size:  # some exporters leave the last sector short
        raise ValueError(entry.size)
    return held[: entry.size]


def _table(content: bytes, size: int) -> array[int]:
    """The sector table: for each sector the one that follows it."""
    listed = list(struct.unpack_from(f"<{_LISTED}I", content, _FAT_SECTORS_AT))
    (more,) = struct.unpack_from("<I", content, _MORE_AT)
    last = size // 4 - 1

    def following(number: int) -> int:
        page = struct.unpack_from(f"<{last + 1}I", content, (number + 1) * size)
        listed.extend(page[:last])
        return int(page[last])

    for _ in _chain(more, following):
        pass
    pages = (
        content[(number + 1) * size : (number + 2) * size] for number in listed if number < _LAST
    )
    table = array("I")
    for page in pages:
        table.frombytes(page[: len(page) // 4 * 4])
        if len(table) * size > len(content) + size * size:  # sectors beyond the end of the file
            break
    return table


def _chain(first: int, following: Callable[[int], int]) -> Iterator[int]:
    """The numbers from *first* on, each once.

    Raises:
        ValueError: one of them is not in the table.
    """
    seen: set[int] = set()
    number = first
    while number < _LAST and number not in seen:
        seen.add(number)
        yield number
        try:
            number = following(number)
        except IndexError as error:
            raise ValueError(number) from error


def _sector_size(content: bytes) -> int:
    (shift,) = struct.unpack_from("<H", content, _SHIFT_AT)
    if shift not in _SIZES:
        raise ValueError(shift)
    return 1 << int(shift)


def _directory(content: bytes) -> bytes:
    """The entries, as far as they can be followed: the first part is often enough."""
    size = _sector_size(content)
    table = struct.unpack_from(f"<{_LISTED}I", content, _FAT_SECTORS_AT)
    (first,) = struct.unpack_from("<I", content, _DIRECTORY_AT)

    def following(sector: int) -> int:
        page, place = divmod(sector, size // 4)
        if page >= _LISTED:  # the directory of a file beyond 7 MB
            return _END
        (number,) = struct.unpack_from("<I", content, (table[page] + 1) * size + place * 4)
        return int(number)

    sectors = (content[(n + 1) * size : (n + 2) * size] for n in _chain(first, following))
    return b"".join(sectors)


def _siblings(directory: bytes, top: int) -> Iterator[tuple[str, int]]:
    """Name and number of every entry in the tree that begins with entry number *top*."""
    wanted = [top]
    seen = {_NOBODY}
    while wanted:
        number = wanted.pop()
        if number in seen:
            continue
        seen.add(number)
        name, length = struct.unpack_from("<64sH", directory, number * _ENTRY)
        yield name[: max(length - 2, 0)].decode("utf-16-le"), number
        wanted += struct.unpack_from("<2I", directory, number * _ENTRY + 68)
