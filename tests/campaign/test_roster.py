"""An office's own list of units: every sheet and list of it, and nothing left out without a word."""

from __future__ import annotations

import pytest

from pipeline.campaign.drafting.roster import find_units
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn


def found(tables: str | dict[str, str]) -> tuple[list[tuple[str, str]], str]:
    """Name and category of each unit, and the remarks."""
    sheets = {"名单": tables} if isinstance(tables, str) else tables
    units, remarks = find_units(read_book(drawn(sheets), "单位.xlsx"))
    return [(unit.name, unit.category) for unit in units], "\n".join(remarks)


FOUR = [("云岭县", "县区"), ("白沙区", "县区"), ("市水利局", "部门"), ("市林业局", "部门")]
TWO_SHEETS = {
    "县区": "| 序号 | 单位 |\n| 1 | 云岭县 |\n| 2 | 白沙区 |",
    "部门": "| 序号 | 单位 |\n| 1 | 市水利局 |\n| 2 | 市林业局 |",
}


def test_every_sheet_is_read_and_its_name_is_the_category_where_it_gives_none() -> None:
    assert found(TWO_SHEETS) == (FOUR, "")


def test_sheets_with_usual_names_and_with_categories_keep_to_what_they_say() -> None:
    units, _ = found(
        {
            "Sheet1": "| 单位 |\n| 云岭县 |",
            "部门": "| 单位 | 类别 |\n| 市水利局 | 市直部门 |",
        }
    )

    assert units == [("云岭县", "其他"), ("市水利局", "市直部门")]


@pytest.mark.parametrize(
    ("table", "categories"),
    [
        ("| 序号 | 单位 | 序号 | 单位 |\n| 1 | 云岭县 | 3 | 市水利局 |\n| 2 | 白沙区 | 4 | 市林业局 |", ("", "")),
        ("| 县区 | 市直部门 |\n| 云岭县 | 市水利局 |\n| 白沙区 | 市林业局 |", ("县区", "市直部门")),
        ("| 云岭县 | 市水利局 |\n| 白沙区 | 市林业局 |", ("", "")),
        ("| 单位 | 单位 |\n| 一、县区 | 二、部门（2个） |\n| 云岭县 | 市水利局 |\n| 白沙区 | 市林业局 |", ("县区", "部门")),
    ],
)  # fmt: skip
def test_lists_side_by_side_are_read_one_after_the_other(
    table: str, categories: tuple[str, str]
) -> None:
    first, second = categories

    assert found(table) == (
        [("云岭县", first), ("白沙区", first), ("市水利局", second), ("市林业局", second)],
        "",
    )


@pytest.mark.parametrize(
    "title", ["主送单位", "参会单位", "成员单位名称", "各单位（部门）", "抄送机关"]
)
def test_a_title_is_no_unit(title: str) -> None:
    table = f"| {title} |\n| 一、县区 |\n| 云岭县 |\n| 白沙区 |\n| 市直部门（2个） |\n| 市水利局 |\n| 市林业局 |"

    units, remarks = found(table)

    assert units == [
        ("云岭县", "县区"), ("白沙区", "县区"), ("市水利局", "市直部门"), ("市林业局", "市直部门"),
    ]  # fmt: skip
    assert remarks == ""


def test_what_was_not_taken_is_named_by_cell_and_by_column() -> None:
    table = """
        | 全市参会名单 |        |          |
        | 单位         | 车牌号 | 联系人   |
        | 云岭县       | 甲1    | 〇〇〇   |
        | 白沙区       | 乙2    |          |
        | 合计         |        |          |
        | 注：请各单位于九点前到会。 |  |  |
    """

    units, remarks = found({"名单": table, "说明": "| 请按时到会。不要迟到。 |"})

    assert units == [("云岭县", ""), ("白沙区", "")]
    assert "「名单」B列“车牌号”没有带入（2 格）" in remarks
    assert "A5“合计”、A6“注：请各单位于九点前到会。”没有作为单位带入" in remarks
    assert "「说明」没有认出单位，整张没有带入（1 格）" in remarks


def test_rows_that_all_look_like_headings_are_the_units() -> None:
    assert found("| 单位 |\n| 一、云岭县 |\n| 二、白沙区 |") == (
        [("云岭县", ""), ("白沙区", "")],
        "",
    )
