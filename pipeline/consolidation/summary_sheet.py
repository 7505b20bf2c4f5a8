"""Lay out the first sheet of the summary workbook: figures by unit and category, with live formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.over_sums import live_formula
from pipeline.consolidation.summary_columns import Column, columns_of, number_format, width_of
from pipeline.model.campaign import Aggregation
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import Address, column_letters
from pipeline.model.submission import State
from pipeline.workbook.writing.paper import set_up
from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan, Style, Styled, TableRows
from pipeline.workbook.writing.text_fit import (
    LINE,
    line_count,
    row_heights,
    text_ems,
    width_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.figure import Figure
    from pipeline.model.grid import CellValue
    from pipeline.model.submission import Standing

SUMMARY_SHEET: Final = "汇总表"
_HEADER: Final = 3
_FIXED: Final = ("序号", "单位", "类别", "报送情况")
_GAP: Final = "—"
_TEXT_EMS: Final = 14.0  # at most in a line of a text
_ROW_POINTS: Final = 20.0


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """The sheet, the trail of each figure in its cells, and where these are."""

    plan: SheetPlan
    trail: tuple[TrailEntry, ...]
    rows: tuple[int, int]  # the first and the last row between heading and 合计
    unit_rows: tuple[int, ...]  # of each unit of the roster
    letters: tuple[str, ...]  # of each column of figures
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit that counts, and its figures by column."""

    item: CountedUnit
    figures: tuple[Figure | None, ...]


