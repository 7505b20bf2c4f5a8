from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.model.campaign import Kind
from pipeline.model.finding import Place
from pipeline.reading.identify import Claim, IdentityDoubt, identify
from tests.sheets import (
    EAST,
    SHEET,
    TRAFFIC,
    WEST,
    ask,
    ask_list,
    book,
    campaign,
    sheet,
    stamp_of,
)

if TYPE_CHECKING:
    from pipeline.model.grid import Grid

FORM = campaign(ask("单位总数"), ask("创建中合计"), ask("存在问题", Kind.LONG_TEXT))
OTHER = replace(
    campaign(ask("走访户数"), ask("慰问金额")),
    name="走访慰问",
    code="ZFWW-2026",
    form_title="走访慰问情况表",
)
CAMPAIGNS = (OTHER, FORM)


def form(unit: str = "", title: str = "文明单位创建情况报送表") -> Grid:
    return sheet(f"| {title} | < |\n| 填报单位 | {unit} |\n| 单位总数 | 120 |\n| 创建中合计 | 3 |")


def claim(*sheets: Grid, name: str = "报送表.xlsx") -> Claim:
    found = identify(book(*sheets, name=name), CAMPAIGNS)
    assert isinstance(found, Claim)
    return found


def doubt(*sheets: Grid, name: str = "报送表.xlsx") -> IdentityDoubt:
    found = identify(book(*sheets, name=name), CAMPAIGNS)
    assert isinstance(found, IdentityDoubt)
    return found


def test_the_stamp_states_campaign_version_and_unit() -> None:
    found = claim(form("东河区"), stamp_of("WMDW-2026", "3f9a12", "U01"))

    assert (found.campaign, found.unit, found.stamp_version) == (FORM, EAST, "3f9a12")
    assert found.unit_place == Place("报送表.xlsx", SHEET, "B2")


def test_the_visible_line_replaces_a_lost_stamp() -> None:
    found = claim(sheet("| 表号 WMDW-2026　版本 3f9a12　单位编号 U02 |"))

    assert (found.unit, found.unit_place) == (WEST, None)


@pytest.mark.parametrize(
    "drawn",
    [
        form("东河区"),
        form("云川市东河区"),
        form("东河区文明办"),
        sheet(
            "| 文明单位创建情况报送表 |\n| 填报单位（盖章）：东河区（公章）  填报日期：2026.9.30 |"
        ),
        sheet("| 单位总数 | 120 |\n| 创建中合计 | 3 |\n| 报送单位： | 东河 |"),
    ],
    ids=["name", "city before it", "alias", "behind a colon", "labels alone"],
)
def test_without_a_stamp_title_or_labels_and_the_cell_decide(drawn: Grid) -> None:
    found = claim(drawn)

    assert (found.campaign, found.unit, found.stamp_version) == (FORM, EAST, "")


def test_a_cell_that_file_and_folder_contradict_is_a_doubt_that_names_both() -> None:
    found = doubt(form("东河区"), name="西河区/西河区报送表.xlsx")

    assert found.candidates == ("东河区", "西河区")
    assert "照着别的单位的表填的" in found.reason
    assert "代报" in found.reason


@pytest.mark.parametrize(
    "name",
    ["西河区报送表.xlsx", "西河区文明单位创建情况报送表(1).xlsx", "10月9日/西河区/Book1.xlsx"],
)
def test_the_name_of_file_or_folder_decides_where_all_else_is_silent(name: str) -> None:
    assert claim(form(), name=name).unit == WEST


def test_stamp_and_cell_that_disagree_are_a_doubt_that_names_both() -> None:
    found = doubt(form("西河区"), stamp_of("WMDW-2026", "3f9a12", "U01"), name="东河区.xlsx")

    assert found.candidates == ("东河区", "西河区")
    assert "发给“东河区”的" in found.reason
    assert "东河区.xlsx「基本情况」B2 填报单位写的是“西河区”" in found.reason


def test_a_cell_close_to_the_stamps_unit_is_that_unit() -> None:
    found = claim(form("市交通局运输局"), stamp_of("WMDW-2026", "3f9a12", "U03"))

    assert found.unit == TRAFFIC


def test_a_name_that_the_roster_lacks_is_a_doubt_with_its_remedy() -> None:
    found = doubt(form("市生态环境局"))

    assert "「基本情况」B2 填报单位写的是“市生态环境局”，单位名单里没有" in found.reason
    assert "“别名”列" in found.reason


def test_a_close_name_with_the_files_name_next_to_it_is_enough() -> None:
    drawn = form("市交通局运输局")

    assert claim(drawn, name="市交通运输局报送表.xlsx").unit == TRAFFIC
    assert doubt(drawn).candidates == ("市交通运输局",)
    assert isinstance(doubt(drawn, name="东河区报送表.xlsx"), IdentityDoubt)


def test_a_form_without_a_unit_is_a_doubt_that_says_how_to_name_it() -> None:
    found = doubt(form())

    assert "文件名“报送表.xlsx”里也认不出单位" in found.reason
    assert "请把文件名改成“单位名称+表名”" in found.reason


def test_file_and_folder_that_name_two_units_are_a_doubt() -> None:
    found = doubt(form(), name="东河区/西河区报送表.xlsx")

    assert set(found.candidates) == {"东河区", "西河区"}


def test_a_file_name_with_two_units_is_a_doubt() -> None:
    assert set(doubt(form(), name="东河区西河区报送表.xlsx").candidates) == {"东河区", "西河区"}


def test_two_sheets_that_name_two_units_are_a_doubt() -> None:
    second = sheet("| 填报单位 | 西河区 |", "名单")

    found = doubt(form("东河区"), second)

    assert found.candidates == ("东河区", "西河区")
    assert "「基本情况」B2 是“东河区”，「名单」B1 是“西河区”" in found.reason
    assert "一个单位一个文件" in found.reason


def test_the_column_title_next_to_a_unit_label_is_no_units_name() -> None:
    listed = campaign(ask("单位总数"), ask_list("报送单位"), ask_list("进展情况"))
    drawn = sheet("| 报送单位 | 进展情况 |\n| 第一中学 | 已部署 |", "名单")

    found = identify(book(form(), drawn, name="东河区.xlsx"), [listed])

    assert isinstance(found, Claim)
    assert found.unit == EAST


def test_a_stamp_of_no_known_campaign_is_a_doubt_and_never_a_guess() -> None:
    found = doubt(form("东河区"), stamp_of("WMDW-2025", "3f9a12", "U01"))

    assert "表号是“WMDW-2025”" in found.reason
    assert "往期的旧表" in found.reason


def test_labels_of_no_campaign_are_a_doubt() -> None:
    assert "认不出是哪项任务" in doubt(sheet("| 考勤表 | 9月 |")).reason
    assert "认不出是哪项任务" in doubt(sheet("| 考勤表 |  |\n| 存在问题 | 迟到 |")).reason


def test_two_campaigns_with_one_form_are_a_doubt_that_names_both() -> None:
    twin = replace(FORM, name="文明单位创建（二）", code="WMDW-2027")

    found = identify(book(form("东河区")), [FORM, twin])

    assert isinstance(found, IdentityDoubt)
    assert "“文明单位创建”、“文明单位创建（二）”" in found.reason


def test_the_longer_title_wins() -> None:
    longer = replace(OTHER, form_title="文明单位创建情况报送表增补")
    drawn = form("东河区", "文明单位创建情况报送表增补")

    found = identify(book(drawn), [FORM, longer])

    assert isinstance(found, Claim)
    assert found.campaign == longer
