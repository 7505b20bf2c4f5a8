"""Shapes of forms that are neither a plain table nor a list: printed figures, months, records, boxes, bars."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.checking.check import check
from pipeline.model.campaign import Kind, Shape
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Level
from pipeline.model.grid import Address, Cell
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.setup.self_test import self_test
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn
from tests.reading.office_forms.filling import DrawnForm, drawn_form, filled_in
from tests.reading.office_forms.table import drafted, outcome

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.grid import Book, Grid

# Last period's figures stand in the form.
PRINTED = """
    | 工业经济月报 | < | < | < | < |
    | 填报单位： | ~u |  |  | 单位：万元 |
    | 指标名称 | 计量单位 | 本月 | 上年同期 | 上月 |
    | 工业产值 | 万元 | ~ | #120 | #90 |
    | 销售产值 | 万元 | ~ | #110 | #80 |
    | 出口额 | 万元 | ~ | #10 | #9 |
"""
MONTHS = """
    | 重点企业用电量 | < | < | < | < | < |
    | 行业 | 1月 | 2月 | 3月 | 4月 | 全年 |
    | 钢铁 | ~ | ~ |  |  | ~ |
    | 化工 | ~ | ~ |  |  | ~ |
    | 建材 | ~ | ~ |  |  | ~ |
"""
# Records in columns, the names of their fields down the left side.
TURNED = """
    | 重点企业情况表 | < | < | < |
    | 填报单位： | ~u |  |  |
    | 项目 | 企业一 | 企业二 | 企业三 |
    | 企业名称 | ~t | ~t | ~t |
    | 从业人数（人） | ~ | ~ | ~ |
    | 营业收入（万元） | ~ | ~ | ~ |
    | 联系电话 | ~p | ~p | ~p |
    | 主要产品 | ~t | ~t | ~t |
"""
TURNED_BY_NUMBER = """
    | 重点企业情况表 | < | < | < |
    | 序号 | 1 | 2 | 3 |
    | 企业名称 | ~t | ~t | ~t |
    | 从业人数（人） | ~ | ~ | ~ |
    | 开工日期 | ~d | ~d | ~d |
"""
# The same block of labels and answers for each firm (附表).
BLOCKS = """
    | 规上企业情况表 | < | < | < |
    | 填报单位： | ~u |  |  |
    | 企业一 | < | < | < |
    | 企业名称 | ~t | 法定代表人 | ~t |
    | 从业人数（人） | ~ | 营业收入（万元） | ~ |
    | 企业二 | < | < | < |
    | 企业名称 | ~t | 法定代表人 | ~t |
    | 从业人数（人） | ~ | 营业收入（万元） | ~ |
    | 企业三 | < | < | < |
    | 企业名称 | ~t | 法定代表人 | ~t |
    | 从业人数（人） | ~ | 营业收入（万元） | ~ |
    | 填报人： | ~t |  |  |
"""
UNTITLED_BLOCKS = """
    | 规上企业情况表 | < | < | < |
    | 企业名称 | ~t | 法定代表人 | ~t |
    | 从业人数（人） | ~ | 营业收入（万元） | ~ |
    |  |  |  |  |
    | 企业名称 | ~t | 法定代表人 | ~t |
    | 从业人数（人） | ~ | 营业收入（万元） | ~ |
"""
BOXES = """
    | 自查情况表 | < | < | < |
    | 填报单位： |  |  |  |
    | 是否召开会议 | □是 □否 | 发现问题（个） |  |
    | 整改方式 | □立行立改 □限期整改 □长期坚持 | 责任人 |  |
