"""List fields (列表项): a row of titles, and rows until the form ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.filling import Given, ListRow
from pipeline.model.finding import Place
from pipeline.model.grid import Address
from pipeline.reading.interpret import interpret
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.grid import Grid
    from pipeline.reading.labels import Labels

_SUMS: Final = frozenset({"合计", "小计", "总计", "共计"})
_FOOT: Final = ("填报人", "审核人", "单位负责人", "填表人", "联系电话", "注", "说明")


def read_rows(
    labels: Labels, fields: Sequence[Field], workbook: str, year: int
) -> Iterator[ListRow]:
    """Read the rows of one list; empty rows and rows of sums are passed over, the rest is kept."""
    header = header_of(labels, fields)
    if header is None:
        return
    top, columns = header
    grid = labels.grid
    for row in sorted({at.row for at in grid.cells if at.row > top}):
        if _is_foot(grid, row):
            return
        answers = tuple(
            interpret(
                grid.cells.get(Address(row, columns[field.code]))
                if field.code in columns
                else None,
                field,
                Place(workbook, grid.name, str(Address(row, columns.get(field.code, 1)))),
                year,
            )
            for field in fields
        )
        filled = any(answer.given is not Given.EMPTY for answer in answers)
        if filled and not _is_sum(grid, row):
            yield ListRow(grid.name, row, answers)


def header_of(labels: Labels, fields: Sequence[Field]) -> tuple[int, Mapping[str, int]] | None:
    """The row that holds the most of the list's titles, and the column of each field by code."""
    rows: dict[int, dict[str, int]] = {}
    for field in fields:
        for at in labels.places.get(label_key(field.name), ()):
            rows.setdefault(at.row, {}).setdefault(field.code, at.column)
    if not rows:
        return None
    row = max(rows, key=lambda number: (len(rows[number]), -number))
    needed = min(2, len(fields))
    return (row, rows[row]) if len(rows[row]) >= needed else None


def _first_texts(grid: Grid, row: int) -> list[str]:
    cells = (grid.cells.get(Address(row, column)) for column in (1, 2))
    return [narrow(str(cell.value)) for cell in cells if cell is not None]


def _is_sum(grid: Grid, row: int) -> bool:
    return any(text.replace(" ", "") in _SUMS for text in _first_texts(grid, row))


def _is_foot(grid: Grid, row: int) -> bool:
    """Whether the form's foot begins here: 填报人：… stands in the first cell."""
    cell = grid.cells.get(Address(row, 1))
    text = narrow(str(cell.value)) if cell is not None else ""
    return any(text.startswith((f"{word}:", f"{word}：")) for word in _FOOT)
