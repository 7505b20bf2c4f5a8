"""What a hostile case is: how its bytes are made, and what must come of it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file (来者不善的文件): the case in words, its maker, and words of the reason it is refused with.

    Where it is read all the same, ``cells`` are the values that must come out, in order, and ``words``
    say so in the documentation. A ``long`` one takes a second or so, for its size.
    """

    case: str
    make: Callable[[], bytes]
    words: str
    cells: tuple[object, ...] = ()
    read: bool = False
    long: bool = False


def by_hand(members: Sequence[tuple[bytes, bytes]], *, flags: int = 0) -> bytes:
    """A zip of stored members whose names are any bytes at all (APPNOTE 4.3)."""
    body, listed, at = [], [], 0
    for name, content in members:
        sizes = struct.pack("<3I", zlib.crc32(content), len(content), len(content))
        about = struct.pack("<5H", 20, flags, 0, 0, 0x21)
        place = struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, at)
        listed.append(b"PK\x01\x02" + struct.pack("<H", 20) + about + sizes + place + name)
        body.append(
            b"PK\x03\x04" + about + sizes + struct.pack("<2H", len(name), 0) + name + content
        )
        at += len(body[-1])
    count = len(members) & 0xFFFF
    end = struct.pack("<4H2IH", 0, 0, count, count, sum(map(len, listed)), at, 0)
    return b"".join([*body, *listed]) + b"PK\x05\x06" + end
