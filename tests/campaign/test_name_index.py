"""The index of a roster's names finds what a search through the whole roster finds, however long it is."""

from __future__ import annotations

import gc
import weakref
from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign.aliases import UnitMatch, match_unit, units_named
from pipeline.campaign.name_index import index_of, names_of
from pipeline.model.unit import Roster, Unit
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

CITY = "云川市"
PIECES = (
    "云川",
    "市",
    "东",
    "西",
    "河",
    "区",
    "县",
    "委",
    "局",
    "教育",
    "税务",
    "街道",
    "办事处",
    "1",
)
written = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
names = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join)
rosters = st.lists(
    st.tuples(names, names, st.lists(names, max_size=2)), min_size=1, max_size=25
).map(
    lambda rows: Roster(
        tuple(Unit(f"U{n}", full, short, tuple(more)) for n, (full, short, more) in enumerate(rows))
    )
)


@settings(max_examples=300)
@given(roster=rosters, text=written, city=st.sampled_from(("", CITY, "云川州")))
def test_the_index_finds_what_a_search_through_the_roster_finds(
    roster: Roster, text: str, city: str
) -> None:
    assert match_unit(roster, text, city) == searched(roster, text, city)
    assert units_named(roster, text, city) == whole_names(roster, normalized(text, city), city)


def test_candidates_of_many_similar_names_are_the_same_in_the_same_order() -> None:
    full = ["".join(each) for each in product("安白长大东", "福高光海", ("镇", "街道办事处", "乡"))]
    roster = Roster(tuple(Unit(f"U{n}", name, name) for n, name in enumerate(full)))

    for text in ("安安福街道办事处", "街道办事处", "白福街办", "大镇", "报送表安乡2", "云川市长福"):
        found = match_unit(roster, text, CITY)
        assert found == searched(roster, text, CITY)
        assert len(found.candidates) <= 3


def test_an_index_is_kept_as_long_as_its_roster() -> None:
    roster = Roster((Unit("U1", "东河区", "东河"),))
    index = weakref.ref(index_of(roster, CITY))
    assert index_of(roster, CITY) is index()

    del roster
    gc.collect()

    assert index() is None


def searched(roster: Roster, text: str, city: str) -> UnitMatch:
    """The plain search: every unit and every name, one after another."""
    wanted = normalized(text, city)
    if not wanted:
        return UnitMatch(None)
    found = whole_names(roster, wanted, city) or names_inside(roster, wanted, city)
    if len(found) == 1:
        return UnitMatch(found[0])
    if found:
        return UnitMatch(None, found, explicit=True)
    scored = [
        (max(SequenceMatcher(None, wanted, name).ratio() for name in keys(unit, city)), unit)
        for unit in roster.units
    ]
    close = sorted((item for item in scored if item[0] >= 0.6), key=lambda item: -item[0])
    return UnitMatch(None, tuple(unit for _, unit in close[:3]))


def whole_names(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    exact = tuple(unit for unit in roster.units if wanted in keys(unit, city))
    for ends in (("县", "区", "市", "旗"), ("镇", "乡", "街道")):
        stems = {f"{wanted}{end}" for end in ends if len(wanted) >= 2}
        exact = exact or tuple(unit for unit in roster.units if stems & set(keys(unit, city)))
    return exact


def names_inside(roster: Roster, wanted: str, city: str) -> tuple[Unit, ...]:
    found = [
        (start, start + len(name), unit)
        for unit in roster.units
        for name in keys(unit, city)
        if len(name) >= 2
        for start in starts(name, wanted)
    ]
    kept = [
        unit
        for start, end, unit in found
        if not any(
            other_end - other_start > end - start and other_start <= start and end <= other_end
            for other_start, other_end, _ in found
        )
    ]
    return tuple(dict.fromkeys(kept))


def starts(name: str, text: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        yield start
        start = text.find(name, start + 1)


def keys(unit: Unit, city: str) -> list[str]:
    found = [normalized(name, city) for name in names_of(unit)]
    if city.endswith("市"):
        found += [f"{city[:-1]}{key[1:]}" for key in found if key.startswith("市")]
    return found


def normalized(text: str, city: str) -> str:
    key = "".join(narrow(text).split()).lower()
    without_city = key.removeprefix(city)
    if not city or without_city == key or len(without_city) < 2:
        return key
    return (
        without_city
        if without_city.endswith(("县", "区", "市", "旗", "镇", "乡", "街道"))
        or not city.endswith("市")
        else f"市{without_city}"
    )
