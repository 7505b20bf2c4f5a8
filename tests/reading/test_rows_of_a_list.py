from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.model.campaign import Kind
from pipeline.model.filling import AnswerState, Filling
from pipeline.model.grid import Address, Grid, Merge
from tests.sheets import ROLL, ask_list, campaign, fill, sheet

FORM = campaign(
    ask_list("单位名称"),
    ask_list("创建级别", Kind.CHOICE, options=("省级", "市级")),
    ask_list("人数", Kind.INTEGER, measure="人", required=False),
)
HEADER = "| 序号 | 单位名称＊ | 创建级别 | 人数（人） |\n"


def rows(filling: Filling) -> list[tuple[int, list[object]]]:
    return [(row.number, [answer.value for answer in row.answers]) for row in filling.rows]


def test_rows_are_read_until_the_form_ends() -> None:
    filling = fill(
        FORM,
        """
        | 文明单位创建情况报送表（创建单位名单） | < | < | < |
        | 填报单位 | 东河区 |  |  |
        | 序号 | 单位名称＊ | 创建级别＊ | 人数（人） |
        | 1 | 第一中学 | 市级 | 120 |
        | 2 |  |  |  |
        | 3 | 第二中学 | 省级 | 80 |
        |  | 合 计 |  | 200 |
        | 注：人数为在编人数 | < | < | < |
        | 填报人：〇〇〇 |  | 审核人： |  |
        |  | 第三中学 | 省级 | 7 |
        """,
    )

    assert rows(filling) == [
        (4, ["第一中学", "市级", Decimal(120)]),
        (6, ["第二中学", "省级", Decimal(80)]),
    ]
    assert filling.rows[0].answers[2].place.cell == "D4"


@pytest.mark.parametrize("label", ["合计", "小 计", "总计：", "合计3个"])
@pytest.mark.parametrize("row", ["| {} |  |  | 200 |", "|  | {} |  | 200 |", "| 9 |  | {} | 200 |"])
def test_a_sum_is_not_a_row(label: str, row: str) -> None:
    filling = fill(FORM, HEADER + row.format(label))

    assert filling.rows == ()


def test_a_half_filled_row_is_kept() -> None:
    filling = fill(FORM, HEADER + "| 1 | 第一中学 |  |  |")

    assert [answer.state for answer in filling.rows[0].answers] == [
        AnswerState.VALUE,
        AnswerState.EMPTY,
        AnswerState.EMPTY,
    ]


@pytest.mark.parametrize("row", ["| 1 | 无 |  |  |", "| 1 | 无 | / | / |", "| 1 |  |  |  |"])
def test_a_row_that_says_none_is_no_row(row: str) -> None:
    filling = fill(FORM, HEADER + row)

    assert (filling.rows, filling.missing_sheets) == ((), ())


def test_headings_across_the_table_and_a_header_printed_again_are_no_rows() -> None:
    filling = fill(
        FORM, HEADER + "| 一、省级 | < | < | < |\n| 1 | 第一中学 | 省级 | 5 |\n" + HEADER
    )

    assert len(filling.rows) == 1


def test_a_text_merged_over_rows_holds_for_each_but_a_number_for_the_first() -> None:
    filling = fill(FORM, HEADER + "| 1 | 第一中学 | 市级 | 120 |\n| 2 | 第二中学 | ^ | ^ |")

    name, grade, heads = filling.rows[1].answers
    assert (name.value, grade.value, grade.changes) == ("第二中学", "市级", ("取自合并单元格",))
    assert (heads.state, heads.fault) == (AnswerState.UNREAD, "answer-merged")


def test_columns_may_change_places() -> None:
    filling = fill(FORM, "| 人数 | 备注 | 创建级别 | 单位名称 |\n| 5 | 新增 | 市级 | 第一中学 |")

    assert rows(filling) == [(2, ["第一中学", "市级", Decimal(5)])]


def test_a_header_of_two_storeys_is_one_header() -> None:
    filling = fill(
        FORM,
        """
        | 单位名称 | 情况 | < |
        | ^ | 创建级别 | 人数 |
        | 第一中学 | 市级 | 5 |
        """,
    )

    assert rows(filling) == [(3, ["第一中学", "市级", Decimal(5)])]


def test_a_column_that_is_gone_is_reported_in_every_row() -> None:
    filling = fill(FORM, "| 单位名称 | 人数 |\n| 第一中学 | 5 |")

    assert [answer.state for answer in filling.rows[0].answers] == [
        AnswerState.VALUE,
        AnswerState.ABSENT,
        AnswerState.VALUE,
    ]


def test_a_sheet_without_the_lists_labels_is_missing() -> None:
    filling = fill(FORM, "| 单位名称 | 级别 |\n| 第一中学 | 市级 |")

    assert filling.missing_sheets == (ROLL,)


def test_a_merged_range_to_the_foot_of_the_sheet_costs_nothing() -> None:
    drawn = sheet(HEADER + "| 1 | 第一中学 | 市级 | 5 |", ROLL)
    foot = Merge(Address(3, 1), Address(1_048_576, 4))

    filling = fill(FORM, Grid(ROLL, drawn.cells, (foot,)))

    assert len(filling.rows) == 1
