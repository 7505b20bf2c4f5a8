"""Periods as people name them in titles, cells and file names."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.open_periods import has_begun, open_period, opens_on
from pipeline.campaign.period_names import period_named, periods_in
from pipeline.campaign.periods import next_period, period_of_day, previous_period
from pipeline.clock import BEIJING
from pipeline.model.campaign import Campaign, Cycle
from tests.campaign.test_deadlines import campaign as by_rule
from tests.campaigns import usual_campaign

NEAR = date(2026, 12, 2)
RECURRING = [cycle for cycle in Cycle if cycle is not Cycle.ONCE]


def campaign(cycle: Cycle, deadline: str = "2026-10-10 18:00") -> Campaign:
    return usual_campaign(
        deadline=datetime.fromisoformat(deadline).replace(tzinfo=BEIJING), cycle=cycle
    )


@pytest.mark.parametrize(
    ("cycle", "text", "codes"),
    [
        ("月", "2026年6月信访月报", ["2026-06"]),
        ("月", "6月份报表", ["2026-06"]),
        ("月", "1-11月", ["2026-11"]),
        ("月", "2026年1—11月", ["2026-11"]),
        ("月", "1月至11月", ["2026-11"]),
        ("月", "二〇二六年六月", ["2026-06"]),
        ("月", "六月份", ["2026-06"]),
        ("月", "2026-06", ["2026-06"]),
        ("月", "2026.6", ["2026-06"]),
        ("月", "东河区202606", ["2026-06"]),
        ("月", "12月", ["2026-12"]),
        ("月", "6月、7月", ["2026-06", "2026-07"]),
        ("月", "２０２６年６月", ["2026-06"]),
        ("月", "20261009", []),
        ("月", "10月9日", []),
        ("月", "2026年10月9日报", []),
        ("月", "6月上旬", []),
        ("月", "东河区第2版(3)", []),
        ("季", "2026年第二季度", ["2026-Q2"]),
        ("季", "二季度", ["2026-Q2"]),
        ("季", "2026Q2", ["2026-Q2"]),
        ("年", "2026年度统计", ["2026"]),
        ("年", "2026年10月", []),
        ("周", "2026年第25周", ["2026-W25"]),
        ("周", "第二十五周", ["2026-W25"]),
        ("旬", "6月上旬", ["2026-06-1"]),
        ("旬", "2026年11月中旬", ["2026-11-2"]),
        ("日", "6月3日", ["2026-06-03"]),
        ("日", "20261009", ["2026-10-09"]),
        ("一次性", "2026年6月", []),
    ],
)
def test_a_text_names_periods(cycle: str, text: str, codes: list[str]) -> None:
    assert [each.code for each in periods_in(campaign(Cycle(cycle)), text, NEAR)] == codes


def test_a_month_without_a_year_is_the_latest_that_has_begun() -> None:
    monthly = campaign(Cycle.MONTH)

    assert [p.code for p in periods_in(monthly, "12月", date(2027, 1, 4))] == ["2026-12"]
    assert [p.code for p in periods_in(monthly, "1月", date(2027, 1, 4))] == ["2027-01"]


@pytest.mark.parametrize("cycle", RECURRING)
@given(st.dates(date(2019, 1, 1), date(2032, 1, 1)))
def test_code_and_label_of_any_period_name_it(cycle: Cycle, day: date) -> None:
    recurring = campaign(cycle)
    period = period_of_day(recurring, day)

    assert period_named(recurring, period.code, day) == period
    assert period_named(recurring, period.label, day) == period
    assert period.first <= day <= period.last


@pytest.mark.parametrize("cycle", RECURRING)
@given(st.dates(date(2019, 1, 1), date(2032, 1, 1)))
def test_periods_follow_each_other_without_a_gap(cycle: Cycle, day: date) -> None:
    recurring = campaign(cycle)
    period = period_of_day(recurring, day)
    following = next_period(recurring, period)

    assert following is not None
    assert following.first.toordinal() == period.last.toordinal() + 1
    assert previous_period(recurring, following) == period
    assert following.code > period.code


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("rule", "moment", "code"),
    [
        ("次月5日 18:00", "2026-06-30 12:00", "2026-05"),
        ("次月5日 18:00", "2026-07-01 00:00", "2026-06"),
        ("次月5日 18:00", "2026-07-20 12:00", "2026-06"),
        ("当月25日", "2026-06-30 12:00", "2026-06"),
        ("当月25日", "2026-07-01 00:00", "2026-07"),
        ("月底", "2026-06-30 23:00", "2026-06"),
    ],
)
def test_a_period_opens_when_it_can_be_reported_and_stays_open_until_the_next(
    rule: str, moment: str, code: str
) -> None:
    assert open_period(by_rule(Cycle.MONTH, rule), at(moment)).code == code


def test_a_period_whose_blanks_went_out_early_is_open_from_then() -> None:
    monthly = by_rule(Cycle.MONTH, "次月5日 18:00")
    opened = {"2026-06": at("2026-06-25 09:00")}

    assert open_period(monthly, at("2026-06-25 08:00"), opened).code == "2026-05"
    assert open_period(monthly, at("2026-06-25 09:00"), opened).code == "2026-06"
    assert open_period(monthly, at("2026-08-02 09:00"), opened).code == "2026-07"


@given(st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.times())
def test_one_period_is_open_at_any_moment_and_it_has_opened(day: date, clock: time) -> None:
    moment = datetime.combine(day, clock, BEIJING)
    for monthly in (by_rule(Cycle.MONTH, "次月5日，遇节假日顺延"), campaign(Cycle.MONTH)):
        period = open_period(monthly, moment)
        following = next_period(monthly, period)

        assert following is not None
        assert opens_on(period) <= moment.date() < opens_on(following)
        assert has_begun(period, moment)