class _Rows:
    """Rows below the heading (汇总行), with the trail of their figures in the order of the cells."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.rows: list[tuple[CellValue | Styled, ...]] = []
        self.trail: list[TrailEntry] = []
        self.figures: list[UnitFigures] = []  # of the counted units
        self.sums: tuple[tuple[Figure, ...], ...] = ()  # of the row of sums that was added last
        self.unit_rows: list[int] = []
        self.columns = columns
        self.letters = tuple(
            column_letters(column)
            for column in range(len(_FIXED) + 1, len(_FIXED) + len(columns) + 1)
        )

    @property
    def last(self) -> int:
        """Return the number of the last row that was added."""
        return _HEADER + len(self.rows)

    def add_unit(self, texts: tuple[str, ...], item: CountedUnit | None) -> None:
        """Add the row of a unit; without figures where none of it count."""
        self.unit_rows.append(self.last + 1)
        if item is None:
            self.rows.append((*texts, *(_GAP for _ in self.columns)))
            return
        figures = tuple(column.of_unit(item) for column in self.columns)
        self.figures.append(UnitFigures(item, figures))
        row = self.last + 1
        self.trail += [
            TrailEntry(f"{SUMMARY_SHEET}!{letters}{row}", figure)
            for letters, figure in zip(self.letters, figures, strict=True)
            if figure is not None
        ]
        values = (
            _GAP if figure is None else figure.text if column.counts else figure.value
            for column, figure in zip(self.columns, figures, strict=True)
        )
        self.rows.append((*texts, *values))

    def add_sums(
        self,
        name: str,
        first: int,
        figures: Sequence[UnitFigures],
        styles: tuple[Style, Style],
    ) -> None:
        """Add the row that adds up the rows from *first* to the last one, as live formulas.

        *styles* are that of its texts and that of its figures.
        """
        last = self.last
        of_text, of_figure = styles
        sums = tuple(_sum(column, n, figures) for n, column in enumerate(self.columns))
        self.sums = sums
        self._trace(sums)
        texts = ("", name, "", f"计入{len(figures)}家")
        row = [Styled(text, of_text) for text in texts]
        for column, letters, found in zip(self.columns, self.letters, sums, strict=True):
            cell: Formula | Decimal | str = _GAP
            if found and column.recomputed:
                cell = self._ratio(column, found[0].value)
            elif found:
                cell = column.formula(f"{letters}{first}:{letters}{last}", found)
            is_text = column.counts or not found
            row.append(Styled(cell, of_text if is_text else of_figure))
        self.rows.append(tuple(row))

    def by_column(self) -> Iterator[tuple[Column, list[Figure]]]:
        """Return each column with the figures of the units, and the sum of all of them."""
        for number, column in enumerate(self.columns):
            own = [each for row in self.figures if (each := row.figures[number]) is not None]
            yield column, [*own, *self.sums[number]]

    def _ratio(self, column: Column, value: Decimal) -> Formula | Decimal:
        """Return a ratio as a live formula over the sums of its parts in the row that is added now."""
        cells = {
            known.field.code: f"{letters}{self.last + 1}"
            for known, letters in zip(self.columns, self.letters, strict=True)
            if known.field.aggregation is Aggregation.SUM
        }
        expression = live_formula(column.field, cells)
        return Formula(expression, value) if expression else value

    def _trace(self, figures: Sequence[Sequence[Figure]]) -> None:
        row = self.last + 1
        self.trail += [
            TrailEntry(f"{SUMMARY_SHEET}!{letters}{row}", figure)
            for letters, found in zip(self.letters, figures, strict=True)
            for figure in found
        ]


def _sum(column: Column, number: int, rows: Sequence[UnitFigures]) -> tuple[Figure, ...]:
    if column.recomputed:
        return column.ratio([row.item for row in rows])
    return column.of_all([each for row in rows if (each := row.figures[number]) is not None])


def main_sheet(
    campaign: Campaign,
    period: Period,
    standings: Sequence[Standing],
    counted: Sequence[CountedUnit],
) -> SummarySheet:
    """Return the figures of units in roster order by category, with 小计 for each and 合计 at the foot."""
    columns = columns_of(campaign, counted)
    body = _Rows(columns)
    items = {item.unit.code: item for item in counted}
    paired = enumerate(zip(campaign.units(), standings, strict=True), start=1)
    for category, members in groupby(paired, key=lambda pair: pair[1][0].category):
        first, before = body.last + 1, len(body.figures)
        for number, (unit, standing) in members:
            texts = (str(number), unit.full_name, unit.category, standing.words)
            body.add_unit(texts, items.get(unit.code))
        styles = (Style.SUBTOTAL_TEXT, Style.SUBTOTAL)
        body.add_sums(f"{category}小计", first, body.figures[before:], styles)
    rows = (_HEADER + 1, body.last)
    body.add_sums("合计", _HEADER + 1, body.figures, (Style.TOTAL_TEXT, Style.TOTAL))
    head = tuple(_head(campaign, period, columns, (len(counted), _due(standings))))
    plan = _plan(head, body)
    return SummarySheet(plan, tuple(body.trail), rows, tuple(body.unit_rows), body.letters, columns)


def _due(standings: Sequence[Standing]) -> int:
    return sum(standing.state is not State.EXEMPT for standing in standings)


def _head(
    campaign: Campaign,
    period: Period,
    columns: Sequence[Column],
    counts: tuple[int, int],
) -> Iterator[PlannedCell]:
    submitted, due = counts
    title = f"{campaign.name}{period.label}汇总表"
    note = (
        f"牵头单位：{campaign.lead_office}　应报 {due} 家，计入 {submitted} 家"
        f"{'（未计入的见“未报单位”表）' if submitted < due else ''}；“—”为空缺，不按 0 计。"
    )
    yield PlannedCell(Address(1, 1), title, Style.TITLE)
    yield PlannedCell(Address(2, 1), note, Style.NOTE)
    titles = (*_FIXED, *(column.title for column in columns))
    for column, text in enumerate(titles, start=1):
        yield PlannedCell(Address(_HEADER, column), text, Style.HEADER)


def _plan(head: tuple[PlannedCell, ...], body: _Rows) -> SheetPlan:
    columns = list(body.by_column())
    widths = _widths(body, columns)
    titles = [str(cell.value) for cell in head if cell.at.row == _HEADER]
    lines = max(line_count(title, width) for title, width in zip(titles, widths, strict=True))
    plan = SheetPlan(
        name=SUMMARY_SHEET,
        cells=head,
        table=TableRows(
            _HEADER + 1,
            body.rows,
            text=Style.CENTER,
            formats=(
                *("" for _ in _FIXED),
                *(number_format(column, figures) for column, figures in columns),
            ),
            heights=_heights(body, widths),
        ),
        widths=widths,
        heights=((1, 36.0), (_HEADER, lines * LINE + 8)),
        freeze=Address(_HEADER + 1, 3),
        repeat_rows=(_HEADER, _HEADER),
        repeat_columns=2,
        filter_range=(Address(_HEADER, 1), Address(body.last - 1, len(widths))),
    )
    return _with_title(set_up(plan))


def _with_title(plan: SheetPlan) -> SheetPlan:
    """Return *plan* with title and note merged over the columns of its first page."""
    repeated = sum(plan.widths[: plan.repeat_columns]) * (plan.pages_wide - 1)
    page = (sum(plan.widths) + repeated) / plan.pages_wide
    last = max(sum(width <= page for width in accumulate(plan.widths)), len(_FIXED))
    cells = (
        replace(cell, span=Address(cell.at.row, last)) if cell.at.row < _HEADER else cell
        for cell in plan.cells
    )
    return replace(plan, cells=tuple(cells))


def _widths(body: _Rows, columns: Sequence[tuple[Column, Sequence[Figure]]]) -> tuple[float, ...]:
    """Return the width of each column, so that its heading, its texts and its figures fit."""
    fixed = (
        width_of_text(min(max(text_ems(text) for text in texts), _TEXT_EMS))
        for texts in zip(
            _FIXED, *(map(_text, row[: len(_FIXED)]) for row in body.rows), strict=True
        )
    )
    return (*fixed, *(width_of(column, figures) for column, figures in columns))


def _text(value: CellValue | Styled) -> str:
    return str(value.value if isinstance(value, Styled) else value)


def _heights(body: _Rows, widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(max(height, _ROW_POINTS) for height in row_heights(body.rows, widths))
