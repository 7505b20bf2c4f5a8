"""The day or days of a meeting, however they are typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign.book.meeting_time import (
    MeetingDays,
    meeting_days,
    printed_moment,
    printed_time,
    time_faults,
)

NEAR = date(2026, 9, 1)
WEEKDAYS = "一二三四五六日"


@settings(max_examples=60, deadline=None)
@given(
    first=st.dates(date(2026, 1, 1), date(2027, 12, 1)),
    days=st.integers(0, 25),
    sign=st.sampled_from("至到—～-"),
    weekday=st.booleans(),
)
def test_days_are_read_as_they_are_typed(
    first: date, days: int, sign: str, *, weekday: bool
) -> None:
    last = first + timedelta(days=days)
    named = f"（星期{WEEKDAYS[first.weekday()]}）" if weekday else ""
    typed = f"{first.year}年{first.month}月{first.day}日{named}"
    if days:
        typed += f"{sign}{last.month}月{last.day}日"

    assert not [*time_faults(f"{typed}，会期{days + 1}天", NEAR)]
    found = meeting_days(typed, NEAR)
    assert found is not None
    assert (found.first, found.last) == (first, last)
    assert meeting_days(found.printed(year=True), NEAR) == found


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("9月25—26日", "9月25日至26日"),
        ("2026年9月30日至10月1日", "9月30日至10月1日"),
        ("2026-12-31至1月2日", "12月31日至1月2日"),
        ("9月25日、26日", "9月25日、26日"),
        ("二〇二六年九月二十五日上午", "9月25日"),
    ],
)
def test_a_meeting_of_several_days_is_named_by_its_first_and_last(typed: str, printed: str) -> None:
    found = meeting_days(typed, NEAR)
    assert found is not None
    assert found.printed(year=False) == printed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("上午九点", "没有写明哪一天"),
        ("9月底", "没有写明哪一天"),
        ("9月25日至24日", "不是2026年9月25日以后的一天"),
        ("9月25日至31日", "不是2026年9月25日以后的一天"),
        ("9月25日（星期五）至26日（星期五）", "星期与日期对不上"),
        ("9月25日（星期四）至26日", "星期与日期对不上"),
    ],
)
def test_a_time_without_its_days_is_a_fault(typed: str, said: str) -> None:
    (fault,) = time_faults(typed, NEAR)
    assert said in fault


def test_a_day_in_figures_is_spelled_out_and_other_words_stay() -> None:
    assert printed_time("2026/9/25 9:00，会期半天", NEAR) == "2026年9月25日（星期五）9:00，会期半天"
    assert printed_time("9月25日上午", NEAR) == "9月25日上午"
    assert printed_moment(datetime(2026, 9, 25, 14, 30)) == "2026年9月25日（星期五）14:30"  # noqa: DTZ001
    assert MeetingDays(date(2026, 9, 25), date(2026, 9, 25)).printed(year=True) == "2026年9月25日"
