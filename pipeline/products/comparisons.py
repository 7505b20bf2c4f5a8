"""Compute how a figure compares with the period before and the same period of last year (较上期、比去年同期)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.comparison import compare, compare_with_previous
from pipeline.consolidation.current import counted_units
from pipeline.products.wording import measure_after_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.comparison import Comparison
    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import Figure
    from pipeline.products.field_tags import ChangeRow

_PERCENT_AT_MOST: Final = 500  # beyond it, from what to what says more: 上期为4人，增加71人


@dataclass(frozen=True, slots=True)
class Rounds:
    """Units that count in a period, in the one before (上期), and in the same of last year (去年同期)."""

    reported: Sequence[CountedUnit]
    before: Sequence[CountedUnit] = ()
    last_year: Sequence[CountedUnit] = ()


def rounds_of(collected: CollectionRound) -> Rounds:
    """Return the units of a round that count, and those of the periods it is compared with."""
    campaign = collected.campaign
    return Rounds(
        counted_units(campaign, collected.standings),
        counted_units(campaign, collected.previous) if collected.previous else (),
        counted_units(campaign, collected.last_year) if collected.last_year else (),
    )


def change_rows(field: Field, rounds: Rounds) -> list[ChangeRow]:
    """Return how the figure of *field* has changed; no row where it can't be compared.

    From one to two rows: on the period before (较上期) and on the same period of last year (比去年同期).
    """
    found = (
        ("较上期", "上期", compare_with_previous(field, rounds.reported, rounds.before)),
        ("比去年同期", "去年同期", compare(field, rounds.reported, rounds.last_year)),
    )
    return [_row(each, than, name) for than, name, each in found if each is not None]


def _row(found: Comparison, than: str, name: str) -> ChangeRow:
    measure = measure_after_figure(found.field)
    unit = {"%": "个百分点", "‰": "个千分点"}.get(measure, measure)
    size = found.difference if found.field.is_rate else _percent(found)
    return {
        "比": than,
        "期名": name,
        "可比家数": "" if found.complete else found.units,
        "方向": _direction(found, size),
        "幅度": size if size is not None and size.value else "",
        "幅度单位": unit if found.field.is_rate else "",
        "基数": found.before,
        "差": found.difference,
    }


def _percent(found: Comparison) -> Figure | None:
    """Return the change in per cent; ``None`` of one from 0, and of one beyond 500%, which is hard to read."""
    percent = found.percent
    return None if percent is None or percent.value > _PERCENT_AT_MOST else percent


def _direction(found: Comparison, size: Figure | None) -> str:
    if found.same:
        return "持平"
    if size is None:
        return "增加" if found.rises else "减少"
    if not size.value:
        return "基本持平"  # the change is rounded to 0%
    if found.rises:
        return "上升" if found.field.is_rate else "增长"
    return "下降"
