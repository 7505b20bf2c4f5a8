"""Read XML tables of Excel 2003 (SpreadsheetML, “XML 表格”), which business systems export as .xls.

Elements and attributes after Microsoft's “XML Spreadsheet Reference” (Office 2003).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import SHEETS_AT_MOST, Extent, refuse_if_too_large, refuse_if_too_many
from pipeline.workbook.package import parse_part
from pipeline.workbook.reading.cells import (
    UNCOMPUTED,
    cell_of,
    number_cell,
    percent_cell,
    text_cell,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from lxml.etree import _Element as Element

NAMESPACE: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_SS: Final = f"{{{NAMESPACE}}}"
_OPTIONS: Final = "{urn:schemas-microsoft-com:office:excel}"
_EPOCH_YEAR: Final = 1900  # a time without a day is written as of 1899-12-31
_NO_TIME: Final = datetime(1899, 12, 31)  # noqa: DTZ001 - a cell has no zone
_NUMERAL: Final = re.compile(r"\d{1,7}")


def spreadsheetml_grids(content: bytes, name: str) -> tuple[Grid, ...]:
    """Read the sheets of an XML table.

    Raises:
        WorkbookUnreadable: the XML is broken, declares entities, or is too large.
    """
    root = parse_part(content, name)
    formats = {
        str(style.get(f"{_SS}ID")): _format(style.find(f"{_SS}NumberFormat"))
        for style in root.iter(f"{_SS}Style")
    }
    listed = list(root.iterchildren(f"{_SS}Worksheet"))[: SHEETS_AT_MOST + 1]
    extent = Extent(name)
    grids = tuple(_grid(sheet, formats, extent) for sheet in listed)
    if not 0 < len(grids) <= SHEETS_AT_MOST:
        raise WorkbookUnreadable(
            name, "XML 表格里没有工作表，或者太多。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"
        )
    return grids


def _format(number_format: Element | None) -> str:
    return "" if number_format is None else str(number_format.get(f"{_SS}Format", ""))


@dataclass(slots=True)
class _Table:
    """Collect the cells and merged ranges of one sheet."""

    cells: dict[Address, Cell] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    farthest: int = 0


def _grid(sheet: Element, formats: Mapping[str, str], extent: Extent) -> Grid:
    name = extent.name
    title = str(sheet.get(f"{_SS}Name", "Sheet"))
    table = _Table()
    row = 0
    for line in sheet.iterfind(f"{_SS}Table/{_SS}Row"):
        row = _index(line, row + 1, name)
        column = 0
        for element in line.iterchildren(f"{_SS}Cell"):
            column = _index(element, column + 1, name)
            across, down = _span(element, "MergeAcross"), _span(element, "MergeDown")
            at = Address(row, column)
            table.farthest = max(table.farthest, column + across)
            refuse_if_too_large(row + down, table.farthest, title, name)
            if across or down:
                table.merges.append(Merge(at, Address(row + down, column + across)))
            cell = _cell(element, formats)
            if cell is not None:
                table.cells[at] = cell
            column += across
        refuse_if_too_many(len(table.cells), name)
        row += _span(line, "Span")
    extent.add(len(table.cells), row, table.farthest, title)
    shown = sheet.find(f"{_OPTIONS}WorksheetOptions/{_OPTIONS}Visible")
    visible = shown is None or shown.text not in {"SheetHidden", "SheetVeryHidden"}
    return Grid(title, MappingProxyType(table.cells), tuple(table.merges), visible)


def _index(element: Element, default: int, name: str) -> int:
    """Return the index of a row or a cell; one without it follows the one before it."""
    raw = element.get(f"{_SS}Index")
    if raw is None:
        return default
    if not _NUMERAL.fullmatch(raw) or int(raw) < default:
        raise WorkbookUnreadable(
            name, "XML 表格的行列编号有错。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"
        )
    return int(raw)


def _span(element: Element, attribute: str) -> int:
    raw = element.get(f"{_SS}{attribute}", "0")
    return int(raw) if _NUMERAL.fullmatch(raw) else 0


def _cell(element: Element, formats: Mapping[str, str]) -> Cell | None:
    data = element.find(f"{_SS}Data")
    text = "" if data is None else "".join(data.itertext())
    kind = "" if data is None else data.get(f"{_SS}Type", "String")
    shown = formats.get(str(element.get(f"{_SS}StyleID")), "")
    if not text and element.get(f"{_SS}Formula"):
        return Cell("", UNCOMPUTED)
    if kind == "Number":
        return _number(text, shown_as_percent=shown == "Percent" or "%" in shown)
    if kind == "DateTime":
        return _date_time(text, counted_on="[h" in shown.lower())
    if kind == "Boolean":
        return Cell(text.strip() == "1")
    return text_cell(text)


def _number(text: str, *, shown_as_percent: bool) -> Cell | None:
    try:
        cell = number_cell(float(text))
    except ValueError:
        return text_cell(text)
    if shown_as_percent and not cell.fault:
        share: Decimal = cell.value  # type: ignore[assignment]
        return percent_cell(share)
    return cell


def _date_time(text: str, *, counted_on: bool) -> Cell | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text_cell(text)
    if counted_on:  # a duration is written as that long after the beginning of 1899-12-31
        return cell_of(moment - _NO_TIME)
    return cell_of(moment.time() if moment.year < _EPOCH_YEAR else moment)
