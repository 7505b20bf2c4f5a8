"""Match a unit's name as written (别名) to one unit, or return the candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.name_index import index_of

if TYPE_CHECKING:
    from pipeline.model.unit import Roster, Unit

# Characters in which a unit's name is looked for; a file's name has no more either.
NAME_AT_MOST: Final = 255


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """Describe the unit that was meant, or, where that is in doubt, the candidates.

    ``explicit`` is true where the candidates are all named in the text, rather than merely similar.
    """

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()
    explicit: bool = False


def match_unit(roster: Roster, text: str, city: str = "") -> UnitMatch:
    """Find the unit that *text* names; *city* (所在市) may precede any name.

    A name that is all of *text* decides, with or without the 县, 区, 市 or 旗 at its end. Otherwise the
    name contained in *text* does, a longer name before the shorter one inside it, unless the names of
    two units remain. What is only similar is returned as a candidate: a person decides. Only the first
    255 characters of *text* are looked at.
    """
    index = index_of(roster, city)
    wanted = index.normalize(text[:NAME_AT_MOST])
    if not wanted:
        return UnitMatch(None)
    found = index.named(wanted) or index.contained_in(wanted)
    if len(found) == 1:
        return UnitMatch(found[0])
    if found:
        return UnitMatch(None, found, explicit=True)
    return UnitMatch(None, index.similar_to(wanted))


def units_named(roster: Roster, text: str, city: str = "") -> tuple[Unit, ...]:
    """Return the units of which *text* is a name, all of it; several where they share it."""
    index = index_of(roster, city)
    return index.named(index.normalize(text))


def names_in(roster: Roster, text: str, city: str = "") -> tuple[tuple[Unit, ...], ...]:
    """Return name by name the units that *text* names; several for one name where they share it.

    Where *text* contains a unit and its superior (上级单位), the superior only says which of the namesakes
    is meant: 青石县石门镇 is the one name of 石门镇 under 青石县.
    """
    index = index_of(roster, city)
    wanted = index.normalize(text[:NAME_AT_MOST])
    whole = index.named(wanted)
    return _without_superiors(roster, (whole,) if whole else index.each_contained_in(wanted))


def shortened_name(roster: Roster, text: str, city: str = "") -> tuple[Unit, ...]:
    """Return the units of which *text* is a name as people shorten it in the name of a file: 教育 for 市教育局."""
    index = index_of(roster, city)
    return index.shortened(index.normalize(text[:NAME_AT_MOST]))


def _without_superiors(
    roster: Roster, names: tuple[tuple[Unit, ...], ...]
) -> tuple[tuple[Unit, ...], ...]:
    if len(names) == 1:
        return names
    present = {unit.code for units in names for unit in units}
    below = [
        tuple(unit for unit in units if present & {each.code for each in roster.superiors_of(unit)})
        for units in names
    ]
    above = {
        superior.code for units in below for unit in units for superior in roster.superiors_of(unit)
    }
    kept = (
        lower or units
        for units, lower in zip(names, below, strict=True)
        if lower or not all(unit.code in above for unit in units)
    )
    return tuple(dict.fromkeys(kept))
