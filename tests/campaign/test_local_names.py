"""Short names below a superior: 石门镇 in 青石县's folder; and towns that the roster doesn't have."""

from __future__ import annotations

import pytest

from pipeline.campaign.aliases import match_unit, units_named
from pipeline.campaign.local_names import unknown_place
from pipeline.model.unit import Roster, Unit

CITY = "云川市"


def unit(code: str, full_name: str, superior: str = "", short: str = "") -> Unit:
    return Unit(code, full_name, short or full_name, superior=superior)


ROSTER = Roster(
    (
        unit("q", "青石县"),
        unit("qs", "石门镇", "q"),
        unit("qc", "青石县城关镇", "q", "城关镇"),
        unit("q1", "石门镇一村", "qs", "一村"),
        unit("b", "白水县"),
        unit("bc", "白水县城关镇", "b", "城关镇"),
        unit("e", "市教育局"),
    )
)
FLAT = Roster((unit("y", "云岭县"), unit("yc", "云岭县城北镇"), unit("w", "白沙区")))


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("石门镇", "", "qs"),
        ("石门", "", "qs"),
        ("青石县石门镇", "", "qs"),
        ("青石石门镇", "", "qs"),
        ("云川市青石县石门镇", "", "qs"),
        ("石门镇人民政府", "", "qs"),
        ("城关镇（白水县）报送表", "", "bc"),
        ("青石县-石门镇-一村", "", "q1"),
        ("城关镇", "q", "qc"),
        ("城关镇农田水利", "b", "bc"),
        ("一村", "q", "q1"),
        ("城关", "b", "bc"),
        ("青石县报送表", "q", "q"),
        ("青石县乡镇汇总", "", "q"),
        ("青石县美丽乡村建设", "", "q"),
        ("城关镇", "qc", "qc"),
    ],
)
def test_a_short_name_is_that_of_the_unit_below(text: str, within: str, code: str) -> None:
    scope = tuple(filter(None, [ROSTER.by_code(within)]))

    match = match_unit(ROSTER, text, CITY, scope)

    assert match.unit is not None
    assert match.unit.code == code


@pytest.mark.parametrize(
    ("text", "within", "codes"),
    [
        ("城关镇", "", ["qc", "bc"]),
        ("青石县、石门镇", "", ["q", "qs"]),
        ("石门镇、城关镇", "q", ["qs", "qc"]),
    ],
)
def test_several_that_are_meant_are_all_candidates(
    text: str, within: str, codes: list[str]
) -> None:
    match = match_unit(ROSTER, text, CITY, tuple(filter(None, [ROSTER.by_code(within)])))

    assert match.unit is None
    assert match.explicit
    assert [each.code for each in match.candidates] == codes


@pytest.mark.parametrize("text", ["青石县新石镇", "青石县新石镇农田水利情况表", "青石县清水乡上报"])
def test_a_town_that_the_roster_lacks_is_not_its_county(text: str) -> None:
    match = match_unit(ROSTER, text, CITY)

    assert match.unit is None
    assert [each.code for each in match.candidates] == ["q"]
    assert match.unknown in {"新石镇", "清水乡"}


def test_where_the_roster_has_no_superiors_names_say_what_is_below() -> None:
    county = FLAT.units[0]

    assert match_unit(FLAT, "城北镇", CITY, (county,)).unit == FLAT.units[1]
    assert match_unit(FLAT, "云岭县-城北镇2026", CITY).unit == FLAT.units[1]
    assert match_unit(FLAT, "云岭县", CITY).unit == county
    assert match_unit(FLAT, "城南镇", CITY, (county,)).unknown == "城南镇"


def test_a_sheet_s_short_name_is_that_of_a_unit_below_the_sender() -> None:
    assert [each.code for each in units_named(ROSTER, "城关镇", CITY)] == ["qc", "bc"]
    assert [each.code for each in units_named(ROSTER, "城关镇", CITY, ROSTER.units[:1])] == ["qc"]


@pytest.mark.parametrize(
    "text",
    [
        "美丽乡村建设情况", "城镇化率", "乡镇汇总", "新型城镇建设", "集镇建设", "农村公路", "城乡居民",
        "各街道情况", "下乡活动", "返乡创业情况", "镇街情况", "村级活动", "新村建设", "三八妇女示范村",
    ],
)  # fmt: skip
def test_words_of_a_title_are_no_places(text: str) -> None:
    assert unknown_place(text) == ""


def test_only_superiors_may_send_for_a_unit() -> None:
    by = {each.code: each for each in ROSTER.units}

    assert ROSTER.may_send_for(by["q"], by["q1"])
    assert ROSTER.may_send_for(by["qs"], by["qs"])
    assert not ROSTER.may_send_for(by["qs"], by["q"])
    assert not ROSTER.may_send_for(by["b"], by["qs"])
    assert not ROSTER.may_send_for(by["qc"], by["qs"])
