"""Scan a sheet's XML before a library parses it: its extent, and what the library doesn't return.

The parsing library builds a dense table up to the farthest value, and aborts the whole process on
a shared string that isn't there; both are cheap to detect beforehand. Formulas without a result,
errors and percentages it doesn't return at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from pipeline.model.grid import Address, address_of
from pipeline.workbook.errors import WorkbookUnreadable, raise_if_short_of_memory
from pipeline.workbook.limits import (
    AREA_AT_MOST,
    CELLS_AT_MOST,
    COLUMNS_AT_MOST,
    ROWS_AT_MOST,
)
from pipeline.workbook.reading.cells import UNCOMPUTED

if TYPE_CHECKING:
    from collections.abc import Mapping

# An empty cell or row with an address: without it, the others keep their places.
_EMPTY_CELL: Final = re.compile(
    rb'<c(?= (?:s="\d+" )?r=)(?: (?:r="[A-Z]{1,3}\d{1,7}"|s="\d+"))+ ?(?:/>|></c>)'
)
# A cell whose first attribute is not its address, and one that has none.
_CELL_OTHERWISE: Final = re.compile(rb"<c(?:>|/|\s+(?!r=))")
_CELL_WITHOUT_ADDRESS: Final = re.compile(rb"<c(?=[\s/>])(?![^>]*\sr\s*=)")
_EMPTY_ROW: Final = re.compile(
    rb'<row r="\d{1,7}"(?: [A-Za-z0-9:]+="[A-Za-z0-9.:]*")* ?(?:/>|>\s*</row>)'
)
_DURATION: Final = re.compile(
    r"P(?:(?P<days>\d{1,7})D)?"
    r"(?:T(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,7}(?:\.\d{1,9})?)S)?)?"
)
_FAR_APART: Final = "请选中表格以外的空行空列，删除后保存再报送。"


@dataclass(frozen=True, slots=True)
class SheetScan:
    """Hold what a sheet's XML states: faults, percentages, the highest shared string (or -1), extent.

    ``faults`` holds ``"uncomputed"`` for a formula without a stored result, and error values such as
    ``"#REF!"`` unchanged; the parsing library returns both as empty. ``percentages`` are numbers shown
    as a percentage: 0.85 is stored where a person typed and sees 85%. ``negatives`` are those with a
    format of their own: of one shown as a date the library returns a time of day. ``durations`` are
    those that a strict workbook stores as text (ISO 8601), which the library returns as it stands.
    """

    faults: Mapping[Address, str]
    percentages: frozenset[Address]
    negatives: Mapping[Address, float]
    durations: Mapping[Address, timedelta]
    highest_string: int
    count: int
    farthest: Address


def without_empty(xml: bytes) -> bytes:
    """Return a sheet's XML without the cells and rows that hold nothing, however many are styled.

    A form whose columns are formatted far down has a million of them: deleted in one pass they cost a
    tenth of a second, parsed one by one three. Where a cell doesn't say which it is, it follows the
    one before, which then has to stay.
    """
    if _CELL_OTHERWISE.search(xml) and _CELL_WITHOUT_ADDRESS.search(xml):
        return xml
    xml = _EMPTY_CELL.sub(b"", xml)
    rows = xml.count(b"<row>") + xml.count(b"<row ")
    return _EMPTY_ROW.sub(b"", xml) if rows == xml.count(b"<row r=") else xml


def scan_sheet(
    xml: bytes, workbook: str, sheet: str, percent_styles: frozenset[str] = frozenset()
) -> SheetScan:
    """Parse the cells of a sheet once; empty ones are not counted, however many are styled.

    *percent_styles* are the cell formats (``s``) that show a percentage.

    Raises:
        WorkbookUnreadable: a value is beyond 20,000 rows or 400 columns, there are more than
            200,000 values or they are far apart, or the XML is broken.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    handler = _SheetHandler(percent_styles)
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = handler.refuse_doctype
    parser.buffer_text = True
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except _OutOfBounds as error:
        raise WorkbookUnreadable(
            workbook,
            f"工作表「{sheet}」一直用到了 {error}，超出报送表的范围（{ROWS_AT_MOST} 行、"
            f"{COLUMNS_AT_MOST} 列、{CELLS_AT_MOST} 个有内容的格）。{_FAR_APART}",
        ) from error
    except (expat.ExpatError, _InvalidSheet) as error:
        raise_if_short_of_memory(error)
        raise WorkbookUnreadable(
            workbook, f"工作表「{sheet}」已损坏。请用 Excel/WPS 打开另存后再报送。"
        ) from error
    return SheetScan(
        MappingProxyType(handler.faults),
        frozenset(handler.percentages),
        MappingProxyType(handler.negatives),
        MappingProxyType(handler.durations),
        handler.highest_string,
        handler.count,
        handler.farthest,
    )


