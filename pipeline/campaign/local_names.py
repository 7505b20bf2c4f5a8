"""Find a unit by what it is called below another one: 石门镇 in the folder of 青石县, 教育局 in that of 东河区.

Which unit is below which, the roster says (上级单位); where it doesn't, names that begin with another
unit's full name do: 云岭县城北镇 is 城北镇 in the folder of 云岭县.
"""

from __future__ import annotations

import re
import weakref
from typing import TYPE_CHECKING, Final

from pipeline.campaign.name_index import index_of, names_of, whole_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.campaign.name_index import NameIndex
    from pipeline.model.unit import Roster, Unit

_NAME_AT_LEAST: Final = 2
_SEPARATORS: Final = re.compile(r"[、,;/转代和及与]")
# A name of a place below a county, where it ends or another word begins.
_PLACE: Final = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,4}?"
    r"(?:镇(?![街村区域级办])|乡(?![村镇亲土情贤愁下级])|街道(?:办事处|办)?"
    r"|(?:社区|村)(?=$|[^\u4e00-\u9fff]|委会|报|情况|统计)))"
)
# 各乡镇, 美丽乡村, 城镇 are words of a title, and no place.
_NO_PLACE: Final = re.compile(
    r"^(?:[各全个]|所辖|下辖|所属)|(?:乡镇|城镇|集镇|村镇|[下返家老城]乡|乡村|农村|示范村)$"
)


class LocalNames:
    """Names of units below each unit of *roster*, as they are compared by the *index* of its names."""

    def __init__(self, roster: Roster, index: NameIndex) -> None:
        """Note each unit below its superior, or below the unit whose full name its own begins with."""
        self._units = roster.units
        self._above: dict[str, str] = {}
        self._listed = {unit.code for unit in roster.units if roster.by_code(unit.superior)}
        self._names: dict[str, dict[str, list[int]]] = {}
        full = {index.normalize(unit.full_name): unit for unit in reversed(roster.units)}
        for place, unit in enumerate(roster.units):
            superior = roster.by_code(unit.superior) or _prefix_of(unit, full, index)
            if superior is not None:
                self._above[unit.code] = superior.code
                names = self._names.setdefault(superior.code, {})
                for key in _local_keys(unit, superior, index):
                    names.setdefault(key, []).append(place)

    def is_below(self, unit: Unit, others: Sequence[Unit]) -> bool:
        """Return whether *unit* is below one of the *others*, at any depth."""
        codes = {other.code for other in others}
        return any(code in codes for code in self._line(unit.code))

    def is_listed_below(self, unit: Unit, others: Sequence[Unit]) -> bool:
        """Return whether it is so by the roster (上级单位), and not only by its name."""
        return unit.code in self._listed and self.is_below(unit, others)

    def below(self, superior: Unit, wanted: str) -> tuple[Unit, ...]:
        """Return the units below *superior* of which *wanted* is, or else contains, a local name; the nearest level first."""
        level = [superior.code]
        passed: set[str] = set()
        while level:
            names: dict[str, list[int]] = {}
            for code in level:
                for key, places in self._names.get(code, {}).items():
                    names.setdefault(key, []).extend(places)
            found = whole_name(names, wanted) or _contained(names, wanted)
            if found:
                return tuple(self._units[place] for place in sorted(set(found)))
            passed.update(level)
            codes = {self._units[p].code for places in names.values() for p in places}
            level = [code for code in codes if code in self._names and code not in passed]
        return ()

    def _line(self, code: str) -> Iterator[str]:
        passed: set[str] = set()
        current = self._above.get(code, "")
        while current and current not in passed:
            yield current
            passed.add(current)
            current = self._above.get(current, "")


def _prefix_of(unit: Unit, full: dict[str, Unit], index: NameIndex) -> Unit | None:
    """Return the unit with the longest full name with which *unit*'s own begins, if there is one."""
    key = index.normalize(unit.full_name)
    lengths = range(len(key) - _NAME_AT_LEAST, _NAME_AT_LEAST - 1, -1)
    return next((full[key[:n]] for n in lengths if key[:n] in full), None)


def _local_keys(unit: Unit, superior: Unit, index: NameIndex) -> Iterator[str]:
    prefixes = sorted(map(index.normalize, names_of(superior)), key=len, reverse=True)
    for key in dict.fromkeys(map(index.normalize, names_of(unit))):
        rest = next((key.removeprefix(p) for p in prefixes if p and key.startswith(p)), key)
        if len(rest) >= _NAME_AT_LEAST:
            yield rest


def _contained(names: dict[str, list[int]], wanted: str) -> list[int]:
    """Return the places of the names in *wanted* that are in no longer one of them."""
    found = [name for name in names if name in wanted]
    longest = [name for name in found if not any(name in o and name != o for o in found)]
    return [place for name in longest for place in names[name]]


def lowest_meant(
    units: Sequence[Unit], within: Sequence[Unit], local: LocalNames, text: str
) -> tuple[Unit, ...]:
    """Return which of several *units* named in *text* are meant: 城关镇 beside 青石县 is that of 青石县.

    A superior's name beside that of a unit below it only says where that is, unless a mark between them
    lists both. Otherwise those below one of the units *within* (folders) are meant, if there are such.
    """
    if not _SEPARATORS.search(text):
        below = tuple(unit for unit in units if local.is_listed_below(unit, units))
        lowest = tuple(u for u in below if not any(local.is_listed_below(o, (u,)) for o in below))
        units = lowest or tuple(units)
    inside = tuple(unit for unit in units if local.is_below(unit, within))
    return inside or tuple(units)


def unknown_place(text: str) -> str:
    """Return the name of a town or village with which *text* begins (新石镇), or an empty text."""
    match = _PLACE.match(text)
    name = match["name"] if match else ""
    return "" if not name or _NO_PLACE.search(name) else name


# As the index of names (name_index.py), by the roster itself.
_LOCAL_NAMES: Final[dict[tuple[int, str], LocalNames]] = {}


def local_names_of(roster: Roster, city: str) -> LocalNames:
    """Return the local names of *roster*, built at the first look-up and kept as long as the roster."""
    key = (id(roster), city)
    names = _LOCAL_NAMES.get(key)
    if names is None:
        names = _LOCAL_NAMES[key] = LocalNames(roster, index_of(roster, city))
        weakref.finalize(roster, _LOCAL_NAMES.pop, key, None)
    return names
