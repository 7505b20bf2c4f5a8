"""Copy the office's own form (表样) for one unit, by patching its package: a text here, the stamp, no more.

Drop-downs, text boxes, styles and print set-up are parts that are copied as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.workbook.form_inputs import open_inputs
from pipeline.workbook.package import (
    MAIN,
    parse_part,
    read_package,
    relations,
    sheet_parts,
    workbook_parts,
    write_package,
)
from pipeline.workbook.sheet_cells import cell_element, row_element
from pipeline.workbook.signatures import ZIP
from pipeline.workbook.stamp import STAMP_SHEET, Stamp, stamp_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.grid import Address
    from pipeline.workbook.form_inputs import SheetInputs

_BOOK: Final = "xl/workbook.xml"
_RELS: Final = "xl/_rels/workbook.xml.rels"
_TYPES: Final = "[Content_Types].xml"
_STAMP_PART: Final = "xl/worksheets/baosong.xml"
_STAMP_ID: Final = "rIdBaosong"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_REL: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_CONTENT: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True, slots=True)
class FormText:
    """Text to write into one cell of a form."""

    sheet: str
    at: Address
    text: str


def is_package(content: bytes) -> bool:
    """Return whether *content* is an .xlsx that can be patched."""
    return content.startswith(ZIP)


def copy_form(
    content: bytes,
    name: str,
    texts: Sequence[FormText],
    stamp: Stamp,
    inputs: Sequence[SheetInputs] = (),
) -> bytes:
    """Return a copy of the form with *texts* in its cells and the hidden sheet of the *stamp*.

    The cells of *inputs* are unlocked, the others of their sheets locked.

    Raises:
        WorkbookUnreadable: it is no .xlsx package.
    """
    parts = dict(read_package(content, name))
    paths = dict(sheet_parts(parts, name))
    styles_path = workbook_parts(parts, name).styles
    styles = parse_part(parts[styles_path], name) if styles_path in parts else None
    by_sheet = {each.sheet: each for each in inputs}
    for sheet in dict.fromkeys([*(text.sheet for text in texts), *by_sheet]):
        root = parse_part(parts[paths[sheet]], name)
        data = root.find(f"{{{MAIN}}}sheetData")
        if data is None:
            continue
        if sheet in by_sheet:
            open_inputs(root, styles, by_sheet[sheet])
        for text in texts:
            if text.sheet == sheet:
                _write(cell_element(row_element(data, text.at.row), text.at), text.text)
        parts[paths[sheet]] = _bytes(root)
    if styles is not None and by_sheet:
        parts[styles_path] = _bytes(styles)
    part = _stamp_part(stamp)
    if STAMP_SHEET in paths:
        parts[paths[STAMP_SHEET]] = part
    else:
        parts[_STAMP_PART] = part
        _register(parts, name)
    return write_package(parts, content)


def _write(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    inline = etree.SubElement(cell, f"{{{MAIN}}}is")
    etree.SubElement(inline, f"{{{MAIN}}}t").text = text


def _stamp_part(stamp: Stamp) -> bytes:
    root = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
    data = etree.SubElement(root, f"{{{MAIN}}}sheetData")
    for planned in stamp_sheet(stamp).cells:
        _write(cell_element(row_element(data, planned.at.row), planned.at), str(planned.value))
    etree.SubElement(root, f"{{{MAIN}}}sheetProtection", sheet="1", objects="1", scenarios="1")
    return _bytes(root)


def _register(parts: dict[str, bytes], name: str) -> None:
    """Enter the sheet of the stamp in the workbook, its relationships and the content types."""
    book = parse_part(parts[_BOOK], name)
    sheets = book.find(f"{{{MAIN}}}sheets")
    if sheets is None:
        return
    number = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0) + 1
    entry = etree.SubElement(sheets, f"{{{MAIN}}}sheet", name=STAMP_SHEET, sheetId=str(number))
    entry.set("state", "veryHidden")
    entry.set(f"{{{_REL}}}id", _STAMP_ID)
    parts[_BOOK] = _bytes(book)
    if _STAMP_ID not in relations(parts, _BOOK, name):
        rels = parse_part(parts[_RELS], name)
        etree.SubElement(
            rels,
            f"{{{_PACKAGE_REL}}}Relationship",
            Id=_STAMP_ID,
            Type=f"{_REL}/worksheet",
            Target=_STAMP_PART.removeprefix("xl/"),
        )
        parts[_RELS] = _bytes(rels)
    types = parse_part(parts[_TYPES], name)
    etree.SubElement(
        types, f"{{{_CONTENT}}}Override", PartName=f"/{_STAMP_PART}", ContentType=_SHEET_TYPE
    )
    parts[_TYPES] = _bytes(types)


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