"""


@pytest.mark.parametrize(
    "drawing", [PRINTED, MONTHS, TURNED, TURNED_BY_NUMBER, BLOCKS, UNTITLED_BLOCKS]
)
def test_every_place_is_read(tmp_path: Path, drawing: str) -> None:
    form = drawn_form(drawing)
    campaign = drafted(tmp_path, form.content)

    found = outcome(campaign, form)

    assert found.missing == ()
    assert not found.returned
    assert self_test(campaign) == ()


def read(campaign: Campaign, book: Book) -> Filling:
    return read_form(book, campaign, Claim(campaign, campaign.units()[0]))


def test_figures_that_the_form_prints_are_answers_that_nobody_has_to_type(tmp_path: Path) -> None:
    form = drawn_form(PRINTED)
    campaign = drafted(tmp_path, form.content)

    found = outcome(campaign, form)

    printed = {field.name: field for field in campaign.fields if field.name.endswith("上年同期")}
    assert all(not field.required for field in printed.values())
    assert all("已印有数字" in field.note for field in printed.values())
    answers = {answer.field_code: answer.typed for answer in found.filling.singles}
    assert answers[printed["工业产值·上年同期"].code] == "120"
    assert not any("已印有数字" in f.note for f in campaign.fields if f.name.endswith("本月"))


def test_printed_figures_alone_are_no_filled_form(tmp_path: Path) -> None:
    form = drawn_form(PRINTED)
    campaign = drafted(tmp_path, form.content)

    filling = read(campaign, read_book(form.content, "东河区.xlsx"))

    errors = [each.rule for each in check(filling, campaign) if each.level is Level.ERROR]
    assert errors == ["form-empty"]


def test_months_are_filled_in_as_far_as_they_have_come(tmp_path: Path) -> None:
    campaign = drafted(tmp_path, drawn_form(MONTHS).content)

    assert all(not field.required for field in campaign.fields)
    assert {field.note for field in campaign.fields} == {
        "各月只填到所属月份，还没到的月份空着，不算未填写。"
    }


def test_a_turned_list_takes_its_types_from_the_names_on_the_left(tmp_path: Path) -> None:
    campaign = drafted(tmp_path, drawn_form(TURNED).content)

    kinds = {field.name: field.kind for field in campaign.fields if field.name.endswith("企业二")}
    assert kinds == {
        "企业名称·企业二": Kind.TEXT,
        "从业人数·企业二": Kind.INTEGER,
        "营业收入·企业二": Kind.DECIMAL,
        "联系电话·企业二": Kind.PHONE,
        "主要产品·企业二": Kind.TEXT,
    }


def test_fields_of_a_repeated_block_are_named_after_it(tmp_path: Path) -> None:
    names = [field.name for field in drafted(tmp_path, drawn_form(BLOCKS).content).fields]

    assert names[0] == "企业一·企业名称"
    assert "企业三·营业收入" in names
    assert names[-1] == "填报人"
    untitled = drafted(tmp_path, drawn_form(UNTITLED_BLOCKS).content)
    assert [field.name for field in untitled.fields][::4] == ["第一份·企业名称", "第二份·企业名称"]


def without_rows(book: Book, first: int, last: int) -> Book:
    def keep(grid: Grid) -> Grid:
        gone = last - first + 1
        cells = {
            Address(at.row - gone if at.row > last else at.row, at.column): cell
            for at, cell in grid.cells.items()
            if not first <= at.row <= last
        }
        return replace(grid, cells=cells, merges=())

    return replace(book, sheets=tuple(map(keep, book.sheets)))


def test_a_block_that_the_unit_deleted_takes_no_other_blocks_answers(tmp_path: Path) -> None:
    form = drawn_form(BLOCKS)
    campaign = drafted(tmp_path, form.content)
    book = filled_in(read_book(form.content, "表样.xlsx"), form)

    filling = read(campaign, without_rows(book, 6, 8))

    by_name = {field.code: field.name for field in campaign.fields}
    states = {by_name[answer.field_code]: answer.state for answer in filling.singles}
    typed = {by_name[answer.field_code]: answer.typed for answer in filling.singles}
    assert states["企业二·企业名称"] is AnswerState.ABSENT
    assert typed["企业三·企业名称"] == dict(form.answers())["B10"]


@pytest.mark.parametrize(
    ("typed", "value"), [("☑是 □否", "是"), ("□是 √否", "否"), ("是", "是"), ("□是　■否", "否")]
)
def test_boxes_are_ticked(tmp_path: Path, typed: str, value: str) -> None:
    form = drawn_form(BOXES)
    campaign = drafted(tmp_path, form.content)
    (asked,) = [field for field in campaign.fields if field.name == "是否召开会议"]
    assert asked.options == ("是", "否")
    typed_form = DrawnForm(form.content, ((Address(3, 2), typed, typed), (Address(3, 4), "7", "7")))
    book = filled_in(read_book(form.content, "表样.xlsx"), typed_form)

    filling = read(campaign, book)

    answers = {answer.field_code: answer for answer in filling.singles}
    assert answers[asked.code].value == value


def test_boxes_without_a_tick_are_empty(tmp_path: Path) -> None:
    form = drawn_form(BOXES)
    campaign = drafted(tmp_path, form.content)
    book = read_book(form.content, "东河区.xlsx")
    (grid,) = book.sheets
    book = replace(book, sheets=(replace(grid, cells={**grid.cells, Address(3, 4): Cell("7")}),))

    filling = read(campaign, book)

    (asked,) = [field for field in campaign.fields if field.name == "是否召开会议"]
    answers = {answer.field_code: answer.state for answer in filling.singles}
    assert answers[asked.code] is AnswerState.EMPTY


def test_sheets_that_are_copies_name_their_fields_after_the_sheet(tmp_path: Path) -> None:
    sheet = "| 企业情况 | < |\n| 企业名称 | |\n| 从业人数（人） | |"
    campaign = drafted(tmp_path, drawn({"附表一": sheet, "附表二": sheet}))

    assert [field.name for field in campaign.fields] == [
        "附表一·企业名称", "附表一·从业人数", "附表二·企业名称", "附表二·从业人数",
    ]  # fmt: skip
    assert self_test(campaign) == ()


def test_a_numbered_list_of_two_columns_over_a_sum_is_a_list(tmp_path: Path) -> None:
    campaign = drafted(
        tmp_path,
        drawn(
            {
                "统计表": """
                    | 项目清单 | < | < |
                    | 序号 | 项目名称 | 总投资（万元） |
                    | 1 |  |  |
                    | 2 |  |  |
                    | 合计 |  |  |
                    | 注：按项目填报，在建项目都要填，已竣工的不填。 | < | < |
                """
            }
        ),
    )

    assert [(field.name, field.shape) for field in campaign.fields] == [
        ("项目名称", Shape.LIST), ("总投资", Shape.LIST),
    ]  # fmt: skip


def test_equal_tables_on_two_sheets_name_their_cells_after_the_sheet(tmp_path: Path) -> None:
    table = "| 安全情况 | < | < |\n| 项目 | 本月 | 累计 |\n| 火灾 | | |\n| 交通 | | |"

    campaign = drafted(tmp_path, drawn({"附表1": table, "附表2": table}))

    names = [field.name for field in campaign.fields]
    assert len(set(names)) == len(names) == 8
    assert {"附表1·火灾·本月", "附表2·交通·累计"} <= set(names)
    assert self_test(campaign) == ()


@pytest.mark.parametrize(
    "line",
    [
        "填报人：____　　联系电话：____",
        "填报人：________　审核人：________　联系电话：________",
        "填报人（签字）：____　　审核人（签字）：____",
        "填报人：　　　　　联系电话：　　　　　",
    ],
)
def test_each_label_of_a_signature_line_is_tried(tmp_path: Path, line: str) -> None:
    campaign = drafted(
        tmp_path, drawn({"统计表": f"| 排查情况表 | < |\n| 排查数（处） | |\n| {line} | < |"})
    )

    assert len({field.place for field in campaign.fields}) < len(campaign.fields)
    assert self_test(campaign) == ()


def test_a_label_of_a_signature_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    content = drawn(
        {"统计表": "| 排查情况表 | < |\n| 排查数（处） | |\n| 填报人：____　　电话：____ | < |"}
    )
    campaign = drafted(tmp_path, content)
    *others, phone = campaign.fields
    renamed = replace(campaign, fields=(*others, replace(phone, name="传真")))

    (told,) = self_test(renamed)

    assert "“传真”" in told
