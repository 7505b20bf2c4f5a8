"""Lay out the first sheet of the summary workbook: figures by unit and category, with live formulas."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.totals import average_of, count_of, tally, total_of, unit_figure
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.figure import Figure, TrailEntry
from pipeline.model.grid import Address, column_letters
from pipeline.model.submission import State
from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan, Style, Styled, TableRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field, Period
    from pipeline.model.grid import CellValue
    from pipeline.model.submission import Standing

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
        answer = item.answers.get(self.field.code)
        if answer is None or answer.value != self.option:
            return None
        return dict(tally([item], self.field))[self.option]

    def of_all(self, figures: Sequence[Figure]) -> Figure | None:
        """Return the figure below the *figures* of the units."""
        if self.option:
            return count_of(figures, self.field, self.option)
        mean = self.field.aggregation is Aggregation.AVERAGE
        return average_of(figures, self.field) if mean else total_of(figures, self.field)

    @property
    def function(self) -> str:
        # SUBTOTAL leaves out other subtotals, so that the grand total counts nothing twice.
        return "101" if self.field.aggregation is Aggregation.AVERAGE else "109"


class _Rows:
    """Rows below the heading (汇总行), with the trail of their figures in the order of the cells."""

    def __init__(self, columns: Sequence[_Column]) -> None:
        self.rows: list[tuple[CellValue | Styled, ...]] = []
        self.trail: list[TrailEntry] = []
        self.figures: list[tuple[Figure | None, ...]] = []  # of the counted units, by column
        self._columns = columns
        self._letters = [
            column_letters(column)
            for column in range(len(_FIXED) + 1, len(_FIXED) + len(columns) + 1)
        ]

    @property
    def last(self) -> int:
        """Return the number of the last row that was added."""
        return _HEADER + len(self.rows)

    def add_unit(self, texts: tuple[str, ...], item: CountedUnit | None) -> None:
        """Add the row of a unit; without figures where none of it count."""
        if item is None:
            self.rows.append((*texts, *(_GAP for _ in self._columns)))
            return
        figures = tuple(column.of_unit(item) for column in self._columns)
        self.figures.append(figures)
        self._trace(figures)
        values = (
            figure.value if figure is not None else "" if column.option else _GAP
            for column, figure in zip(self._columns, figures, strict=True)
        )
        self.rows.append((*texts, *values))

    def add_sums(
        self, name: str, first: int, figures: Sequence[tuple[Figure | None, ...]], style: Style
    ) -> None:
        """Add the row that adds up the rows from *first* to the last one, as live formulas."""
        last = self.last
        sums = tuple(
            column.of_all([figure for row in figures if (figure := row[number]) is not None])
            for number, column in enumerate(self._columns)
        )
        self._trace(sums)
        cells = (
            Formula(f"=SUBTOTAL({column.function},{letters}{first}:{letters}{last})", figure.value)
            if figure is not None
            else _GAP
            for column, letters, figure in zip(self._columns, self._letters, sums, strict=True)
        )
        texts = ("", name, "", f"计入 {len(figures)} 家")
        self.rows.append(tuple(Styled(value, style) for value in (*texts, *cells)))

    def _trace(self, figures: Sequence[Figure | None]) -> None:
        row = self.last + 1
        self.trail += [
            TrailEntry(f"{_NAME}!{letters}{row}", figure)
            for letters, figure in zip(self._letters, figures, strict=True)
            if figure is not None
        ]


def main_sheet(
    campaign: Campaign,
    period: Period,
    standings: Sequence[Standing],
    counted: Sequence[CountedUnit],
) -> SummarySheet:
    """Return the figures of units in roster order by category, with 小计 for each and 合计 at the foot."""
    columns = tuple(_columns(campaign))
    body = _Rows(columns)
    items = {item.unit.code: item for item in counted}
    paired = enumerate(zip(campaign.units(), standings, strict=True), start=1)
    for category, members in groupby(paired, key=lambda pair: pair[1][0].category):
        first, before = body.last + 1, len(body.figures)
        for number, (unit, standing) in members:
            texts = (str(number), unit.full_name, unit.category, standing.words)
            body.add_unit(texts, items.get(unit.code))
        body.add_sums(f"{category}小计", first, body.figures[before:], Style.SUBTOTAL)
    body.add_sums("合计", _HEADER + 1, body.figures, Style.TOTAL)
    head = _head(campaign, period, columns, (len(counted), _due(standings)))
    return SummarySheet(_plan(tuple(head), columns, body), tuple(body.trail))


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
) -> Iterator[PlannedCell]:
    submitted, due = counts
    width = len(_FIXED) + len(columns)
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


def _plan(head: tuple[PlannedCell, ...], columns: Sequence[_Column], body: _Rows) -> SheetPlan:
    return SheetPlan(
        name=_NAME,
        cells=head,
        table=TableRows(_HEADER + 1, body.rows, text=Style.CENTER),
        widths=(6.0, 24.0, 10.0, 14.0, *(11.0 for _ in columns)),
        heights=((1, 36.0), (_HEADER, 64.0)),
        freeze=Address(_HEADER + 1, 3),
        repeat_rows=(_HEADER, _HEADER),
        landscape=True,
        pages_wide=-(-len(columns) // _COLUMNS_A_PAGE),
        repeat_columns=2,
        filter_range=(Address(_HEADER, 1), Address(body.last, len(_FIXED) + len(columns))),
    )
