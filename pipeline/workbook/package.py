"""Read and write an .xlsx as a package of parts (ECMA-376 Part 2), within limits."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from lxml import etree

from pipeline.workbook.errors import WorkbookUnreadable, raise_if_short_of_memory
from pipeline.workbook.limits import refuse_if_too_many_tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

PARTS_AT_MOST: Final = 2_000
_ENTRY_SIGNATURE: Final = b"PK\x01\x02"  # what each entry of the list begins with (APPNOTE 4.3.12)
_ENTRIES_AT_MOST: Final = 70_000  # those of archives in the archive are counted with them
_CHUNK: Final = 1024 * 1024
_COMPRESSIONS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
PACKAGE_AT_MOST: Final = 64 * 1024 * 1024

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT: Final = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_REL_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL_ID: Final = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
BUILT_IN_PERCENTS: Final = frozenset({9, 10})  # 0% and 0.00% (ECMA-376 18.8.30)
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION: Final = f"{{{_RELATIONS}}}Relationship"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_USUAL_WORKBOOKS: Final = ("xl/workbook.xml", "xl/workbook.bin")
_USUAL_STYLES: Final = "xl/styles.xml"
_USUAL_STRINGS: Final = "xl/sharedStrings.xml"
_STATES: Final = frozenset({"visible", "hidden", "veryHidden"})
_NO_WORKBOOK: Final = "压缩包里没有工作簿，不是 Excel 表。请另存为 .xlsx 后再报送。"

# What the library raises on an archive cut off, altered or encrypted.
ZIP_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class TooManyMembers(zipfile.BadZipFile):
    """Report an archive of more members than would fit in memory as a list."""


class UnusualCompression(zipfile.BadZipFile):
    """Report an archive whose compression (LZMA and the like) may need gigabytes of dictionary."""


def open_zip(content: bytes | Path) -> zipfile.ZipFile:
    """Open an archive (its bytes or its path) of a limited number of members, each stored or deflated.

    The entries are counted before the library reads them: a million would take a gigabyte.

    Raises:
        TooManyMembers: it has more than 70,000, those of archives in it counted.
        UnusualCompression: a member is neither stored nor deflated.
        zipfile.BadZipFile: it is damaged; or any other of ``ZIP_BROKEN``.
    """
    if _count_entries(content) > _ENTRIES_AT_MOST:
        raise TooManyMembers
    package = zipfile.ZipFile(io.BytesIO(content) if isinstance(content, bytes) else content)
    if any(info.compress_type not in _COMPRESSIONS for info in package.infolist()):
        raise UnusualCompression
    return package


def _count_entries(content: bytes | Path) -> int:
    if isinstance(content, bytes):
        return content.count(_ENTRY_SIGNATURE)
    count, rest = 0, b""
    with content.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            count += (rest + chunk).count(_ENTRY_SIGNATURE)
            rest = chunk[1 - len(_ENTRY_SIGNATURE) :]  # a signature cut in two
    return count


def read_part(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return the bytes of one member, as many as its entry states; the checksum is verified.

    Without a size, the library would unpack a gigabyte before it checks the size that is stated.

    Raises:
        zipfile.BadZipFile: damaged, or another size than stated; or any other of ``ZIP_BROKEN``.
    """
    with package.open(info) as member:
        return member.read(info.file_size)


def read_package(content: bytes, name: str) -> dict[str, bytes]:
    """Return every part of the package by its path, each read whole and its checksum verified.

    Raises:
        WorkbookUnreadable: it is no zip, is cut off, or unpacks beyond 64 MB or 2,000 parts.
    """
    try:
        with open_zip(content) as package:
            infos = package.infolist()
            if len(infos) > PARTS_AT_MOST or sum(i.file_size for i in infos) > PACKAGE_AT_MOST:
                raise WorkbookUnreadable(
                    name,
                    "解开后超过 64 MB，不像是报送表。请删去图片、多余的工作表和表格下面的空行，另存后再报送。",
                )
            # Names differ by more than case (ECMA-376 Part 2, 6.2.2.3): of two equal ones, the scan
            # would check the one and the parsing library read the other.
            if len({info.filename.lower() for info in infos}) < len(infos):
                raise WorkbookUnreadable(
                    name, "文件内部有重名的内容。请用 Excel/WPS 另存后再报送。"
                )
            return {info.filename: read_part(package, info) for info in infos if not info.is_dir()}
    except ZIP_BROKEN as error:
        raise_if_short_of_memory(error)
        raise WorkbookUnreadable(
            name, "文件不完整或已损坏，可能没有传完。请用 Excel/WPS 打开另存后，再报送一次。"
        ) from error


