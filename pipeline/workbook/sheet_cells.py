"""Find or create a row or a cell in the XML of a sheet (ECMA-376 Part 1, 18.3.1)."""

from __future__ import annotations

from lxml import etree

from pipeline.model.grid import Address, address_of
from pipeline.workbook.package import MAIN


def row_element(data: etree._Element, number: int) -> etree._Element:
    """Return the row of that number; create it in its place where the sheet has none."""
    made = etree.Element(f"{{{MAIN}}}row", r=str(number))
    at = 0
    for row in data.iterchildren(f"{{{MAIN}}}row"):
        at = int(row.get("r") or at + 1)  # a row without a number follows the one before
        if at == number:
            return row
        if at > number:
            row.addprevious(made)
            return made
    data.append(made)
    return made


def cell_element(row: etree._Element, at: Address) -> etree._Element:
    """Return the cell at that place; create it between its neighbours where the row has none."""
    row.attrib.pop("spans", None)  # a hint of the first and last cell, wrong once a cell is added
    made = etree.Element(f"{{{MAIN}}}c", r=str(at))
    column = 0
    for cell in row.iterchildren(f"{{{MAIN}}}c"):
        stated = address_of(cell.get("r", ""))
        column = stated.column if stated else column + 1
        if column == at.column:
            return cell
        if column > at.column:
            cell.addprevious(made)
            return made
    row.append(made)
    return made
