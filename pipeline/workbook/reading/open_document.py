"""Read sheets of OpenDocument (.ods), written by LibreOffice, WPS and e-government systems.

They are read from the XML: the parsing library fills in every repeated cell (a million rows of
one styled cell), and returns neither merged ranges nor percentages. Elements after OASIS
OpenDocument 1.3, part 3, chapters 9 and 19.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import (
    DAMAGED,
    ENCRYPTED,
    SHEETS_AT_MOST,
    Extent,
    refuse_if_too_large,
    refuse_if_too_many,
)
from pipeline.workbook.package import parse_part
from pipeline.workbook.reading.cells import (
    ERRORS,
    UNCOMPUTED,
    cell_of,
    number_cell,
    percent_cell,
    text_cell,
)
from pipeline.workbook.reading.shown import against_shown, error_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE: Final = f"{{{_OASIS}table:1.0}}"
_OFFICE: Final = f"{{{_OASIS}office:1.0}}"
_TEXT: Final = f"{{{_OASIS}text:1.0}}"
_STYLE: Final = f"{{{_OASIS}style:1.0}}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
# The attribute with the value of each type; a text may have one, too.
_VALUE_ATTRIBUTES: Final = MappingProxyType(
    {
        "float": "value",
        "currency": "value",
        "percentage": "value",
        "date": "date-value",
        "time": "time-value",
        "boolean": "boolean-value",
    }
)
_NUMERAL: Final = re.compile(r"\d{1,7}")
_CLOCK: Final = re.compile(r"PT(\d{1,7})H(\d{1,2})M(\d{1,2})(?:[.,]\d+)?S")


def open_document_grids(parts: Mapping[str, bytes], name: str) -> tuple[Grid, ...]:
    """Read the sheets of an .ods.

    Raises:
        WorkbookUnreadable: encrypted, broken, or too large.
    """
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise WorkbookUnreadable(name, ENCRYPTED)
    root = parse_part(parts["content.xml"], name)
    hidden = frozenset(
        str(style.getparent().get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}table-properties")
        if style.get(f"{_TABLE}display") == "false"
    )
    tables = list(root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"))
    if not tables or len(tables) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, DAMAGED)
    extent = Extent(name)
    return tuple(_grid(table, hidden, extent) for table in tables)


@dataclass(slots=True)
class _Sheet:
    title: str
    name: str
    cells: dict[Address, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    columns: int = 0

    def put(self, cell: Cell, at: Address, rows: int, columns: int) -> None:
        """Insert *cell* at *at* and wherever it is repeated."""
        last = Address(at.row + rows - 1, at.column + columns - 1)
        self.columns = max(self.columns, last.column)
        refuse_if_too_large(last.row, self.columns, self.title, self.name)
        refuse_if_too_many(len(self.cells) + rows * columns, self.name)
        for row in range(at.row, last.row + 1):
            for column in range(at.column, last.column + 1):
                self.cells[Address(row, column)] = cell


def _grid(table: Element, hidden: frozenset[str], extent: Extent) -> Grid:
    title = str(table.get(f"{_TABLE}name", "Sheet"))
    sheet = _Sheet(title, extent.name)
    row = 1
    for line in table.iter(f"{_TABLE}table-row"):
        rows = _count(line, "number-rows-repeated")
        column = 1
        for element in line.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            columns = _count(element, "number-columns-repeated")
            at = Address(row, column)
            cell = _cell(element)
            if cell is not None:
                sheet.put(cell, at, rows, columns)
            sheet.merges.extend(_merge(element, at))
            column += columns
        row += rows
    extent.add(
        len(sheet.cells), max((at.row for at in sheet.cells), default=0), sheet.columns, title
    )
    visible = table.get(f"{_TABLE}style-name") not in hidden
    return Grid(title, MappingProxyType(sheet.cells), tuple(sheet.merges), visible)


def _count(element: Element, attribute: str) -> int:
    raw = element.get(f"{_TABLE}{attribute}", "1")
    return max(int(raw), 1) if _NUMERAL.fullmatch(raw) else 1


def _merge(element: Element, at: Address) -> Iterator[Merge]:
    rows, columns = (
        _count(element, "number-rows-spanned"),
        _count(element, "number-columns-spanned"),
    )
    if rows > 1 or columns > 1:
        yield Merge(at, Address(at.row + rows - 1, at.column + columns - 1))


def _cell(element: Element) -> Cell | None:
    kind = element.get(f"{_OFFICE}value-type", "")
    text = "\n".join(_line(line) for line in element.iterchildren(f"{_TEXT}p"))
    # LibreOffice marks an error as one. Excel and older programs write the number 0 with the error's
    # word as its text, others a text.
    error = error_shown(text) if kind in _VALUE_ATTRIBUTES else ""
    if error or element.get(f"{_CALC}value-type") == "error":
        return Cell(text, error or (text if text in ERRORS else "#VALUE!"))
    if not kind and not text and element.get(f"{_TABLE}formula"):
        return Cell("", UNCOMPUTED)
    raw = element.get(f"{_OFFICE}{_VALUE_ATTRIBUTES.get(kind, 'string-value')}", "")
    cell = _value(kind, raw, text)
    return against_shown(cell, text) if cell is not None and kind in _VALUE_ATTRIBUTES else cell


def _value(kind: str, raw: str, text: str) -> Cell | None:
    if kind in {"float", "currency", "percentage"}:
        return _number(raw, text, share=kind == "percentage")
    if kind in {"date", "time"}:
        return _date(raw, text) if kind == "date" else _time_of_day(raw, text)
    return Cell(raw == "true") if kind == "boolean" else text_cell(text or raw)


def _number(raw: str, text: str, *, share: bool) -> Cell | None:
    try:
        cell = number_cell(float(Decimal(raw)))
    except (InvalidOperation, OverflowError, ValueError):
        return text_cell(text)
    return percent_cell(cell.value) if share and isinstance(cell.value, Decimal) else cell


def _date(raw: str, text: str) -> Cell | None:
    try:
        return cell_of(datetime.fromisoformat(raw))
    except ValueError:
        return text_cell(text)


def _time_of_day(raw: str, text: str) -> Cell | None:
    match = _CLOCK.fullmatch(raw)
    if match is None:
        return text_cell(text)
    try:
        return cell_of(time(int(match[1]), int(match[2]), int(match[3])))
    except ValueError:  # a duration of more than a day
        return text_cell(text or ":".join(match.groups()))


def _line(paragraph: Element) -> str:
    """Return the text of a paragraph; spaces, tabs and line breaks are child elements."""
    parts = [paragraph.text or ""]
    for child in paragraph.iterdescendants():
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(_spaces(child), 100))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        parts += [child.text or "", child.tail or ""]
    return "".join(parts)


def _spaces(element: Element) -> int:
    raw = element.get(f"{_TEXT}c", "1")
    return int(raw) if _NUMERAL.fullmatch(raw) else 1
