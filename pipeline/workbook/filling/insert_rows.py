"""Insert rows into the XML of a sheet (插入行): what is below moves, what reaches over them grows."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from lxml import etree
from openpyxl.formula.translate import Translator, TranslatorError

from pipeline.model.grid import Address, address_of
from pipeline.workbook.formulas.references import Insertion, moved, moved_row, reference_of, rewrite
from pipeline.workbook.package import MAIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.workbook.formulas.references import Reference

_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_VML: Final = "{urn:schemas-microsoft-com:office:excel}"
_ANCHOR_PARTS: Final = 8
_ANCHOR_ROWS: Final = (2, 6)  # of left, top, right and bottom, each with its offset
_SPACES: Final = re.compile(r"\s+")
# Elements with areas of the sheet in an attribute, or in their text (x14: xm:sqref).
_WITH_AREAS: Final = ("sqref", "ref")
_CELLS: Final = frozenset({"row", "c", "f", "v", "is", "t"})
_FORMULAS: Final = frozenset({"formula", "formula1", "formula2"})


def insert_rows(root: etree._Element, insertions: Sequence[Insertion]) -> None:
    """Insert rows like the one they follow, without its values, in the sheet *root*."""
    if not insertions:
        return
    data = root.find(f"{{{MAIN}}}sheetData")
    if data is None:
        return
    _number(data)
    sources = {
        int(row.get("r", "0")): row
        for row in data
        if int(row.get("r", "0")) in {i.after for i in insertions}
    }
    patterns = {number: deepcopy(row) for number, row in sources.items()}
    for row in data:
        _renumber(row, moved_row(int(row.get("r", "0")), insertions))
    for insertion in insertions:
        source = sources.get(insertion.after)
        if source is not None:
            first = int(source.get("r", "0")) + 1
            for number in reversed(range(first, first + insertion.count)):
                source.addnext(_clone(patterns[insertion.after], number))
    _move_areas(root, insertions)


def _number(data: etree._Element) -> None:
    """State the number of each row and the place of each cell, where the sheet leaves them out."""
    number = 0
    for row in data:
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = 0
        for cell in row:
            stated = address_of(cell.get("r", ""))
            column = stated.column if stated else column + 1
            cell.set("r", str(Address(number, column)))


def _renumber(row: etree._Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        at = address_of(cell.get("r", ""))
        if at is not None:
            cell.set("r", str(Address(number, at.column)))


def _clone(pattern: etree._Element, number: int) -> etree._Element:
    """Return an empty row with the styles of *pattern*; a formula in it is continued as a person drags it down."""
    row = deepcopy(pattern)
    for cell in row:
        before = cell.get("r", "")
        own = cell.find(f"{{{MAIN}}}f")
        formula = own.text if own is not None and own.get("t") is None else None
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        at = address_of(before)
        if formula and at:
            _continue(cell, formula, before, str(Address(number, at.column)))
    _renumber(row, number)
    return row


def _continue(cell: etree._Element, formula: str, before: str, after: str) -> None:
    try:
        text = Translator(f"={formula}", before).translate_formula(after)
    except TranslatorError:
        return
    made = cell.makeelement(f"{{{MAIN}}}f")
    made.text = text.removeprefix("=")
    cell.append(made)


def _move_areas(root: etree._Element, insertions: Sequence[Insertion]) -> None:
    """Move what the sheet states of its areas: merged ranges, rules, links, the breaks between pages."""
    for element in root.iter(etree.Element):
        name = element.tag.rpartition("}")[2]
        if name not in _CELLS:
            _move_element(element, name, insertions)
    merges = root.find(f"{{{MAIN}}}mergeCells")
    if merges is not None:
        for merge in list(_rows_merged_like(merges, insertions)):
            merges.append(merge)
        merges.set("count", str(len(merges)))
    for item in root.iterfind(f"{{{MAIN}}}rowBreaks/{{{MAIN}}}brk"):
        item.set("id", str(moved_row(int(item.get("id", "0")), insertions)))


def _move_element(element: etree._Element, name: str, insertions: Sequence[Insertion]) -> None:
    def change(found: Reference) -> Reference:
        return found if found.sheet else moved(found, insertions)

    for attribute in _WITH_AREAS:
        if element.get(attribute):
            element.set(attribute, _areas(element.get(attribute, ""), insertions))
    if name == "sqref" and element.text:
        element.text = _areas(element.text, insertions)
    elif name in _FORMULAS and element.text:
        element.text = rewrite(f"={element.text}", change).removeprefix("=")


def _areas(text: str, insertions: Sequence[Insertion]) -> str:
    parts = []
    for part in _SPACES.split(text.strip()):
        found = reference_of(part)
        parts.append(str(moved(found, insertions)) if found else part)
    return " ".join(parts)


def _rows_merged_like(
    merges: etree._Element, insertions: Sequence[Insertion]
) -> Iterator[etree._Element]:
    """Yield for each inserted row the merged ranges within the row that it is like."""
    for insertion in insertions:
        source = moved_row(insertion.after, insertions)
        for merge in list(merges):
            found = reference_of(merge.get("ref", ""))
            if found is None or found.last is None or found.first.row != source != found.last.row:
                continue
            if found.last.row != source:
                continue
            for step in range(1, insertion.count + 1):
                first = Address(source + step, found.first.column)
                last = Address(source + step, found.last.column)
                yield merges.makeelement(f"{{{MAIN}}}mergeCell", {"ref": f"{first}:{last}"})


def move_anchors(drawing: etree._Element, insertions: Sequence[Insertion]) -> None:
    """Move the pictures and text boxes of a *drawing* that are below the inserted rows."""
    for element in drawing.iter(f"{_DRAWING}row"):
        if element.text and element.text.isdecimal():
            element.text = str(moved_row(int(element.text) + 1, insertions) - 1)


def move_comments(comments: etree._Element, insertions: Sequence[Insertion]) -> None:
    """Move the comments (批注) on cells that are below the inserted rows."""
    for comment in comments.iter(f"{{{MAIN}}}comment"):
        comment.set("ref", _areas(comment.get("ref", ""), insertions))


def move_notes(drawing: etree._Element, insertions: Sequence[Insertion]) -> None:
    """Move the boxes of comments (VML): each states its cell's row, and its own place from row to row."""
    for element in drawing.iter(f"{_VML}Row"):
        if element.text and element.text.strip().isdecimal():
            element.text = str(moved_row(int(element.text) + 1, insertions) - 1)
    for element in drawing.iter(f"{_VML}Anchor"):
        parts = [part.strip() for part in str(element.text or "").split(",")]
        if len(parts) == _ANCHOR_PARTS and all(part.isdecimal() for part in parts):
            for n in _ANCHOR_ROWS:
                parts[n] = str(moved_row(int(parts[n]) + 1, insertions) - 1)
            element.text = ", ".join(parts)
