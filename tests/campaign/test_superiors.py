"""Superiors (上级单位): who collects from whom, as the roster says it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.campaign.drafting.roster import find_units
from pipeline.setup.example import example_rows
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn, loaded, places_of

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.unit import Roster
    from tests.campaign.books import Loaded

Row = tuple[str, str, str]  # 单位名称, 简称, 上级单位
COUNTY: Final[tuple[Row, ...]] = (
    ("青石县", "", ""),
    ("青石县石门镇", "石门镇", "青石县"),
    ("青石县城关镇", "城关镇", "青石县"),
    ("白水县", "", ""),
    ("白水县城关镇", "城关镇", "白水县"),
    ("石门镇一村", "一村", "石门镇"),
)


def read(folder: Path, units: tuple[Row, ...], email: str = "") -> Loaded:
    rows = tuple(
        (name, short, "", "县区" if not above else "乡镇", "", "", "", above, email)
        for name, short, above in units
    )
    return loaded(folder, replace(example_rows(), units=rows))


def roster_of(result: Loaded) -> Roster:
    campaign, faults = result
    assert campaign is not None, faults
    return campaign.roster


def test_units_are_listed_below_their_superiors_at_any_depth(tmp_path: Path) -> None:
    roster = roster_of(read(tmp_path, COUNTY))
    unit = {unit.full_name: unit for unit in roster.units}

    assert [above.full_name for above in roster.superiors_of(unit["石门镇一村"])] == [
        "青石县石门镇",
        "青石县",
    ]
    assert [(other.short_name, roster.level_of(other)) for other in roster.units] == [
        ("青石县", 1),
        ("石门镇", 2),
        ("一村", 3),
        ("城关镇", 2),
        ("白水县", 1),
        ("城关镇", 2),
    ]
    assert [below.short_name for below in roster.below(unit["青石县"])] == ["石门镇", "城关镇"]
    assert roster.below(unit["白水县城关镇"]) == ()


@pytest.mark.parametrize(
    ("units", "cell", "words"),
    [
        ((("甲县", "", "乙县"),), "H2", "不在本表的“单位名称”列里"),
        ((("甲县", "", "甲县"),), "H2", "就是这个单位自己"),
        ((("甲县", "", ""), ("乙县", "", ""), ("丙镇", "", "甲县、乙县")), "H4", "只能有一个上级单位"),
        ((("甲县", "", "乙县"), ("乙县", "", "甲县")), "H2", "又回到“甲县”自己"),
        ((*COUNTY, ("二村", "", "城关镇")), "H8", "分不清是 青石县城关镇、白水县城关镇 中的哪一个"),
        ((*COUNTY, ("青石县老城", "城关镇", "青石县")), "B8", "与 B4 的单位重名"),
        ((*COUNTY, ("城关镇", "", "白水县")), "A8", "请写全称，如 白水县城关镇"),
    ],
)  # fmt: skip
def test_a_wrong_superior_is_reported_by_cell(
    tmp_path: Path, units: tuple[Row, ...], cell: str, words: str
) -> None:
    result = read(tmp_path, units)

    assert result[0] is None
    assert places_of(result) == [("单位", cell)]
    assert words in result[1][0].message


def test_an_address_is_read_in_small_letters_and_reported_where_it_is_none(tmp_path: Path) -> None:
    roster = roster_of(read(tmp_path, COUNTY[:1], "WMB@qingshi.gov.cn、ｂ@q.cn"))
    wrong = read(tmp_path, COUNTY[:1], "没有")

    assert roster.units[0].email == "wmb@qingshi.gov.cn、b@q.cn"
    assert places_of(wrong) == [("单位", "I2")]


def test_the_offices_own_list_says_who_is_above_whom() -> None:
    table = (
        "| 单位 | 上级单位 | 邮箱 |\n| 青石县 | | a@q.cn |\n| 白水县 | | |\n"
        "| 城关镇 | 青石县 | |\n| 城关镇 | 白水县 | |\n| 石门镇 | 赤土县 | |"
    )
    units, remarks = find_units(read_book(drawn({"名单": table}), "单位.xlsx"))

    assert [(unit.name, unit.short, unit.superior, unit.email) for unit in units] == [
        ("青石县", "", "", "a@q.cn"),
        ("白水县", "", "", ""),
        ("青石县城关镇", "城关镇", "青石县", ""),
        ("白水县城关镇", "城关镇", "白水县", ""),
        ("石门镇", "", "", ""),
    ]
    assert "“城关镇”不止一个，已写作“青石县城关镇”" in "\n".join(remarks)
    assert "上级单位“赤土县”不在名单里，没有带入" in "\n".join(remarks)


NESTED = [
    ("青石县", "", "县区", ""),
    ("白水县", "", "县区", ""),
    ("石门镇", "", "乡镇", "青石县"),
    ("青石县城关镇", "城关镇", "乡镇", "青石县"),
    ("白水县城关镇", "城关镇", "乡镇", "白水县"),
]


@pytest.mark.parametrize(
    "table",
    [
        "| 县区 | 乡镇 |\n| 青石县 | 石门镇 |\n| ^ | 城关镇 |\n| 白水县 | 城关镇 |",
        "| 县区 | 乡镇 |\n| 青石县 | 石门镇 |\n|  | 城关镇 |\n| 白水县 | 城关镇 |",
        "| 序号 | 县区 | 乡镇 |\n| 1 | 青石县 | 石门镇 |\n| 2 | 青石县 | 城关镇 |\n| 3 | 白水县 | 城关镇 |",
    ],
    ids=["merged", "once", "again"],
)
def test_a_column_of_counties_beside_one_of_towns_says_who_is_above_them(table: str) -> None:
    units, remarks = find_units(read_book(drawn({"名单": table}), "单位.xlsx"))

    assert [(unit.name, unit.short, unit.category, unit.superior) for unit in units] == NESTED
    assert not any("没有" in remark or "重复" in remark for remark in remarks)


def test_two_lists_side_by_side_are_not_taken_for_superiors() -> None:
    table = "| 县区 | 乡镇 |\n| 青石县 | 石门镇 |\n| 白水县 | 城关镇 |\n|  | 河口镇 |"
    units, _ = find_units(read_book(drawn({"名单": table}), "单位.xlsx"))

    assert [unit.superior for unit in units] == [""] * 5


def test_a_county_in_the_column_before_the_names_is_the_superior() -> None:
    table = (
        "| 县区 | 单位名称 |\n| 青石县 | 青石县 |\n| 青石县 | 石门镇 |\n| 白水县 | 白水县 |\n"
        "| 白水县 | 城关镇 |"
    )
    units, _ = find_units(read_book(drawn({"名单": table}), "单位.xlsx"))

    assert [(unit.name, unit.superior) for unit in units] == [
        ("青石县", ""),
        ("石门镇", "青石县"),
        ("白水县", ""),
        ("城关镇", "白水县"),
    ]


def test_a_town_with_its_county_s_name_before_its_own_is_below_it() -> None:
    table = "| 单位名称 |\n| 云岭县 |\n| 云岭县城北镇 |\n| 云岭县教育局 |\n| 白沙区 |"
    units, remarks = find_units(read_book(drawn({"名单": table}), "单位.xlsx"))

    assert [(unit.name, unit.superior) for unit in units] == [
        ("云岭县", ""),
        ("云岭县城北镇", "云岭县"),
        ("云岭县教育局", ""),
        ("白沙区", ""),
    ]
    assert "按名称写了上级单位的有 云岭县城北镇（云岭县），请核对" in "\n".join(remarks)
