from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checking.check import check
from pipeline.checking.conditions import Scope, evaluate
from pipeline.model.campaign import Campaign, Kind
from pipeline.model.condition import Comparison, Constant, FieldRef
from pipeline.model.finding import Level
from tests.sheets import ROLL, ask, ask_list, campaign, fill, rules, said

FIELDS = (
    ask("已命名", required=False),
    ask("创建中", required=False),
    ask("总数", required=False),
    ask("召开动员会", Kind.CHOICE, required=False),
    ask("会议日期", Kind.DATE, required=False),
    ask("存在问题", Kind.TEXT, required=False),
)


def form(text: str, level: Level = Level.ERROR, prompt: str = "") -> Campaign:
    return campaign(*FIELDS, conditions=[(level, text, prompt)])


def broken(text: str, **typed: str) -> bool:
    """Whether the condition *text* is reported for a form filled in with *typed*."""
    asked = form(text)
    drawn = "\n".join(f"| {field.name} | {typed.get(field.name, '')} |" for field in FIELDS)
    return "condition-broken" in rules(asked, fill(asked, drawn))


def test_a_condition_shows_an_identity_number_in_part() -> None:
    asked = ask("身份证号", Kind.ID_NUMBER, required=False)
    wanted = campaign(asked, conditions=[(Level.ERROR, "身份证号 为空", "")])

    (message,) = said(wanted, fill(wanted, "| 身份证号 | 11010519491231002X |"))

    assert "身份证号“110105********002X”" in message


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("已命名 + 创建中 <= 总数", {"已命名": "2", "创建中": "3", "总数": "5"}, False),
        ("已命名 + 创建中 <= 总数", {"已命名": "3", "创建中": "3", "总数": "5"}, True),
        ("已命名 + 创建中 <= 总数", {"已命名": "无", "创建中": "6", "总数": "5"}, True),
        ("已命名 + 创建中 <= 总数", {"已命名": "", "创建中": "6", "总数": "5"}, False),
        ("已命名 + 创建中 <= 总数", {"已命名": "/", "创建中": "6", "总数": "5"}, False),
        ("已命名 + 创建中 <= 总数", {"已命名": "约3", "创建中": "6", "总数": "5"}, False),
        ("已命名 / 总数 >= 1", {"已命名": "3", "总数": "0"}, False),
        ("已命名 != 创建中", {"已命名": "3", "创建中": "3"}, True),
        ("召开动员会 = “是”", {"召开动员会": "否"}, True),
        ("召开动员会 = “是”", {"召开动员会": "√"}, False),
        ("召开动员会 = “是”", {}, False),
        ("会议日期 <= 2026-09-30", {"会议日期": "10月1日"}, True),
        ("会议日期 <= 2026-09-30", {"会议日期": "@2026-09-30"}, False),
        ("会议日期 <= “2026年9月30日”", {"会议日期": "10月1日"}, True),
        ("存在问题 != “无”", {"存在问题": "无"}, True),
        ("会议日期 不为空", {}, True),
        ("会议日期 不为空", {"会议日期": "/"}, True),
        ("会议日期 不为空", {"会议日期": "9月底"}, False),
        ("会议日期 为空", {"会议日期": "9月1日"}, True),
        ("已命名 不为空", {"已命名": "无"}, False),
        ("若 召开动员会 = “是” 则 会议日期 不为空", {"召开动员会": "是"}, True),
        ("若 召开动员会 = “是” 则 会议日期 不为空", {"召开动员会": "否"}, False),
        ("若 召开动员会 = “是” 则 会议日期 不为空", {}, False),
        ("已命名 > 0 且 创建中 > 0", {"已命名": "0"}, True),
        ("已命名 > 0 且 创建中 > 0", {"已命名": "1"}, False),
        ("已命名 > 0 或 创建中 > 0", {"已命名": "0", "创建中": "0"}, True),
        ("已命名 > 0 或 创建中 > 0", {"已命名": "0"}, False),
        ("非 已命名 > 0", {"已命名": "1"}, True),
        ("非 已命名 > 0", {}, False),
    ],
)
def test_a_condition_is_reported_only_where_it_plainly_fails(
    text: str,
    typed: dict[str, str],
    expected: bool,  # noqa: FBT001
) -> None:
    assert broken(text, **typed) is expected


@pytest.mark.parametrize(
    ("left", "operator", "right"),
    [
        (FieldRef("会议日期"), "<=", Constant(Decimal(5))),
        (FieldRef("存在问题"), "<", Constant("无")),
        (FieldRef("已命名"), "=", Constant("3")),
        (FieldRef("会议日期"), "=", Constant("九月底")),
        (FieldRef("没有这一项"), "=", Constant(Decimal(5))),
    ],
)
def test_what_can_not_be_compared_is_not_held_against_the_unit(
    left: FieldRef, operator: str, right: Constant
) -> None:
    filling = fill(campaign(*FIELDS), "| 已命名 | 3 |\n| 会议日期 | 9月1日 |\n| 存在问题 | 有 |")

    statement = Comparison(operator, left, right)

    assert evaluate(statement, Scope(filling, {field.code: field for field in FIELDS})) is None


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 200))
def test_a_sum_is_checked_as_a_sum(named: int, building: int, total: int) -> None:
    typed = {"已命名": str(named), "创建中": str(building), "总数": str(total)}

    assert broken("已命名 + 创建中 = 总数", **typed) == (named + building != total)


