"""Match a unit's name as written (别名) to one unit, or return the candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.local_names import local_names_of, lowest_meant, unknown_place
from pipeline.campaign.name_index import index_of, names_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.campaign.local_names import LocalNames
    from pipeline.campaign.name_index import NameIndex
    from pipeline.model.unit import Roster, Unit

# Characters in which a unit's name is looked for; a file's name has no more either.
NAME_AT_MOST: Final = 255


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """Describe the unit that was meant, or, where that is in doubt, the candidates.

    ``explicit`` is true where the candidates are all named in the text, rather than merely similar.
    ``unknown`` is the name of a place below a unit that the roster doesn't have (新石镇).
    """

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()
    explicit: bool = False
    unknown: str = ""


def match_unit(roster: Roster, text: str, city: str = "", within: Sequence[Unit] = ()) -> UnitMatch:
    """Find the unit that *text* names; *city* (所在市) may precede any name.

    A name that is all of *text* decides, with or without the 县, 区, 市 or 旗 at its end. Otherwise the
    name contained in *text* does, a longer name before the shorter one inside it, unless the names of
    two units remain. Below one of the units *within* (folders) the short name of a unit is enough. What is
    only similar is returned as a candidate: a person decides. Only the first 255 characters of *text*
    are looked at.
    """
    index = index_of(roster, city)
    wanted = index.normalize(text[:NAME_AT_MOST])
    if not wanted:
        return UnitMatch(None)
    local = local_names_of(roster, city)
    found = index.named(wanted)
    whole = bool(found)
    # A name that several share is that of the unit of the file or folder, if it is among them.
    found = tuple(unit for unit in found if unit in within) or found
    found = lowest_meant(found or index.contained_in(wanted), within, local, wanted)
    if not whole:
        found = _below(found, within, local, wanted) or found
    if len(found) == 1:
        place = "" if whole else _unknown_below(index, found[0], wanted)
        return UnitMatch(None, found, unknown=place) if place else UnitMatch(found[0])
    if found:
        return UnitMatch(None, found, explicit=True)
    unknown = unknown_place(wanted) if within else ""
    return UnitMatch(None, index.similar_to(wanted), unknown=unknown)


def units_named(
    roster: Roster, text: str, city: str = "", within: Sequence[Unit] = ()
) -> tuple[Unit, ...]:
    """Return the units of which *text* is a name, all of it; several where they share it.

    Where some of them are below one of the units *within*, only these.
    """
    index = index_of(roster, city)
    found = index.named(index.normalize(text))
    if len(found) > 1 and within:
        local = local_names_of(roster, city)
        return tuple(unit for unit in found if local.is_below(unit, within)) or found
    return found


def names_in(roster: Roster, text: str, city: str = "") -> tuple[tuple[Unit, ...], ...]:
    """Return name by name the units that *text* names; several for one name where they share it."""
    index = index_of(roster, city)
    wanted = index.normalize(text[:NAME_AT_MOST])
    whole = index.named(wanted)
    return (whole,) if whole else index.each_contained_in(wanted)


def shortened_name(roster: Roster, text: str, city: str = "") -> UnitMatch:
    """Find the unit of which *text* is a name as people shorten it in the name of a file: 教育 for 市教育局."""
    index = index_of(roster, city)
    found = index.shortened(index.normalize(text[:NAME_AT_MOST]))
    return UnitMatch(found[0]) if len(found) == 1 else UnitMatch(None, found, explicit=bool(found))


def is_misspelt(roster: Roster, text: str, unit: Unit, city: str = "") -> bool:
    """Return whether *text* is a name of *unit* but for one character: 东河曲 for 东河区.

    What contains its full name is not: 东河区2 is no misspelt 东河区委.
    """
    index = index_of(roster, city)
    wanted = index.normalize(text[:NAME_AT_MOST])
    names = [index.normalize(name) for name in names_of(unit)]
    if index.normalize(unit.full_name) in wanted:
        return False
    return wanted not in names and any(
        len(name) == len(wanted) and sum(map(str.__ne__, name, wanted)) == 1 for name in names
    )


def _below(
    found: Sequence[Unit], within: Sequence[Unit], local: LocalNames, wanted: str
) -> tuple[Unit, ...]:
    """Return the unit that *wanted* names below those *found*, or *within*, where it names no other one."""
    known = {unit.code for unit in within}
    if len(found) > 1 or any(
        within and unit.code not in known and not local.is_below(within[0], (unit,))
        for unit in found
    ):
        return ()
    scopes = (*found, *within)
    return next((units for each in scopes if (units := local.below(each, wanted))), ())


def _unknown_below(index: NameIndex, unit: Unit, wanted: str) -> str:
    """Return the place named right behind the *unit* that the roster doesn't have: 新石镇 in 青石县新石镇报送表."""
    for name in index.names_within(unit, wanted):
        place = unknown_place(wanted.partition(name)[2])
        if place:
            return place
    return ""
