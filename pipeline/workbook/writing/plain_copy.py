"""Write a workbook with the values and the merged ranges of another, and nothing of its looks."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.grid import Book, Grid

_MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)  # the same form gives the same bytes


def plain_copy(book: Book) -> bytes:
    """Return *book* as an .xlsx: its values, its merged ranges; its layout is not kept (版式未保留)."""
    sheets = [SheetPlan(grid.name, tuple(_cells(grid))) for grid in book.sheets if grid.visible]
    return write_book(sheets, _MOMENT)


def _cells(grid: Grid) -> Iterator[PlannedCell]:
    spans = {merge.first: merge.last for merge in grid.merges}
    for at in sorted({*grid.cells, *spans}):
        cell = grid.cells.get(at)
        value = cell.value if cell and not cell.fault else None
        shown = value.isoformat("minutes") if isinstance(value, time) else value
        yield PlannedCell(at, shown, Style.TEXT, spans.get(at))