def test_a_broken_condition_shows_the_answers_the_rule_and_the_offices_prompt() -> None:
    asked = form("已命名 + 创建中 <= 总数", prompt="两项之和不应超过总数，请核对后改正")
    filling = fill(asked, "| 已命名 | 4 |\n| 创建中 | 3 |\n| 总数 | 5 |" + "\n| 召开动员会 | 是 |")

    message = said(asked, filling)[-1]

    assert message == (
        "东河区 报送表.xlsx「基本情况」B1 “已命名”：填的是已命名“4”、创建中“3”、总数“5”，"
        "应满足“已命名＋创建中不大于总数”，两项之和不应超过总数，请核对后改正。"
    )


@pytest.mark.parametrize(
    ("level", "rule", "remedy"),
    [
        (Level.ERROR, "condition-broken", "请核对后改正。"),
        (Level.MUST_EXPLAIN, "condition-to-explain", "请在“情况说明”栏写明原因后重报。"),
        (Level.WARNING, "condition-doubtful", "请确认，有误的请改正后重报。"),
    ],
)
def test_each_level_has_its_own_rule_and_remedy(level: Level, rule: str, remedy: str) -> None:
    asked = form("总数 > 0", level)
    drawn = "\n".join(
        f"| {field.name} | {'0' if field.name == '总数' else ''} |" for field in FIELDS
    )

    (finding,) = check(fill(asked, drawn), asked, None)
    (message,) = said(asked, fill(asked, drawn))

    assert (finding.rule, finding.level) == (rule, level)
    assert message.endswith(remedy)


@pytest.mark.parametrize(
    ("first", "second", "explained"),
    [
        ("", "", ""),
        ("无", "/", ""),
        ("新设机构", "", "新设机构"),
        ("", "机构合并", "机构合并"),
        ("新设机构", "机构合并", "新设机构；机构合并"),
    ],
)
def test_the_explanation_may_be_next_to_any_of_its_fields(
    first: str, second: str, explained: str
) -> None:
    asked = campaign(*FIELDS[:2], conditions=[(Level.MUST_EXPLAIN, "已命名 = 创建中", "")])
    filling = fill(
        asked,
        f"""
        | 填报项 | 填报内容 | 情况说明 |
        | 已命名 | 3 | {first} |
        | 创建中 | 4 | {second} |
        """,
    )

    (finding,) = check(filling, asked, None)

    assert finding.explained == explained


def test_presence_of_a_field_that_is_due_is_reported_once() -> None:
    asked = campaign(ask("会议日期", Kind.DATE), conditions=[(Level.ERROR, "会议日期 不为空", "")])

    assert rules(asked, fill(asked, "| 会议日期 |  |")) == ["required-field-empty"]


LISTED = (
    ask("创建中"),
    ask_list("单位名称"),
    ask_list("人数", Kind.INTEGER, required=False),
    ask_list("资金", Kind.INTEGER),
)


def listed(text: str, *rows: str) -> list[str]:
    asked = campaign(*LISTED, conditions=[(Level.ERROR, text, "")])
    header = "| 单位名称 | 人数 | 资金 |\n"
    return said(asked, fill(asked, "| 创建中 | 3 |", header + "\n".join(rows)))


def test_the_rows_of_a_list_are_counted() -> None:
    text = f"行数({ROLL}) = 创建中"

    assert listed(text, "| 甲 | 1 | 1 |", "| 乙 | 1 | 1 |", "| 丙 | 1 | 1 |") == []
    (message,) = listed(text, "| 甲 | 1 | 1 |")
    assert "填的是创建中“3”、创建单位名单 1 行，应满足" in message


def test_a_column_of_a_list_is_added_up() -> None:
    assert listed("合计(人数) <= 创建中", "| 甲 | 1 | 1 |", "| 乙 |  | 1 |", "| 丙 | 2 | 1 |") == []
    (message,) = listed("合计(人数) <= 创建中", "| 甲 | 4 | 1 |")
    assert "创建中“3”、人数各行合计 4" in message


def test_a_column_with_a_hole_that_must_be_filled_is_not_added_up() -> None:
    (message,) = listed("合计(资金) = 创建中", "| 甲 | 1 |  |")

    assert "“资金”没有填" in message


def test_a_list_that_is_missing_is_not_counted() -> None:
    asked = campaign(*LISTED, conditions=[(Level.ERROR, f"行数({ROLL}) = 创建中", "")])

    assert rules(asked, fill(asked, "| 创建中 | 3 |")) == ["sheet-missing"]


def test_a_condition_over_lists_alone_is_reported_at_their_sheet() -> None:
    asked = campaign(*LISTED, conditions=[(Level.ERROR, f"行数({ROLL}) >= 2", "")])
    filling = fill(asked, "| 创建中 | 3 |", "| 单位名称 | 人数 | 资金 |\n| 甲 | 1 | 1 |")

    (finding,) = check(filling, asked, None)

    assert (finding.place.sheet, finding.place.cell, finding.label) == (ROLL, "", ROLL)


def test_numbers_stay_exact() -> None:
    fields = tuple(ask(name, Kind.DECIMAL) for name in ("甲项", "乙项", "总额"))
    asked = campaign(*fields, conditions=[(Level.ERROR, "甲项 + 乙项 = 总额", "")])
    filling = fill(asked, "| 甲项 | 0.1 |\n| 乙项 | 0.2 |\n| 总额 | 0.3 |")

    assert filling.singles[2].value == Decimal("0.3")
    assert rules(asked, filling) == []
