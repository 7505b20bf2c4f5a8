from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checking.check import check, check_outcome
from pipeline.model.campaign import Kind
from pipeline.model.submission import CheckOutcome
from tests.sheets import ask, ask_list, campaign, fill, rules, said

if TYPE_CHECKING:
    from pipeline.model.filling import Filling

FORM = campaign(
    ask("单位总数"),
    ask("动员会日期", Kind.DATE),
    ask("是否部署", Kind.CHOICE),
    ask("存在问题", Kind.LONG_TEXT),
    ask("填报人", Kind.TEXT),
    ask("联系电话", Kind.PHONE),
    ask_list("单位名称"),
    ask_list("创建级别"),
)
SIGNED = "| 存在问题 | 无 |\n| 填报人 | 〇 |\n| 联系电话 | 0000-3210123 |\n"


def form(zero: str, total: str = "", rows: str = "", signed: str = SIGNED) -> Filling:
    figures = f"| 零报告 | {zero} |\n| 单位总数 | {total} |\n| 动员会日期 |  |\n| 是否部署 |  |\n"
    return fill(FORM, figures + signed, f"| 单位名称 | 创建级别 |\n{rows}")


def test_a_zero_report_needs_no_figures() -> None:
    filling = form("是")

    assert filling.is_zero
    assert rules(FORM, filling) == []
    assert check_outcome(filling, ()) is CheckOutcome.ZERO


def test_without_the_declaration_empty_is_not_zero() -> None:
    assert rules(FORM, form("")) == ["required-field-empty"] * 3 + ["list-empty"]
    assert rules(FORM, form("否"))[:3] == ["required-field-empty"] * 3


def test_a_zero_report_names_who_filled_it_in_too() -> None:
    filling = form("是", signed="| 存在问题 |  |\n| 填报人 |  |\n| 联系电话 |  |\n")

    assert rules(FORM, filling) == ["required-field-empty"] * 3
    assert check_outcome(filling, check(filling, FORM, None)) is CheckOutcome.RETURNED


def test_zeros_and_none_agree_with_a_zero_report() -> None:
    assert rules(FORM, form("是", total="0", rows="| 无 |  |")) == []


def test_figures_and_rows_contradict_a_zero_report() -> None:
    filling = form("是", total="12", rows="| 第一中学 | 市级 |")

    assert said(FORM, filling) == [
        (
            "东河区 报送表.xlsx「基本情况」B1 “零报告”：选的是“是”，表示本期确无此项工作，"
            "但表中填有单位总数“12”（B2）、「创建单位名单」1 行，应只报其一，请改选“否”，或清空这些内容。"
        )
    ]


def test_a_declaration_that_is_neither_yes_nor_no_is_sent_back() -> None:
    assert rules(FORM, form("看情况", total="3"))[0] == "not-an-option"


def test_a_campaign_without_zero_reports_reads_none() -> None:
    strict = campaign(ask("单位总数"), zero_report=False)

    filling = fill(strict, "| 零报告 | 是 |\n| 单位总数 |  |")

    assert filling.zero is None
    assert rules(strict, filling) == ["required-field-empty"]
