"""List the units of a roster with levels (层级): each one's subordinates below it, with the sums of these alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pipeline.consolidation.levels import levels_of, measure_of, total_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Roster, Unit


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's row: its number among those of its superior (1.2), and its level."""

    unit: Unit
    number: str
    level: int


@dataclass(frozen=True, slots=True)
class SumLine:
    """A row of sums over units of one *level*: all of them are between the row of *first* and this one.

    ``codes`` are those of the units, ``kinds`` their categories; ``total`` is true of that of a whole level.
    """

    name: str
    level: int
    codes: frozenset[str]
    first: Unit
    kinds: str
    total: bool = False

    def counted(self, number: int) -> str:
        """Return how many of its units count, as the row says it: 计入12个."""
        kinds = self.kinds if self.total else ""
        return f"{kinds}计入{number}{measure_of(self.kinds)}"


def listed(campaign: Campaign, standings: Sequence[Standing]) -> Iterator[UnitLine | SumLine]:
    """Yield the rows of a table of units by level, from the top.

    Each unit is followed by its subordinates and the sum of those directly below it, each category of the
    top level by its sum. A total for each level follows; that of the highest level which reports is 合计,
    the last row.
    """
    roster = campaign.roster
    tops = enumerate((u for u in campaign.units() if roster.level_of(u) == 1), start=1)
    for category, members in groupby(tops, key=lambda pair: pair[1].category):
        units = []
        for number, unit in members:
            yield from _branch(roster, UnitLine(unit, str(number), 1))
            units.append(unit)
        yield _sum(f"{category}小计", 1, units)
    yield from _totals(campaign, standings)


def _branch(roster: Roster, line: UnitLine) -> Iterator[UnitLine | SumLine]:
    yield line
    below = roster.below(line.unit)
    for place, unit in enumerate(below, start=1):
        yield from _branch(roster, UnitLine(unit, f"{line.number}.{place}", line.level + 1))
    if below:
        yield _sum(f"{line.unit.short_name}所属小计", line.level + 1, below)


def _sum(name: str, level: int, units: Sequence[Unit]) -> SumLine:
    kinds = "、".join(dict.fromkeys(unit.category for unit in units))
    return SumLine(name, level, frozenset(unit.code for unit in units), units[0], kinds)


def _totals(campaign: Campaign, standings: Sequence[Standing]) -> Iterator[SumLine]:
    total = total_level(campaign, standings)
    levels = [level for level in levels_of(campaign, standings) if level.due]
    roster, first = campaign.roster, campaign.units()[0]
    for level in sorted(levels, key=lambda each: (each.number == total, each.number)):
        own = (unit.code for unit in campaign.units() if roster.level_of(unit) == level.number)
        name = "合计" if level.number == total else f"{level.name}合计"
        yield SumLine(name, level.number, frozenset(own), first, level.name, total=True)
