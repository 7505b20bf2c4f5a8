"""Ways to spoil a file: bytes, numbers in headers, members of a package, tokens of XML."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from pipeline.workbook.package import ZIP_BROKEN
from pipeline.workbook.reading.compound import read_stream, single_stream_file
from pipeline.workbook.signatures import COMPOUND

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    Mutation = Callable[[bytes, random.Random], bytes]

LONGEST: Final = 400_000  # a file that grew by doubling itself is cut off here
_ODD_BYTES: Final = (0, 1, 0x20, 0x7F, 0x80, 0xFE, 0xFF, 0x3C, 0x22, 0x26, 0x2C, 0x0A)
_ODD_NUMBERS: Final = (
    0,
    1,
    0x7F,
    0xFF,
    0x7FFF,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0xFFFFFFFE,
    0xFFFFFFFF,
)
_ODD_TEXTS: Final = (
    b"", b"0", b"-1", b"1048576", b"16384", b"99999999999", b"1e400", b"NaN", b"XFD1048576", b"A0", b"A1:XFD1048576",
    b"../../x", b"\xef\xbf\xbd", b"&#0;", b"&a;", b"true", b"rId1", b"%", b"s", b"e", b"str", b"inlineStr", b"\x00",
    "〇".encode(), b"1900-02-30", b"4294967297", b"=cmd|'/C calc'!A0",
)  # fmt: skip
_TOKEN: Final = re.compile(rb"<[^<>]{0,400}>|[^<>]{1,400}")
_VALUE: Final = re.compile(rb'"[^"<>]{0,200}"')


def flip(content: bytes, chance: random.Random) -> bytes:
    """A few bits turned."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def overwrite(content: bytes, chance: random.Random) -> bytes:
    """A few bytes that mean something in one format or the other."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.choice(_ODD_BYTES)
    return bytes(spoilt)


def number(content: bytes, chance: random.Random) -> bytes:
    """A number of two or four bytes, as headers hold them, put to an extreme."""
    form = chance.choice(("<H", "<I"))
    size = struct.calcsize(form)
    if len(content) < size:
        return content
    # Headers stand at the beginning, a package's list at the end.
    near = chance.choice((len(content), 600, 600))
    at = chance.randrange(min(near, len(content)) - size + 1)
    at = at if chance.random() < 0.7 else len(content) - size - at
    value = chance.choice(_ODD_NUMBERS) & (256**size - 1)
    return content[:at] + struct.pack(form, value) + content[at + size :]


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end is missing, or a piece of the middle."""
    begin = chance.randrange(len(content) + 1)
    if chance.random() < 0.5:
        return content[:begin]
    return content[:begin] + content[begin + chance.choice((1, 4, 16, 512, 4096)) :]


def double(content: bytes, chance: random.Random) -> bytes:
    """A piece is repeated, once or very often."""
    if not content:
        return content
    begin = chance.randrange(len(content))
    piece = content[begin : begin + chance.choice((1, 8, 64, 512))]
    return content[:begin] + piece * chance.choice((2, 3, 100)) + content[begin:]


def token(content: bytes, chance: random.Random) -> bytes:
    """A tag, a text or an attribute of XML taken away, doubled, moved or put to an extreme."""
    tokens = _TOKEN.findall(content)
    if not tokens:
        return overwrite(content, chance)
    at = chance.randrange(len(tokens))
    kind = chance.randrange(5)
    if kind == 0:
        del tokens[at]
    elif kind == 1:
        tokens[at:at] = [tokens[at]] * chance.choice((1, 2, 300))
    elif kind == 2:
        other = chance.randrange(len(tokens))
        tokens[at], tokens[other] = tokens[other], tokens[at]
    elif b"=" in tokens[at]:
        odd = chance.choice(_ODD_TEXTS)
        tokens[at] = _VALUE.sub(
            lambda _: b'"' + odd + b'"', tokens[at], count=chance.choice((0, 1))
        )
    elif not tokens[at].startswith(b"<"):
        tokens[at] = chance.choice(_ODD_TEXTS)
    return b"".join(tokens)


def member(content: bytes, chance: random.Random) -> bytes:
    """One member of a package is spoilt, dropped, doubled or renamed, and the checksums are right."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
    except ZIP_BROKEN:
        return number(content, chance)
    if not parts:
        return content
    at = chance.randrange(len(parts))
    name, part = parts[at]
    kind = chance.randrange(12)
    if kind == 0:
        del parts[at]
    elif kind == 1:
        parts.append((name, part[::-1]))
    elif kind == 2:
        parts[at] = (
            chance.choice(("../x", "XL/WORKBOOK.XML", "a" * 300, "\u202ex.xlsx", "mimetype")),
            part,
        )
    else:
        textual = part.lstrip(b"\xef\xbb\xbf").startswith(b"<")
        spoil = chance.choice((token, token, token, *PLAIN) if textual else (*PLAIN, member))
        parts[at] = (name, spoil(part, chance))
    return zipped(parts, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))


def records(content: bytes, chance: random.Random) -> bytes:
    """The records of an .xls spoilt, in a container that is whole."""
    try:
        held = read_stream(content, "Workbook")
    except ValueError:
        return number(content, chance)
    return single_stream_file("Workbook", chance.choice(PLAIN)(held, chance))


def zipped(parts: Sequence[tuple[str, bytes]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of *parts* in that order; two may have one name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as package:
        for name, part in parts:
            info = zipfile.ZipInfo(name)
            info.compress_type = packing
            package.NameToInfo.pop(name, None)  # or the library would warn of the second
            package.writestr(info, part)
    return stream.getvalue()


PLAIN: Final[tuple[Mutation, ...]] = (flip, overwrite, number, number, cut, double)


def spoilt(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """One of *seeds* spoilt in one to four ways, now and then after a graft from another."""
    content = chance.choice(seeds)
    if chance.random() < 0.05:
        other = chance.choice(seeds)
        content = (
            content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other)) :]
        )
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        packed = content.startswith(b"PK")
        marked = content.lstrip().startswith(b"<")
        ways: tuple[Mutation, ...] = PLAIN
        if packed:
            ways = (member,) * 12 + PLAIN
        elif marked:
            ways = (token,) * 12 + PLAIN
        elif content.startswith(COMPOUND):
            ways = (records,) * 12 + PLAIN
        content = chance.choice(ways)(content, chance)[:LONGEST]
    return content
