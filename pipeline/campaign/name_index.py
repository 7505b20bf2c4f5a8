"""Index the names of a roster (单位名单), so that a look-up costs the same for ten units and for ten thousand."""

from __future__ import annotations

import weakref
from collections import defaultdict
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.model.unit import Roster, Unit

    Rank = tuple[
        float, int
    ]  # in ascending order: the more similar first, then the order of the roster

_SIMILARITY_AT_LEAST: Final = 0.6
_CANDIDATES_AT_MOST: Final = 3
_COUNTY_ENDS: Final = ("县", "区", "市", "旗")
_TOWN_ENDS: Final = ("镇", "乡", "街道")
_COMPOSED_AT_MOST: Final = 64  # names of one unit with those of its superiors before them
_ORGAN_ENDS: Final = ("管委会", "委员会", "办公室", "局", "委", "办", "厅")
_NAME_AT_LEAST: Final = 2  # a single character is contained in too much


def names_of(unit: Unit) -> tuple[str, ...]:
    """Return every name of the unit: full, short, and its aliases (别名)."""
    return tuple(name for name in (unit.full_name, unit.short_name, *unit.aliases) if name)


class NameIndex:
    """Index of the names of *roster*, with or without the *city* before them (所在市)."""

    def __init__(self, roster: Roster, city: str) -> None:
        """Normalize every name once; what only similar names need is built when it is first needed."""
        # Not the roster itself: the index is kept as long as that.
        self._units = roster.units
        self._city = city
        self._names = [
            tuple(dict.fromkeys(self._forms_of(unit, roster.superiors_of(unit))))
            for unit in roster.units
        ]
        self._at_code = {unit.code: place for place, unit in enumerate(roster.units)}
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, names in enumerate(self._names):
            for name in names:
                positions[name].append(position)
        self._positions = dict(positions)
        self._lengths = sorted({len(name) for name in positions if len(name) >= _NAME_AT_LEAST})

    def normalize(self, text: str) -> str:
        """Return a name without what people add or leave out: width, spaces, letters' case, the city."""
        key = "".join(narrow(text).split()).lower()
        without_city = key.removeprefix(self._city)
        if not self._city or without_city == key or len(without_city) < _NAME_AT_LEAST:
            return key
        # 云川市教育局 is known as 市教育局, but 云川市东河区 as 东河区.
        place = without_city.endswith((*_COUNTY_ENDS, *_TOWN_ENDS))
        keeps_name = place or not self._city.endswith("市")
        return without_city if keeps_name else f"市{without_city}"

    def named(self, wanted: str) -> tuple[Unit, ...]:
        """Return the units of which *wanted* is a name, or the name without its end: 东河 for 东河区, 石门 for 石门镇.

        The latter only for the whole text: inside a longer text 新城 is more often a new town.
        """
        return self._at(whole_name(self._positions, wanted))

    def shortened(self, wanted: str) -> tuple[Unit, ...]:
        """Return the units of which *wanted* is a name without 市 before it, or 局, 委 and the like at its end."""
        return self._at(self._shortened.get(wanted, ()))

    def contained_in(self, wanted: str) -> tuple[Unit, ...]:
        """Return the units with a name in *wanted* that is no part of a longer one: 东河区 in 东河区教育局."""
        return self._at(position for found in self._found_in(wanted) for position in found)

    def each_contained_in(self, wanted: str) -> tuple[tuple[Unit, ...], ...]:
        """Return these units place by place: for each name in *wanted* the units that have it."""
        return tuple(dict.fromkeys(self._at(found) for found in self._found_in(wanted)))

    def _found_in(self, wanted: str) -> list[list[int]]:
        spans = [
            (start, -(start + length))
            for length in self._lengths
            for start in range(len(wanted) - length + 1)
            if wanted[start : start + length] in self._positions
        ]
        found: list[list[int]] = []
        covered = (
            0  # up to where a name that begins earlier, or a longer one that begins here, reaches
        )
        for start, end in sorted(spans):
            if -end > covered:
                found.append(self._positions[wanted[start:-end]])
                covered = -end
        return found

    def similar_to(self, wanted: str) -> tuple[Unit, ...]:
        """Return the units with the most similar names, at most three, the most similar first.

        The similarity is difflib's. The longest common subsequence is never shorter than what difflib
        matches, so that names are compared in the order of that bound until none can be among the first.
        """
        best: list[Rank] = []
        for bound, position in self._by_bound(wanted):
            if len(best) == _CANDIDATES_AT_MOST and best[-1] < (-bound, position):
                break
            names = self._names[position]
            ratio = max(SequenceMatcher(None, wanted, name).ratio() for name in names)
            if ratio >= _SIMILARITY_AT_LEAST:
                best = sorted([*best, (-ratio, position)])[:_CANDIDATES_AT_MOST]
        return tuple(self._units[position] for _, position in best)

    def _by_bound(self, wanted: str) -> list[Rank]:
        """Return the bound on the similarity of each unit that can be similar, and its position; highest first."""
        bounds: dict[int, float] = {}
        # A little less than the limit, which the other library's rounding must not cross.
        cutoff = 100 * _SIMILARITY_AT_LEAST - 0.01
        for name, score, _ in process.extract(
            wanted, self._all_names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
        ):
            length = len(wanted) + len(name)
            bound = 2.0 * round(score * length / 200) / length  # as difflib computes it
            for position in self._positions[name]:
                bounds[position] = max(bound, bounds.get(position, 0.0))
        return sorted(
            ((bound, position) for position, bound in bounds.items()),
            key=lambda item: (-item[0], item[1]),
        )

    @cached_property
    def _shortened(self) -> dict[str, list[int]]:
        positions: defaultdict[str, list[int]] = defaultdict(list)
        for position, names in enumerate(self._names):
            for short in dict.fromkeys(short for name in names for short in _shortened(name)):
                positions[short].append(position)
        return dict(positions)

    @cached_property
    def _all_names(self) -> tuple[str, ...]:
        return tuple(self._positions)

    def _at(self, positions: Iterable[int]) -> tuple[Unit, ...]:
        return tuple(self._units[position] for position in sorted(set(positions)))

    def names_within(self, unit: Unit, wanted: str) -> tuple[str, ...]:
        """Return the names of *unit* that *wanted* contains, as they are compared; the longest first."""
        found = (name for name in self._names[self._at_code[unit.code]] if name in wanted)
        return tuple(sorted(found, key=len, reverse=True))

    def _forms_of(self, unit: Unit, superiors: Sequence[Unit]) -> Iterator[str]:
        """Yield its names as they are compared; 市教育局 is also known by its city, 云川教育局.

        石门镇 below 青石县 is also 青石县石门镇 and 青石石门镇.
        """
        keys = [self.normalize(name) for name in names_of(unit)]
        yield from keys
        if self._city.endswith("市"):
            yield from (f"{self._city[:-1]}{key[1:]}" for key in keys if key.startswith("市"))
        yield from self._composed(keys, superiors)[:_COMPOSED_AT_MOST]

    def _composed(self, keys: Sequence[str], superiors: Sequence[Unit]) -> list[str]:
        """Return the names *keys* with each name of the superiors before them, of all or of the nearer ones."""
        found = [""]
        for above in reversed(superiors):
            own = [self.normalize(name) for name in names_of(above)]
            own += [
                key[:-1] for key in own if key.endswith(_COUNTY_ENDS) and len(key) > _NAME_AT_LEAST
            ]
            known = [*(f"{first}{key}" for first in found for key in own), *own]
            found = list(dict.fromkeys(known))[:_COMPOSED_AT_MOST]
        return [f"{first}{key}" for key in keys for first in found if not key.startswith(first)]


