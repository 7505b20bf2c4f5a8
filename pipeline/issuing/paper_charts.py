"""Draw the charts that a campaign's template has marks for (〖图：各类单位报送率〗), their figures in the trail."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.periods import previous_period
from pipeline.consolidation.counting import count_attendance
from pipeline.ledger.read import list_periods
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import Address
from pipeline.office.collection_round import load_standings
from pipeline.official.errors import TemplateFaulty
from pipeline.official.layout.column_fit import fit_tables
from pipeline.official.layout.tables import table
from pipeline.official.ooxml.chart import (
    ChartMark,
    PlacedChart,
    marks_in,
    place_charts,
)
from pipeline.official.ooxml.chart_xml import DATA_SHEET
from pipeline.products.paper_charts import (
    RATE,
    RATES,
    PaperChart,
    PastRound,
    chart_table,
    completion_chart,
    field_trend,
    rate_trend,
    rate_trends,
)
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.issuing.issue import PreparedPaper
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.office.context import Office
    from pipeline.official.ooxml.chart_xml import Chart

_TREND: Final = re.compile(r"(?:各期|近(?P<count>\d{1,2})期)(?P<what>.+)")
_USUAL_PERIODS: Final = 12
_PERIODS: Final = range(2, 37)  # that a line of the page's width can show
_WRITTEN: Final = datetime(2026, 1, 1, tzinfo=UTC)  # in the workbook: equal charts give equal bytes
_NONE: Final = (
    "没有叫“{name}”的图，能用的是 〖图：各类单位报送率〗、〖图：各期报送率〗、〖图：各期各类单位报送率〗，"
    "或者 〖图：各期…〗，…是填报项的名称或代码，要是加起来有意义的数；“各期”是最近12期，也可以写“近6期”；"
    "要带表的写 〖图和表：…〗。每个独占一段"
)
_SHARED: Final = "图要独占一段，前后不写别的字，不放在表格里"


@dataclass(frozen=True, slots=True)
class PaperCharts:
    """Hold the charts of a paper by their marks; ``template`` is its template's name."""

    template: str
    charts: Mapping[ChartMark, PaperChart]

    @property
    def key(self) -> tuple[str, ...]:
        """Return what is equal whenever the charts show the same; nothing without charts."""
        return tuple(f"{entry.at}={entry.figure.text}" for entry in self.trail)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return which charts aren't drawn, and why."""
        return tuple(
            f"模板里的 {mark} 没有画：{chart.reason}。"
            for mark, chart in self.charts.items()
            if chart.chart is None
        )

    @property
    def trail(self) -> tuple[TrailEntry, ...]:
        """Return the figures of the charts, each with its place."""
        entries = (
            TrailEntry(f"图 {mark.name}·{name}", figure)
            for mark, chart in self.charts.items()
            for name, figure in chart.figures
        )
        return tuple(dict.fromkeys(entries))

    def drawn_in(self, paper: PreparedPaper) -> PreparedPaper:
        """Return *paper* with the charts in place of their marks.

        Raises:
            TemplateFaulty: a mark is in a line with other words, or in a table.
        """
        if not self.charts:
            return paper
        placed = {mark: placed_chart(mark, chart) for mark, chart in self.charts.items()}
        content = place_charts(paper.content, placed)
        if left := marks_in(content):
            raise TemplateFaulty(self.template, f"“{left[0]}”", _SHARED)
        return replace(paper, content=content, trail=(*paper.trail, *self.trail))


def charts_for(
    office: Office, collected: CollectionRound, template: str, marks: Sequence[ChartMark]
) -> PaperCharts:
    """Return the charts for the *marks* of the template called *template*.

    Raises:
        TemplateFaulty: there is no such chart; the charts that there are are named.
    """
    charts = {}
    for mark in marks:
        chart = _chart(office, collected, mark.name)
        if chart is None:
            raise TemplateFaulty(template, f"“{mark}”", _NONE.format(name=mark.name))
        charts[mark] = chart
    return PaperCharts(template, charts)


def _chart(office: Office, collected: CollectionRound, name: str) -> PaperChart | None:
    campaign = collected.campaign
    if name == RATES:
        return completion_chart(count_attendance(campaign, collected.standings))
    trend = _TREND.fullmatch(name)
    if trend is None:
        return None
    count = int(trend["count"] or _USUAL_PERIODS)
    what = trend["what"].strip()
    field = _field(campaign, what)
    if count not in _PERIODS or (field is None and what not in {RATE, RATES}):
        return None
    rounds = _rounds(office, collected, count, cells=field is not None)
    if field is not None:
        return field_trend(campaign, rounds, field)
    return (rate_trend if what == RATE else rate_trends)(campaign, rounds)


def _field(campaign: Campaign, name: str) -> Field | None:
    """Return the field that *name* means, if its figures can be consolidated."""
    return next(
        (
            field
            for field in campaign.fields
            if name in {field.code, field.name, field.heading}
            and (field.adds_up or field.is_ratio)
            and field.kind.numeric
        ),
        None,
    )


def _rounds(
    office: Office, collected: CollectionRound, count: int, *, cells: bool
) -> tuple[PastRound, ...]:
    """Return the last *count* periods up to that of *collected*, from the first in which something was received."""
    known = {code for code, _ in list_periods(office.ledger, collected.campaign.name)}
    first = min(known, default=collected.period.code)
    rounds = [PastRound(collected.period, collected.standings)]
    period = previous_period(collected.campaign, collected.period)
    while period is not None and period.code >= first and len(rounds) < count:
        standings = (
            load_standings(office, collected.campaign, period, cells=cells)
            if period.code in known
            else ()
        )
        rounds.append(PastRound(period, standings))
        period = previous_period(collected.campaign, period)
    return tuple(reversed(rounds))


def placed_chart(mark: ChartMark, drawn: PaperChart) -> PlacedChart | None:
    """Return what takes the place of *mark*; ``None`` where the chart isn't drawn."""
    if drawn.chart is None:
        return None
    below = table(chart_table(drawn)) if mark.with_table else []
    fit_tables(below)
    return PlacedChart(drawn.chart, _workbook(drawn.chart), tuple(below))


def _workbook(chart: Chart) -> bytes:
    """Return the workbook of a chart's numbers: a row for each category, a column for each series."""
    cells = [PlannedCell(Address(1, 1), "", Style.HEADER)]
    cells += [
        PlannedCell(Address(1, column), name, Style.HEADER)
        for column, (name, _) in enumerate(chart.series, start=2)
    ]
    for row, category in enumerate(chart.categories, start=2):
        cells.append(PlannedCell(Address(row, 1), category, Style.TEXT))
        cells += [
            PlannedCell(
                Address(row, column), numbers[row - 2], Style.NUMBER, number_format="General"
            )
            for column, (_, numbers) in enumerate(chart.series, start=2)
        ]
    return write_book([SheetPlan(DATA_SHEET, tuple(cells), widths=(24, 14))], _WRITTEN)
