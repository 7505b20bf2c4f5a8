from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipeline.checking.check import check
from pipeline.model.campaign import Field, Kind
from pipeline.model.finding import Level
from tests.sheets import ask, campaign, fill, rules, said

TOTAL = ask("单位总数", minimum=Decimal(1), maximum=Decimal(500))
FORM = campaign(TOTAL)
WHERE = "东河区 报送表.xlsx「基本情况」B1 “单位总数”："


def noticed(field: Field, typed: str) -> list[tuple[str, Level]]:
    form = campaign(field)
    found = check(fill(form, f"| {field.name} | {typed} |"), form, None)
    return [(finding.rule, finding.level) for finding in found]


def test_a_guess_is_sent_back_with_its_cell_and_a_remedy() -> None:
    filling = fill(FORM, "| 单位总数 | 约30个 |")

    (message,) = said(FORM, filling)

    assert message == (
        f"{WHERE}填的是“约30个”，是约数，应为准确的数字，请核实后改填 30 这样的数字，"
        "不带“约”“余”“左右”等字。"
    )


def test_an_empty_answer_is_one_fault_not_two() -> None:
    filling = fill(FORM, "| 单位总数 |  |")

    assert said(FORM, filling) == [f"{WHERE}未填写，此项必填，请补填；确无此项的请填 0。"]


def test_what_is_right_is_passed_in_silence() -> None:
    assert noticed(TOTAL, "120") == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_that_must_be_answered_is_required(kind: Kind) -> None:
    assert noticed(ask("填报项目", kind), "") == [("required-field-empty", Level.ERROR)]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_stroke_is_no_answer_where_one_is_due(kind: Kind) -> None:
    assert noticed(ask("填报项目", kind), "/") == [("required-field-struck", Level.ERROR)]


@pytest.mark.parametrize("typed", ["", "/", "无"])
@pytest.mark.parametrize("kind", list(Kind))
def test_what_may_be_left_open_may_be_left_open(kind: Kind, typed: str) -> None:
    options = ("省级", "市级") if kind is Kind.CHOICE else ()

    assert noticed(ask("填报项目", kind, required=False, options=options), typed) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Kind.INTEGER, [("nothing-counted-as-zero", Level.WARNING)]),
        (Kind.PERCENT, [("nothing-counted-as-zero", Level.WARNING)]),
        (Kind.LONG_TEXT, []),
        (Kind.DATE, [("nothing-not-accepted", Level.ERROR)]),
        (Kind.PHONE, [("nothing-not-accepted", Level.ERROR)]),
    ],
)
def test_none_is_an_answer_to_some_questions(kind: Kind, expected: list[tuple[str, Level]]) -> None:
    assert noticed(ask("填报项目", kind), "无") == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("0", ["below-minimum"]), ("1", []), ("500", []), ("501", ["above-maximum"])],
)
def test_numbers_stay_within_their_bounds(typed: str, expected: list[str]) -> None:
    assert rules(FORM, fill(FORM, f"| 单位总数 | {typed} |")) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-07-31", ["date-too-early"]),
        ("2026-08-01", []),
        ("@2026-10-31", []),
        ("11月1日", ["date-too-late"]),
    ],
)
def test_dates_stay_within_their_bounds(typed: str, expected: list[str]) -> None:
    held = ask("动员会日期", Kind.DATE, minimum=date(2026, 8, 1), maximum=date(2026, 10, 31))
    form = campaign(held)

    assert rules(form, fill(form, f"| 动员会日期 | {typed} |")) == expected


def test_an_unread_answer_is_not_also_out_of_range() -> None:
    assert noticed(TOTAL, "999.5") == [("not-a-whole-number", Level.ERROR)]


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        (Kind.INTEGER, "=", "formula-uncomputed"),
        (Kind.INTEGER, "#REF!", "error-value"),
        (Kind.TEXT, "110101199003070000", "long-number"),
        (Kind.CHOICE, "正在筹备", "not-an-option"),
        (Kind.PHONE, "12345", "phone-digits"),
    ],
)
def test_what_could_not_be_read_is_sent_back_even_where_it_may_be_empty(
    kind: Kind, typed: str, rule: str
) -> None:
    assert noticed(ask("填报项目", kind, required=False), typed) == [(rule, Level.ERROR)]


def test_a_wrong_option_is_reported_with_the_right_ones() -> None:
    form = campaign(ask("是否召开动员会", Kind.CHOICE))

    (message,) = said(form, fill(form, "| 是否召开动员会 | 正在筹备 |"))

    assert message.endswith("填的是“正在筹备”，应为“是”、“否”之一，请从下拉清单中选择。")


@pytest.mark.parametrize(
    "typed",
    ["××", "××局", "XX", "张XX", "ＸＸ", "〇〇〇", "○○", "请填写", "（请在此填写）", "____"],
)
def test_a_placeholder_left_in_is_sent_back(typed: str) -> None:
    assert noticed(ask("填报人", Kind.TEXT), typed) == [("placeholder-left", Level.ERROR)]


@pytest.mark.parametrize(
    "typed", ["二〇〇〇年部署", "XXL号展板", "×", "已通知各科室请填写登记表后统一上报办公室备案"]
)
def test_what_only_looks_like_a_placeholder_passes(typed: str) -> None:
    assert noticed(ask("存在问题", Kind.TEXT), typed) == []


def test_a_placeholder_for_a_number_is_one_fault() -> None:
    assert noticed(TOTAL, "XX") == [("placeholder-left", Level.ERROR)]


def test_a_number_that_was_read_as_another_is_shown_to_the_unit() -> None:
    form = campaign(ask("完成率", Kind.PERCENT))

    (message,) = said(form, fill(form, "| 完成率 | 0.85 |"))

    assert message.endswith("填的是“0.85”，已按“85%”读取，请确认；如不对，请改正后重报。")


def test_a_label_that_is_gone_weighs_as_much_as_its_answer() -> None:
    form = campaign(TOTAL, ask("存在问题", Kind.TEXT), ask("典型经验", Kind.TEXT, required=False))

    found = check(fill(form, "| 单位总数 | 120 |"), form, None)

    assert [(each.label, each.rule, each.level) for each in found] == [
        ("存在问题", "field-left-out", Level.ERROR),
        ("典型经验", "field-left-out", Level.WARNING),
    ]


def test_a_missing_sheet_is_one_finding_for_all_its_fields() -> None:
    form = campaign(TOTAL, ask("存在问题", Kind.TEXT))

    assert said(form, fill(form, "| 考勤表 |")) == [
        (
            "东河区 报送表.xlsx「基本情况」：没有找到这张工作表或它的表头，应与下发的表样一致，"
            "请用下发的空白表重新填报。"
        )
    ]


def test_an_older_form_is_taken_with_a_warning() -> None:
    newer = campaign(TOTAL, version="88aa01")
    filling = fill(FORM, "| 单位总数 | 120 |")

    (finding,) = check(filling, newer, None)

    assert (finding.rule, finding.level) == ("form-outdated", Level.WARNING)
    assert (finding.found, finding.wanted) == ("3f9a12", "88aa01")
