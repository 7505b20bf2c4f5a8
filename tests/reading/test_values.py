"""Each way to type a value is read as the table of cases says, and nothing is invented."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.checking.check import check, check_outcome
from pipeline.model.campaign import Field, Kind
from pipeline.model.filling import Answer, AnswerState
from pipeline.model.finding import Place
from pipeline.model.grid import Address, Cell, Grid
from pipeline.model.submission import CheckOutcome
from pipeline.reading.interpret import interpret, typed_text
from pipeline.values.numbers import plain
from pipeline.values.text import narrow
from tests.reading.value_cases import CASES, ID_NUMBER, ValueCase
from tests.sheets import SHEET, WORKBOOK, ask, campaign, fill, said

NEAR = date(2026, 10, 10)
PLACE = Place(WORKBOOK, SHEET, "B1")


def field_of(case: ValueCase) -> Field:
    options = tuple(case.about.split("、")) if case.kind is Kind.CHOICE else ()
    measure = "" if case.kind is Kind.CHOICE else case.about
    return ask("填报项目", case.kind, options=options, measure=measure)


def read(kind: Kind, typed: str, measure: str = "") -> Answer:
    return interpret(Cell(typed), ask("填报项目", kind, measure=measure), PLACE, NEAR)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_value_is_read_exactly_or_sent_back_by_its_rule(case: ValueCase) -> None:
    form = campaign(field_of(case))
    cells = {Address(1, 1): Cell("填报项目"), Address(1, 2): Cell(case.typed, case.fault)}

    filling = fill(form, Grid(SHEET, cells))
    (answer,) = filling.singles
    findings = check(filling, form, None)

    assert (answer.value, answer.changes) == (case.value, case.changes)
    assert [finding.rule for finding in findings] == ([case.rule] if case.rule else [])
    assert (check_outcome(filling, findings) is CheckOutcome.RETURNED) is (case.value is None)


@pytest.mark.parametrize("case", [case for case in CASES if case.value is not None], ids=str)
def test_what_was_read_is_read_again_to_the_same_without_a_change(case: ValueCase) -> None:
    percent = "%" if case.kind is Kind.PERCENT else ""
    printed = typed_text(case.value) + percent if case.value is not None else ""

    again = interpret(Cell(printed), field_of(case), PLACE, NEAR)

    assert (again.value, again.changes) == (case.value, ())


def test_no_two_cases_are_the_same() -> None:
    assert len({str(case) for case in CASES}) == len(CASES)


def words(kind: Kind, typed: str, measure: str = "") -> str:
    form = campaign(ask("填报项目", kind, measure=measure))
    cells = {Address(1, 1): Cell("填报项目"), Address(1, 2): Cell(typed)}
    (message,) = said(form, fill(form, Grid(SHEET, cells)))
    return message.partition("：")[2]


def test_a_fraction_in_a_text_is_reported_with_both_its_meanings() -> None:
    assert words(Kind.PERCENT, "0.85") == (
        "填的是“0.85”，分不清是 0.85% 还是 85%，应为百分数，请带上百分号改填。"
    )


def test_a_telephone_number_of_the_wrong_length_is_reported_with_its_count() -> None:
    assert "共 10 位数字，位数不对" in words(Kind.PHONE, "138-0000-000")


def test_another_measure_is_reported_with_the_right_one() -> None:
    assert "计量单位是“万元”" in words(Kind.DECIMAL, "5000元", "万元")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        (ID_NUMBER[:-1] + "1", "校验码（末位）不对"),
        ("110105194913310020", "第7至14位不是出生日期"),
        ("1101051949123100", "有16位，不是18位"),
        ("110105491231002", "是15位的旧号码"),
        ("1101051949123100ZX", "前17位应都是数字"),
    ],
)
def test_a_wrong_identity_number_is_explained_and_shown_in_part(typed: str, wrong: str) -> None:
    message = words(Kind.ID_NUMBER, typed)

    assert wrong in message
    assert f"“{typed[:6]}{'*' * (len(typed) - 10)}{typed[-4:]}”" in message


def test_a_right_identity_number_is_shown_in_part_by_every_other_finding_too() -> None:
    field = ask("身份证号", Kind.ID_NUMBER)
    form = campaign(field, ask("姓名", Kind.TEXT, required=False))
    rows = {
        Address(row, column): Cell(value)
        for row, number in ((1, ID_NUMBER), (2, "110105195012310022"))
        for column, value in ((1, "身份证号"), (2, number))
    }

    messages = said(form, fill(form, Grid(SHEET, rows | {Address(4, 1): Cell("姓名")})))

    assert messages
    assert not any(re.search(r"\d{11}", message) for message in messages)


texts = st.one_of(
    st.text(),
    st.text(alphabet="0123456789０９.,，万亿千百%％约余-~～年月日/。 个元", max_size=12),
    st.text(alphabet="零〇一二三四五六七八九十百千万亿两点几多余负", max_size=10),
    st.text(alphabet="是否√×□☑○●（） 、", max_size=8),
)


@given(st.sampled_from(Kind), texts, st.sampled_from(["", "个", "元", "万元", "%"]))
def test_any_text_is_a_value_or_a_finding_and_never_breaks(
    kind: Kind, typed: str, measure: str
) -> None:
    answer = read(kind, typed, measure)

    assert (answer.state is AnswerState.VALUE) == (answer.value is not None)
    assert (answer.state is AnswerState.UNREAD) == bool(answer.fault)
    assert answer.typed == typed


@pytest.mark.parametrize(
    "pattern", ["1", "万", "1 ", " ", "(1", "零", "一-", "9月", "*", "是√", "1-", "X"]
)
@pytest.mark.parametrize("kind", list(Kind))
def test_a_cell_full_of_the_same_is_read_or_refused_at_once(kind: Kind, pattern: str) -> None:
    typed = ("约" + pattern * 32_767)[:32_767]
    began = process_time()

    answer = read(kind, typed, "个")

    assert process_time() - began < 1
    assert answer.typed == typed


_UNITS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
arabic = st.one_of(
    st.text(alphabet="0123456789０１９.,， 万亿千百十%-+个。共", max_size=14),
    st.from_regex(r"[1-9]\d{0,3}(,\d{3})?(\.\d{1,3})?[百千]?[万亿]?[个%]?", fullmatch=True),
    st.from_regex(r"[1-9]\d?亿\d{1,4}万|\d{1,4}万\d{4}|\d{1,3}万\d千", fullmatch=True),
)


@given(st.sampled_from([Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT]), arabic)
def test_no_digit_is_invented_or_lost(kind: Kind, typed: str) -> None:
    """Where the digits are Arabic, the value is those digits, each times the character after it."""
    assume(any(char.isdecimal() for char in typed))  # “十” alone is a Chinese numeral: 10
    answer = read(kind, typed)
    if isinstance(answer.value, Decimal):
        assert abs(answer.value) == _worked_out(narrow(typed))
        scaled = any(unit in typed for unit in _UNITS)
        assert scaled == any("折算" in change for change in answer.changes)
        assert scaled or _significant(plain(answer.value)) == _significant(narrow(typed))


def _worked_out(typed: str) -> Decimal:
    """Each group of digits times the product of the units up to the next, by school arithmetic."""
    total = Decimal(0)
    for digits, units in re.findall(r"(\d[\d,. ]*)([十百千万亿]*)", typed):
        power = sum(_UNITS[unit] for unit in units)
        total += Decimal(digits.replace(",", "").replace(" ", "").rstrip(".")).scaleb(power)
    return total


def _significant(printed: str) -> str:
    """The digits that count: those of 0120.50 are 1205."""
    whole, _, part = "".join(char for char in printed if char.isdigit() or char == ".").partition(
        "."
    )
    return whole.lstrip("0") + part.rstrip("0") if part.rstrip("0") else whole.lstrip("0") or "0"


@given(st.text(alphabet="0123456789０１-—()（） 转分机+、/\n", max_size=30))
def test_no_digit_of_a_telephone_number_is_invented_or_lost(typed: str) -> None:
    value = read(Kind.PHONE, typed).value

    if isinstance(value, str):
        digits = re.sub(r"\D", "", narrow(typed))
        assert re.sub(r"\D", "", value) in {digits, digits.replace("0086", "86")}


@given(st.text(alphabet="0123456789Xx０１ '", min_size=15, max_size=22) | st.just(ID_NUMBER))
def test_an_identity_number_is_what_was_typed_and_right(typed: str) -> None:
    value = read(Kind.ID_NUMBER, typed).value

    assert value is None or value == "".join(narrow(typed).strip("'").split()).upper()


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_the_value_of_a_number_is_what_is_in_the_cell(number: Decimal) -> None:
    answer = interpret(Cell(number), ask("填报项目", Kind.DECIMAL), PLACE, NEAR)

    assert (answer.value, answer.changes) == (number, ())


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31)))
def test_a_day_reads_back_from_each_way_to_write_it_that_leaves_no_doubt(day: date) -> None:
    ways = [
        f"{day:%Y.%-m.%-d}",
        f"{day:%Y年%-m月%-d日}",
        f"{day:%y年%-m月%-d日}",
        f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d 08:30}",
        f"{day:%Y年%-m月%-d日}（星期{'一二三四五六日'[day.weekday()]}）",
    ]

    assert {read(Kind.DATE, way).value for way in ways} == {day}


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31)))
def test_a_day_written_the_other_way_round_is_read_only_where_there_is_one_way(day: date) -> None:
    for typed in (f"{day:%-m/%-d/%Y}", f"{day:%-d/%-m/%Y}"):
        one_way = day.day > 12 or day.day == day.month

        assert read(Kind.DATE, typed).value == (day if one_way else None)
