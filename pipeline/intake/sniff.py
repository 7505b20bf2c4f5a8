"""Detect what a file is by its bytes: names mislead (.xls that is a web page, encrypted .xlsx)."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

from pipeline.model.arrival import Container
from pipeline.workbook.limits import FILE_AT_MOST
from pipeline.workbook.package import ZIP_BROKEN, TooManyMembers, open_zip
from pipeline.workbook.reading.compound import root_streams
from pipeline.workbook.signatures import BARE_BIFF, COMPOUND, EMPTY_ZIP, ZIP

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from zipfile import ZipFile

# By the bytes a file begins with.
_SIGNATURES: Final = (
    (b"Rar!\x1a\x07", Container.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Container.ARCHIVE),
    (b"\x1f\x8b", Container.ARCHIVE),
    (b"BZh", Container.ARCHIVE),
    (b"\xfd7zXZ\x00", Container.ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", Container.IMAGE),
    (b"\xff\xd8\xff", Container.IMAGE),
    (b"GIF8", Container.IMAGE),
    (b"II*\x00", Container.IMAGE),
    (b"MM\x00*", Container.IMAGE),
    (b"{\\rtf", Container.WORD),
    # BIFF files of Excel 2 to 4 have no container; every later .xls is a compound file.
    *((signature, Container.XLS) for signature in BARE_BIFF),
)
_HEAD: Final = 4096
_LOG: Final = logging.getLogger(__name__)
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument."
_MIMETYPE_BYTES: Final = 100
_TYPES_BYTES: Final = 64 * 1024
# The type of a package's main part (ECMA-376 Part 1, 12.3.23; [MS-XLSB] 2.1.7.61).
_DECLARED: Final = (
    (b"ms-excel.sheet.binary.macroEnabled.main", Container.XLSB),
    (b"spreadsheetml.sheet.main+xml", Container.XLSX),
    (b"ms-excel.sheet.macroEnabled.main+xml", Container.XLSX),
)
_STREAMS: Final = (
    ("EncryptedPackage", Container.ENCRYPTED),
    ("Workbook", Container.XLS),
    ("Book", Container.XLS),
    ("WordDocument", Container.WORD),
    ("__properties_version1.0", Container.OUTLOOK),  # [MS-OXMSG] 2.4
)
_WORKBOOK_MARKS: Final = (
    "Workbook".encode("utf-16-le"),
    b"\x09\x08\x10\x00\x00\x06\x05\x00",  # BOF of BIFF8 and of BIFF5 [MS-XLS] 2.4.21
    b"\x09\x08\x08\x00\x00\x05\x05\x00",
)
_HTML: Final = re.compile(rb"<(!doctype html|html|head|meta|table|body)\b", re.IGNORECASE)
# The first lines of a message (RFC 5322): fields, one of which only mail programs write.
_MAIL: Final = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_FIELD: Final = re.compile(
    rb"^(?:mime-version|message-id|received|return-path):", re.IGNORECASE | re.MULTILINE
)
_SPREADSHEETML: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")


def sniff(content: bytes) -> Container:
    """Return what *content* is; for a damaged workbook, the kind of workbook that it was."""
    if not content:
        return Container.EMPTY
    if content.startswith((ZIP, EMPTY_ZIP)):
        return _sniff_zip(content)
    if content.startswith(COMPOUND):
        return _sniff_compound(content)
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:  # ISO 32000-1, annex H: readers look so far for it
        return Container.PDF
    by_signature = next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)
    if by_signature is None and _is_modern_image(head):
        return Container.IMAGE
    return by_signature or _sniff_text(head)


def sniff_file(path: Path) -> Container:
    """Return what the file at *path* is; of one larger than any form, only the beginning is read.

    A file on which the detection itself fails is of an unknown kind: it must be stored all the same.

    Raises:
        OSError: it can't be read.
    """
    with path.open("rb") as stream:
        content = stream.read(FILE_AT_MOST + 1)
    try:
        return sniff(content if len(content) <= FILE_AT_MOST else content[:_HEAD])
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - no content may keep a file from being stored
        _LOG.exception("看不出 %s 是什么文件", path.name)
        return Container.OTHER


def _is_modern_image(head: bytes) -> bool:
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return webp or head[4:12] in {b"ftypheic", b"ftypmif1", b"ftypheix"}  # photographs of phones


def _sniff_zip(content: bytes) -> Container:
    try:
        with open_zip(content) as package:
            names = {_normalize_path(name) for name in package.namelist()}
            mimetype = _first_bytes(package, "mimetype", _MIMETYPE_BYTES)
            types = _first_bytes(package, "[Content_Types].xml", _TYPES_BYTES)
    except TooManyMembers:
        return Container.ZIP
    except ZIP_BROKEN:
        # Cut off: the list at the end is gone, but each member still begins with its name.
        names = {"xl/workbook.xml"} if b"xl/" in content else set()
        mimetype = types = b""
    if mimetype.startswith(_OPEN_DOCUMENT):
        kind = mimetype.removeprefix(_OPEN_DOCUMENT)
        return Container.ODS if kind.startswith(b"spreadsheet") else _other_document(kind)
    # A workbook may be in any folder, under any name: what the package declares tells.
    declared = next((kind for word, kind in _DECLARED if word in types.replace(b"\x00", b"")), None)
    found = _by_members(names)
    return found if found is Container.WORD else declared or found


def _by_members(names: Collection[str]) -> Container:
    if "xl/workbook.bin" in names:
        return Container.XLSB
    if any(name.startswith("xl/") for name in names):
        return Container.XLSX
    if any(name.startswith("word/") for name in names):
        return Container.WORD
    if {"content.xml", "meta-inf/manifest.xml"} <= set(
        names
    ):  # OpenDocument without its first member
        return Container.ODS
    package = "[content_types].xml" in names or "ofd.xml" in names  # slides; the national OFD
    return Container.OTHER if package else Container.ZIP


def _other_document(kind: bytes) -> Container:
    return Container.WORD if kind.startswith(b"text") else Container.OTHER


def _normalize_path(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()  # some exporters write Windows paths


def _first_bytes(package: ZipFile, name: str, count: int) -> bytes:
    if name not in package.namelist():
        return b""
    with package.open(name) as member:
        return member.read(count)


def _sniff_compound(content: bytes) -> Container:
    streams = root_streams(content)
    found = next((kind for name, kind in _STREAMS if name.upper() in streams), None)
    if found is not None or streams:
        return found or Container.OTHER
    # Cut off: the directory is gone, but the workbook begins as every workbook does.
    damaged = any(mark in content for mark in _WORKBOOK_MARKS)
    return Container.XLS if damaged else Container.OTHER


def _sniff_text(head: bytes) -> Container:
    if _MAIL.match(head) and _MAIL_FIELD.search(head):
        return Container.MAIL
    if any(_SPREADSHEETML.encode(name) in head for name in ("ascii", "utf-16-le", "utf-16-be")):
        return Container.XML
    if _HTML.search(head[:1024]):
        return Container.HTML
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        if encoding == "utf-16" and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        # A character cut in two by the limit is no sign of anything: leave the last few bytes.
        text = head.decode(encoding, "replace").rstrip("\ufffd")
        if text and not _BINARY.search(text):
            return Container.TEXT
    return Container.OTHER
