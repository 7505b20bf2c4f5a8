"""Builders of files that are not what they seem: packages, and compound files drawn by hand."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE


def package(*members: str, **texts: bytes) -> bytes:
    """A zip of empty *members*, and of *texts* by name."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in [*texts.items(), *((name, b"") for name in members)]:
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def compound_file(*streams: str, nested: tuple[str, ...] = ()) -> bytes:
    """A compound file [MS-CFB]: *streams* in the root, *nested* in a storage called ObjectPool."""
    names = [*streams, *(["ObjectPool", *nested] if nested else [])]
    entries = [_entry("Root Entry", 5, child=1 if names else _FREE)]
    for number, name in enumerate(names, start=1):
        storage = number == len(streams) + 1
        first_nested = number + 1 if storage else _FREE
        right_sibling = number + 1 if number < len(names) and not storage else _FREE
        entries.append(_entry(name, 1 if storage else 2, right=right_sibling, child=first_nested))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\x00")
    sectors = len(directory) // 512
    table = [0xFFFFFFFD, *range(2, sectors + 1), _END]
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[_FREE] * 108)
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return bytes(header) + fat + directory


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    head = text.ljust(64, b"\x00") + struct.pack("<HBB3I", len(text), kind, 1, _FREE, right, child)
    return head.ljust(128, b"\x00")