def parse_part(xml: bytes, name: str) -> etree._Element:
    """Parse a part's XML; document types and entities have no place in a workbook.

    Raises:
        WorkbookUnreadable: the XML is broken or declares a document type.
    """
    refuse_if_too_many_tags(xml.count(b"<"), name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise_if_short_of_memory(error)
        raise WorkbookUnreadable(
            name, "文件内部结构已损坏。请用 Excel/WPS 打开另存后再报送。"
        ) from error
    if root.getroottree().docinfo.doctype:
        raise WorkbookUnreadable(
            name, "文件里夹带了不该有的内容（文档类型声明），不予读取。请重新制作。"
        )
    return root


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Locate one worksheet: its name, the path of its part, its state (visible, hidden, veryHidden)."""

    title: str
    path: str
    state: str


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Locate the parts of a workbook; a path is empty where the package has no such part."""

    sheets: tuple[SheetPart, ...]
    styles: str
    strings: str
    from_1904: bool


def workbook_path(parts: Mapping[str, bytes], name: str) -> str:
    """Return the path of the workbook: its package's main part (ECMA-376 Part 1, 12.2), or the usual one.

    Empty where there is none.
    """
    related = next(
        (path for _, path, kind in _relations(parts, "", name) if kind == "officeDocument"), ""
    )
    candidates = (_stored_path(parts, path) for path in (related, *_USUAL_WORKBOOKS))
    return next((path for path in candidates if path in parts), "")


def workbook_parts(parts: Mapping[str, bytes], name: str) -> WorkbookParts:
    """Locate the worksheets in their order, and the styles and shared texts.

    What is no worksheet is left out: a chart, a dialog, a macro sheet, an entry without a relation.

    Raises:
        WorkbookUnreadable: the package has no workbook part.
    """
    workbook = workbook_path(parts, name)
    root = parse_part(parts[workbook], name) if workbook else None
    if root is None or root.tag not in {f"{{{MAIN}}}workbook", f"{{{_STRICT}}}workbook"}:
        raise WorkbookUnreadable(name, _NO_WORKBOOK)
    found, kinds = relations_by_kind(parts, workbook, name)
    properties = root.find("{*}workbookPr")
    return WorkbookParts(
        tuple(_worksheets(root, found)),
        _stored_path(parts, kinds.get("styles", _USUAL_STYLES)),
        _stored_path(parts, kinds.get("sharedStrings", _USUAL_STRINGS)),
        properties is not None and properties.get("date1904") in {"1", "true", "on"},
    )


def _worksheets(
    workbook: etree._Element, relations: Mapping[str, tuple[str, str]]
) -> Iterator[SheetPart]:
    for sheet in workbook.iter(f"{{{MAIN}}}sheet", f"{{{_STRICT}}}sheet"):
        key = sheet.get(_REL_ID) or sheet.get(_STRICT_REL_ID) or ""
        path, kind = relations.get(key, ("", ""))
        if kind == "worksheet":
            state = str(sheet.get("state", "visible"))
            yield SheetPart(str(sheet.get("name")), path, state if state in _STATES else "visible")


def sheet_parts(parts: Mapping[str, bytes], name: str) -> tuple[tuple[str, str], ...]:
    """Return the worksheets in order: each name, and the path of its part.

    Raises:
        WorkbookUnreadable: the package has no workbook part.
    """
    return tuple((sheet.title, sheet.path) for sheet in workbook_parts(parts, name).sheets)


def canonical_parts(
    parts: Mapping[str, bytes], found: WorkbookParts
) -> tuple[dict[str, bytes], WorkbookParts]:
    """Return the worksheets, styles and shared texts alone, each where every program writes it.

    A library that looks for parts by their usual names, or that stops at a macro sheet, reads these.

    Raises:
        KeyError: the part of a sheet is missing.
    """
    main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    canonical = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">{main}</Relationships>'.encode()
    }
    sheets: list[SheetPart] = []
    for number, sheet in enumerate(found.sheets, start=1):
        path = f"xl/worksheets/sheet{number}.xml"
        canonical[path] = parts[sheet.path]
        sheets.append(SheetPart(sheet.title, path, sheet.state))
    for path, usual in ((found.styles, _USUAL_STYLES), (found.strings, _USUAL_STRINGS)):
        if path in parts:
            canonical[usual] = parts[path]
    entries = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{number}" state="{sheet.state}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    canonical["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(found.from_1904)}"/>'
        f"<sheets>{entries}</sheets></workbook>"
    ).encode()
    canonical["xl/_rels/workbook.xml.rels"] = relations_part([sheet.path for sheet in sheets])
    return canonical, WorkbookParts(
        tuple(sheets), _USUAL_STYLES, _USUAL_STRINGS, from_1904=found.from_1904
    )


