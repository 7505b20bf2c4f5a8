"""Write a plain table as a sheet: a title over all columns, headings, a row for each entry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.writing.paper import set_up
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style, TableRows
from pipeline.workbook.writing.text_fit import row_heights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.grid import CellValue
    from pipeline.workbook.writing.plan import Styled

_TITLE_POINTS: Final = 32.0
_HEADING_POINTS: Final = 22.0
_TOTAL: Final = "合计"
_PRINTING: Final = "本表供查对，不随其他表打印。要打印时，请先在“页面布局—打印区域”里取消打印区域。"


def table_sheet(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[CellValue | Styled]],
    printed: int = 0,
) -> SheetPlan:
    """Return a sheet *name* with a table; each column is a heading and a width in characters.

    The headings stay while the rows scroll, are printed on every page, and filter the rows; a row that
    begins with 合计 is not among those filtered. An empty *title* takes no row. Only the first *printed*
    columns are printed, by default all.
    """
    heading_row = 2 if title else 1
    widths = tuple(float(width) for _, width in columns)
    kept = tuple(rows)
    plan = _plain(name, title, columns, kept)
    shown = printed or len(columns)
    (wrapped,) = row_heights([[heading for heading, _ in columns]], widths)
    points = ((heading_row, max(wrapped, _HEADING_POINTS)),)
    cells = plan.cells
    if title:  # over what is printed
        cells = (replace(cells[0], span=Address(1, shown)), *cells[1:])
    return set_up(
        replace(
            plan,
            cells=cells,
            heights=(*(((1, _TITLE_POINTS),) if title else ()), *points),
            table=TableRows(heading_row + 1, kept, heights=row_heights(kept, widths)),
            print_area=(Address(1, 1), Address(heading_row + len(kept), shown))
            if printed
            else None,
        )
    )


def look_up_sheet(
    name: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[CellValue | Styled]]
) -> SheetPlan:
    """Return a sheet with a table in which something is looked up; it is not printed with the workbook.

    Its print area is a range without content: a workbook that is printed as a whole leaves it out.
    """
    plan = _plain(name, "", columns, rows)
    hint = replace(plan.cells[0], comment=_PRINTING)
    aside = Address(1, len(columns) + 2)
    return replace(plan, cells=(hint, *plan.cells[1:]), print_area=(aside, aside), landscape=True)


def _plain(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[CellValue | Styled]],
) -> SheetPlan:
    heading_row = 2 if title else 1
    cells = [PlannedCell(Address(1, 1), title, Style.TITLE)] if title else []
    headings = [
        PlannedCell(Address(heading_row, n), heading, Style.HEADER)
        for n, (heading, _) in enumerate(columns, start=1)
    ]
    table = TableRows(heading_row + 1, rows)
    filtered = table.last - (1 if rows and rows[-1][0] == _TOTAL else 0)
    return SheetPlan(
        name=name,
        cells=(*cells, *headings),
        widths=tuple(float(width) for _, width in columns),
        freeze=Address(heading_row + 1, 1),
        repeat_rows=(heading_row, heading_row),
        table=table,
        filter_range=(Address(heading_row, 1), Address(filtered, len(columns))) if rows else None,
    )
