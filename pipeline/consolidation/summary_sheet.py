"""Lay out the first sheet of the summary workbook: figures by unit and category, with live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.totals import average, tally, total, unit_figure
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.figure import Figure, TrailEntry
from pipeline.model.grid import Address, column_letters
from pipeline.model.submission import State
from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field, Period
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

_NAME: Final = "汇总表"
_HEADER: Final = 3
_FIXED: Final = ("序号", "单位", "类别", "报送情况")
_GAP: Final = "—"
_COLUMNS_A_PAGE: Final = 11  # more would print too small to read


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """The sheet, and the trail of each figure in its cells."""

    plan: SheetPlan
    trail: tuple[TrailEntry, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of figures: a field, or one option of a field that is counted (计数)."""

    field: Field
    option: str = ""

    @property
    def title(self) -> str:
        if self.option:
            return f"{self.field.name}：{self.option}"
        return self.field.heading

    def of_unit(self, item: CountedUnit) -> Figure | None:
        if not self.option:
            return unit_figure(item, self.field)
        chosen = dict(tally([item], self.field))[self.option]
        return chosen if chosen.value else None

    def of_all(self, items: Sequence[CountedUnit]) -> Figure | None:
        if self.option:
            return dict(tally(items, self.field))[self.option]
        mean = self.field.aggregation is Aggregation.AVERAGE
        return average(items, self.field) if mean else total(items, self.field)

    @property
    def function(self) -> str:
        # SUBTOTAL leaves out other subtotals, so that the grand total counts nothing twice.
        return "101" if self.field.aggregation is Aggregation.AVERAGE else "109"


def main_sheet(
    campaign: Campaign,
    period: Period,
    standings: Sequence[Standing],
    counted: Sequence[CountedUnit],
) -> SummarySheet:
    """Return the figures of units in roster order by category, with 小计 for each and 合计 at the foot."""
    columns = tuple(_columns(campaign))
    cells: list[PlannedCell] = []
    trail: list[TrailEntry] = []
    row = _HEADER
    items = {item.unit.code: item for item in counted}
    paired = list(zip(campaign.units(), standings, strict=True))
    number = 0
    for category, group in groupby(paired, key=lambda pair: pair[0].category):
        first = row + 1
        members = list(group)
        for unit, standing in members:
            row, number = row + 1, number + 1
            cells += _unit_cells(row, number, unit, standing)
            cells += _figure_cells(row, columns, items.get(unit.code), trail)
        row += 1
        own = [items[unit.code] for unit, _ in members if unit.code in items]
        cells += _sum_cells(row, (f"{category}小计", len(own)), Style.SUBTOTAL)
        cells += _formulas((first, row - 1), columns, own, Style.SUBTOTAL, trail)
    row += 1
    cells += _sum_cells(row, ("合计", len(counted)), Style.TOTAL)
    cells += _formulas((_HEADER + 1, row - 1), columns, counted, Style.TOTAL, trail)
    width = len(_FIXED) + len(columns)
    cells += _head(campaign, period, columns, (len(counted), _due(standings)), width)
    return SummarySheet(_plan(cells, columns, row, width), tuple(trail))


def _columns(campaign: Campaign) -> Iterator[_Column]:
    for field in campaign.fields:
        if field.shape is not Shape.SINGLE:
            continue
        if field.aggregation in {Aggregation.SUM, Aggregation.AVERAGE}:
            yield _Column(field)
        elif field.aggregation is Aggregation.TALLY:
            yield from (_Column(field, option) for option in field.options)


def _due(standings: Sequence[Standing]) -> int:
    return sum(standing.state is not State.EXEMPT for standing in standings)


def _head(
    campaign: Campaign,
    period: Period,
    columns: Sequence[_Column],
    counts: tuple[int, int],
    width: int,
) -> Iterator[PlannedCell]:
    submitted, due = counts
    title = f"{campaign.name}{period.label}汇总表"
    last = min(width, len(_FIXED) + _COLUMNS_A_PAGE - 2)  # so that the first page shows it whole
    yield PlannedCell(Address(1, 1), title, Style.TITLE, Address(1, last))
    note = (
        f"牵头单位：{campaign.lead_office}　应报 {due} 家，计入 {submitted} 家"
        f"{'（未计入的见“未报单位”表）' if submitted < due else ''}；“—”为空缺，不按 0 计。"
    )
    yield PlannedCell(Address(2, 1), note, Style.NOTE, Address(2, last))
    titles = (*_FIXED, *(column.title for column in columns))
    for column, text in enumerate(titles, start=1):
        yield PlannedCell(Address(_HEADER, column), text, Style.HEADER)


def _unit_cells(row: int, number: int, unit: Unit, standing: Standing) -> Iterator[PlannedCell]:
    texts = (str(number), unit.full_name, unit.category, standing.words)
    for column, text in enumerate(texts, start=1):
        yield PlannedCell(Address(row, column), text, Style.CENTER)


def _figure_cells(
    row: int, columns: Sequence[_Column], item: CountedUnit | None, trail: list[TrailEntry]
) -> Iterator[PlannedCell]:
    for column, kind in enumerate(columns, start=len(_FIXED) + 1):
        figure = kind.of_unit(item) if item is not None else None
        at = Address(row, column)
        if figure is None:
            blank = "" if kind.option and item is not None else _GAP
            yield PlannedCell(at, blank, Style.CENTER)
        else:
            trail.append(TrailEntry(f"{_NAME}!{at}", figure))
            yield PlannedCell(at, figure.value, Style.NUMBER)


def _sum_cells(row: int, label: tuple[str, int], style: Style) -> Iterator[PlannedCell]:
    name, count = label
    yield PlannedCell(Address(row, 1), "", style)
    yield PlannedCell(Address(row, 2), name, style)
    yield PlannedCell(Address(row, 3), "", style)
    yield PlannedCell(Address(row, 4), f"计入 {count} 家", style)


def _formulas(
    rows: tuple[int, int],
    columns: Sequence[_Column],
    items: Sequence[CountedUnit],
    style: Style,
    trail: list[TrailEntry],
) -> Iterator[PlannedCell]:
    """Yield the cells of the row below *rows*, which adds them up."""
    first, last = rows
    row = last + 1
    for column, kind in enumerate(columns, start=len(_FIXED) + 1):
        at = Address(row, column)
        figure = kind.of_all(items)
        if figure is None:
            yield PlannedCell(at, _GAP, style)
            continue
        letters = column_letters(column)
        expression = f"=SUBTOTAL({kind.function},{letters}{first}:{letters}{last})"
        trail.append(TrailEntry(f"{_NAME}!{at}", figure))
        yield PlannedCell(at, Formula(expression, figure.value), style)


def _plan(
    cells: Sequence[PlannedCell], columns: Sequence[_Column], last: int, width: int
) -> SheetPlan:
    return SheetPlan(
        name=_NAME,
        cells=tuple(cells),
        widths=(6.0, 24.0, 10.0, 14.0, *(11.0 for _ in columns)),
        heights=((1, 36.0), (_HEADER, 64.0)),
        freeze=Address(_HEADER + 1, 3),
        repeat_rows=(_HEADER, _HEADER),
        landscape=True,
        pages_wide=-(-len(columns) // _COLUMNS_A_PAGE),
        repeat_columns=2,
        filter_range=(Address(_HEADER, 1), Address(last, width)),
    )
