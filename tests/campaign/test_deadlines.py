"""Deadlines that are written as a rule for each period, and moved off days off."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pipeline.campaign.book.deadlines import read_due_rule
from pipeline.campaign.deadline_notes import deadline_notes
from pipeline.campaign.periods import period_of_day
from pipeline.campaign.working_days import is_working
from pipeline.clock import BEIJING
from pipeline.model.campaign import Campaign, Cycle
from tests.campaigns import usual_campaign

SEPTEMBER = date(2026, 9, 28)  # its 次月5日 is in the holiday of 1—7 October


def campaign(cycle: Cycle, rule: str) -> Campaign:
    due = read_due_rule(rule, cycle)
    assert due is not None, rule
    return usual_campaign(deadline=datetime(2026, 1, 1, tzinfo=BEIJING), cycle=cycle, due=due)


@pytest.mark.parametrize(
    ("cycle", "rule", "due"),
    [
        ("月", "次月5日 18:00", "2026-10-05 18:00"),
        ("月", "次月5日18:00前", "2026-10-05 18:00"),
        ("月", "次月5日 18:00，遇节假日顺延", "2026-10-08 18:00"),
        ("月", "次月5日18时（遇节假日提前）", "2026-09-30 18:00"),
        ("月", "次月5日 18:00，节假日不顺延", "2026-10-05 18:00"),
        ("月", "每月25日 17:30", "2026-09-25 17:30"),
        ("月", "当月25日前", "2026-09-25 23:59"),
        ("月", "25日", "2026-09-25 23:59"),
        ("月", "月底", "2026-09-30 23:59"),
        ("月", "次月第3个工作日 12:00", "2026-10-10 12:00"),
        ("月", "月后5日内", "2026-10-05 23:59"),
        ("月", "月后5个工作日内", "2026-10-13 23:59"),
        ("月", "次月31日", "2026-10-31 23:59"),
        ("季", "次季首月10日", "2026-10-10 23:59"),
        ("季", "季度后15日内", "2026-10-15 23:59"),
        ("季", "次季度第2个月5日", "2026-11-05 23:59"),
        ("季", "季末", "2026-09-30 23:59"),
        ("年", "次年1月15日 17:00", "2027-01-15 17:00"),
        ("年", "当年12月20日", "2026-12-20 23:59"),
        ("周", "次周一 12:00", "2026-10-05 12:00"),
        ("周", "每周五", "2026-10-02 23:59"),
        ("旬", "旬后2日", "2026-10-02 23:59"),
        ("旬", "旬末", "2026-09-30 23:59"),
        ("日", "次日 10:00", "2026-09-29 10:00"),
        ("日", "当日 18:00", "2026-09-28 18:00"),
    ],
)
def test_a_rule_gives_the_deadline_of_each_period(cycle: str, rule: str, due: str) -> None:
    period = period_of_day(campaign(Cycle(cycle), rule), SEPTEMBER)

    assert f"{period.deadline:%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    ("cycle", "rule"),
    [
        ("月", "每月前"),
        ("月", "次月0日"),
        ("月", "次月32日"),
        ("月", "次季首月10日"),
        ("季", "次季第4个月5日"),
        ("年", "次年13月5日"),
        ("周", "次周八"),
        ("一次性", "次月5日"),
        ("月", "尽快"),
        ("月", "次月5日 25:00"),
    ],
)
def test_what_gives_no_day_is_no_rule(cycle: str, rule: str) -> None:
    assert read_due_rule(rule, Cycle(cycle)) is None


def test_the_day_that_a_rule_moves_to_is_a_working_day_in_every_month_of_years() -> None:
    rule = campaign(Cycle.MONTH, "次月5日 18:00，遇节假日顺延")
    for year in (2024, 2025, 2026, 2027):
        for month in range(1, 13):
            period = period_of_day(rule, date(year, month, 1))
            assert is_working(period.deadline.date())
            assert period.last < period.deadline.date()
            assert period.deadline.day >= 5


def test_a_deadline_on_a_day_off_is_noted_with_the_remedy() -> None:
    (note,) = deadline_notes(
        campaign(Cycle.MONTH, "次月5日"), period_of_day(campaign(Cycle.MONTH, "次月5日"), SEPTEMBER)
    )

    assert "2026年9月的截止日 2026年10月5日是休息日" in note
    assert "次月5日 18:00，遇节假日顺延" in note


def test_a_deadline_on_a_working_day_has_no_note() -> None:
    moved = campaign(Cycle.MONTH, "次月5日，遇节假日顺延")

    assert deadline_notes(moved, period_of_day(moved, SEPTEMBER)) == ()
