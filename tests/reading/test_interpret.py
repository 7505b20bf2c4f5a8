from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.campaign import Kind
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Place
from pipeline.model.grid import Cell
from pipeline.reading.interpret import interpret
from tests.sheets import SHEET, WORKBOOK, answer, ask

PLACE = Place(WORKBOOK, SHEET, "B1")
NEAR = date(2026, 10, 10)


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("", AnswerState.EMPTY),
        ("'　", AnswerState.EMPTY),
        ("0", AnswerState.VALUE),
        ("无", AnswerState.NOTHING),
        ("/", AnswerState.STRUCK),
        ("——", AnswerState.STRUCK),
        ("约30个", AnswerState.UNREAD),
    ],
)
def test_empty_zero_none_and_struck_are_different_things(typed: str, given: AnswerState) -> None:
    assert answer(ask("单位总数"), typed).state is given


@pytest.mark.parametrize(
    ("kind", "typed", "value", "changes"),
    [
        (Kind.INTEGER, "30", Decimal(30), ()),
        (Kind.INTEGER, "30.0", Decimal(30), ()),
        (Kind.INTEGER, "'１，２００", Decimal(1200), ("全角转半角", "去千分位")),
        (Kind.INTEGER, "12万", Decimal(120000), ("按“万”“亿”折算",)),
        (Kind.DECIMAL, "12.50", Decimal("12.5"), ()),
        (Kind.PERCENT, "85", Decimal(85), ()),
        (Kind.PERCENT, "85%", Decimal(85), ()),
        (Kind.PERCENT, "0.85", Decimal(85), ("小数按百分数折算",)),
        (Kind.PERCENT, "1", Decimal(100), ("小数按百分数折算",)),
        (Kind.PERCENT, "0", Decimal(0), ()),
        (Kind.DATE, "@2026-09-18", date(2026, 9, 18), ()),
        (Kind.DATE, "2026.9.18", date(2026, 9, 18), ("统一日期写法",)),
        (Kind.DATE, "9月18日", date(2026, 9, 18), ("补年份2026",)),
        (Kind.DATE, "46283", date(2026, 9, 18), ("按日期序号折算",)),
        (Kind.DATE, "20260918", date(2026, 9, 18), ("统一日期写法",)),
        (Kind.CHOICE, "是", "是", ()),
        (Kind.CHOICE, "√", "是", ("符号转选项",)),
        (Kind.CHOICE, "TRUE", "是", ("逻辑值读作是/否",)),
        (Kind.CHOICE, "没有", "否", ("符号转选项",)),
        (Kind.PHONE, "13912345678", "13912345678", ()),
        (Kind.TEXT, "'  部署会，已开", "部署会，已开", ("去首尾空白和不可见字符",)),
        (Kind.TEXT, "2026", "2026", ()),
    ],
)
def test_what_is_plainly_an_answer_is_read_and_each_change_recorded(
    kind: Kind, typed: str, value: object, changes: tuple[str, ...]
) -> None:
    read = answer(ask("填报项目", kind), typed)

    assert (read.state, read.value, read.changes) == (AnswerState.VALUE, value, changes)


@pytest.mark.parametrize(
    ("kind", "typed", "fault"),
    [
        (Kind.INTEGER, "30.5", "not-a-whole-number"),
        (Kind.INTEGER, "约30个", "number-approximate"),
        (Kind.INTEGER, "TRUE", "not-a-whole-number"),
        (Kind.DECIMAL, "@2026-03-04", "not-a-number"),
        (Kind.PERCENT, "八成", "number-approximate"),
        (Kind.DATE, "9月底", "date-without-day"),
        (Kind.DATE, "30", "not-a-date"),
        (Kind.DATE, "60000", "not-a-date"),
        (Kind.CHOICE, "正在筹备", "not-an-option"),
        (Kind.PHONE, "12345", "phone-digits"),
        (Kind.INTEGER, "=", "formula-uncomputed"),
        (Kind.TEXT, "#REF!", "error-value"),
        (Kind.TEXT, "110101199003070000", "long-number"),
    ],
)
def test_what_is_not_plainly_an_answer_is_left_unread_with_its_fault(
    kind: Kind, typed: str, fault: str
) -> None:
    read = answer(ask("填报项目", kind), typed)

    assert (read.state, read.value, read.fault) == (AnswerState.UNREAD, None, fault)


def test_a_multiplier_under_a_measure_that_has_one_is_left_to_the_unit() -> None:
    funds = ask("投入资金", Kind.DECIMAL, measure="万元")

    assert answer(funds, "12万").fault == "measure-unclear"
    assert answer(funds, "12万元").value == Decimal(12)


def test_a_december_day_on_a_form_due_in_january_is_last_december() -> None:
    cell = Cell("12月28日")

    read = interpret(cell, ask("动员会日期", Kind.DATE), PLACE, date(2027, 1, 10))

    assert read.value == date(2026, 12, 28)


def test_a_date_with_its_time_is_that_day() -> None:
    cell = Cell(datetime(2026, 9, 18, 9, 30))  # noqa: DTZ001 - a cell knows no zone

    read = interpret(cell, ask("动员会日期", Kind.DATE), PLACE, NEAR)

    assert (read.typed, read.value) == ("2026-09-18 09:30", date(2026, 9, 18))


def test_an_option_called_none_is_an_option() -> None:
    grade = ask("创建级别", Kind.CHOICE, options=("市级", "无"))

    assert answer(grade, "无").value == "无"


def test_invisible_characters_are_dropped_from_a_text_and_reported() -> None:
    read = answer(ask("存在问题", Kind.LONG_TEXT), "'已\u200b部署")

    assert (read.value, read.changes) == ("已部署", ("去首尾空白和不可见字符",))


values = st.one_of(
    st.text(),
    st.decimals(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.sampled_from(["9月31日", "12万", "／", "1e400", "٣", "²"]),
)
faults = st.sampled_from(["", "", "uncomputed", "#N/A", "long-number", "anything"])


@given(values, faults, st.sampled_from(Kind))
def test_any_cell_is_read_or_refused_but_never_breaks(
    value: str | Decimal | bool | date | datetime | time,  # noqa: FBT001
    fault: str,
    kind: Kind,
) -> None:
    read = interpret(Cell(value, fault), ask("填报项目", kind, measure="万元"), PLACE, NEAR)

    assert (read.state is AnswerState.VALUE) == (read.value is not None)
    assert (read.state is AnswerState.UNREAD) == bool(read.fault)
