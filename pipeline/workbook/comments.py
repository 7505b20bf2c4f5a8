"""Add comments (批注) to one sheet of a package, and keep those that are there already.

A comment is two parts in this format: its text (ECMA-376 18.7), and a legacy VML drawing of its
box, without which Excel shows nothing.
"""

from __future__ import annotations

import posixpath
from itertools import count
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.grid import Address, address_of
from pipeline.workbook.package import MAIN, parse_part, relations
from pipeline.workbook.sheet_order import insert_child

if TYPE_CHECKING:
    from collections.abc import Sequence

_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AUTHOR: Final = "报送通"
_MARK: Final = "【核对】"
_VML: Final = "urn:schemas-microsoft-com:vml"
_VML_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
_VML_OFFICE: Final = "urn:schemas-microsoft-com:office:office"
_EMPTY_VML: Final = (
    f'<xml xmlns:v="{_VML}" xmlns:o="{_VML_OFFICE}" xmlns:x="{_VML_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_FIRST_SHAPE: Final = 7001  # beyond the ids that Excel gives out in a first drawing


def add_comments(parts: dict[str, bytes], sheet: str, comments: Sequence[tuple[str, str]]) -> None:
    """Add a comment for each (cell, text) to the sheet at path *sheet*, in *parts* itself.

    Comments of an earlier return are deleted: a unit corrects the very copy it got back.

    Raises:
        WorkbookUnreadable: a part of the package is broken.
        KeyError: a part that the sheet refers to is missing.
    """
    comments_path = _comments_part(parts, sheet)
    drawing_path = _drawing_part(parts, sheet)
    root = parse_part(parts[comments_path], comments_path)
    emptied = _remove_our_comments(root)
    _write_comments(root, comments)
    parts[comments_path] = _bytes(root)
    parts[drawing_path] = _update_boxes(
        parts[drawing_path], emptied, [cell for cell, _ in comments]
    )


def _comments_part(parts: dict[str, bytes], sheet: str) -> str:
    """Return the path of the sheet's comments; create and link an empty part if needed."""
    rels = _rels_path(sheet)
    listed = parse_part(parts[rels], rels) if rels in parts else ()
    targets = relations(parts, sheet, sheet)
    for relation in listed:
        if str(relation.get("Type")).endswith("/comments"):
            return targets[str(relation.get("Id"))]
    path = _free_path(parts, "xl/comments{}.xml")
    parts[path] = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
    _add_relationship(parts, sheet, path, "comments")
    _declare(parts, "Override", PartName=f"/{path}", ContentType=_COMMENTS_TYPE)
    return path


def _drawing_part(parts: dict[str, bytes], sheet: str) -> str:
    """Return the path of the comments' drawing; a picture in the page header has a separate one."""
    root = parse_part(parts[sheet], sheet)
    drawing = root.find(f"{{{MAIN}}}legacyDrawing")
    if drawing is not None:
        return relations(parts, sheet, sheet)[str(drawing.get(f"{{{_OFFICE}}}id"))]
    path = _free_path(parts, "xl/drawings/vmlDrawing{}.vml")
    parts[path] = _EMPTY_VML.encode()
    added = etree.Element(f"{{{MAIN}}}legacyDrawing")
    added.set(f"{{{_OFFICE}}}id", _add_relationship(parts, sheet, path, "vmlDrawing"))
    insert_child(root, added)
    parts[sheet] = _bytes(root)
    _declare_vml(parts)
    return path


def _free_path(parts: dict[str, bytes], pattern: str) -> str:
    taken = {path.lower() for path in parts}
    numbers = range(1, len(parts) + 2)
    return next(path for n in numbers if (path := pattern.format(n)).lower() not in taken)


def _add_relationship(parts: dict[str, bytes], sheet: str, path: str, kind: str) -> str:
    """Relate *path* to the sheet; return the id of the relationship."""
    rels = _rels_path(sheet)
    root = parse_part(parts[rels], rels) if rels in parts else _new_rels()
    key = _free_id(root)
    etree.SubElement(
        root,
        f"{{{_RELS}}}Relationship",
        Id=key,
        Type=f"{_OFFICE}/{kind}",
        Target=posixpath.relpath(path, posixpath.dirname(sheet)),
    )
    parts[rels] = _bytes(root)
    return key


def _rels_path(sheet: str) -> str:
    folder, file = posixpath.split(sheet)
    return f"{folder}/_rels/{file}.rels"


def _new_rels() -> etree._Element:
    return etree.Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})


