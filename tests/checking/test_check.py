from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checking.check import check, check_outcome
from pipeline.checking.message_catalogue import full_message
from pipeline.model.campaign import Campaign, Kind
from pipeline.model.filling import Answer, AnswerState, Filling, ListRow, ReferenceData
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.submission import CheckOutcome
from tests.sheets import ROLL, ask, ask_list, campaign, fill

FORM = campaign(
    *(ask(kind.value, kind, change_limit=Decimal(30)) for kind in Kind),
    *(ask_list(f"列{kind.value}", kind, required=kind is Kind.TEXT) for kind in Kind),
    conditions=[
        (Level.ERROR, "整数 / 数值 <= 百分比 * 数值 - 整数", ""),
        (Level.MUST_EXPLAIN, "若 日期 不为空 则 日期 <= 2026-09-30", ""),
        (Level.WARNING, f"行数({ROLL}) = 整数 且 合计(列数值) > 0 或 非 选项 = “是”", ""),
    ],
)

numbers = st.decimals(allow_nan=False, allow_infinity=False)
values = st.one_of(st.none(), st.text(max_size=20), numbers, st.dates())
faults = st.sampled_from(["formula-uncomputed", "error-value", "not-a-number", "answer-merged"])
cells = st.sampled_from(["", "B1", "C7", "AA12"])


@st.composite
def answers(draw: st.DrawFn, code: str) -> Answer:
    """Any answer a reader could give, and some that it never would."""
    given_as = draw(st.sampled_from(AnswerState))
    return Answer(
        code,
        Place("表.xlsx", "基本情况", draw(cells)),
        given_as,
        draw(st.text(max_size=20)),
        draw(values) if given_as is AnswerState.VALUE else None,
        fault=draw(faults) if given_as is AnswerState.UNREAD else "",
        explanation=draw(st.sampled_from(["", "无", "新设机构"])),
    )


@st.composite
def fillings(draw: st.DrawFn, form: Campaign = FORM) -> Filling:
    single = [draw(answers(field.code)) for field in form.fields if field.sheet != ROLL]
    codes = [field.code for field in form.fields if field.sheet == ROLL]
    rows = [
        ListRow(ROLL, number, tuple(draw(answers(code)) for code in codes))
        for number in range(2, 2 + draw(st.integers(0, 3)))
    ]
    return Filling(
        form.name,
        "U01",
        "表.xlsx",
        tuple(draw(st.permutations(single))[: draw(st.integers(0, len(single)))]),
        tuple(rows),
        draw(st.none() | answers("零报告")),
        draw(st.sampled_from([(), (ROLL,), ("基本情况", ROLL)])),
        draw(st.sampled_from(["", "3f9a12", "older"])),
    )


@given(fillings(), st.none() | fillings())
def test_any_filling_is_checked_worded_and_decided(
    filling: Filling, before: Filling | None
) -> None:
    findings = check(filling, FORM, ReferenceData(before))

    assert all(full_message(finding) for finding in findings)
    assert isinstance(check_outcome(filling, findings), CheckOutcome)
    assert check(filling, FORM, ReferenceData(before)) == findings


@given(fillings())
def test_no_answer_has_two_errors(filling: Filling) -> None:
    own = [
        (finding.field_code, finding.place)
        for finding in check(filling, FORM, None)
        if finding.level is Level.ERROR
        and finding.field_code in {answer.field_code for answer in filling.singles}
        and finding.rule != "condition-broken"
    ]

    assert len(own) == len(set(own))


def test_findings_come_in_the_order_of_the_form() -> None:
    form = campaign(
        ask("甲项"), ask("乙项"), ask_list("单位名称"), ask_list("级别"), version="88aa01"
    )
    filling = fill(
        campaign(*form.fields),
        "| 乙项 | 约3 |\n" * 1 + "| 说明 |\n" * 9 + "| 甲项 | 约3 |",
        "| 单位名称 | 级别 |\n| 第一中学 |  |",
    )

    places = [str(finding.place) for finding in check(filling, form, None)]

    assert places == [
        "东河区 报送表.xlsx",
        "东河区 报送表.xlsx「基本情况」B1",
        "东河区 报送表.xlsx「基本情况」B11",
        "东河区 报送表.xlsx「创建单位名单」B2",
    ]


def finding(level: Level, explained: str = "") -> Finding:
    return Finding(Place("表.xlsx"), "人数", "not-a-number", level, explained=explained)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], CheckOutcome.ACCEPTED),
        ([finding(Level.WARNING)], CheckOutcome.WARNED),
        ([finding(Level.MUST_EXPLAIN, "新设机构")], CheckOutcome.WARNED),
        ([finding(Level.MUST_EXPLAIN)], CheckOutcome.RETURNED),
        ([finding(Level.WARNING), finding(Level.ERROR)], CheckOutcome.RETURNED),
    ],
)
def test_errors_and_what_is_left_unexplained_send_a_form_back(
    findings: list[Finding], expected: CheckOutcome
) -> None:
    assert check_outcome(fill(FORM), findings) is expected


def test_a_datetime_never_meets_a_bound_of_another_kind() -> None:
    form = campaign(ask("日期", Kind.DATE, minimum=Decimal(3)), ask("人数", minimum=date.max))
    filling = fill(form, "| 日期 | 2026-09-30 |\n| 人数 | 3 |")

    assert check(filling, form, None) == ()
