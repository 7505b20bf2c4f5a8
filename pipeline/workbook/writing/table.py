"""Write a plain table as a sheet: a title over all columns, headings, a row for each entry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style, TableRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.grid import CellValue
    from pipeline.workbook.writing.plan import Styled

_TITLE_POINTS: Final = 32.0


def table_sheet(
    name: str,
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Sequence[CellValue | Styled]],
) -> SheetPlan:
    """Return a sheet *name* with a table; each column is a heading and a width in characters.

    The headings stay while the rows scroll, and are printed on every page. An empty *title* takes no
    row.
    """
    heading_row = 2 if title else 1
    cells = [PlannedCell(Address(1, 1), title, Style.TITLE, Address(1, len(columns)))]
    headings = [
        PlannedCell(Address(heading_row, n), heading, Style.HEADER)
        for n, (heading, _) in enumerate(columns, start=1)
    ]
    return SheetPlan(
        name=name,
        cells=(*(cells if title else ()), *headings),
        widths=tuple(float(width) for _, width in columns),
        heights=((1, _TITLE_POINTS),) if title else (),
        freeze=Address(heading_row + 1, 1),
        repeat_rows=(heading_row, heading_row),
        landscape=True,
        table=TableRows(heading_row + 1, tuple(rows)),
    )
