"""Lay out the sheet 比较 of the summary: each figure against the period before and the same period of last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.consolidation.comparison import compare, compare_with_previous
from pipeline.consolidation.current import counted_units
from pipeline.model.campaign import Aggregation, Kind, Shape
from pipeline.model.figure import TrailEntry
from pipeline.model.grid import column_letters
from pipeline.workbook.writing.table import table_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from pipeline.consolidation.comparison import Comparison
    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import Figure
    from pipeline.workbook.writing.plan import SheetPlan

    Cell = Decimal | str

_NAME: Final = "比较"
_FIRST: Final = 3  # row of the sheet, below title and headings
_FIXED: Final = (("指标", 30.0), ("计量单位", 10.0))
_GAP: Final = "—"
_ROWS_AT_MOST: Final = 2_000
_POINTS: Final = {"%": "个百分点", "‰": "个千分点"}


def comparison_sheet(
    collected: CollectionRound, counted: Sequence[CountedUnit]
) -> tuple[SheetPlan | None, tuple[TrailEntry, ...]]:
    """Return the sheet of comparisons like for like (可比口径), and its trail; none without another period."""
    campaign = collected.campaign
    against = [
        (name, way, counted_units(campaign, standings))
        for name, way, standings in (
            ("上期", compare_with_previous, collected.previous),
            ("去年同期", compare, collected.last_year),
        )
        if standings
    ]
    rows: list[tuple[Cell, ...]] = []
    trail: list[TrailEntry] = []
    for field in _compared(campaign):
        found = [way(field, counted, earlier) for _, way, earlier in against]
        if any(found) and len(rows) < _ROWS_AT_MOST:
            rows.append(_row(field, found, trail, _FIRST + len(rows)))
    if not rows:
        return None, ()
    title = f"{campaign.name}{collected.period.label}与{'、'.join(name for name, _, _ in against)}比较（可比口径）"
    headings = (*_FIXED, *(each for name, _, _ in against for each in _headings(name)))
    return table_sheet(_NAME, title, headings, rows), tuple(trail)


def _compared(campaign: Campaign) -> list[Field]:
    ways = {Aggregation.SUM, Aggregation.AVERAGE, Aggregation.RATIO}
    return [f for f in campaign.fields if f.shape is Shape.SINGLE and f.aggregation in ways]


def _headings(name: str) -> tuple[tuple[str, float], ...]:
    return (
        (f"两期都报的家数（与{name}）", 12.0),
        ("本期（可比）", 12.0),
        (f"{name}（可比）", 12.0),
        ("增减", 12.0),
        ("增减%", 10.0),
    )


def _row(
    field: Field, found: Sequence[Comparison | None], trail: list[TrailEntry], row: int
) -> tuple[Cell, ...]:
    measure = field.measure or ("%" if field.kind is Kind.PERCENT else "")
    cells: list[Cell] = [field.name, measure]
    for each in found:
        figures = _figures(each)
        for figure in figures:
            if figure is not None:
                at = f"{_NAME}!{column_letters(len(cells) + 1)}{row}"
                trail.append(TrailEntry(at, figure))
            cells.append(_GAP if figure is None else figure.value)
        if each is not None:
            cells[-2:] = _signed(each, measure)
    return tuple(cells)


def _figures(each: Comparison | None) -> tuple[Figure | None, ...]:
    if each is None:
        return (None,) * 5
    return each.units, each.now, each.before, each.difference, each.percent


def _signed(each: Comparison, measure: str) -> tuple[Cell, Cell]:
    """Return difference and per cent with their sign; of ratios the difference with its unit, and no per cent."""
    sign = 1 if each.rises or each.same else -1
    difference = each.difference.value * sign
    if each.field.is_rate and measure in _POINTS:
        return f"{difference:+f}{_POINTS[measure]}", _GAP
    percent = each.percent
    return difference, percent.value * sign if percent else _GAP
