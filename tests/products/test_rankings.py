"""Who is first and who is far behind: among units of one category, and only where it is news."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.figure_kind import FigureKind
from pipeline.model.unit import Roster
from pipeline.products.briefing_sections import section_facts
from tests.offices import MOMENT, campaign, collected, reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.campaign import Campaign
    from pipeline.products.tags import RankedRow

COUNTIES = ("甲县", "乙县", "丙县", "丁县")
BUREAUS = ("教育局", "财政局", "水利局")


def office(exempt: str = "") -> Campaign:
    """Four counties and three bureaus; the briefing's table shows the activities (B1)."""
    held = campaign(*COUNTIES, *BUREAUS, exempt=exempt, texts=(("简报表列", "B1"),))
    units = tuple(
        replace(unit, category="县区" if unit.full_name in COUNTIES else "部门")
        for unit in held.units()
    )
    return replace(held, roster=Roster(units))


def ranked(held: Campaign, figures: Mapping[str, int | str | None]) -> list[RankedRow]:
    answers = {name: {"B1": value} for name, value in figures.items()}
    facts = section_facts(collected(held, reported(held, answers)), MOMENT, {"各节"})
    return [row for each in facts["各节"] for field in each["最多最少"] for row in field["各类别"]]


def said(row: RankedRow) -> tuple[str, str, str, str]:
    top, bottom = row["最多单位"], row["最少单位"]
    names = ("、".join(each.text for each in group) for group in (top, bottom))
    return (row["类别"], *names, row["最多"].text)  # type: ignore[return-value]


def test_units_are_compared_with_their_like_alone() -> None:
    figures = {"甲县": 30, "乙县": 25, "丙县": 28, "教育局": 3, "财政局": 2, "水利局": 2}

    assert [said(row) for row in ranked(office(), figures)] == [
        ("县区", "甲县", "", "30"),
        ("部门", "教育局", "", "3"),
    ]


def test_the_lowest_is_named_where_it_is_far_behind_and_alone() -> None:
    far = {"甲县": 30, "乙县": 25, "丙县": 28, "丁县": 2}
    two = {"甲县": 30, "乙县": 25, "丙县": 2, "丁县": 2}
    small = {"甲县": 6, "乙县": 5, "丙县": 5, "丁县": 0}

    assert [said(row) for row in ranked(office(), far)] == [("", "甲县", "丁县", "30")]
    assert [said(row) for row in ranked(office(), two)] == [("", "甲县", "", "30")]
    assert [said(row) for row in ranked(office(), small)] == [("", "甲县", "", "6")]


def test_equal_units_are_first_side_by_side_and_many_of_them_are_no_news() -> None:
    three = {"甲县": 9, "乙县": 9, "丙县": 9, "丁县": 1}
    four = dict.fromkeys(COUNTIES, 9)

    assert [said(row) for row in ranked(office(), three)] == [("", "甲县、乙县、丙县", "", "9")]
    assert ranked(office(), four) == []


def test_two_units_and_exempt_ones_are_not_ranked() -> None:
    assert ranked(office(), {"教育局": 3, "财政局": 2}) == []
    assert [
        said(row) for row in ranked(office("甲县"), {"甲县": 90, "乙县": 5, "丙县": 4, "丁县": 3})
    ] == [("", "乙县", "", "5")]


@given(st.dictionaries(st.sampled_from((*COUNTIES, *BUREAUS)), st.integers(0, 99)))
def test_whoever_is_named_is_the_first_or_the_last_of_its_category(figures: dict[str, int]) -> None:
    for row in ranked(office(), figures):
        members = COUNTIES if row["类别"] == "县区" else BUREAUS
        values = {name: value for name, value in figures.items() if name in members}
        first = {each.text for each in row["最多单位"]}
        last = {each.text for each in row["最少单位"]}

        assert first == {n for n, value in values.items() if value == max(values.values())}
        assert last in (set(), {n for n, value in values.items() if value == min(values.values())})
        assert not first & last


def named(name: str, kind: FigureKind | None = None, wording: str = "") -> Campaign:
    """The office whose activities (B1) are called *name*."""
    held = office()
    fields = tuple(
        replace(field, name=name, wording=wording, figure_kind=kind)
        if field.code == "B1"
        else field
        for field in held.fields
    )
    return replace(held, fields=fields)


FAR: dict[str, int | str | None] = {"甲县": 30, "乙县": 25, "丙县": 28, "丁县": 2}


def test_nobody_is_praised_or_blamed_by_what_nobody_wants() -> None:
    for name, place in (
        ("发生事故起数", "为最多"),
        ("存在隐患数", "为最多"),
        ("已整改隐患数", "居首位"),
        ("开展活动次数", "居首位"),
    ):
        (row,) = ranked(named(name), FAR)
        assert row["位次"] == place, name
        assert bool(row["最少单位"]) == (place == "居首位"), name
    same: dict[str, int | str | None] = {"甲县": 9, "乙县": 9, "丙县": 1}
    (row,) = ranked(named("死亡人数"), same)
    assert row["位次"] == "同为最多"


def test_by_what_there_is_the_lowest_is_not_named() -> None:
    (row,) = ranked(named("水库蓄水量", FigureKind.STOCK), FAR)

    assert (row["位次"], row["最少单位"]) == ("居首位", [])


def test_units_without_a_category_are_told_apart_from_the_others() -> None:
    held = office()
    units = tuple(
        replace(unit, category="" if unit.full_name in BUREAUS else unit.category)
        for unit in held.units()
    )
    held = replace(held, roster=Roster(units))
    figures: dict[str, int | str | None] = {
        "甲县": 9, "乙县": 8, "丙县": 7, "教育局": 3, "财政局": 2, "水利局": 2,
    }  # fmt: skip

    assert [row["类别"] for row in ranked(held, figures)] == ["县区", "其他单位"]
