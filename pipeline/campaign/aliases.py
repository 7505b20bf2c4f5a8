"""A unit's name as somebody wrote it → one unit, or the candidates and a doubt."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.unit import Roster, Unit

_NEAR: Final = 0.6
_CANDIDATES_AT_MOST: Final = 3
_NAME_AT_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """The unit that was meant, or, where that is in doubt, those it could be."""

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()


def names_of(unit: Unit) -> tuple[str, ...]:
    """Every name the unit answers to: full, short, and its aliases (别名)."""
    return tuple(name for name in (unit.full_name, unit.short_name, *unit.aliases) if name)


def match_unit(roster: Roster, text: str, city: str = "") -> UnitMatch:
    """Find the unit that *text* names.

    A name must be written whole, with or without the city's name before it; else the longest name
    contained in *text* decides, unless two units' names are contained side by side. What is only
    close is offered as a candidate: a doubt goes to a person.
    """
    wanted = _key(text, city)
    if not wanted:
        return UnitMatch(None)
    exact = [unit for unit in roster.units if wanted in _keys(unit, city)]
    if exact:
        return UnitMatch(exact[0]) if len(exact) == 1 else UnitMatch(None, tuple(exact))
    contained = _contained(roster, wanted, city)
    if len(contained) == 1:
        return UnitMatch(contained[0])
    return UnitMatch(None, contained or _near(roster, wanted, city))


def _contained(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    """The units whose names stand in *wanted*; a name inside a longer one found does not count."""
    spans: list[tuple[int, int, Unit]] = []
    for unit in roster.units:
        for name in _keys(unit, city):
            start = wanted.find(name)
            if start >= 0 and len(name) >= _NAME_AT_LEAST:
                spans.append((start, start + len(name), unit))
    kept = [
        unit
        for start, end, unit in spans
        if not any(
            other is not unit and first <= start and end <= last and last - first > end - start
            for first, last, other in spans
        )
    ]
    return tuple(dict.fromkeys(kept))


def _near(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    scored = [
        (max(SequenceMatcher(None, wanted, name).ratio() for name in _keys(unit, city)), unit)
        for unit in roster.units
    ]
    near = sorted((item for item in scored if item[0] >= _NEAR), key=lambda item: -item[0])
    return tuple(unit for _, unit in near[:_CANDIDATES_AT_MOST])


def _keys(unit: Unit, city: str) -> Iterator[str]:
    return iter(dict.fromkeys(_key(name, city) for name in names_of(unit)))


def _key(text: str, city: str) -> str:
    """A name without what people add or leave out: width, spaces, the city before it."""
    key = "".join(narrow(text).split())
    if city and key.startswith(city) and len(key) > len(city) + 1:
        key = key.removeprefix(city)
        # 云川市教育局 is known as 市教育局, 云川市东河区 as 东河区.
        return key if key[-1:] in "县区市旗" else f"市{key}" if city.endswith("市") else key
    return key
