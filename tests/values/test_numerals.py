from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.numerals import (
    chinese_date,
    chinese_moment,
    chinese_numeral,
    read_chinese_numeral,
    read_chinese_year,
)


@given(st.integers(1, 99))
def test_a_numeral_goes_there_and_back(number: int) -> None:
    assert read_chinese_numeral(chinese_numeral(number)) == number


@pytest.mark.parametrize("number", [-1, 0, 100])
def test_an_outline_has_no_such_number(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_numeral(number)


@pytest.mark.parametrize(
    "text", ["", "零", "十十", "一十", "二三", "百", "12", "十零", "十一二", "壹"]
)
def test_what_we_would_not_write_is_not_read(text: str) -> None:
    assert read_chinese_numeral(text) is None


@pytest.mark.parametrize("text", ["二〇二六", "二零二六", "二○二六", "二O二六"])
def test_a_year_is_read_with_any_sign_for_zero(text: str) -> None:
    assert read_chinese_year(text) == 2026


@pytest.mark.parametrize("text", ["", "二六", "二〇二六年", "二千〇六", "2026"])
def test_what_is_no_year_is_refused(text: str) -> None:
    assert read_chinese_year(text) is None


def test_a_date_has_no_padding_zeros() -> None:
    assert chinese_date(date(2026, 1, 9)) == "2026年1月9日"


@pytest.mark.parametrize(
    ("moment", "printed"),
    [
        (datetime(2026, 10, 10, 18), "2026年10月10日18:00"),  # noqa: DTZ001 - the zone isn't printed
        (datetime(2026, 10, 10, 9, 5), "2026年10月10日09:05"),  # noqa: DTZ001
        (datetime(2027, 1, 1), "2026年12月31日24:00"),  # noqa: DTZ001
        (datetime(2026, 10, 10, 0, 30), "2026年10月10日00:30"),  # noqa: DTZ001
        (datetime(2026, 10, 10, 23, 59, 59), "2026年10月10日"),  # noqa: DTZ001
        (datetime(2026, 10, 10, 23, 59), "2026年10月10日23:59"),  # noqa: DTZ001
    ],
)
def test_a_moment_is_printed_with_its_hour(moment: datetime, printed: str) -> None:
    assert chinese_moment(moment) == printed
