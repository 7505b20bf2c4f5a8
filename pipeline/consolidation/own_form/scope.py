"""Define for whom a copy of the form is filled: all units, those of a category, or one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing

UNNAMED: Final = "未分类"


@dataclass(frozen=True, slots=True)
class Scope:
    """Units of one copy of the form, with its name and the text in its 填报单位 cell.

    ``single`` for a unit's own copy; ``due`` is how many had to report.
    """

    name: str
    title: str
    counted: tuple[CountedUnit, ...]
    due: int
    single: bool = False


def by_category(counted: Sequence[CountedUnit], campaign: Campaign) -> tuple[CountedUnit, ...]:
    """Return the units with those of each category together, in the order of the roster."""
    order = {name: number for number, name in enumerate(campaign.roster.categories())}
    return tuple(sorted(counted, key=lambda item: order.get(item.unit.category, len(order))))


def total_scope(standings: Sequence[Standing], counted: tuple[CountedUnit, ...]) -> Scope:
    """Return the scope of all units."""
    due = sum(standing.state is not State.EXEMPT for standing in standings)
    return Scope("合计", _titled("合计", len(counted), due), counted, due)


def category_scopes(
    campaign: Campaign, standings: Sequence[Standing], counted: tuple[CountedUnit, ...]
) -> tuple[Scope, ...]:
    """Return a scope for each category with units that count; none where the roster has only one."""
    if len(campaign.roster.categories()) < 2:  # noqa: PLR2004 - the total is that of the only one
        return ()
    found = []
    for category in dict.fromkeys(item.unit.category for item in counted):
        units = tuple(item for item in counted if item.unit.category == category)
        due = sum(
            standing.state is not State.EXEMPT and unit.category == category
            for unit, standing in zip(campaign.units(), standings, strict=True)
        )
        name = category or UNNAMED
        found.append(Scope(name, _titled(f"{name}合计", len(units), due), units, due))
    return tuple(found)


def unit_scopes(counted: Sequence[CountedUnit]) -> tuple[Scope, ...]:
    """Return a scope for each unit that counts."""
    return tuple(
        Scope(
            item.unit.short_name or item.unit.full_name,
            item.unit.full_name,
            (item,),
            1,
            single=True,
        )
        for item in counted
    )


def _titled(name: str, counted: int, due: int) -> str:
    if counted == due:
        return f"{name}（{counted}个单位）"
    return f"{name}（应报{due}个单位，计入{counted}个）"
