"""Write a workbook with the values and the merged ranges of another, and nothing of its looks."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from pipeline.workbook.writing.paper import set_up
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.text_fit import (
    LINE,
    PADDING,
    line_count,
    text_ems,
    width_of_text,
)
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.grid import Book, Grid

_MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)  # the same form gives the same bytes
_NARROWEST: Final = 4.0  # of a column's texts, in ems
_WIDEST: Final = 16.0
_COLUMNS: Final = 200  # at most that are as wide as their texts


def plain_copy(book: Book) -> bytes:
    """Return *book* as an .xlsx: its values, its merged ranges; its layout is not kept (版式未保留).

    Columns are as wide as their texts, and hidden sheets, the stamp's among them, stay hidden.
    """
    return write_book([_sheet(grid) for grid in book.sheets], _MOMENT)


def _sheet(grid: Grid) -> SheetPlan:
    cells = tuple(_cells(grid))
    if not grid.visible:
        return SheetPlan(grid.name, cells, hidden=True)
    widths = _widths(cells)
    heights = tuple(sorted(_heights(cells, widths).items()))
    return set_up(SheetPlan(grid.name, cells, widths=widths, heights=heights))


def _widths(cells: Sequence[PlannedCell]) -> tuple[float, ...]:
    last = min(max((cell.at.column for cell in cells), default=0), _COLUMNS)
    widest = [_NARROWEST] * last
    for cell in cells:
        if cell.at.column <= last and (cell.span is None or cell.span.column == cell.at.column):
            ems = text_ems(str(cell.value or ""))
            widest[cell.at.column - 1] = max(widest[cell.at.column - 1], ems)
    return tuple(width_of_text(min(ems, _WIDEST)) for ems in widest)


def _heights(cells: Sequence[PlannedCell], widths: Sequence[float]) -> dict[int, float]:
    """Return the heights of the rows with a text of more than one line, in points."""
    lines: dict[int, int] = {}
    for cell in cells:
        end = cell.span or cell.at
        width = sum(widths[cell.at.column - 1 : end.column])
        if isinstance(cell.value, str) and width and end.row == cell.at.row:
            count = line_count(cell.value, width)
            lines[cell.at.row] = max(lines.get(cell.at.row, 1), count)
    return {row: count * LINE + PADDING for row, count in lines.items() if count > 1}


def _cells(grid: Grid) -> Iterator[PlannedCell]:
    spans = {merge.first: merge.last for merge in grid.merges}
    for at in sorted({*grid.cells, *spans}):
        cell = grid.cells.get(at)
        value = cell.value if cell and not cell.fault else None
        shown = value.isoformat("minutes") if isinstance(value, time) else value
        yield PlannedCell(at, shown, Style.TEXT, spans.get(at))
