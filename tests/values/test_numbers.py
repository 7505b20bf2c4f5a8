from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.numbers import plain, read_number, read_percent

whole_numbers = st.integers(min_value=-(10**15), max_value=10**15)
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
)
FULL_WIDTH = str.maketrans("0123456789,.+-", "０１２３４５６７８９，．＋－")


@pytest.mark.parametrize(
    ("typed", "value", "changes"),
    [
        ("0", "0", ()),
        (" 120 ", "120", ()),
        ("-3.50", "-3.5", ()),
        ("+7", "7", ()),
        ("１２０．５", "120.5", ("全角转半角",)),
        ("1,234,567.8", "1234567.8", ("去千分位",)),
        ("１，２００", "1200", ("全角转半角", "去千分位")),
        ("12万", "120000", ("按“万”“亿”折算",)),
        ("1.5 亿", "150000000", ("按“万”“亿”折算",)),
        ("120\u200b", "120", ("去不可见字符",)),
    ],
)
def test_a_number_is_read_and_each_change_is_named(
    typed: str, value: str, changes: tuple[str, ...]
) -> None:
    read = read_number(typed)

    assert read is not None
    assert (str(read.value), read.changes) == (value, changes)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "约30个",
            "30人",
            "5²",
            "①",
            "1,20",
            "1,2345",
            "三百五",
            "12.",
            ".5",
            "--5",
            "无",
            "",
            "/",
        ),
        *(
            "1 20",
            "12\t0",
            "1\v2",
            "1 234,567",
            "3～5",
            "30余",
            "1e5",
            "0x1F",
            "∞",
            "NaN",
            "١٢",
            "12万万",
            "万",
            "85%",
            "1.2.3",
        ),
        *("2026-09-30", "=1+1", "1234567890123456789012345678901"),
    ],
)
def test_what_is_not_plainly_a_number_is_refused(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "measure", "value"),
    [
        ("30个", "个", "30"),
        ("30 个", "个", "30"),
        ("３０人次", "人次", "30"),
        ("1.2万元", "元", "12000"),
        ("3万元", "万元", "3"),
        ("30％", "%", "30"),
        ("30㎡（建筑）", "㎡（建筑）", "30"),
        ("30", "个", "30"),
    ],
)
def test_its_own_measure_may_follow_a_number(typed: str, measure: str, value: str) -> None:
    read = read_number(typed, measure)

    assert read is not None
    assert read.value == Decimal(value)
    assert ("去计量单位" in read.changes) == (typed != "30")


@pytest.mark.parametrize(("typed", "measure"), [("30人", "个"), ("个", "个"), ("30个个", "个")])
def test_another_measure_is_not_guessed_away(typed: str, measure: str) -> None:
    assert read_number(typed, measure) is None


@given(whole_numbers)
def test_every_spelling_reads_as_the_same_number(number: int) -> None:
    spellings = [f"{number}", f"{number:,}", f" {number} ", f"{number:,}".translate(FULL_WIDTH)]

    assert {read.value for spelling in spellings if (read := read_number(spelling))} == {
        Decimal(number)
    }


@given(numbers)
def test_reading_what_we_read_changes_nothing(number: Decimal) -> None:
    read = read_number(f"{number:,f}")
    assert read is not None

    again = read_number(str(read.value))

    assert again is not None
    assert (again.value, str(again.value), again.changes) == (read.value, str(read.value), ())


@given(st.integers(min_value=0, max_value=10**28 - 1), st.sampled_from(["", "万", "亿"]))
def test_no_digit_is_rounded_away(number: int, times: str) -> None:
    read = read_number(f"{number}{times}")

    assert read is not None
    assert int(read.value) == number * {"": 1, "万": 10**4, "亿": 10**8}[times]


@given(st.text())
def test_any_text_is_read_or_refused_but_never_breaks(typed: str) -> None:
    for read in (read_number(typed), read_number(typed, "个"), read_percent(typed)):
        assert read is None or read.value.is_finite()


@pytest.mark.parametrize(
    ("typed", "value", "changes"),
    [
        ("85%", "85", ()),
        ("85％", "85", ("全角转半角",)),
        ("85.50 %", "85.5", ()),
        ("85", "85", ()),
        ("0.85", "0.85", ()),
        ("1,200%", "1200", ("去千分位",)),
        ("百分之八十五", "85", ("“百分之”读作%", "中文数字折算")),
        ("百分之85.5", "85.5", ("“百分之”读作%",)),
    ],
)
def test_a_percentage_is_the_number_before_its_sign(
    typed: str, value: str, changes: tuple[str, ...]
) -> None:
    read = read_percent(typed)

    assert read is not None
    assert (str(read.value), read.changes) == (value, changes)


@pytest.mark.parametrize(
    "typed",
    ["%", "85%%", "百分之85%", "百分之八十五个", "百分之", "85‰", "约85%", "85个百分点", ""],
)
def test_what_is_not_plainly_a_percentage_is_refused(typed: str) -> None:
    assert read_percent(typed) is None


@given(numbers)
def test_a_number_is_printed_without_exponent_or_idle_zeros(number: Decimal) -> None:
    printed = plain(number)

    assert Decimal(printed) == number
    assert "E" not in printed
    assert "." not in printed or not printed.endswith(("0", "."))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("1.20E+3", "1200"),
        ("0.00", "0"),
        ("-0.0", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("1E-7", "0.0000001"),
    ],
)
def test_the_edges_of_printing(value: str, printed: str) -> None:
    assert plain(Decimal(value)) == printed
