"""完整: of the items that a unit had to answer, how many it did."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.model.campaign import Kind
from pipeline.model.condition import Arithmetic, FieldRef
from pipeline.model.finding import Level
from pipeline.supervision.completeness import answered_share
from tests.sheets import ROLL, ask, ask_list, campaign, fill, sheet

HELD = campaign(
    ask("活动次数"),
    ask("召开动员会", Kind.CHOICE, options=("是", "否")),
    ask("会议日期", Kind.DATE, required=False),
    ask("典型经验", Kind.LONG_TEXT, required=False),
    conditions=[(Level.ERROR, "若 召开动员会 = “是” 则 会议日期 不为空", "")],
)


def share(**typed: str) -> Decimal:
    lines = "\n".join(
        f"| {name} | {typed.get(name, '')} |"
        for name in ("活动次数", "召开动员会", "会议日期", "典型经验")
    )
    return answered_share(fill(HELD, lines), HELD)


def test_an_optional_item_left_empty_costs_nothing() -> None:
    assert share(活动次数="3", 召开动员会="否") == 1


def test_a_required_item_left_empty_costs_its_share() -> None:
    assert share(召开动员会="否", 典型经验="有") == Decimal("0.5")


def test_an_item_that_a_condition_requires_is_due_where_its_premise_holds() -> None:
    assert share(活动次数="3", 召开动员会="是") == Decimal(2) / 3
    assert share(活动次数="3", 召开动员会="是", 会议日期="@2026-09-30") == 1


@pytest.mark.parametrize("level", [Level.WARNING, Level.MUST_EXPLAIN])
def test_a_condition_that_only_reminds_requires_nothing(level: Level) -> None:
    held = replace(HELD, conditions=tuple(replace(each, level=level) for each in HELD.conditions))
    filling = fill(held, "| 活动次数 | 3 |\n| 召开动员会 | 是 |\n| 会议日期 | |\n| 典型经验 | |")

    assert answered_share(filling, held) == 1


def test_none_of_it_is_an_answer() -> None:
    assert share(活动次数="无", 召开动员会="否") == 1


def test_a_form_on_which_nothing_is_due_is_complete() -> None:
    held = campaign(ask("典型经验", Kind.LONG_TEXT, required=False))

    assert answered_share(fill(held, "| 典型经验 | |"), held) == 1


def test_a_ratio_whose_denominator_is_0_is_not_due() -> None:
    due, done, rate = ask("应办"), ask("已办"), ask("办结率", Kind.PERCENT)  # fmt: skip
    formula = Arithmetic("/", FieldRef(done.code), FieldRef(due.code))
    rate = replace(rate, formula=formula, parts=(done, due))
    held = campaign(due, done, rate)

    def answered(whole: int) -> Decimal:
        return answered_share(fill(held, f"| 应办 | {whole} |\n| 已办 | 0 |\n| 办结率 | |"), held)

    assert answered(0) == 1
    assert answered(4) == Decimal(2) / 3


def test_a_list_counts_by_its_required_columns_and_not_where_it_has_no_rows() -> None:
    held = campaign(
        ask("活动次数"),
        ask_list("单位名称"), ask_list("级别"), ask_list("备注", required=False),
    )  # fmt: skip
    single = "| 活动次数 | 3 |"

    def answered(rows: str) -> Decimal:
        roll = sheet(f"| 单位名称 | 级别 | 备注 |\n{rows}", ROLL)
        return answered_share(fill(held, single, roll), held)

    assert answered("| 甲 | 市级 | |\n| 乙 | 省级 | |") == 1
    assert answered("| 甲 | 市级 | |\n| 乙 | | |") == Decimal(2) / 3
    assert answered("| | | |") == 1
