"""Read the drop-down lists (下拉选项) of a workbook from its XML, which is never saved.

Excel keeps a list on another sheet in an extension (x14) that openpyxl drops, so the rules are
read from the sheet's own XML: both kinds look the same from here.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, area_of
from pipeline.workbook.package import parse_part, read_package, sheet_parts, workbook_path
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.signatures import ZIP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from pipeline.model.grid import Book

_CELLS_AT_MOST: Final = 20_000


def read_dropdowns(content: bytes, name: str) -> Mapping[tuple[str, Address], tuple[str, ...]]:
    """Return the options of each cell with a drop-down, by sheet and address.

    Lists in the rule, in a range of any sheet, or behind a defined name are read; a computed list
    (OFFSET, INDIRECT) is left out. An .xls or .ods has none that can be read.

    Raises:
        WorkbookUnreadable: it is no workbook, or beyond the limits of a form.
    """
    if not content.startswith(ZIP):
        return {}
    parts = read_package(content, name)
    workbook = workbook_path(parts, name)
    if not workbook.lower().endswith(".xml"):
        return {}
    book = read_book(content, name)
    names = _defined_names(parse_part(parts[workbook], name))
    found: dict[tuple[str, Address], tuple[str, ...]] = {}
    for sheet, path in sheet_parts(parts, name):
        for rule in parse_part(parts[path], name).iter("{*}dataValidation"):
            options = tuple(_options(rule, book, sheet, names))
            if options:
                found |= {(sheet, at): options for at in _places(rule)}
    return found


def _defined_names(workbook: etree._Element) -> dict[str, str]:
    return {str(item.get("name")): item.text or "" for item in workbook.iter("{*}definedName")}


def _options(
    rule: etree._Element, book: Book, sheet: str, names: Mapping[str, str]
) -> Iterator[str]:
    source = "".join("".join(child.itertext()) for child in rule.iter("{*}formula1")).strip()
    if rule.get("type") != "list" or not source:
        return
    if source.startswith('"'):
        for row in csv.reader([source.strip('"')]):
            yield from (option.strip() for option in row if option.strip())
        return
    place = names.get(source, source)
    title, mark, cells = place.rpartition("!")
    grid = book.sheet(title.strip("'") if mark else sheet)
    for at in _area(cells):
        cell = grid.cells.get(at) if grid else None
        if cell is not None:
            yield str(cell.value).strip()


def _places(rule: etree._Element) -> Iterator[Address]:
    stated = rule.get("sqref") or "".join(
        "".join(child.itertext()) for child in rule.iter("{*}sqref")
    )
    for area in stated.split():
        yield from _area(area)


def _area(text: str) -> Iterator[Address]:
    """Yield each address of ``A1`` or ``A1:C9``, as many as a form may hold."""
    area = area_of(text)
    if area is None:
        return
    first, last = area
    count = 0
    for row in range(first.row, last.row + 1):
        for column in range(first.column, last.column + 1):
            count += 1
            if count > _CELLS_AT_MOST:
                return
            yield Address(row, column)
