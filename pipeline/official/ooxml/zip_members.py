"""Replace members of a zip package; the compressed bytes of the others are copied.

The package is one that :mod:`zipfile` wrote without comments, data descriptors and ZIP64.
Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3.7, 4.3.12, 4.3.16)
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIZES: Final = struct.Struct("<LLL")  # CRC-32, compressed size, size
_SIZES_IN_HEADER: Final = 14
_SIZES_IN_ENTRY: Final = 16
_OFFSET_IN_ENTRY: Final = 42
_NAME_IN_HEADER: Final = 30
_NAME_IN_ENTRY: Final = 46
_END: Final = struct.Struct("<LL")  # size and offset of the directory
_END_AT: Final = -10
_END_SIZE: Final = 22


def replace_members(package: bytes, contents: Mapping[str, bytes]) -> bytes:
    """Return *package* with the *contents* of some members replaced, in the same order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = archive.infolist()
        directory = archive.start_dir
    body, entries = bytearray(), bytearray()
    entry_at = directory
    ends = [member.header_offset for member in members[1:]] + [directory]
    for member, end in zip(members, ends, strict=True):
        name = len(member.filename.encode())
        entry = bytearray(package[entry_at : entry_at + _NAME_IN_ENTRY + name])
        entry_at += len(entry)
        struct.pack_into("<L", entry, _OFFSET_IN_ENTRY, len(body))
        if member.filename in contents:
            content = contents[member.filename]
            packed = _deflated(content)
            sizes = (zlib.crc32(content), len(packed), len(content))
            _SIZES.pack_into(entry, _SIZES_IN_ENTRY, *sizes)
            start = member.header_offset
            header = bytearray(package[start : start + _NAME_IN_HEADER + name])
            _SIZES.pack_into(header, _SIZES_IN_HEADER, *sizes)
            body += header + packed
        else:
            body += package[member.header_offset : end]
        entries += entry
    tail = bytearray(package[-_END_SIZE:])
    _END.pack_into(tail, _END_SIZE + _END_AT, len(entries), len(body))
    return bytes(body + entries + tail)


def _deflated(content: bytes) -> bytes:
    """Compress as :mod:`zipfile` does by default."""
    deflate = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(content) + deflate.flush()
