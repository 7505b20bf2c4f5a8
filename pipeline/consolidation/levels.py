"""Keep the levels of units (层级) apart: a total is over the units of one level, never over county and towns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.counting import Group
from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Roster, Unit

_LABEL_AT_MOST: Final = 3  # categories in the name of a level
_NUMERALS: Final = "一二三四五六七八九"
# What is counted by 个, and not by 家.
_PLACES: Final = re.compile(
    r"(?:县|区|市|旗|乡|镇|街道|社区|村|镇街|县市区|市县区|乡镇街道)(?:[(（].*[)）])?$"
)

_PLACE_WORDS: Final = frozenset("县区市旗乡镇街村社")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the roster (层级): its number from 1, its name (乡镇), and the units that had to report and did.

    ``due`` are all its units but the exempt ones, ``submitted`` those with a version that counts.
    """

    number: int
    name: str
    due: Group
    submitted: Group

    @property
    def measure(self) -> str:
        """Return the measure word by which its units are counted: 个 for places, else 家."""
        return measure_of(self.name)

    @property
    def words(self) -> str:
        """Return how many units of it had to report: 乡镇86个."""
        return f"{self.name}{len(self.due.members)}{self.measure}"


def measure_of(name: str) -> str:
    """Return the measure word for the units of that kind: 个 for places, 家 for offices."""
    return "个" if all(_PLACES.search(part) for part in name.split("、")) else "家"


def levels_of(campaign: Campaign, standings: Sequence[Standing]) -> tuple[Level, ...]:
    """Return the levels of the roster from the top, as they are in a period."""
    pairs = tuple(zip(campaign.units(), standings, strict=True))
    numbers = [campaign.roster.level_of(unit) for unit, _ in pairs]
    found = []
    for number, name in level_names(campaign.roster).items():
        own = [pair for pair, level in zip(pairs, numbers, strict=True) if level == number]
        due = tuple(pair for pair in own if pair[1].state is not State.EXEMPT)
        submitted = tuple(pair for pair in due if pair[1].state.counts)
        groups = Group(f"{name}应报单位", due), Group(f"{name}已报单位", submitted)
        found.append(Level(number, name, *groups))
    return tuple(found)


def level_names(roster: Roster) -> dict[int, str]:
    """Return the name of each level: the categories of its units, where no other level has one of them."""
    categories: dict[int, dict[str, None]] = {}
    for unit in roster.units:
        categories.setdefault(roster.level_of(unit), {})[unit.category] = None
    listed = [category for own in categories.values() for category in own]
    return {
        number: "、".join(own)
        if len(own) <= _LABEL_AT_MOST and all(own) and all(listed.count(each) == 1 for each in own)
        else f"第{_NUMERALS[number - 1 : number] or number}级单位"
        for number, own in sorted(categories.items())
    }


def level_called(heading: str, campaign: Campaign) -> int:
    """Return the level whose units a heading such as 县（市、区） or 乡镇（街道） is about; 0 where it isn't clear."""
    wanted = _places_in(heading)
    names = level_names(campaign.roster) if campaign.roster.has_levels else {}
    shared = {number: len(wanted & _places_in(name)) for number, name in names.items()}
    most = max(shared.values(), default=0)
    found = [number for number, count in shared.items() if count == most > 0]
    return found[0] if len(found) == 1 else 0


def _places_in(text: str) -> frozenset[str]:
    """Return the words of places in *text*; 社区 is none of a 区."""
    return frozenset(text.replace("社区", "社")) & _PLACE_WORDS


def total_level(campaign: Campaign, standings: Sequence[Standing]) -> int:
    """Return the level over which a total (合计) is: the highest one whose units report.

    That is the highest with a version that counts; before any counts, the highest that must report.
    """
    levels = levels_of(campaign, standings) if campaign.roster.has_levels else ()
    counting = [level.number for level in levels if level.submitted]
    due = [level.number for level in levels if level.due]
    return min(counting or due or [1])


def of_level(counted: Sequence[CountedUnit], level: int) -> tuple[CountedUnit, ...]:
    """Return the units of that level, in their order."""
    return tuple(item for item in counted if item.level == level)


def of_highest_level(counted: Sequence[CountedUnit]) -> tuple[CountedUnit, ...]:
    """Return the units of the highest level that is among *counted*: what a total may add up."""
    highest = min((item.level for item in counted), default=1)
    return of_level(counted, highest)


def subordinates(counted: Sequence[CountedUnit], unit: Unit) -> tuple[CountedUnit, ...]:
    """Return the units directly below *unit*, in their order."""
    return tuple(item for item in counted if item.unit.superior == unit.code)
