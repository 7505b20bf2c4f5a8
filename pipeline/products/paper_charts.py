"""Compute the charts that a paper can show (图): completion by category, and trends over periods (各期趋势).

A chart that would say nothing isn't drawn, and the reason is stated: one category or equal shares, fewer than
two periods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.counting import count_attendance
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.statistics import share
from pipeline.model.document import Column, Table
from pipeline.official.ooxml.chart_xml import Chart, ChartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.counting import Attendance
    from pipeline.model.campaign import Campaign, Field, Period
    from pipeline.model.figure import Figure
    from pipeline.model.submission import Standing

RATE: Final = "报送率"
RATES: Final = "各类单位报送率"
_UNNAMED: Final = "未分类"
_UNITS: Final = "报送单位（家）"
_FEWEST: Final = 2  # categories, or periods
_ACROSS: Final = 6  # categories at most that are the columns of a table
_DOWN: Final = 12  # rows at most of a table that isn't set in two halves
_GAP: Final = "—"


@dataclass(frozen=True, slots=True)
class PastRound:
    """Hold a period with the standings of its units; ``standings`` is empty where nothing was received."""

    period: Period
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class PaperChart:
    """Hold a chart with its figures: those of each series, and of further rows of its table.

    ``labels`` name the columns of the rows in full, ``heading`` what they are. ``chart`` is ``None``
    where it isn't drawn, for the ``reason``.
    """

    chart: Chart | None
    rows: tuple[tuple[str, tuple[Figure | None, ...]], ...] = ()
    labels: tuple[str, ...] = ()
    heading: str = "期"
    reason: str = ""

    @property
    def figures(self) -> tuple[tuple[str, Figure], ...]:
        """Return each number with its name for the trail (溯源)."""
        if self.chart is None:
            return ()
        return tuple(
            (f"{name}·{label}", figure)
            for name, figures in self.rows
            for label, figure in zip(self.labels, figures, strict=True)
            if figure is not None
        )


def completion_chart(present: Attendance) -> PaperChart:
    """Return the chart of the share that has reported in each category (各类单位报送率)."""
    categories = tuple(dict.fromkeys(unit.category for unit, _ in present.due.members))
    figures = tuple(_rate_of(present, category) for category in categories)
    if len(categories) < _FEWEST:
        return PaperChart(None, reason="应报单位只有一类，没有可比的")
    if len({figure.value for figure in figures}) == 1:
        return PaperChart(None, reason=f"各类单位都是{figures[0]}，写一句话就够了")
    names = tuple(category or _UNNAMED for category in categories)
    series = ((RATE, tuple(figure.value for figure in figures)),)
    chart = Chart(ChartKind.COLUMNS, f"{RATES}（%）", names, series, percent=True)
    return PaperChart(chart, ((RATE, figures),), names, heading="类别")


def rate_trend(campaign: Campaign, rounds: Sequence[PastRound]) -> PaperChart:
    """Return the chart of the share that has reported in each period (各期报送率)."""
    rates = tuple(_rate(campaign, each) for each in rounds)
    return _trend(f"各期{RATE}（%）", rounds, ((RATE, rates),), percent=True)


def rate_trends(campaign: Campaign, rounds: Sequence[PastRound]) -> PaperChart:
    """Return the chart of the share that has reported in each period by category (各期各类单位报送率)."""
    categories = dict.fromkeys(unit.category for unit in campaign.units() if not unit.exempt)
    rows = tuple(
        (category or _UNNAMED, tuple(_rate(campaign, each, category) for each in rounds))
        for category in categories
    )
    return _trend(f"各期{RATES}（%）", rounds, rows, percent=True)


def field_trend(campaign: Campaign, rounds: Sequence[PastRound], field: Field) -> PaperChart:
    """Return the chart of the consolidated figure of *field* in each period, with how many units are in it."""
    counted = [counted_units(campaign, each.standings) if each.standings else () for each in rounds]
    figures = tuple(consolidated(field, units) if units else None for units in counted)
    units = tuple(
        count_attendance(campaign, each.standings).submitted.count if each.standings else None
        for each in rounds
    )
    rows = ((field.heading, figures), (_UNITS, units))
    return _trend(f"各期{field.heading}", rounds, rows, drawn=1)


def chart_table(drawn: PaperChart) -> Table:
    """Return the table of a chart's numbers; a gap is “—”, never 0. Many periods are set in two halves."""
    cells = [
        [_GAP if figure is None else figure.text for figure in figures] for _, figures in drawn.rows
    ]
    names = [name for name, _ in drawn.rows]
    count = len(drawn.labels)
    if count <= _ACROSS:
        columns = (
            Column("项目", 16, "left"),
            *(Column(label, 12) for label in _short(drawn.labels)),
        )
        return Table(columns, tuple((name, *row) for name, row in zip(names, cells, strict=True)))
    lines = [(label, *(row[at] for row in cells)) for at, label in enumerate(drawn.labels)]
    columns = (Column(drawn.heading, 20), *(Column(name, 20) for name in names))
    if count <= _DOWN:
        return Table(columns, tuple(lines))
    half = -(-count // 2)
    blank = ("",) * len(columns)
    right = [*lines[half:], *([blank] * (2 * half - count))]
    return Table(
        columns * 2, tuple((*one, *other) for one, other in zip(lines[:half], right, strict=True))
    )


def _trend(
    title: str,
    rounds: Sequence[PastRound],
    rows: tuple[tuple[str, tuple[Figure | None, ...]], ...],
    *,
    percent: bool = False,
    drawn: int = 0,
) -> PaperChart:
    """Return the line chart of the first *drawn* of *rows*, all by default, over the periods of *rounds*."""
    labels = tuple(each.period.label for each in rounds)
    lines = rows[: drawn or len(rows)]
    known = sum(any(figures[at] for _, figures in lines) for at in range(len(rounds)))
    if labels == ("",):  # the name of its only period
        return PaperChart(None, reason="一次性的任务没有各期")
    if known < _FEWEST:
        return PaperChart(None, reason=f"只有{known}期有数，满{_FEWEST}期才有趋势")
    series = tuple(
        (name, tuple(None if figure is None else figure.value for figure in figures))
        for name, figures in lines
    )
    chart = Chart(ChartKind.LINES, title, _short(labels), series, percent)
    return PaperChart(chart, rows, labels)


def _rate(campaign: Campaign, of: PastRound, category: str | None = None) -> Figure | None:
    if not of.standings:
        return None
    return _rate_of(count_attendance(campaign, of.standings), category)


def _rate_of(present: Attendance, category: str | None = None) -> Figure:
    if category is None:
        return share(present.submitted.count, present.due.count)
    return share(
        present.submitted.of_category(category).count, present.due.of_category(category).count
    )


def _short(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the names of periods (2026年10月) without the year that the one before has too.

    >>> _short(["2026年11月", "2026年12月", "2027年1月"])
    ('2026年11月', '12月', '2027年1月')
    """
    short, year = [], ""
    for label in labels:
        own, _, rest = label.partition("年")
        short.append(rest if own == year and rest else label)
        year = own
    return tuple(short)
