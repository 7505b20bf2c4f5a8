"""Workbooks of OpenDocument (.ods), written by another library than reads them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from pipeline.model.grid import Address

if TYPE_CHECKING:
    from pipeline.model.grid import Book, CellValue, Grid


def as_ods(book: Book) -> bytes:
    """*book* with its merged ranges; what is empty in a row or between rows is one repeated cell."""
    document = OpenDocumentSpreadsheet()
    hidden = Style(name="hidden", family="table")
    hidden.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for grid in book.sheets:
        document.spreadsheet.addElement(_table(grid))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _table(grid: Grid) -> Table:
    table = Table(name=grid.name) if grid.visible else Table(name=grid.name, stylename="hidden")
    spans = {merge.first: merge.last for merge in grid.merges}
    covered = {
        Address(row, column)
        for first, last in spans.items()
        for row in range(first.row, last.row + 1)
        for column in range(first.column, last.column + 1)
    } - spans.keys()
    rows = max((at.row for at in (*grid.cells, *covered)), default=1)
    width = max((at.column for at in (*grid.cells, *covered)), default=1)
    for number in range(1, rows + 1):
        row = TableRow()
        for column in range(1, width + 1):
            at = Address(number, column)
            if at in covered:
                row.addElement(CoveredTableCell())
            else:
                cell = grid.cells.get(at)
                row.addElement(_cell(cell.value if cell else None, at, spans.get(at)))
        table.addElement(row)
    return table


def _cell(value: CellValue | None, at: Address, last: Address | None) -> TableCell:
    span: dict[str, int] = {}
    if last is not None:
        span = {
            "numberrowsspanned": last.row - at.row + 1,
            "numbercolumnsspanned": last.column - at.column + 1,
        }
    if value is None:
        return TableCell(**span)
    if isinstance(value, Decimal):
        cell = TableCell(valuetype="float", value=str(value), **span)
    elif isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **span)
    else:
        cell = TableCell(valuetype="string", **span)
    for line in str(value).split("\n"):
        cell.addElement(P(text=line))
    return cell
