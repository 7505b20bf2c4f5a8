from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.periods import is_late, period_at, previous_period
from pipeline.campaign.working_days import working_days_between
from pipeline.clock import BEIJING
from pipeline.model.campaign import Campaign, Cycle, Period
from tests.campaigns import usual_campaign


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def campaign(cycle: Cycle, deadline: str | datetime) -> Campaign:
    due = deadline if isinstance(deadline, datetime) else at(deadline)
    return usual_campaign(deadline=due, cycle=cycle)


@pytest.mark.parametrize(
    ("cycle", "deadline", "moment", "code", "label", "due"),
    [
        (
            "日",
            "2026-10-10 18:00",
            "2026-12-31 09:00",
            "2026-12-31",
            "2026年12月31日",
            "2026-12-31 18:00",
        ),
        (
            "周",
            "2026-10-09 18:00",
            "2026-10-21 09:00",
            "2026-W43",
            "2026年第43周",
            "2026-10-23 18:00",
        ),
        (
            "周",
            "2026-10-09 18:00",
            "2027-01-02 09:00",
            "2026-W53",
            "2026年第53周",
            "2027-01-01 18:00",
        ),
        (
            "周",
            "2026-10-11 18:00",
            "2026-12-31 09:00",
            "2026-W53",
            "2026年第53周",
            "2027-01-03 18:00",
        ),
        (
            "周",
            "2026-10-09 18:00",
            "2024-12-30 09:00",
            "2025-W01",
            "2025年第1周",
            "2025-01-03 18:00",
        ),
        (
            "旬",
            "2026-10-08 18:00",
            "2026-10-10 23:00",
            "2026-10-1",
            "2026年10月上旬",
            "2026-10-08 18:00",
        ),
        (
            "旬",
            "2026-10-08 18:00",
            "2026-10-11 00:00",
            "2026-10-2",
            "2026年10月中旬",
            "2026-10-18 18:00",
        ),
        (
            "旬",
            "2026-10-31 18:00",
            "2026-10-20 09:00",
            "2026-10-2",
            "2026年10月中旬",
            "2026-10-20 18:00",
        ),
        (
            "旬",
            "2026-10-31 18:00",
            "2026-12-31 09:00",
            "2026-12-3",
            "2026年12月下旬",
            "2026-12-31 18:00",
        ),
        (
            "旬",
            "2026-10-31 18:00",
            "2027-02-21 09:00",
            "2027-02-3",
            "2027年2月下旬",
            "2027-02-28 18:00",
        ),
        ("月", "2026-10-10 18:00", "2026-11-30 09:00", "2026-11", "2026年11月", "2026-11-10 18:00"),
        ("月", "2026-01-31 18:00", "2026-02-01 00:00", "2026-02", "2026年2月", "2026-02-28 18:00"),
        ("月", "2026-01-31 18:00", "2028-02-01 00:00", "2028-02", "2028年2月", "2028-02-29 18:00"),
        ("月", "2026-01-31 18:00", "2026-04-15 00:00", "2026-04", "2026年4月", "2026-04-30 18:00"),
        (
            "季",
            "2026-03-31 18:00",
            "2026-06-30 09:00",
            "2026-Q2",
            "2026年第二季度",
            "2026-06-30 18:00",
        ),
        (
            "季",
            "2026-01-31 18:00",
            "2026-05-01 09:00",
            "2026-Q2",
            "2026年第二季度",
            "2026-04-30 18:00",
        ),
        (
            "季",
            "2026-02-15 18:00",
            "2026-10-01 00:00",
            "2026-Q4",
            "2026年第四季度",
            "2026-11-15 18:00",
        ),
        ("年", "2028-02-29 18:00", "2027-07-01 09:00", "2027", "2027年", "2027-02-28 18:00"),
        ("年", "2026-12-31 18:00", "2027-01-01 00:00", "2027", "2027年", "2027-12-31 18:00"),
    ],
)
def test_a_period_holds_the_moment_and_repeats_the_deadline(  # noqa: PLR0913, PLR0917 - a table's columns
    cycle: str, deadline: str, moment: str, code: str, label: str, due: str
) -> None:
    period = period_at(campaign(Cycle(cycle), deadline), at(moment))

    assert period == Period(code, label, at(due))


def test_a_campaign_that_collects_once_has_one_period() -> None:
    once = campaign(Cycle.ONCE, "2026-10-10 18:00")

    period = period_at(once, at("2027-03-01 09:00"))

    assert period == Period("一次性", "", at("2026-10-10 18:00"))
    assert previous_period(once, period) is None