def _free_id(root: etree._Element) -> str:
    taken = {relation.get("Id") for relation in root}
    return next(f"rId{n}" for n in range(1, len(root) + 2) if f"rId{n}" not in taken)


def _declare(parts: dict[str, bytes], tag: str, **attributes: str) -> None:
    root = parse_part(parts["[Content_Types].xml"], "[Content_Types].xml")
    etree.SubElement(root, f"{{{_TYPES}}}{tag}", **attributes)
    parts["[Content_Types].xml"] = _bytes(root)


def _declare_vml(parts: dict[str, bytes]) -> None:
    root = parse_part(parts["[Content_Types].xml"], "[Content_Types].xml")
    defaults = root.iterchildren(f"{{{_TYPES}}}Default")
    if not any(str(item.get("Extension")).lower() == "vml" for item in defaults):
        added = etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE)
        root.insert(0, added)
        parts["[Content_Types].xml"] = _bytes(root)


def _remove_our_comments(root: etree._Element) -> frozenset[Address]:
    """Delete the text of an earlier return; return the cells left without any comment."""
    emptied = set()
    for comment in list(root.iter(f"{{{MAIN}}}comment")):
        runs = list(comment.iter(f"{{{MAIN}}}r"))
        ours = [run for run in runs if "".join(run.itertext()).lstrip().startswith(_MARK)]
        for run in ours:
            run.getparent().remove(run)
        at = address_of(comment.get("ref", ""))
        if ours and not "".join(comment.itertext()).strip() and at is not None:
            comment.getparent().remove(comment)
            emptied.add(at)
    return frozenset(emptied)


def _write_comments(root: etree._Element, comments: Sequence[tuple[str, str]]) -> None:
    authors = root.find(f"{{{MAIN}}}authors")
    listed = root.find(f"{{{MAIN}}}commentList")
    if authors is None or listed is None:
        raise KeyError("commentList")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
        names.append(AUTHOR)
    known = {comment.get("ref"): comment for comment in listed}
    for cell, text in comments:
        comment = known.get(cell)
        if comment is None:
            number = str(names.index(AUTHOR))
            comment = etree.SubElement(listed, f"{{{MAIN}}}comment", ref=cell, authorId=number)
        _append_text(comment, text)


def _append_text(comment: etree._Element, text: str) -> None:
    """Append *text* to a comment, on a new line where the unit's own text is there already."""
    body = comment.find(f"{{{MAIN}}}text")
    if body is None:
        body = etree.SubElement(comment, f"{{{MAIN}}}text")
    has_text = len(body) > 0
    run = etree.SubElement(body, f"{{{MAIN}}}r")
    text_element = etree.SubElement(run, f"{{{MAIN}}}t")
    text_element.text = f"\n{_MARK}{text}" if has_text else f"{_MARK}{text}"
    text_element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _update_boxes(xml: bytes, emptied: frozenset[Address], cells: Sequence[str]) -> bytes:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False))
    drawn = set()
    for note in list(root.iter(f"{{{_VML_EXCEL}}}ClientData")):
        row, column = (note.findtext(f"{{{_VML_EXCEL}}}{name}", "-1") for name in ("Row", "Column"))
        place = Address(int(row) + 1, int(column) + 1)
        if place in emptied:
            root.remove(note.getparent())
        else:
            drawn.add(place)
    taken = set(root.xpath("//@id"))
    free = (n for n in count(_FIRST_SHAPE) if f"_x0000_s{n}" not in taken)
    for cell in cells:
        at = address_of(cell)
        if at is not None and at not in drawn:
            root.append(etree.fromstring(_box(next(free), at)))
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
