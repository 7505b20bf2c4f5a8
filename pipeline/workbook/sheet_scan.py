"""A look over a sheet's XML before a library parses it: how far it reaches, what it can't say.

The parsing library builds a dense table up to the farthest cell, and aborts the whole process on
a shared string that isn't there; both are cheap to see beforehand.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lxml import etree

from pipeline.errors import WorkbookUnreadable
from pipeline.model.grid import Address, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROWS_AT_MOST: Final = 20_000
COLUMNS_AT_MOST: Final = 400
CELLS_AT_MOST: Final = 500_000


@dataclass(frozen=True, slots=True)
class SheetScan:
    """What a sheet's XML tells: cells with a fault, and the highest shared string.

    ``faults`` holds ``"uncomputed"`` for a formula without a stored result, and error values such
    as ``"#REF!"`` as they stand; the parsing library gives both as empty.
    """

    faults: Mapping[Address, str]
    highest_string: int


def scan_sheet(xml: bytes, workbook: str, sheet: str) -> SheetScan:
    """Walk the cells of a sheet once.

    Raises:
        WorkbookUnreadable: a cell lies beyond 20,000 rows or 400 columns, there are more than
            500,000 cells, or the XML is broken.
    """
    faults = {}
    highest = -1
    count = 0
    try:
        for at, cell in _cells(xml):
            count += 1
            if at.row > ROWS_AT_MOST or at.column > COLUMNS_AT_MOST or count > CELLS_AT_MOST:
                raise WorkbookUnreadable(
                    workbook,
                    f"工作表「{sheet}」一直用到了 {at}，超出报送表的范围（{ROWS_AT_MOST} 行、"
                    f"{COLUMNS_AT_MOST} 列）。请选中表格以外的空行空列，删除后保存再报送。",
                )
            value = _text(cell, "v")
            if cell.get("t") == "e":
                faults[at] = value or "#VALUE!"
            elif _text(cell, "f") is not None and not value and cell.get("t") != "str":
                faults[at] = "uncomputed"  # a computed empty text would be of type “str”
            if cell.get("t") == "s" and value:
                highest = max(highest, int(value) if value.isdecimal() else 0)
    except etree.XMLSyntaxError as error:
        raise WorkbookUnreadable(
            workbook, f"工作表「{sheet}」已损坏。请用 Excel/WPS 打开另存后再报送。"
        ) from error
    return SheetScan(MappingProxyType(faults), highest)


def _cells(xml: bytes) -> Iterator[tuple[Address, etree._Element]]:
    """Each ``<c>`` with its address; cells without one follow the cell before (ECMA-376 18.3.1.4)."""
    row, column = 0, 0
    events = etree.iterparse(
        io.BytesIO(xml), events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False
    )
    for event, element in events:
        is_row = element.tag.endswith("}row")
        if event == "start" and is_row:
            stated = element.get("r", "")
            row, column = (int(stated) if stated.isdecimal() else row + 1), 0
        elif event == "end" and not is_row:
            at = address_of(element.get("r", "")) or Address(row, column + 1)
            column = at.column
            yield at, element
            element.clear()
        elif event == "end":
            element.clear()


def _text(cell: etree._Element, tag: str) -> str | None:
    for child in cell:
        if child.tag.endswith(f"}}{tag}"):
            return child.text or ""
    return None