@pytest.mark.parametrize(
    ("cycle", "deadline", "moment", "code", "due"),
    [
        # 24:00 of the 31st is kept as the midnight after it, and is still October's.
        ("月", "2026-11-01 00:00", "2026-10-31 23:00", "2026-10", "2026-11-01 00:00"),
        ("月", "2026-11-01 00:00", "2026-09-15 09:00", "2026-09", "2026-10-01 00:00"),
        ("日", "2026-10-11 00:00", "2026-10-20 09:00", "2026-10-20", "2026-10-21 00:00"),
        ("周", "2026-10-12 00:00", "2026-12-31 09:00", "2026-W53", "2027-01-04 00:00"),
        ("旬", "2026-11-01 00:00", "2027-02-25 09:00", "2027-02-3", "2027-03-01 00:00"),
        ("季", "2026-04-01 00:00", "2026-12-31 09:00", "2026-Q4", "2027-01-01 00:00"),
        ("年", "2027-01-01 00:00", "2027-05-01 09:00", "2027", "2028-01-01 00:00"),
    ],
)
def test_midnight_belongs_to_the_day_it_ends(
    cycle: str, deadline: str, moment: str, code: str, due: str
) -> None:
    period = period_at(campaign(Cycle(cycle), deadline), at(moment))

    assert (period.code, period.deadline) == (code, at(due))


@pytest.mark.parametrize(
    ("cycle", "moment", "before"),
    [
        ("日", "2027-01-01 09:00", "2026-12-31"),
        ("周", "2027-01-04 09:00", "2026-W53"),
        ("旬", "2028-03-01 09:00", "2028-02-3"),
        ("月", "2027-01-31 09:00", "2026-12"),
        ("季", "2027-03-31 09:00", "2026-Q4"),
        ("年", "2027-01-01 09:00", "2026"),
    ],
)
def test_the_period_before_is_the_one_just_before(cycle: str, moment: str, before: str) -> None:
    form = campaign(Cycle(cycle), "2026-10-10 18:00")

    previous = previous_period(form, period_at(form, at(moment)))

    assert previous is not None
    assert previous.code == before


cycles = st.sampled_from([cycle for cycle in Cycle if cycle is not Cycle.ONCE])
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001 - zoned next
    lambda moment: moment.replace(tzinfo=BEIJING, microsecond=0)
)
days = st.dates(date(2024, 1, 1), date(2028, 1, 1))
midnights = moments.map(lambda moment: moment.replace(hour=0, minute=0, second=0))


@given(cycles, moments | midnights, moments)
def test_the_deadline_is_within_its_own_period(
    cycle: Cycle, deadline: datetime, moment: datetime
) -> None:
    form = campaign(cycle, deadline)

    period = period_at(form, moment)

    assert period_at(form, period.deadline - timedelta(seconds=1)) == period


@given(cycles, moments | midnights)
def test_the_campaigns_own_deadline_is_that_of_its_period(cycle: Cycle, deadline: datetime) -> None:
    form = campaign(cycle, deadline)

    assert period_at(form, deadline - timedelta(seconds=1)).deadline == deadline


@given(cycles, moments | midnights, moments, st.timedeltas(timedelta(), timedelta(days=800)))
def test_codes_and_deadlines_sort_in_time_order(
    cycle: Cycle, deadline: datetime, moment: datetime, later: timedelta
) -> None:
    form = campaign(cycle, deadline)

    first, second = period_at(form, moment), period_at(form, moment + later)

    assert first.code <= second.code
    assert (first.code == second.code) == (first.deadline == second.deadline)
    assert first.deadline <= second.deadline


@given(cycles, moments | midnights, moments)
def test_nothing_is_between_a_period_and_the_one_before(
    cycle: Cycle, deadline: datetime, moment: datetime
) -> None:
    form = campaign(cycle, deadline)
    period = period_at(form, moment)
    previous = previous_period(form, period)
    assert previous is not None

    day = previous.deadline - timedelta(seconds=1)
    while period_at(form, day) == previous:
        day += timedelta(days=1)

    assert period_at(form, day) == period


def test_the_deadline_itself_is_in_time_and_the_next_second_is_late() -> None:
    period = period_at(campaign(Cycle.MONTH, "2026-10-10 18:00"), at("2026-10-01 09:00"))

    assert not is_late(period, at("2026-10-10 18:00:00"))
    assert is_late(period, at("2026-10-10 18:00:01"))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ((2026, 9, 30), (2026, 9, 30), 0),
        ((2026, 9, 30), (2026, 10, 8), 1),  # the National Day holiday lasts from the 1st to the 7th
        ((2026, 10, 9), (2026, 10, 10), 1),  # a Saturday worked in exchange
        ((2026, 10, 10), (2026, 10, 11), 0),
        ((2026, 10, 8), (2026, 9, 30), -1),
        ((2126, 10, 4), (2126, 10, 11), 5),  # not arranged yet: Monday to Friday
    ],
)
def test_working_days_follow_the_holiday_arrangements(
    first: tuple[int, int, int], last: tuple[int, int, int], days: int
) -> None:
    assert working_days_between(date(*first), date(*last)) == days


@given(days, days, days)
def test_working_days_add_up(first: date, middle: date, last: date) -> None:
    whole = working_days_between(first, last)

    assert whole == working_days_between(first, middle) + working_days_between(middle, last)
