"""Enter copied and further sheets in the workbook part of a form: names, printed areas, calculation."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.model.grid import Address
from pipeline.workbook.formulas.references import Reference, moved, reference_of, rewrite
from pipeline.workbook.package import MAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.workbook.filling.plan import FilledSheet

REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BUILT_IN: Final = "_xlnm."
_PRINT_AREA: Final = "_xlnm.Print_Area"
_BEFORE_NAMES: Final = ("externalReferences", "functionGroups", "sheets")


def add_sheet(book: etree._Element, title: str, key: str) -> None:
    """Enter a sheet at the end of the workbook; *key* is its relationship."""
    sheets = book.find(f"{{{MAIN}}}sheets")
    if sheets is None:
        return
    number = max((int(sheet.get("sheetId", "0")) for sheet in sheets), default=0) + 1
    entry = etree.SubElement(sheets, f"{{{MAIN}}}sheet", name=title, sheetId=str(number))
    entry.set(f"{{{REL}}}id", key)


def name_areas(book: etree._Element, filled: Sequence[FilledSheet]) -> None:
    """Move the named areas with inserted rows, and give each copy the printed area of its original."""
    names = book.find(f"{{{MAIN}}}definedNames")
    titles = [
        str(sheet.get("name")) for sheet in book.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
    ]
    own = {sheet.name: sheet for sheet in filled}
    if names is None:
        return
    for entry in list(names):
        local = int(entry.get("localSheetId", "-1"))
        origin = titles[local] if 0 <= local < len(titles) else ""
        copies = [each for each in filled if each.origin == origin != each.name]
        if str(entry.get("name")).startswith(_BUILT_IN):
            for copy in copies:
                made = deepcopy(entry)
                made.set("localSheetId", str(titles.index(copy.name)))
                made.text = _renamed(entry, {origin: copy})
                names.append(made)
        entry.text = _renamed(entry, own)


def _renamed(entry: etree._Element, filled: Mapping[str, FilledSheet]) -> str:
    """Return what a name refers to, on the filled sheets of their origins, their inserted rows counted."""
    printed = entry.get("name") == _PRINT_AREA

    def change(found: Reference) -> Reference:
        sheet = filled.get(found.sheet)
        if sheet is None:
            return found
        kept = moved(found, sheet.insertions)
        last = kept.last
        if printed and last is not None:
            last = Address(last.row, max(last.column, sheet.widened))
        return type(kept)(sheet.name, kept.first, last, kept.fixed)

    return ",".join(_area(part, filled, change) for part in str(entry.text or "").split(","))


def _area(
    part: str, filled: Mapping[str, FilledSheet], change: Callable[[Reference], Reference]
) -> str:
    """Return one area of a name; whole rows and columns (打印标题) keep all but the sheet's name."""
    if reference_of(part) is not None:
        return rewrite(f"={part}", change).removeprefix("=")
    title, mark, rest = part.rpartition("!")
    bare = title.removeprefix("'").removesuffix("'").replace("''", "'")
    if mark and bare in filled:
        quoted_name = filled[bare].name.replace("'", "''")
        return f"'{quoted_name}'!{rest}"
    return part


def leave_unprinted(book: etree._Element, title: str, aside: Address) -> None:
    """Leave a sheet out of print: its printed area is the cell *aside*, which has no content."""
    names = book.find(f"{{{MAIN}}}definedNames")
    if names is None:
        names = _append_after(book, "definedNames", _BEFORE_NAMES)
    titles = [str(each.get("name")) for each in book.iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")]
    made = etree.SubElement(
        names, f"{{{MAIN}}}definedName", name=_PRINT_AREA, localSheetId=str(titles.index(title))
    )
    made.text = str(Reference(title, aside, None, ("$", "$", "", "")))


def _append_after(book: etree._Element, name: str, before: Sequence[str]) -> etree._Element:
    made = etree.Element(f"{{{MAIN}}}{name}")
    for known in before:
        found = book.find(f"{{{MAIN}}}{known}")
        if found is not None:
            found.addnext(made)
            break
    return made


def calculate_on_load(book: etree._Element) -> None:
    """Have every formula computed when the workbook is opened."""
    found = book.find(f"{{{MAIN}}}calcPr")
    if found is None:
        found = _append_after(book, "calcPr", ("definedNames", *_BEFORE_NAMES))
    found.set("fullCalcOnLoad", "1")
