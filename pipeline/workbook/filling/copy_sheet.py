"""Copy a sheet within a package with all that belongs to it: drawings, comments, print set-up."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.workbook.package import MAIN, parse_part, relations_by_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONTENT: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE_REL: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "[Content_Types].xml"
# By it a program recognises a sheet that several people edit.
_UID: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2014/revision}uid"
_SHARED: Final = frozenset({"image", "hyperlink", "theme", "chartUserShapes"})
# A table's name must be unique in a workbook; macros belong to one sheet.
_LEFT_OUT: Final = frozenset({"table", "queryTable", "pivotTable", "slicer", "control", "ctrlProp"})
_ELEMENTS_LEFT_OUT: Final = ("tableParts", "controls", "oleObjects")


def copy_sheet(parts: dict[str, bytes], path: str, name: str) -> str:
    """Copy the sheet at *path* in *parts*; return the path of the copy.

    Pictures are shared, drawings and comments copied; tables stay with the first sheet.
    """
    copied = _copy_part(parts, path, name)
    root = parse_part(parts[copied], name)
    for element in _ELEMENTS_LEFT_OUT:
        for found in root.findall(f"{{{MAIN}}}{element}"):
            root.remove(found)
    root.attrib.pop(_UID, None)
    for properties in root.iterfind(f"{{{MAIN}}}sheetPr"):
        properties.attrib.pop("codeName", None)
    for view in root.iterfind(f"{{{MAIN}}}sheetViews/{{{MAIN}}}sheetView"):
        view.attrib.pop("tabSelected", None)
    parts[copied] = xml_bytes(root)
    return copied


def _copy_part(parts: dict[str, bytes], path: str, name: str) -> str:
    made = _free_path(parts, path)
    parts[made] = parts[path]
    _register_like(parts, path, made, name)
    rels = rels_path(path)
    if rels in parts:
        root = parse_part(parts[rels], name)
        found, _ = relations_by_kind(parts, path, name)
        for relation in list(root):
            target, kind = found.get(str(relation.get("Id")), ("", ""))
            if kind in _LEFT_OUT:
                root.remove(relation)
            elif (
                relation.get("TargetMode") != "External" and kind not in _SHARED and target in parts
            ):
                relation.set("Target", f"/{_copy_part(parts, target, name)}")
        parts[rels_path(made)] = xml_bytes(root)
    return made


def rels_path(path: str) -> str:
    """Return the path of a part's relationships."""
    folder, file = posixpath.split(path)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _free_path(parts: Mapping[str, bytes], path: str) -> str:
    stem, suffix = posixpath.splitext(path)
    stem = stem.rstrip("0123456789")
    taken = {known.lower() for known in parts}
    return next(free for n in _numbers() if (free := f"{stem}{n}{suffix}").lower() not in taken)


def _numbers() -> Iterator[int]:
    number = 1001  # apart from those that a program counts itself
    while True:
        yield number
        number += 1


def _register_like(parts: dict[str, bytes], path: str, made: str, name: str) -> None:
    """Enter a copied part in the content types, where the original has an entry of its own."""
    types = parse_part(parts[_TYPES], name)
    for entry in types.findall(f"{{{CONTENT}}}Override"):
        if str(entry.get("PartName")).lower() == f"/{path}".lower():
            register(parts, made, str(entry.get("ContentType")), name)
            return


def register(parts: dict[str, bytes], path: str, content_type: str, name: str) -> None:
    """Enter the part at *path* in the content types of the package."""
    types = parse_part(parts[_TYPES], name)
    etree.SubElement(types, f"{{{CONTENT}}}Override", PartName=f"/{path}", ContentType=content_type)
    parts[_TYPES] = xml_bytes(types)


def relate(parts: dict[str, bytes], source: str, target: str, kind: str, name: str) -> str:
    """Add a relationship from *source* to *target*; return its id."""
    rels = parse_part(parts[rels_path(source)], name)
    taken = {str(relation.get("Id")) for relation in rels}
    key = next(f"rIdBs{n}" for n in _numbers() if f"rIdBs{n}" not in taken)
    etree.SubElement(
        rels, f"{{{_PACKAGE_REL}}}Relationship", Id=key, Type=kind, Target=f"/{target}"
    )
    parts[rels_path(source)] = xml_bytes(rels)
    return key


def unrelate(parts: dict[str, bytes], source: str, kinds: frozenset[str], name: str) -> None:
    """Remove the parts to which *source* is related by *kinds*, and every mention of them."""
    found, _ = relations_by_kind(parts, source, name)
    gone = {key: path for key, (path, kind) in found.items() if kind in kinds}
    if not gone:
        return
    rels = parse_part(parts[rels_path(source)], name)
    for relation in list(rels):
        if str(relation.get("Id")) in gone:
            rels.remove(relation)
    parts[rels_path(source)] = xml_bytes(rels)
    types = parse_part(parts[_TYPES], name)
    names = {f"/{path}".lower() for path in gone.values()}
    for entry in types.findall(f"{{{CONTENT}}}Override"):
        if str(entry.get("PartName")).lower() in names:
            types.remove(entry)
    parts[_TYPES] = xml_bytes(types)
    for path in gone.values():
        parts.pop(path, None)


def xml_bytes(root: etree._Element) -> bytes:
    """Return a part's XML as bytes, with its declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
