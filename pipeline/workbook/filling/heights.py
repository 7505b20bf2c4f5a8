"""Raise rows to their texts (行高): a spreadsheet doesn't where cells are merged or the height is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from pipeline.workbook.formulas.references import reference_of
from pipeline.workbook.package import MAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from pipeline.model.grid import Address
    from pipeline.workbook.filling.cells import SheetRows

_HIGHEST: Final = 409.0  # points; a spreadsheet has no higher row
_LINE: Final = 15.0
_USUAL_WIDTH: Final = 8.43
_USUAL_HEIGHT: Final = 15.0
_UNIT_WIDTH: Final = "18"


def merged_ends(root: etree._Element) -> Mapping[Address, Address]:
    """Return the last cell of each merged range of a sheet by its first."""
    found = (reference_of(merge.get("ref", "")) for merge in root.iter(f"{{{MAIN}}}mergeCell"))
    return {each.first: each.last for each in found if each is not None and each.last is not None}


def raise_row(root: etree._Element, rows: SheetRows, at: Address, end: Address, text: str) -> None:
    """Raise the row of *at* so that *text* fits into the cells from *at* to *end*."""
    width = sum(_width(root, column) for column in range(at.column, end.column + 1))
    lines = sum(max(1, -(-_columns(line) // max(int(width) - 1, 1))) for line in text.split("\n"))
    others = sum(_height(rows, number) for number in range(at.row + 1, end.row + 1))
    needed = min(lines * _LINE + 4 - others, _HIGHEST)
    if needed > _height(rows, at.row):
        row = rows.row(at.row)
        row.set("ht", f"{needed:g}")
        row.set("customHeight", "1")


def _columns(text: str) -> int:
    """Return how many half-width columns a text takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _height(rows: SheetRows, number: int) -> float:
    return float(rows.row(number).get("ht") or _USUAL_HEIGHT)


def _width(root: etree._Element, column: int) -> float:
    for stated in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        if int(stated.get("min", "0")) <= column <= int(stated.get("max", "0")):
            return float(stated.get("width") or _USUAL_WIDTH)
    usual = root.find(f"{{{MAIN}}}sheetFormatPr")
    return float((usual.get("defaultColWidth") if usual is not None else None) or _USUAL_WIDTH)


def widen_column(root: etree._Element, column: int) -> None:
    """Give a column that the sheet says nothing about the width of a unit's name."""
    columns = root.find(f"{{{MAIN}}}cols")
    if columns is None:
        columns = root.makeelement(f"{{{MAIN}}}cols")
        data = root.find(f"{{{MAIN}}}sheetData")
        if data is not None:
            data.addprevious(columns)
    for stated in columns:
        if int(stated.get("min", "0")) <= column <= int(stated.get("max", "0")):
            return
    after = [stated for stated in columns if int(stated.get("min", "0")) > column]
    attributes = {"min": str(column), "max": str(column), "width": _UNIT_WIDTH, "customWidth": "1"}
    made = root.makeelement(f"{{{MAIN}}}col", attributes)
    if after:
        after[0].addprevious(made)
    else:
        columns.append(made)
