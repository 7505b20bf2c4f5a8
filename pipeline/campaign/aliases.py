"""Match a unit's name as written (别名) to one unit, or return the candidates."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.unit import Roster, Unit

_SIMILARITY_AT_LEAST: Final = 0.6
_CANDIDATES_AT_MOST: Final = 3
_COUNTY_ENDS: Final = "县区市旗"
# Characters in which a unit's name is looked for; a file's name has no more either.
NAME_AT_MOST: Final = 255
_NAME_AT_LEAST: Final = 2  # a single character is contained in too much


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """Describe the unit that was meant, or, where that is in doubt, the candidates.

    ``explicit`` is true where the candidates are all named in the text, rather than merely similar.
    """

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()
    explicit: bool = False


@dataclass(frozen=True, slots=True)
class _NameMatch:
    """Describe a unit's name found inside a longer text, from *start* up to *end*."""

    start: int
    end: int
    unit: Unit

    def is_part_of(self, other: _NameMatch) -> bool:
        """Return whether it is only a part of another, longer name: 东河区 in 东河区教育局."""
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


def names_of(unit: Unit) -> tuple[str, ...]:
    """Return every name of the unit: full, short, and its aliases (别名)."""
    return tuple(name for name in (unit.full_name, unit.short_name, *unit.aliases) if name)


def match_unit(roster: Roster, text: str, city: str = "") -> UnitMatch:
    """Find the unit that *text* names; *city* (所在市) may precede any name.

    A name that is all of *text* decides, with or without the 县, 区, 市 or 旗 at its end. Otherwise the
    name contained in *text* does, a longer name before the shorter one inside it, unless the names of
    two units remain. What is only similar is returned as a candidate: a person decides. Only the first
    255 characters of *text* are looked at.
    """
    text = text[:NAME_AT_MOST]
    wanted = _normalize(text, city)
    if not wanted:
        return UnitMatch(None)
    found = units_named(roster, text, city) or _units_in_text(roster, wanted, city)
    if len(found) == 1:
        return UnitMatch(found[0])
    if found:
        return UnitMatch(None, found, explicit=True)
    return UnitMatch(None, _similar(roster, wanted, city))


def units_named(roster: Roster, text: str, city: str = "") -> tuple[Unit, ...]:
    """Return the units of which *text* is a name, all of it; several where they share it."""
    wanted = _normalize(text, city)
    exact = tuple(unit for unit in roster.units if wanted in _normalized_names(unit, city))
    return exact or _units_by_stem(roster, wanted, city)


def _units_by_stem(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    """Return the units of which *wanted* is the name without its last character: 东河 for 东河区.

    Only for the whole text: inside a longer text 新城 is more often a new town.
    """
    stems = tuple(f"{wanted}{end}" for end in _COUNTY_ENDS if len(wanted) >= _NAME_AT_LEAST)
    return tuple(
        unit for unit in roster.units if not set(stems).isdisjoint(_normalized_names(unit, city))
    )


def _units_in_text(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    found = [
        _NameMatch(start, start + len(name), unit)
        for unit in roster.units
        for name in _normalized_names(unit, city)
        if len(name) >= _NAME_AT_LEAST
        for start in _starts(name, wanted)
    ]
    kept = (one.unit for one in found if not any(one.is_part_of(other) for other in found))
    return tuple(dict.fromkeys(kept))


def _starts(name: str, text: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


def _similar(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    scored = [
        (
            max(_similarity(wanted, name) for name in _normalized_names(unit, city)),
            unit,
        )
        for unit in roster.units
    ]
    similar = sorted(
        (item for item in scored if item[0] >= _SIMILARITY_AT_LEAST), key=lambda item: -item[0]
    )
    return tuple(unit for _, unit in similar[:_CANDIDATES_AT_MOST])


def _similarity(first: str, second: str) -> float:
    """Return how similar both are, from 0 to 1; 0 where their lengths alone differ too much."""
    matcher = SequenceMatcher(None, first, second)
    if matcher.real_quick_ratio() < _SIMILARITY_AT_LEAST:
        return 0
    return matcher.ratio()


@lru_cache(maxsize=4096)  # every workbook is compared with each unit
def _normalized_names(unit: Unit, city: str) -> tuple[str, ...]:
    """Return its names as they are compared; 市教育局 is also known by its city, 云川教育局."""
    keys = [_normalize(name, city) for name in names_of(unit)]
    if city.endswith("市"):
        keys += [f"{city[:-1]}{key[1:]}" for key in keys if key.startswith("市")]
    return tuple(dict.fromkeys(keys))


def _normalize(text: str, city: str) -> str:
    """Return a name without what people add or leave out: width, spaces, letters' case, the city."""
    key = "".join(narrow(text).split()).lower()
    without_city = key.removeprefix(city)
    if not city or without_city == key or len(without_city) < _NAME_AT_LEAST:
        return key
    # 云川市教育局 is known as 市教育局, but 云川市东河区 as 东河区.
    keeps_name = without_city[-1] in _COUNTY_ENDS or not city.endswith("市")
    return without_city if keeps_name else f"市{without_city}"