def count_strings(xml: bytes, workbook: str) -> int:
    """Count the shared strings in the part *xml*; a tree of them all would take a gigabyte.

    Raises:
        WorkbookUnreadable: the XML is broken.
    """
    count = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal count
        count += tag.rpartition(" ")[2] == "si"

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _SheetHandler(frozenset()).refuse_doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003 - expat takes no keywords
    except (expat.ExpatError, _InvalidSheet) as error:
        raise_if_short_of_memory(error)
        raise WorkbookUnreadable(
            workbook, "文件内部结构已损坏。请用 Excel/WPS 打开另存后再报送。"
        ) from error
    return count


class _OutOfBounds(Exception):
    """Report a value beyond the limits of a form; its text is the address."""


class _InvalidSheet(Exception):
    """Report XML that no spreadsheet program writes."""


class _SheetHandler:
    """Handle expat's events: the current cell, and what was found so far."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.faults: dict[Address, str] = {}
        self.percentages: set[Address] = set()
        self.negatives: dict[Address, float] = {}
        self.durations: dict[Address, timedelta] = {}
        self.highest_string = -1
        self._percent_styles = percent_styles
        self._row = self._column = 0
        self.farthest = Address(0, 0)
        self.count = 0
        self._cell: dict[str, str] = {}
        self._formula = False
        self._value = ""
        self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._column += 1
            self._cell, self._formula, self._value = attributes, False, ""
        elif name == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "v":
            self._in_value = True
        elif name == "f":
            self._formula = True
        elif name == "is":
            self._value = "text"  # an inline string: its text doesn't matter here

    def text(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def end(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        if name == "v":
            self._in_value = False
        elif name == "c":
            # Cells without an address follow the cell before (ECMA-376 18.3.1.4).
            reference = self._cell.get("r")
            if self._value or self._formula:
                self._add_cell(
                    _address(reference) if reference else Address(self._row, self._column)
                )
            elif reference:
                self._column = _address(reference).column

    def refuse_doctype(self, *_: object) -> None:
        raise _InvalidSheet

    def _add_cell(self, at: Address) -> None:
        self._column = at.column
        self._check_bounds(at)
        kind = self._cell.get("t", "n")
        if kind == "e":
            self.faults[at] = self._value or "#VALUE!"
        elif self._formula and not self._value and kind != "str":
            self.faults[at] = UNCOMPUTED  # a computed empty text would be of type “str”
        elif kind == "s":
            self.highest_string = max(self.highest_string, _number(self._value))
        elif kind == "n" and self._cell.get("s") in self._percent_styles:
            self.percentages.add(at)
        elif self._value.startswith("-") and kind == "n":
            self.negatives[at] = _float(self._value)
        elif kind == "d" and (duration := _DURATION.fullmatch(self._value.strip())):
            parts = {unit: float(count) for unit, count in duration.groupdict().items() if count}
            self.durations[at] = timedelta(**parts)

    def _check_bounds(self, at: Address) -> None:
        self.count += 1
        farthest_corner = Address(
            max(self.farthest.row, at.row), max(self.farthest.column, at.column)
        )
        self.farthest = farthest_corner
        beyond = farthest_corner.row > ROWS_AT_MOST or farthest_corner.column > COLUMNS_AT_MOST
        if (
            beyond
            or self.count > CELLS_AT_MOST
            or farthest_corner.row * farthest_corner.column > AREA_AT_MOST
        ):
            raise _OutOfBounds(str(at))


def _address(text: str) -> Address:
    at = address_of(text)
    if at is None:
        raise _InvalidSheet
    return at


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise _InvalidSheet from error


def _number(text: str) -> int:
    # The library would take “+9” too, and abort.
    if not (text.isascii() and text.isdecimal()):
        raise _InvalidSheet
    return int(text)
