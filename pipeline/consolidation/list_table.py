"""Lay out the rows of one list (清单) in 汇总表: those of all units, live sums by category, the sum of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.consolidation.list_lines import column_sums, list_lines
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import column_letters
from pipeline.workbook.writing.plan import Formula, Style, Styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.figure import Figure
    from pipeline.model.filling import Answer
    from pipeline.model.grid import CellValue

    Row = tuple[CellValue | Styled, ...]

_FIRST: Final = 3  # row of the sheet, below title and headings
_SUBTOTAL: Final = "109"  # leaves out other subtotals, so that the total counts nothing twice


def list_table(
    sheet: str, fields: Sequence[Field], counted: Sequence[CountedUnit]
) -> tuple[tuple[Row, ...], tuple[TrailEntry, ...]]:
    """Return the rows of a list, and the trail (溯源) of the sums among them.

    The sum of all is there where a column is added up; that of each category where there are several. Of
    several levels (层级) the highest, whose rows come first, is added up.
    """
    lines = list_lines(fields, counted)
    rows: list[Row] = []
    trail: list[TrailEntry] = []
    for number, line in enumerate(lines):
        if line.row is not None:
            cells = (_typed(answer) for answer in line.answers)
            rows.append((line.unit, *cells, line.row.sheet, str(line.row.number)))
        else:
            figures, first = line.figures, line.first
            rows.append(_sums(line.label, figures, (first, number - 1), Style.SUBTOTAL))
            trail += _entries(sheet, figures, number)
    figures = column_sums(fields, lines)
    if lines and any(figure is not None for figure in figures):
        highest = lines[0].level
        last = max(n for n, line in enumerate(lines) if line.level == highest)
        rows.append(_sums("合计", figures, (0, last), Style.TOTAL))
        trail += _entries(sheet, figures, len(lines))
    return tuple(rows), tuple(trail)


def _sums(
    label: str, figures: Sequence[Figure | None], lines: tuple[int, int], style: Style
) -> Row:
    first, last = (_FIRST + line for line in lines)
    cells = (
        Styled("", style)
        if figure is None
        else Styled(
            Formula(
                f"=SUBTOTAL({_SUBTOTAL},{column_letters(n)}{first}:{column_letters(n)}{last})",
                figure.value,
            ),
            style,
        )
        for n, figure in enumerate(figures, start=2)
    )
    return (label, *cells, Styled("", style), Styled("", style))


def _entries(sheet: str, figures: Sequence[Figure | None], line: int) -> list[TrailEntry]:
    return [
        TrailEntry(f"{sheet}!{column_letters(n)}{_FIRST + line}", figure)
        for n, figure in enumerate(figures, start=2)
        if figure is not None
    ]


def _typed(answer: Answer | None) -> CellValue:
    """Return the parsed value, so that dates and numbers stay such, or else the typed text."""
    if answer is None:
        return ""
    return answer.value if answer.value is not None else answer.typed
