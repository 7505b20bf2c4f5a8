"""Read the old Office container (OLE, compound file): the streams directly in its root.

Names alone would mislead: a Word file with a table pasted from Excel holds a ``Workbook`` too, one
storage further down. Layout after [MS-CFB] 2.2 (header), 2.3 to 2.5 (sector chains), 2.6 (directory).
Every chain here ends: a sector is visited at most once. Names are compared without regard to case
[MS-CFB] 2.6.4: some exporters write them in capitals.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from pipeline.workbook.signatures import COMPOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SECTOR_SHIFT_AT: Final = 30  # the size of a sector, as a power of two
_DIRECTORY_AT: Final = 48  # the first sector of the directory
_MINI_CUTOFF_AT: Final = (
    56  # below this size a stream shares sectors; then the first sector of their table
)
_DIFAT_AT: Final = 68  # the next sector of the list of table sectors
_HEADER_DIFAT_AT: Final = 76  # where the first 109 sectors of the sector table are listed
_HEADER_DIFAT_ENTRIES: Final = 109
_FIRST_SPECIAL: Final = 0xFFFFFFFA  # this and above are marks, not sectors
_END_OF_CHAIN: Final = 0xFFFFFFFE
_NO_STREAM: Final = 0xFFFFFFFF
_ENTRY: Final = 128
_SIZES: Final = (9, 12)
_MINI_SECTOR: Final = 64
_LARGE_SECTOR: Final = 4096
_DIRECTORY_LOOKED_AT: Final = 8_192 * _ENTRY


def root_streams(content: bytes) -> frozenset[str]:
    """Return the names of the streams and storages in the root of *content*, in capitals.

    Empty where the directory can't be parsed: the file is cut off or damaged, or one of these entries is
    beyond the first 8,192 of its directory.
    """
    try:
        directory = _directory(content, _DIRECTORY_LOOKED_AT)
        top = _entry(directory, 0).child
        return frozenset(name.upper() for name, _ in _siblings(directory, top))
    except (struct.error, UnicodeDecodeError, ValueError):
        return frozenset()


def read_stream(content: bytes, name: str) -> bytes:
    """Return the stream *name* in the root.

    Raises:
        ValueError: there is none, or its sectors can't be followed to its end.
    """
    try:
        directory = _directory(content)
        root = _entry(directory, 0)
        found = {stored.upper(): at for stored, at in _siblings(directory, root.child)}
        if name.upper() not in found:
            raise ValueError(name)
        entry = _entry(directory, found[name.upper()])
        return _stream_data(content, root, entry)
    except struct.error as error:
        raise ValueError(name) from error


def single_stream_file(name: str, data: bytes) -> bytes:
    """Write a compound file with the one stream *name*, of *data*, and nothing else."""
    size = _LARGE_SECTOR  # of version 4: one list of table sectors is enough for 400 MB
    data = data.ljust(size, b"\x00")
    sectors = -(-len(data) // size)
    directory_at, data_at = 0, 1
    pages = -(-(1 + sectors + 1) // (size // 4)) + 1  # table sectors are last, and list themselves
    table = array("I", [_END_OF_CHAIN, *range(data_at + 1, data_at + sectors), _END_OF_CHAIN])
    tables = list(range(len(table), len(table) + pages))
    table.extend([0xFFFFFFFD] * pages)
    header = bytearray(size)
    header[:8] = COMPOUND
    struct.pack_into("<5H", header, 24, 0x3E, 4, 0xFFFE, 12, 6)
    struct.pack_into("<7I", header, 40, 1, pages, directory_at, 0, 4096, _END_OF_CHAIN, 0)
    struct.pack_into("<2I", header, _DIFAT_AT, _END_OF_CHAIN, 0)
    struct.pack_into(
        f"<{_HEADER_DIFAT_ENTRIES}I",
        header,
        _HEADER_DIFAT_AT,
        *tables,
        *[_NO_STREAM] * (_HEADER_DIFAT_ENTRIES - pages),
    )
    directory = _directory_entry("Root Entry", 5, 1, data_at, 0) + _directory_entry(
        name, 2, _NO_STREAM, data_at, len(data)
    )
    body = data.ljust(sectors * size, b"\x00")
    fat_sectors = table.tobytes().ljust(pages * size, b"\xff")
    return bytes(header) + directory.ljust(size, b"\x00") + body + fat_sectors


def _directory_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\x00") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    head += struct.pack("<3I", _NO_STREAM, _NO_STREAM, child)
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


def _stream_data(content: bytes, root: _Entry, entry: _Entry) -> bytes:
    mini_cutoff, table_at = struct.unpack_from("<2I", content, _MINI_CUTOFF_AT)
    size = _sector_size(content)
    table = _sector_table(content, size)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    def chained(first: int) -> bytes:
        return b"".join(map(sector, _chain(first, table.__getitem__)))

    if entry.size >= mini_cutoff:
        data = chained(entry.start)
    else:
        shared = chained(root.start)
        mini_table = array("I", chained(table_at))
        data = b"".join(
            shared[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR]
            for number in _chain(entry.start, mini_table.__getitem__)
        )
    if len(data) + size <= entry.size:  # some exporters leave the last sector short
        raise ValueError(entry.size)
    return data[: entry.size]


def _sector_table(content: bytes, size: int) -> array[int]:
    """Return the sector table (FAT): for each sector the one that follows it."""
    fat_sectors = list(struct.unpack_from(f"<{_HEADER_DIFAT_ENTRIES}I", content, _HEADER_DIFAT_AT))
    (more,) = struct.unpack_from("<I", content, _DIFAT_AT)
    last = size // 4 - 1

    def following(number: int) -> int:
        page = struct.unpack_from(f"<{last + 1}I", content, (number + 1) * size)
        fat_sectors.extend(page[:last])
        return int(page[last])

    for _ in _chain(more, following):
        pass
    pages = (
        content[(number + 1) * size : (number + 2) * size]
        for number in fat_sectors
        if number < _FIRST_SPECIAL
    )
    table = array("I")
    for page in pages:
        table.frombytes(page[: len(page) // 4 * 4])
        if len(table) * size > len(content) + size * size:  # sectors beyond the end of the file
            break
    return table


def _chain(first: int, following: Callable[[int], int]) -> Iterator[int]:
    """Yield the numbers from *first* on, each once.

    Raises:
        ValueError: one of them is not in the table.
    """
    visited: set[int] = set()
    number = first
    while number < _FIRST_SPECIAL and number not in visited:
        visited.add(number)
        yield number
        try:
            number = following(number)
        except IndexError as error:
            raise ValueError(number) from error


def _sector_size(content: bytes) -> int:
    (shift,) = struct.unpack_from("<H", content, _SECTOR_SHIFT_AT)
    if shift not in _SIZES:
        raise ValueError(shift)
    return 1 << int(shift)


def _directory(content: bytes, at_most: int | None = None) -> bytes:
    """Return the entries, as far as they can be followed: the first part is often enough.

    *at_most* limits their bytes.
    """
    size = _sector_size(content)
    table = struct.unpack_from(f"<{_HEADER_DIFAT_ENTRIES}I", content, _HEADER_DIFAT_AT)
    (first,) = struct.unpack_from("<I", content, _DIRECTORY_AT)

    def following(sector: int) -> int:
        page, place = divmod(sector, size // 4)
        if page >= _HEADER_DIFAT_ENTRIES:  # the directory of a file beyond 7 MB
            return _END_OF_CHAIN
        (number,) = struct.unpack_from("<I", content, (table[page] + 1) * size + place * 4)
        return int(number)

    numbers = islice(_chain(first, following), None if at_most is None else at_most // size)
    return b"".join(content[(n + 1) * size : (n + 2) * size] for n in numbers)


def _siblings(directory: bytes, top: int) -> Iterator[tuple[str, int]]:
    """Yield name and number of every entry in the tree that begins with entry number *top*."""
    wanted = [top]
    visited = {_NO_STREAM}
    while wanted:
        number = wanted.pop()
        if number in visited:
            continue
        visited.add(number)
        name, length = struct.unpack_from("<64sH", directory, number * _ENTRY)
        yield name[: max(length - 2, 0)].decode("utf-16-le"), number
        wanted += struct.unpack_from("<2I", directory, number * _ENTRY + 68)
