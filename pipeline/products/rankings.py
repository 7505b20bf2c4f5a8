"""Rank the units of each category by a field (排名): who is first, and who is far behind.

Units are compared with their like alone, and none that sent a zero report (零报告) or owes nothing (免报).
The lowest is named only where it is far behind: below a fifth of the middle one of its category, where
that is ten or more; never by a stock (时点数), which is no merit, and never by an unwanted figure (事故,
隐患), of which the first is only named as the highest (为最多).
"""

from __future__ import annotations

import re
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.statistics import find_extremes, ranked_figures
from pipeline.model.figure import LISTED, Figure
from pipeline.model.figure_kind import FigureKind
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
_FIELDS_AT_MOST: Final = 1  # of a section: the first that has something to say
_MIDDLE_AT_LEAST: Final = 10  # of small figures, a difference is no news
_FAR_BEHIND: Final = Decimal("0.2")  # of the middle one
_OTHERS: Final = "其他单位"
# Unwanted figures; what was done about them (已整改隐患) is a merit.
_UNWANTED: Final = re.compile(
    r"事故|死亡|伤亡|受伤|遇难|失踪|隐患|险情|灾|损失|投诉|举报|信访|来访|上访|舆情|违法|违规|违纪|违章|"
    r"案件|发案|欠|逾期|超期|拖|延误|不合格|不达标|未|失业|返贫|污染|超标|病例|感染|确诊"
)
_DONE: Final = re.compile(
    r"整改|消除|查处|办结|化解|处置|处理|救|排查|治理|清理|追回|挽回|防治|培训|演练"
)


def ranking_rows(reported: Sequence[CountedUnit], fields: Sequence[Field]) -> list[ExtremeRow]:
    """Return who is first in each category by each of *fields*, and who is far behind, where that is news."""
    ranked = [item for item in reported if not item.unit.exempt]
    rows: list[ExtremeRow] = []
    for field in fields:
        if len(rows) == _FIELDS_AT_MOST:
            break
        by_category = list(_by_category(ranked, field)) if field.aggregation.ranked else []
        if by_category:
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
        name = category or _OTHERS if len(categories) > 1 else ""
        yield from _ranked(name, field, ranked_figures(members, field))


def _ranked(
    category: str, field: Field, figures: Sequence[tuple[Unit, Figure]]
) -> Iterator[RankedRow]:
    order = find_extremes(figures) if len(figures) >= _RANKED_AT_LEAST else None
    if order is None or order.highest.value <= 0 or len(order.top) > _FIRST_AT_MOST:
        return
    if order.highest.value == order.lowest.value:
        return
    behind = _is_merit(field) and _is_far_behind(order, [figure.value for _, figure in figures])
    yield {
        "类别": category,
        "最多": order.highest,
        "最多单位": _named(order.top, order.highest),
        "并列": "是" if len(order.top) > 1 else "",
        "位次": _place(field, shared=len(order.top) > 1),
        "最少": order.lowest if behind else "",
        "最少单位": _named(order.bottom, order.lowest) if behind else [],
    }


def _place(field: Field, *, shared: bool) -> str:
    """Return how the first is called: 居首位 where that is a merit, else by the figure alone."""
    if not _is_unwanted(field):
        return "并列首位" if shared else "居首位"
    most = "最高" if field.is_rate else "最多"
    return f"同为{most}" if shared else f"为{most}"


def _is_merit(field: Field) -> bool:
    return field.figure_kind is not FigureKind.STOCK and not _is_unwanted(field)


def _is_unwanted(field: Field) -> bool:
    return bool(_UNWANTED.search(field.name)) and not _DONE.search(field.name)


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
