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
