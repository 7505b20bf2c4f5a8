"""Define for whom a copy of the form is filled: all units of a level, those of a category or a superior, or one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.levels import levels_of, of_level, subordinates, total_level
from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

UNNAMED: Final = "未分类"
_SUPERIORS_AT_MOST: Final = 60  # with a copy of the form each


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
    """Return the units level by level; those of each category together at the top, of each superior below it."""
    order = {name: number for number, name in enumerate(campaign.roster.categories())}

    def place(item: CountedUnit) -> tuple[int, int]:
        own = order.get(item.unit.category, len(order))
        return item.level, own if item.level == 1 else 0

    return tuple(sorted(counted, key=place))


def total_scope(
    campaign: Campaign, standings: Sequence[Standing], counted: tuple[CountedUnit, ...]
) -> Scope:
    """Return the scope of all units; where the roster has levels (层级), of all that the total is over."""
    if not campaign.roster.has_levels:
        due = _due(campaign, standings, lambda _: True)
        return Scope("合计", _titled("合计", len(counted), due), counted, due)
    return _level_scope(campaign, standings, counted, total_level(campaign, standings), "合计")


def group_scopes(
    campaign: Campaign, standings: Sequence[Standing], counted: tuple[CountedUnit, ...]
) -> tuple[Scope, ...]:
    """Return a scope for each category with units that count, for each other level, and each superior."""
    roster = campaign.roster
    if not roster.has_levels:
        return _category_scopes(campaign, standings, counted, None)
    total = total_level(campaign, standings)
    others = (
        _level_scope(campaign, standings, counted, level.number)
        for level in levels_of(campaign, standings)
        if level.number != total and level.due
    )
    return (
        *_category_scopes(campaign, standings, of_level(counted, total), total),
        *(scope for scope in others if scope.counted),
        *_superior_scopes(campaign, standings, counted),
    )


def _level_scope(
    campaign: Campaign,
    standings: Sequence[Standing],
    counted: Sequence[CountedUnit],
    number: int,
    name: str = "",
) -> Scope:
    level = next(each for each in levels_of(campaign, standings) if each.number == number)
    own, due = of_level(counted, number), len(level.due.members)
    return Scope(name or f"{level.name}合计", _titled(f"{level.name}合计", len(own), due), own, due)


def _superior_scopes(
    campaign: Campaign, standings: Sequence[Standing], counted: Sequence[CountedUnit]
) -> Iterator[Scope]:
    """Yield a scope for each unit with subordinates that count; none where there are too many of them."""
    above = [unit for unit in campaign.units() if subordinates(counted, unit)]
    for unit in above if len(above) <= _SUPERIORS_AT_MOST else ():
        own = subordinates(counted, unit)
        due = _due(campaign, standings, lambda each, code=unit.code: each.superior == code)  # type: ignore[misc]
        yield Scope(
            f"{unit.short_name}所属", _titled(f"{unit.full_name}所属合计", len(own), due), own, due
        )


def _category_scopes(
    campaign: Campaign,
    standings: Sequence[Standing],
    counted: tuple[CountedUnit, ...],
    level: int | None,
) -> tuple[Scope, ...]:
    """Return a scope for each category with units that count; none where the units have only one."""
    roster = campaign.roster

    def belongs(unit: Unit) -> bool:
        return level is None or roster.level_of(unit) == level

    if len({unit.category for unit in campaign.units() if belongs(unit)}) < 2:  # noqa: PLR2004 - the total is that of the only one
        return ()
    found = []
    for category in dict.fromkeys(item.unit.category for item in counted):
        units = tuple(item for item in counted if item.unit.category == category)
        due = _due(
            campaign,
            standings,
            lambda unit, own=category: unit.category == own and belongs(unit),  # type: ignore[misc]
        )
        name = category or UNNAMED
        found.append(Scope(name, _titled(f"{name}合计", len(units), due), units, due))
    return tuple(found)


def _due(campaign: Campaign, standings: Sequence[Standing], belongs: Callable[[Unit], bool]) -> int:
    pairs = zip(campaign.units(), standings, strict=True)
    return sum(standing.state is not State.EXEMPT and belongs(unit) for unit, standing in pairs)


def unit_scopes(counted: Sequence[CountedUnit]) -> tuple[Scope, ...]:
    """Return a scope for each unit that counts; one whose short name others share has its full name."""
    shared = Counter(item.unit.short_name for item in counted)
    return tuple(
        Scope(
            item.unit.short_name if shared[item.unit.short_name] == 1 else item.unit.full_name,
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
