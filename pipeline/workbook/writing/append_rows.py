"""Append rows to a workbook that the program made and the office edits; what people changed in it stays."""

from __future__ import annotations

from copy import copy
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell


def append_rows(content: bytes, sheet: str, rows: Sequence[Sequence[str]]) -> bytes:
    """Return the workbook with *rows* as texts below the last row of *sheet*, in the look of that row.

    Raises:
        KeyError: the workbook has no such sheet.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - a quarter of a second, and few commands need it

    book = load_workbook(BytesIO(content))
    page = book[sheet]
    above = list(page[page.max_row])
    for number, row in enumerate(rows, start=page.max_row + 1):
        for column, text in enumerate(row, start=1):
            cell = page.cell(number, column)
            # As text: a leading = must not become a formula.
            cell.value, cell.data_type = text, "s"
            if column <= len(above):
                _copy_look(above[column - 1], cell)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _copy_look(source: Cell, target: Cell) -> None:
    target.font, target.border = copy(source.font), copy(source.border)
    target.alignment, target.fill = copy(source.alignment), copy(source.fill)
