from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.date_doubts import DateDoubt, date_doubt
from pipeline.values.dates import read_date, read_serial, weekday_differs
from pipeline.values.numerals import chinese_date, chinese_numeral

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))
NEAR = date(2026, 10, 10)
FULL_WIDTH = str.maketrans("0123456789./-", "０１２３４５６７８９．／－")


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ("2026-09-30", ()),
        ("2026-9-30", ("统一日期写法",)),
        ("2026.9.30", ("统一日期写法",)),
        ("2026/09/30", ("统一日期写法",)),
        ("2026年9月30日", ("统一日期写法",)),
        ("2026 年 9 月 30 日", ("统一日期写法",)),
        ("2026年9月30号", ("统一日期写法",)),
        ("2026年9月30", ("统一日期写法",)),
        ("20260930", ("统一日期写法",)),
        ("2026-09-30 00:00:00", ("统一日期写法",)),
        ("２０２６．９．３０", ("全角转半角", "统一日期写法")),
        ("二〇二六年九月三十日", ("统一日期写法",)),
        ("二零二六年九月三十日", ("统一日期写法",)),
    ],
)
def test_a_day_is_read_and_each_change_is_named(typed: str, changes: tuple[str, ...]) -> None:
    read = read_date(typed)

    assert read is not None
    assert (read.value, read.changes) == (date(2026, 9, 30), changes)


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-9", "2026年9月", "9月底", "九月下旬", "2026-09-31", "2027-02-29", "2026-13-01"),
        *(
            "0206-09-30",
            "3026-09-30",
            "2026",
            "202609",
            "2026093",
            "9/10/2026",
            "2026-09-30前",
            "拟于9月",
        ),
        *(
            "2026-09-30 30:00",
            "2026年9月30日（星期二）",
            "98-9-30",
            "2026--9-30",
            "9.30",
            "9-30",
            "",
            "无",
            "二〇二六年十三月一日",
        ),
        *("二〇二六年九月三十一日", "٢٠٢٦-٠٩-٣٠", "2026-00-10", "二六年九月三十日"),
    ],
)
def test_what_is_not_plainly_one_day_is_refused(typed: str) -> None:
    assert read_date(typed) is None
    assert read_date(typed, NEAR) is None


@pytest.mark.parametrize("typed", ["9月30日", "９月３０日", "09月30号", "9 月 30 日"])
def test_a_day_without_its_year_needs_one_handed_in(typed: str) -> None:
    read = read_date(typed, NEAR)

    assert read_date(typed) is None
    assert read is not None
    assert read.value == date(2026, 9, 30)
    assert read.changes[-1] == "补年份2026"


def test_the_leap_day_is_a_day_in_leap_years_only() -> None:
    leap = read_date("2月29日", date(2028, 3, 1))
    common = read_date("2月29日", date(2027, 3, 1))

    assert leap is not None
    assert leap.value == date(2028, 2, 29)
    assert common is None


@given(days)
def test_every_spelling_reads_as_the_same_day(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    spellings = [
        day.isoformat(),
        f"{year}-{month}-{number}",
        f"{year}.{month}.{number}",
        f"{year}/{month:02}/{number}".translate(FULL_WIDTH),
        f"{year}{month:02}{number:02}",
        chinese_date(day),
        f"{digits}年{chinese_numeral(month)}月{chinese_numeral(number)}日",
    ]

    reads = [read_date(spelling) for spelling in spellings]

    assert [read and read.value for read in reads] == [day] * len(spellings)


@given(days)
def test_reading_what_we_read_changes_nothing(day: date) -> None:
    read = read_date(day.isoformat())

    assert read is not None
    assert (read.value, read.changes) == (day, ())


@given(st.text(), st.none() | st.dates())
def test_any_text_is_read_or_refused_but_never_breaks(typed: str, near: date | None) -> None:
    read = read_date(typed, near)

    assert read is None or isinstance(read.value, date)


@pytest.mark.parametrize("typed", ["26-9-30", "26年9月30日", "26/9/30", "9/30/26", "30/9/26"])
def test_a_year_of_two_figures_needs_a_day_near_it(typed: str) -> None:
    read = read_date(typed, NEAR)

    assert read_date(typed) is None
    assert read is not None
    assert (read.value, read.changes[-1]) == (date(2026, 9, 30), "补世纪20")
    assert read_date(typed, date(2050, 1, 1)) is None


@pytest.mark.parametrize(
    "typed",
    ["2026-09-30 18:00", "2026年9月30日上午9时", "2026.9.30 下午3点半", "2026-09-30T18:00:05"],
)
def test_an_hour_behind_the_day_is_left_out_and_reported(typed: str) -> None:
    read = read_date(typed)

    assert read is not None
    assert read.value == date(2026, 9, 30)
    assert "去时间" in read.changes


@given(days)
def test_the_other_day_of_the_week_is_never_taken(day: date) -> None:
    for weekday in "一二三四五六日":
        read = read_date(f"{day.isoformat()} 星期{weekday}")

        right = weekday == "一二三四五六日"[day.weekday()]
        assert (read.value if read else None) == (day if right else None)
        assert weekday_differs(f"{day.isoformat()}（周{weekday}）") is not right


@given(days, st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1)))
def test_a_bare_day_number_is_read_unless_it_may_count_from_1904(day: date, near: date) -> None:
    read = read_serial(Decimal((day - date(1899, 12, 30)).days), near)

    later = day.toordinal() + 1462
    doubtful = abs(later - near.toordinal()) <= 366
    known = date(1990, 1, 1) <= day <= date(2050, 12, 31)
    assert read == (day if known and not doubtful else None)


@given(st.text(alphabet="2026年9月31日初底中旬上下、至-./约前（星期一）", max_size=16))
def test_a_doubt_is_named_only_where_nothing_was_read(typed: str) -> None:
    doubt = date_doubt(typed, NEAR)

    assert not (doubt and read_date(typed, NEAR) and doubt is not DateDoubt.NO_DAY)
