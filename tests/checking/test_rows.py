from __future__ import annotations

from pipeline.checking.check import check
from pipeline.model.campaign import Kind
from pipeline.model.finding import Level
from tests.sheets import ROLL, ask_list, campaign, fill, rules, said

FORM = campaign(
    ask_list("单位名称"),
    ask_list("创建级别", Kind.CHOICE, options=("省级", "市级")),
    ask_list("进展情况", required=False),
)
HEADER = "| 序号 | 单位名称 | 创建级别 | 进展情况 |\n"


def test_complete_rows_pass() -> None:
    filling = fill(FORM, HEADER + "| 1 | 第一中学 | 市级 |  |\n| 2 | 第二中学 | 省级 | 已部署 |")

    assert rules(FORM, filling) == []


def test_a_half_filled_row_is_reported_at_the_empty_cell() -> None:
    filling = fill(FORM, HEADER + "| 1 | 第一中学 |  |  |")

    assert said(FORM, filling) == [
        (
            "东河区 报送表.xlsx「创建单位名单」C2 “创建级别”：这一行填了别的栏，“创建级别”没有填，"
            "应填写完整，请补填；这一行不报的，请整行清空。"
        )
    ]


def test_a_wrong_cell_in_a_row_is_reported_like_any_other() -> None:
    filling = fill(FORM, HEADER + "| 1 | 第一中学 | 国家级 | ×× |")

    assert rules(FORM, filling) == ["not-an-option", "placeholder-left"]


def test_a_repeated_row_is_reported_with_the_row_it_repeats() -> None:
    row = "| {} | 第一中学 | 市级 | 已部署 |\n"
    filling = fill(FORM, HEADER + row.format(1) + "| 2 | 第二中学 | 省级 |  |\n" + row.format(3))

    (message,) = said(FORM, filling)

    assert "「创建单位名单」B4 “第 4 行”：这一行与第 2 行完全相同" in message


def test_a_column_that_is_gone_is_reported_once_for_all_rows() -> None:
    filling = fill(FORM, "| 单位名称 | 进展情况 |\n| 第一中学 | 好 |\n| 第二中学 | 好 |")

    (finding,) = check(filling, FORM, None)

    assert (finding.rule, finding.label, finding.place.cell) == ("field-left-out", "创建级别", "")


def test_an_empty_list_requires_a_second_look() -> None:
    (finding,) = check(fill(FORM, HEADER), FORM, None)

    assert (finding.rule, finding.level) == ("list-empty", Level.WARNING)
    assert finding.place.sheet == ROLL


def test_an_empty_list_is_left_to_the_condition_that_counts_it() -> None:
    counted = campaign(*FORM.fields, conditions=[(Level.ERROR, f"行数({ROLL}) >= 0", "")])

    assert rules(counted, fill(counted, HEADER)) == []


def test_a_list_whose_columns_may_all_be_empty_may_be_empty() -> None:
    open_list = campaign(ask_list("单位名称", required=False), ask_list("进展情况", required=False))

    assert rules(open_list, fill(open_list, "| 单位名称 | 进展情况 |")) == []


def test_the_same_name_in_two_lists_is_no_repeated_row() -> None:
    honoured = ask_list("单位名称", code="D1", sheet="表彰名单")
    form = campaign(ask_list("单位名称"), honoured)
    table = "| 序号 | 单位名称 |\n| 1 | 第一中学 |"

    filling = fill(form, table, table)

    assert len(filling.rows) == 2
    assert rules(form, filling) == []
