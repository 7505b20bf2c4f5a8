"""Lay out the rows of a list (清单) on the form: those of all units, sums by category, the sum of all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.list_lines import column_sums, list_lines, summed
from pipeline.model.grid import Address, column_letters
from pipeline.workbook.filling.plan import FilledCell, LiveFormula
from pipeline.workbook.formulas.references import Insertion, moved_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.list_lines import ListLine
    from pipeline.consolidation.own_form.layout import At, FormLayout, ListArea
    from pipeline.consolidation.own_form.scope import Scope
    from pipeline.model.figure import Figure
    from pipeline.workbook.filling.plan import FilledValue

UNIT_HEADING: Final = "报送单位"


def needs_sum(area: ListArea, scope: Scope, lines: Sequence[ListLine]) -> bool:
    """Return whether a row of sums must be added: the list has figures to add up, the form no row for them."""
    return (
        bool(lines) and area.sum_row is None and any(map(summed, area.fields)) and not scope.single
    )


def insertion(area: ListArea, scope: Scope, lines: Sequence[ListLine]) -> Insertion | None:
    """Return the rows that the list needs more than the form has; none where nothing is printed below."""
    wanted = len(lines) + needs_sum(area, scope, lines)
    more = wanted - (area.last - area.first + 1)
    return Insertion(area.last, more) if more > 0 and not area.endless else None


@dataclass(frozen=True, slots=True)
class PlacedList:
    """Cells of a list at their final places, and the figures in them."""

    cells: tuple[FilledCell, ...]
    figures: tuple[tuple[At, Figure], ...]


def place_list(
    layout: FormLayout, area: ListArea, scope: Scope, insertions: Sequence[Insertion]
) -> PlacedList:
    """Return the cells of a list: its lines under the head, the rest of its rows emptied, its sums."""
    lines = list_lines(area.fields, scope.counted)
    start = moved_row(area.head, insertions) + 1
    placing = _Placing(layout, area, start, units=not scope.single)
    cells: list[FilledCell] = []
    if not scope.single and lines:
        cells.append(placing.cell(-1, area.unit_column, UNIT_HEADING))
    number = 0
    for offset, line in enumerate(lines):
        number += not line.label
        cells += placing.line(offset, line, number)
    room = area.last - area.first + 1
    for offset in range(len(lines), room):
        cells += [placing.cell(offset, column, None) for column in area.columns]
    cells += placing.sums(lines, scope, insertions)
    return PlacedList(tuple(cells), tuple(placing.figures))


class _Placing:
    """Places of the cells of one list; keeps the figures that were placed."""

    def __init__(self, layout: FormLayout, area: ListArea, start: int, *, units: bool) -> None:
        self.layout = layout
        self.area = area
        self.start = start
        self.units = units
        self.figures: list[tuple[At, Figure]] = []

    def cell(self, offset: int, column: int, value: FilledValue) -> FilledCell:
        like = Address(self.start + min(offset, 0), min(column, max(self.area.columns)))
        return FilledCell(Address(self.start + offset, column), value, like=like)

    def line(self, offset: int, line: ListLine, number: int) -> Iterator[FilledCell]:
        """Yield the cells of a line: number, values, unit; of a sum its label and live sums."""
        area = self.area
        label_column = area.number_column or _label_column(area)
        if line.label:
            yield self.cell(offset, label_column, line.label)
        elif area.number_column is not None:
            yield self.cell(offset, area.number_column, Decimal(number))
        if self.units and not (line.label and label_column == area.unit_column):
            yield self.cell(offset, area.unit_column, line.unit or None)
        for n, column in enumerate(area.columns):
            if line.label and (column == label_column or line.figures[n] is None):
                continue
            value: FilledValue = self.raw(column, _value_of(line, n))
            if line.label and isinstance(value, Decimal):
                value = self.formula("SUBTOTAL(9,", column, (line.first, offset - 1), value)
            self.note(offset, column, line.figures[n])
            yield self.cell(offset, column, value)

    def sums(
        self, lines: Sequence[ListLine], scope: Scope, insertions: Sequence[Insertion]
    ) -> Iterator[FilledCell]:
        """Yield the cells of the row of sums: the form's own, or one added under the lines."""
        area = self.area
        added = needs_sum(area, scope, lines)
        if area.sum_row is None and not added:
            return
        row = len(lines) if added else moved_row(area.sum_row or 0, insertions) - self.start
        label_column = area.number_column or _label_column(area)
        if added:
            yield self.cell(row, label_column, "合计")
        if self.units and lines and not (added and label_column == area.unit_column):
            yield self.cell(row, area.unit_column, None)
        subtotals = any(line.label for line in lines)
        for figure, column in zip(column_sums(area.fields, lines), area.columns, strict=True):
            if figure is None:
                continue
            value: FilledValue = self.raw(column, figure.value)
            if row > 0 and isinstance(value, Decimal):
                function = "SUBTOTAL(9," if subtotals else "SUM("
                value = self.formula(function, column, (0, row - 1), value)
            self.note(row, column, figure)
            yield self.cell(row, column, value)

    def raw(self, column: int, value: Decimal | str | None) -> Decimal | str | None:
        percent = (self.area.sheet, Address(self.area.first, column)) in self.layout.percents
        return value / 100 if percent and isinstance(value, Decimal) else value

    def formula(
        self, function: str, column: int, lines: tuple[int, int], result: Decimal
    ) -> LiveFormula:
        letters = column_letters(column)
        first, last = (self.start + offset for offset in lines)
        return LiveFormula(f"={function}{letters}{first}:{letters}{last})", result)

    def note(self, offset: int, column: int, figure: Figure | None) -> None:
        if figure is not None:
            at = Address(self.start + offset, column)
            self.figures.append(((self.area.sheet, at), figure))


def _value_of(line: ListLine, column: int) -> Decimal | str | None:
    """Return the number of a line in a column, else the text as it was typed."""
    figure = line.figures[column]
    if figure is not None:
        return figure.value
    answer = line.answers[column] if line.answers else None
    return (answer.typed or None) if answer else None


def _label_column(area: ListArea) -> int:
    """Return the column for the label of a sum: the first, where it isn't added up itself, else that of units."""
    columns = dict(zip(area.columns, area.fields, strict=True))
    first = min(columns)
    return area.unit_column if summed(columns[first]) else first
