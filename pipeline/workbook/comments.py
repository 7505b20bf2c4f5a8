"""Comments (批注) added to one sheet of a package; those that are there already stay.

A comment is two parts in this format: its words (ECMA-376 18.7), and a legacy VML drawing of its
box, without which Excel shows nothing.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.grid import Address, address_of
from pipeline.workbook.package import MAIN, parse_part, relations

if TYPE_CHECKING:
    from collections.abc import Sequence

_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AUTHOR: Final = "报送通"
_VML: Final = "urn:schemas-microsoft-com:vml"
_VML_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
_VML_OFFICE: Final = "urn:schemas-microsoft-com:office:office"
# What may follow <legacyDrawing> in a sheet (ECMA-376 18.3.1.99): it goes before the first of them.
_AFTER_LEGACY: Final = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
     "tableParts", "extLst"}
)  # fmt: skip
_EMPTY_VML: Final = (
    f'<xml xmlns:v="{_VML}" xmlns:o="{_VML_OFFICE}" xmlns:x="{_VML_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_FIRST_SHAPE: Final = 7001  # beyond the ids that Excel gives out in a first drawing


def add_comments(parts: dict[str, bytes], sheet: str, said: Sequence[tuple[str, str]]) -> None:
    """Add a comment for each (cell, text) to the sheet at path *sheet*, in *parts* itself.

    Raises:
        WorkbookUnreadable: a part of the package is broken.
        KeyError: a part that the sheet refers to is missing.
    """
    words = _part_of_type(parts, sheet, "comments", "xl/comments{}.xml", _COMMENTS_TYPE)
    boxes = _part_of_type(parts, sheet, "vmlDrawing", "xl/drawings/vmlDrawing{}.vml", "")
    _declare_vml(parts)
    _refer_to_boxes(parts, sheet, boxes)
    parts[words] = _with_words(parts.get(words), said)
    parts[boxes] = _with_boxes(parts.get(boxes), [cell for cell, _ in said])


def _part_of_type(
    parts: dict[str, bytes], sheet: str, kind: str, pattern: str, content_type: str
) -> str:
    """The sheet's part of that kind; where it has none, a free name is tied to it."""
    rels = _rels_path(sheet)
    root = parse_part(parts[rels], sheet) if rels in parts else _new_rels()
    known = relations(parts, sheet, sheet)
    for relation in root:
        if str(relation.get("Type")).endswith(f"/{kind}"):
            return known[str(relation.get("Id"))]
    number = next(n for n in range(1, len(parts) + 2) if pattern.format(n) not in parts)
    path = pattern.format(number)
    etree.SubElement(
        root,
        f"{{{_RELS}}}Relationship",
        Id=_free_id(root),
        Type=f"{_OFFICE}/{kind}",
        Target=posixpath.relpath(path, posixpath.dirname(sheet)),
    )
    parts[rels] = _bytes(root)
    if content_type:
        _declare(parts, "Override", PartName=f"/{path}", ContentType=content_type)
    parts[path] = b""
    return path


def _rels_path(sheet: str) -> str:
    folder, file = posixpath.split(sheet)
    return f"{folder}/_rels/{file}.rels"


def _new_rels() -> etree._Element:
    return etree.Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})


def _free_id(root: etree._Element) -> str:
    taken = {relation.get("Id") for relation in root}
    return next(f"rId{n}" for n in range(1, len(root) + 2) if f"rId{n}" not in taken)


def _declare(parts: dict[str, bytes], tag: str, **said: str) -> None:
    root = parse_part(parts["[Content_Types].xml"], "[Content_Types].xml")
    etree.SubElement(root, f"{{{_TYPES}}}{tag}", **said)
    parts["[Content_Types].xml"] = _bytes(root)


def _declare_vml(parts: dict[str, bytes]) -> None:
    root = parse_part(parts["[Content_Types].xml"], "[Content_Types].xml")
    defaults = root.iterchildren(f"{{{_TYPES}}}Default")
    if not any(str(item.get("Extension")).lower() == "vml" for item in defaults):
        made = etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE)
        root.insert(0, made)
        parts["[Content_Types].xml"] = _bytes(root)


def _refer_to_boxes(parts: dict[str, bytes], sheet: str, boxes: str) -> None:
    root = parse_part(parts[sheet], sheet)
    if root.find(f"{{{MAIN}}}legacyDrawing") is not None:
        return
    targets = relations(parts, sheet, sheet)
    key = next(key for key, target in targets.items() if target == boxes)
    made = etree.Element(f"{{{MAIN}}}legacyDrawing", {f"{{{_OFFICE}}}id": key})
    place = len(root)
    for index, child in enumerate(root):
        if etree.QName(child).localname in _AFTER_LEGACY:
            place = index
            break
    root.insert(place, made)
    parts[sheet] = _bytes(root)


def _with_words(xml: bytes | None, said: Sequence[tuple[str, str]]) -> bytes:
    if xml:
        root = parse_part(xml, "comments")
    else:
        root = etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN})
        etree.SubElement(root, f"{{{MAIN}}}authors")
        etree.SubElement(root, f"{{{MAIN}}}commentList")
    authors = root.find(f"{{{MAIN}}}authors")
    listed = root.find(f"{{{MAIN}}}commentList")
    if authors is None or listed is None:
        raise KeyError("commentList")
    etree.SubElement(authors, f"{{{MAIN}}}author").text = _AUTHOR
    known = {comment.get("ref"): comment for comment in listed}
    for cell, text in said:
        comment = known.get(cell)
        if comment is None:
            comment = etree.SubElement(
                listed, f"{{{MAIN}}}comment", ref=cell, authorId=str(len(authors) - 1)
            )
            etree.SubElement(comment, f"{{{MAIN}}}text")
        _say(comment, text)
    return _bytes(root)


def _say(comment: etree._Element, text: str) -> None:
    """Add *text* to a comment, on a line of its own where the unit's own words stand already."""
    body = comment.find(f"{{{MAIN}}}text")
    if body is None:
        body = etree.SubElement(comment, f"{{{MAIN}}}text")
    run = etree.SubElement(body, f"{{{MAIN}}}r")
    words = etree.SubElement(run, f"{{{MAIN}}}t")
    words.text = f"\n【核对】{text}" if len(body) > 1 else f"【核对】{text}"
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _with_boxes(xml: bytes | None, cells: Sequence[str]) -> bytes:
    root = etree.fromstring(xml or _EMPTY_VML.encode(), etree.XMLParser(resolve_entities=False))
    drawn = {
        Address(int(box.findtext(f"{{{_VML_EXCEL}}}Row", "-1")) + 1,
                int(box.findtext(f"{{{_VML_EXCEL}}}Column", "-1")) + 1)
        for box in root.iter(f"{{{_VML_EXCEL}}}ClientData")
    }  # fmt: skip
    for number, cell in enumerate(cells):
        at = address_of(cell)
        if at is not None and at not in drawn:
            root.append(etree.fromstring(_box(_FIRST_SHAPE + number, at)))
    return bytes(etree.tostring(root))


def _box(number: int, at: Address) -> str:
    anchor = f"{at.column}, 15, {max(at.row - 2, 0)}, 10, {at.column + 3}, 15, {at.row + 4}, 4"
    return (
        f'<v:shape xmlns:v="{_VML}" xmlns:o="{_VML_OFFICE}" xmlns:x="{_VML_EXCEL}" '
        f'id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;width:200pt;height:80pt;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:textbox style="mso-direction-alt:auto"/>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{at.row - 1}</x:Row><x:Column>{at.column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _bytes(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