def whole_name(positions: Mapping[str, Sequence[int]], wanted: str) -> Sequence[int]:
    """Return the positions of the name *wanted*, else of the names that it is without the end of a place."""
    if len(wanted) < _NAME_AT_LEAST:
        return positions.get(wanted, ())
    for ends in (("",), _COUNTY_ENDS, _TOWN_ENDS):
        found = [place for end in ends for place in positions.get(f"{wanted}{end}", ())]
        if found:
            return found
    return ()


def _shortened(name: str) -> Iterator[str]:
    """Yield the ways in which people shorten a name in a file's: 教育局, 市教育 and 教育 of 市教育局."""
    stem = name.removeprefix("市")
    for text in (name, stem):
        ends = (text.removesuffix(end) for end in _ORGAN_ENDS)
        yield from (short for short in (text, *ends) if len(short) >= _NAME_AT_LEAST)
        if text.endswith("委员会"):
            yield text.removesuffix("员会")


# By the roster itself, which is too large to be hashed for each look-up; an entry ends with its roster.
_INDEXES: Final[dict[tuple[int, str], NameIndex]] = {}


def index_of(roster: Roster, city: str) -> NameIndex:
    """Return the index of the names of *roster*, built at the first look-up and kept as long as the roster."""
    key = (id(roster), city)
    index = _INDEXES.get(key)
    if index is None:
        index = _INDEXES[key] = NameIndex(roster, city)
        weakref.finalize(roster, _INDEXES.pop, key, None)
    return index