def relations_part(paths: Sequence[str], keys: Sequence[str] = ()) -> bytes:
    """Write the relationships of a workbook to the sheets at *paths*; the ids are *keys*, or rId1 and on."""
    targets = "".join(
        f'<Relationship Id={quoteattr(key)} Type="{_OFFICE}/worksheet" Target={quoteattr(path.removeprefix("xl/"))}/>'
        for key, path in zip(keys or [f"rId{n + 1}" for n in range(len(paths))], paths, strict=True)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{targets}</Relationships>'.encode()


def percent_styles(styles: bytes, name: str) -> frozenset[str]:
    """Return the cell formats that show a percentage, by the number a cell refers to them with."""
    root = parse_part(styles, name)
    codes = {item.get("numFmtId"): item.get("formatCode", "") for item in root.iter("{*}numFmt")}
    percents = {str(number) for number in BUILT_IN_PERCENTS} | {
        key for key, code in codes.items() if "%" in code
    }
    formats = root.iterfind("{*}cellXfs/{*}xf")
    return frozenset(
        str(number)
        for number, cell_format in enumerate(formats)
        if cell_format.get("numFmtId") in percents
    )


def relations_by_kind(
    parts: Mapping[str, bytes], part: str, name: str
) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return path and kind of each of *part*'s relationships by id, and the paths by kind."""
    found = {key: (path, kind) for key, path, kind in _relations(parts, part, name)}
    return found, {kind: path for path, kind in found.values()}


def relations(parts: Mapping[str, bytes], part: str, name: str) -> dict[str, str]:
    """Return the targets of *part*'s relationships by id, as paths from the package's root."""
    return {key: path for key, path, _ in _relations(parts, part, name)}


def relations_of_part(
    parts: Mapping[str, bytes], part: str, name: str
) -> Iterator[tuple[str, str]]:
    """Yield kind and path of each of *part*'s relationships, of one kind as many as there are."""
    yield from ((kind, path) for _, path, kind in _relations(parts, part, name))


def _relations(parts: Mapping[str, bytes], part: str, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield id, path and kind of each relationship of *part*; of the package where it is empty."""
    folder, file = posixpath.split(part)
    listed = parts.get(_stored_path(parts, posixpath.join(folder, "_rels", f"{file}.rels")))
    if listed is None:
        return
    spelled = {path.lower(): path for path in parts}
    for relation in parse_part(listed, name).iter(_RELATION):
        target = str(relation.get("Target")).replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        path = posixpath.normpath(path)
        stored = path if path in parts else spelled.get(path.lower(), path)
        yield str(relation.get("Id")), stored, kind


def _stored_path(parts: Mapping[str, bytes], path: str) -> str:
    """Return *path* as the package spells it: names of parts don't differ by case alone."""
    if path in parts:
        return path
    return next((stored for stored in parts if stored.lower() == path.lower()), path)


def write_stored_package(parts: Mapping[str, bytes]) -> bytes:
    """Write *parts* uncompressed, so that another library reads exactly what was checked.

    Of an altered archive two libraries may read two things (wrong sizes, overlapping members).
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for path, part in parts.items():
            package.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), part)
    return stream.getvalue()


def write_package(parts: Mapping[str, bytes], like: bytes) -> bytes:
    """Write *parts* in the order of the package *like*, new parts last, with fixed times."""
    with zipfile.ZipFile(io.BytesIO(like)) as old:
        order = [info.filename for info in old.infolist() if info.filename in parts]
    order += [path for path in parts if path not in set(order)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for path in order:
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, parts[path])
    return stream.getvalue()
