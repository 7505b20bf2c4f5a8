"""Rank the units of each category by a field (排名): who is first, and who is far behind.

Units are compared with their like alone, and none that sent a zero report (零报告) or owes nothing (免报).
The lowest is named only where it is far behind: below a fifth of the middle one of its category, where
that is ten or more.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.statistics import find_extremes, ranked_figures
from pipeline.model.figure import LISTED, Figure
from pipeline.products.wording import measure_after_figure, name_before_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.statistics import Extremes
    from pipeline.model.campaign import Field
    from pipeline.model.unit import Unit
    from pipeline.products.tags import ExtremeRow, RankedRow

_RANKED_AT_LEAST: Final = 3  # of two units, being first says nothing
_FIRST_AT_MOST: Final = 3  # units side by side; more of them are no news
_FIELDS_AT_MOST: Final = 2  # of a section; more would read as a table
_MIDDLE_AT_LEAST: Final = 10  # of small figures, a difference is no news
_FAR_BEHIND: Final = Decimal("0.2")  # of the middle one


def ranking_rows(reported: Sequence[CountedUnit], fields: Sequence[Field]) -> list[ExtremeRow]:
    """Return who is first in each category by each of *fields*, and who is far behind, where that is news."""
    ranked = [item for item in reported if not item.unit.exempt]
    rows: list[ExtremeRow] = []
    for field in fields:
        by_category = list(_by_category(ranked, field)) if field.aggregation.ranked else []
        if by_category and len(rows) < _FIELDS_AT_MOST:
            rows.append(
                {
                    "名称": name_before_figure(field),
                    "计量单位": measure_after_figure(field),
                    "各类别": by_category,
                }
            )
    return rows


def _by_category(ranked: Sequence[CountedUnit], field: Field) -> Iterator[RankedRow]:
    categories = tuple(dict.fromkeys(item.unit.category for item in ranked))
    for category in categories:
        members = [item for item in ranked if item.unit.category == category]
        name = category if len(categories) > 1 else ""
        yield from _ranked(name, ranked_figures(members, field))


def _ranked(category: str, figures: Sequence[tuple[Unit, Figure]]) -> Iterator[RankedRow]:
    order = find_extremes(figures) if len(figures) >= _RANKED_AT_LEAST else None
    if order is None or order.highest.value <= 0 or len(order.top) > _FIRST_AT_MOST:
        return
    if order.highest.value == order.lowest.value:
        return
    behind = _is_far_behind(order, [figure.value for _, figure in figures])
    yield {
        "类别": category,
        "最多": order.highest,
        "最多单位": _named(order.top, order.highest),
        "并列": "是" if len(order.top) > 1 else "",
        "最少": order.lowest if behind else "",
        "最少单位": _named(order.bottom, order.lowest) if behind else [],
    }


def _is_far_behind(order: Extremes, values: Sequence[Decimal]) -> bool:
    """Return whether the lowest is one unit alone, below a fifth of a middle figure of some size."""
    middle = median(values)
    alone = len(order.bottom) == 1 and middle >= _MIDDLE_AT_LEAST
    return alone and order.lowest.value < middle * _FAR_BEHIND


def _named(units: Sequence[Unit], figure: Figure) -> list[Figure]:
    return [
        Figure(Decimal(1), unit.full_name, figure.label, LISTED, (source,))
        for unit, source in zip(units, figure.sources, strict=True)
    ]
