"""A unit's name as somebody wrote it → one unit, or the candidates and a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.unit import Roster, Unit

_NEAR: Final = 0.6
_CANDIDATES_AT_MOST: Final = 3
_COUNTY_ENDS: Final = "县区市旗"
_NAME_AT_LEAST: Final = 2  # a single character is contained in too much


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit that was meant, or, where that is in doubt, those it could be.

    ``named`` tells candidates that are all named there from those whose names are only close.
    """

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A unit's name found inside a longer text, from *start* up to *end*."""

    start: int
    end: int
    unit: Unit

    def hidden_in(self, other: _Found) -> bool:
        """Whether it is but a part of another, longer name: 东河区 in 东河区教育局."""
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


def names_of(unit: Unit) -> tuple[str, ...]:
    """Every name the unit answers to: full, short, and its aliases (别名)."""
    return tuple(name for name in (unit.full_name, unit.short_name, *unit.aliases) if name)


def match_unit(roster: Roster, text: str, city: str = "") -> UnitMatch:
    """Find the unit that *text* names; *city* (所在市) may stand before any name.

    A name that is all of *text* decides, with or without the 县, 区, 市 or 旗 at its end. Else the name
    contained in *text* does, a longer name before the shorter one inside it, unless the names of
    two units are left. What is only close is offered as a candidate: a doubt goes to a person.
    """
    wanted = _key(text, city)
    if not wanted:
        return UnitMatch(None)
    found = units_named(roster, text, city) or _contained(roster, wanted, city)
    if len(found) == 1:
        return UnitMatch(found[0])
    if found:
        return UnitMatch(None, found, named=True)
    return UnitMatch(None, _near(roster, wanted, city))


def units_named(roster: Roster, text: str, city: str = "") -> tuple[Unit, ...]:
    """The units of which *text* is a name, all of it; more than one where they share it."""
    wanted = _key(text, city)
    exact = tuple(unit for unit in roster.units if wanted in _keys(unit, city))
    return exact or _stemmed(roster, wanted, city)


def _stemmed(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    """The units of which *wanted* is the name without its last character: 东河 for 东河区.

    Only where it is all that was written: inside a longer text 新城 is more often a new town.
    """
    stems = tuple(f"{wanted}{end}" for end in _COUNTY_ENDS if len(wanted) >= _NAME_AT_LEAST)
    return tuple(unit for unit in roster.units if not set(stems).isdisjoint(_keys(unit, city)))


def _contained(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    found = [
        _Found(start, start + len(name), unit)
        for unit in roster.units
        for name in _keys(unit, city)
        if len(name) >= _NAME_AT_LEAST
        for start in _starts(name, wanted)
    ]
    kept = (one.unit for one in found if not any(one.hidden_in(other) for other in found))
    return tuple(dict.fromkeys(kept))


def _starts(name: str, text: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


def _near(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    scored = [
        (max(SequenceMatcher(None, wanted, name).ratio() for name in _keys(unit, city)), unit)
        for unit in roster.units
    ]
    near = sorted((item for item in scored if item[0] >= _NEAR), key=lambda item: -item[0])
    return tuple(unit for _, unit in near[:_CANDIDATES_AT_MOST])


@lru_cache(maxsize=4096)  # each unit is asked for by every workbook
def _keys(unit: Unit, city: str) -> tuple[str, ...]:
    """Its names as they are compared; 市教育局 is also called by its city, 云川教育局."""
    keys = [_key(name, city) for name in names_of(unit)]
    if city.endswith("市"):
        keys += [f"{city[:-1]}{key[1:]}" for key in keys if key.startswith("市")]
    return tuple(dict.fromkeys(keys))


def _key(text: str, city: str) -> str:
    """A name without what people add or leave out: width, spaces, letters' case, the city."""
    key = "".join(narrow(text).split()).lower()
    bare = key.removeprefix(city)
    if not city or bare == key or len(bare) < _NAME_AT_LEAST:
        return key
    # 云川市教育局 is known as 市教育局, but 云川市东河区 as 东河区.
    named_by_itself = bare[-1] in _COUNTY_ENDS or not city.endswith("市")
    return bare if named_by_itself else f"市{bare}"
