"""Which sheet of a workbook is which sheet of the form, also after somebody renamed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.reading.labels import chart_of
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.reading.labels import Chart


def form_sheets(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """The names of the form's sheets in order, each with the labels asked on it."""
    sheets: dict[str, list[str]] = {}
    for field in campaign.fields:
        sheets.setdefault(field.sheet, []).append(field.name)
    return {sheet: tuple(names) for sheet, names in sheets.items()}


def match_sheets(book: Book, campaign: Campaign) -> Mapping[str, Chart]:
    """Chart each sheet of the form that *book* holds, by the form's own name for it.

    The sheet of that name counts where at least one label stands on it. Otherwise the visible
    sheet with most of the labels is taken, if it holds half of them: somebody renamed it.
    """
    charts = {grid.name: chart_of(grid) for grid in book.sheets}
    wanted = form_sheets(campaign)
    matched: dict[str, Chart] = {}
    for sheet, names in wanted.items():
        named = _by_name(charts, sheet)
        if named is not None and _held(named, names):
            matched[sheet] = named
    for sheet, names in wanted.items():
        taken = {chart.grid.name for chart in matched.values()}
        free = [
            chart
            for chart in charts.values()
            if chart.grid.visible and chart.grid.name not in taken
        ]
        best = max(free, key=lambda chart: _held(chart, names), default=None)
        if sheet not in matched and best is not None and _held(best, names) * 2 >= len(names):
            matched[sheet] = best
    return matched


def _by_name(charts: Mapping[str, Chart], sheet: str) -> Chart | None:
    if sheet in charts:
        return charts[sheet]
    key = label_key(sheet)
    return next((chart for name, chart in charts.items() if label_key(name) == key), None)


def _held(chart: Chart, names: Sequence[str]) -> int:
    return sum(bool(chart.find(name)) for name in names)
