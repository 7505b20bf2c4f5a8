from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.aliases import match_unit
from pipeline.campaign.name_index import names_of
from pipeline.model.unit import Roster, Unit

CITY = "云川市"


def unit(code: str, full_name: str, *aliases: str, short_name: str = "") -> Unit:
    return Unit(code, full_name, short_name or full_name, aliases)


ROSTER = Roster(
    (
        unit("U01", "东河区"),
        unit("U02", "平湖县"),
        unit("U03", "市委办公室"),
        unit("U04", "市人大常委会办公室"),
        unit("U05", "市委宣传部", "宣传部", short_name="市委宣传部（市文明办）"),
        unit("U06", "市教育局"),
        unit("U07", "市教育局招生考试中心", "市招考中心"),
        unit("U08", "市税务局", "市地税局", "市国税局"),
        unit("U09", "人民银行云川市分行"),
        unit("U10", "云川火车站"),
        unit("U11", "中国电信云川分公司", "云川电信"),
        unit("U12", "中国移动云川分公司", "云川移动"),
    )
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("东河区", "U01"),
        ("云川市东河区", "U01"),
        ("　东 河 区\n", "U01"),
        ("云川市平湖县", "U02"),
        ("云川市委办公室", "U03"),
        ("市委宣传部(市文明办)", "U05"),
        ("宣传部", "U05"),
        ("云川市教育局", "U06"),
        ("市国税局", "U08"),
        ("云川市地税局", "U08"),
        ("人民银行云川市分行", "U09"),
        ("云川火车站", "U10"),
    ],
)
def test_a_name_written_whole_is_its_unit(text: str, code: str) -> None:
    match = match_unit(ROSTER, text, CITY)

    assert match.unit is not None
    assert (match.unit.code, match.candidates) == (code, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("平湖县创建情况报送表.xlsx", "U02"),
        ("报送表-云川市教育局（修改版）.xlsx", "U06"),
        ("填报单位：市税务局（盖章）", "U08"),
        ("市教育局招生考试中心报送表", "U07"),
        ("市教育局/市教育局报送表.xlsx", "U06"),
        ("云川省云川市东河区文明办", "U01"),
        ("市税务局（原市国税局）", "U08"),
    ],
)
def test_the_longest_name_inside_a_text_decides(text: str, code: str) -> None:
    match = match_unit(ROSTER, text, CITY)

    assert match.unit is not None
    assert match.unit.code == code


@pytest.mark.parametrize(
    "text", ["市教育局转市教育局招生考试中心", "市教育局招生考试中心转市教育局"]
)
def test_a_short_name_that_also_occurs_alone_is_not_hidden_by_a_longer_one(text: str) -> None:
    match = match_unit(ROSTER, text, CITY)

    assert match.unit is None
    assert {candidate.code for candidate in match.candidates} == {"U06", "U07"}


def test_two_units_named_side_by_side_are_a_doubt() -> None:
    match = match_unit(ROSTER, "东河区、平湖县合并报送表", CITY)

    assert match.unit is None
    assert [candidate.code for candidate in match.candidates] == ["U01", "U02"]


def test_a_name_that_two_units_claim_is_a_doubt() -> None:
    roster = Roster((unit("U01", "市科技局", "科协"), unit("U02", "市科学技术协会", "科协")))

    match = match_unit(roster, "科协", CITY)

    assert match.unit is None
    assert [candidate.code for candidate in match.candidates] == ["U01", "U02"]


@pytest.mark.parametrize(
    ("text", "nearest"), [("教育局", "U06"), ("市税务总局", "U08"), ("市人大办公室", "U04")]
)
def test_what_is_only_close_is_offered_to_a_person(text: str, nearest: str) -> None:
    match = match_unit(ROSTER, text, CITY)

    assert match.unit is None
    assert match.candidates[0].code == nearest
    assert len(match.candidates) <= 3


@pytest.mark.parametrize(
    "text", ["", "　\n", "报送表.xlsx", "云川市", "市", "新建 Microsoft Excel 工作表"]
)
def test_a_text_that_names_no_unit_matches_none(text: str) -> None:
    assert match_unit(ROSTER, text, CITY).unit is None


def test_a_single_character_is_contained_in_too_much_to_decide() -> None:
    roster = Roster((unit("U01", "市教育局", "教"),))

    assert match_unit(roster, "宗教工作报送表").unit is None


@pytest.mark.parametrize("text", ["东河区", "云川市东河区"])
def test_the_roster_may_print_the_city_too(text: str) -> None:
    roster = Roster((unit("U01", "云川市东河区"), unit("U02", "云川市教育局")))

    assert match_unit(roster, text, CITY).unit == roster.units[0]
    assert match_unit(roster, "市教育局", CITY).unit == roster.units[1]


def test_the_city_counts_only_where_it_is_known() -> None:
    roster = Roster((unit("U01", "教育局"),))

    assert match_unit(roster, "云川市东河区", "").unit is None
    assert match_unit(roster, "云川市教育局", "").unit == roster.units[0]


every_name = st.sampled_from([(one, name) for one in ROSTER.units for name in names_of(one)])


@given(every_name, st.sampled_from(["", CITY]), st.sampled_from(["", " ", "\u3000", "\n"]))
def test_any_alias_leads_to_its_unit(named: tuple[Unit, str], before: str, space: str) -> None:
    one, name = named
    written = name if name.startswith("云川") else before + name

    assert match_unit(ROSTER, space + written + space, CITY).unit == one


@given(every_name, st.integers(0, len(ROSTER.units) - 1), st.text(max_size=8))
def test_adding_an_alias_never_moves_the_match_of_another(
    named: tuple[Unit, str], number: int, alias: str
) -> None:
    one, name = named
    units = list(ROSTER.units)
    units[number] = replace(units[number], aliases=(*units[number].aliases, alias))

    match = match_unit(Roster(tuple(units)), name, CITY)

    assert match.unit in {units[ROSTER.units.index(one)], None}
    assert match.unit or len(match.candidates) > 1


@given(st.text())
def test_any_text_is_matched_or_doubted_but_never_breaks(text: str) -> None:
    match = match_unit(ROSTER, text, CITY)

    assert match.unit is None or not match.candidates
