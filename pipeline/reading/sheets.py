"""Which sheet of a workbook is which sheet of the form, also after somebody renamed or copied it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.reading.inline import inline_answers
from pipeline.reading.labels import index_sheet
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.reading.labels import IndexedSheet


@dataclass(frozen=True, slots=True)
class SheetMatch:
    """The sheet that is taken for one of the form's, and the others that look like it.

    ``rivals`` are visible and hold half of the labels; ``named`` says that the name decides
    between them and *chart*.
    """

    chart: IndexedSheet
    rivals: tuple[IndexedSheet, ...] = ()
    named: bool = False


def labels_by_sheet(campaign: Campaign) -> Mapping[str, tuple[str, ...]]:
    """The names of the form's sheets in order, each with the labels asked on it."""
    sheets: dict[str, list[str]] = {}
    for field in campaign.fields:
        sheets.setdefault(field.sheet, []).append(field.name)
    return {sheet: tuple(names) for sheet, names in sheets.items()}


def match_sheets(book: Book, campaign: Campaign) -> Mapping[str, SheetMatch]:
    """Find each sheet of the form that *book* holds, by the form's own name for it.

    The sheet of that name counts where at least one label stands on it, unless it lacks half of
    them and another has them. Otherwise the visible sheet with most of the labels is taken, if it
    holds half of them: somebody renamed it. One sheet may be two: somebody put them together.
    """
    charts = {grid.name: index_sheet(grid) for grid in book.sheets}
    wanted = labels_by_sheet(campaign)
    matched: dict[str, SheetMatch] = {}
    for sheet, names in wanted.items():
        named = _by_name(charts, sheet)
        if named is not None and _held(named, names) * 2 >= len(names):
            matched[sheet] = SheetMatch(named)
    for sheet, names in wanted.items():
        if sheet not in matched:
            taken = {match.chart.grid.name for match in matched.values()}
            best = _best(charts, names, taken) or _named_at_all(charts, sheet, names)
            best = best or _best(charts, names, set())
            if best is not None:
                matched[sheet] = SheetMatch(best)
    return {
        sheet: _with_rivals(match.chart, sheet, wanted[sheet], charts)
        for sheet, match in matched.items()
    }


def _with_rivals(
    chart: IndexedSheet, sheet: str, names: Sequence[str], charts: Mapping[str, IndexedSheet]
) -> SheetMatch:
    rivals = tuple(
        each
        for name, each in charts.items()
        if name != chart.grid.name and each.grid.visible and _held(each, names) * 2 >= len(names)
    )
    key = label_key(sheet)
    # “基本情况 (2)” is a copy made by the spreadsheet: which of the two counts, nobody can say.
    copied = any(label_key(rival.grid.name) == key for rival in rivals)
    return SheetMatch(chart, rivals, named=chart.grid.name.strip() == sheet and not copied)


def _best(
    charts: Mapping[str, IndexedSheet], names: Sequence[str], taken: set[str]
) -> IndexedSheet | None:
    free = [c for c in charts.values() if c.grid.visible and c.grid.name not in taken]
    best = max(free, key=lambda chart: _held(chart, names), default=None)
    return best if best is not None and _held(best, names) * 2 >= len(names) else None


def _named_at_all(
    charts: Mapping[str, IndexedSheet], sheet: str, names: Sequence[str]
) -> IndexedSheet | None:
    named = _by_name(charts, sheet)
    return named if named is not None and _held(named, names) else None


def _by_name(charts: Mapping[str, IndexedSheet], sheet: str) -> IndexedSheet | None:
    if sheet in charts:
        return charts[sheet]
    key = label_key(sheet)
    return next((chart for name, chart in charts.items() if label_key(name) == key), None)


def _held(chart: IndexedSheet, names: Sequence[str]) -> int:
    """How many of the labels stand on a sheet: alone in a cell, or with their answers."""
    held = sum(bool(chart.find(name)) for name in names)
    return held if held * 2 >= len(names) else max(held, len(inline_answers(chart, names)))
