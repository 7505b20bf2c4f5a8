"""What a file really is, from its bytes and not from its name."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from pipeline.model.arrival import Container

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: Final = (
    (b"%PDF", Container.PDF),
    (b"\x89PNG", Container.IMAGE),
    (b"\xff\xd8\xff", Container.IMAGE),
    (b"GIF8", Container.IMAGE),
    (b"BM", Container.IMAGE),
    (b"Rar!", Container.ARCHIVE),
    (b"7z\xbc\xaf", Container.ARCHIVE),
    (b"\x1f\x8b", Container.ARCHIVE),
)
# Names of streams in an OLE container (MS-CFB keeps them as UTF-16).
_STREAMS: Final = (
    ("EncryptedPackage", Container.ENCRYPTED),
    ("Workbook", Container.XLS),
    ("Book", Container.XLS),
    ("WordDocument", Container.WORD),
)
_HEAD: Final = 1024


def sniff(content: bytes) -> Container:
    """Say what *content* is; an unknown one is :attr:`Container.OTHER`, never a guess."""
    if not content:
        return Container.EMPTY
    if content.startswith(b"PK"):
        return _zipped(content)
    if content.startswith(_OLE):
        return _ole(content)
    for magic, container in _MAGIC:
        if content.startswith(magic):
            return container
    return _text(content)


def _zipped(content: bytes) -> Container:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            kind = package.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        # Cut off in copying: the reader says so, in words a clerk can act on.
        return Container.XLSX
    if "xl/workbook.bin" in names:
        return Container.XLSB
    if any(name.startswith("xl/") for name in names):
        return Container.XLSX
    if any(name.startswith("word/") for name in names):
        return Container.WORD
    return Container.ODS if b"opendocument.spreadsheet" in kind else Container.ARCHIVE


def _ole(content: bytes) -> Container:
    for stream, container in _STREAMS:
        if stream.encode("utf-16-le") in content:
            return container
    return Container.OTHER


def _text(content: bytes) -> Container:
    head = content[:_HEAD]
    if b"<html" in head.lower() or b"<!doctype html" in head.lower() or b"<table" in head.lower():
        return Container.HTML
    if b"\x00" in head:
        return Container.OTHER
    for encoding in ("utf-8", "gb18030"):
        try:
            content[:_HEAD].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(head) - 4:  # a character cut at the end of the head is no fault
                continue
        return Container.TEXT
    return Container.OTHER
