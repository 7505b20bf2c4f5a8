"""Steps over calendars that nobody has seen, held against the rules written apart (step_rules)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.campaign import working_days
from pipeline.campaign.book.deadlines import read_due_rule
from pipeline.campaign.periods import period_of_day
from pipeline.clock import BEIJING
from pipeline.issuing.due_papers import early_reason, extended_until
from pipeline.model.campaign import Campaign, Cycle, Paper, Period
from pipeline.model.collection_round import CollectionRound
from pipeline.model.submission import Standing, State
from pipeline.model.unit import Unit
from pipeline.supervision.overdue import Overdue
from pipeline.supervision.steps import due_from
from pipeline.values.numerals import chinese_date
from tests.campaigns import usual_campaign
from tests.supervision.step_rules import (
    Calendar,
    Sitting,
    after,
    due_day,
    first_of,
    held_back,
    refused_until,
)

FIRST, LAST = date(2025, 1, 1), date(2027, 6, 30)
DAYS = st.dates(FIRST + timedelta(days=90), LAST - timedelta(days=120))
STEPS = st.lists(st.integers(-15, 15), max_size=3, unique=True).map(
    lambda each: tuple(sorted(each))
)
RULES = {
    Cycle.DAY: ("次日 9:00",),
    Cycle.WEEK: ("次周一 18:00", "周五 17:00"),
    Cycle.TEN_DAYS: ("旬后3日 18:00",),
    Cycle.MONTH: ("次月5日 18:00", "月底 17:00", "每月25日"),
    Cycle.QUARTER: ("次季首月10日 18:00",),
    Cycle.YEAR: ("次年1月15日 18:00",),
}  # fmt: skip


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Weekends off, some of them worked, and holidays of up to nine days anywhere."""
    days = [FIRST + timedelta(days=n) for n in range(-60, (LAST - FIRST).days + 60)]
    off = {day for day in days if day.weekday() >= 5}
    for begin in draw(st.lists(st.sampled_from(days), max_size=12)):
        off |= {begin + timedelta(days=n) for n in range(draw(st.integers(1, 9)))}
    worked = draw(st.sets(st.sampled_from(days), max_size=10))
    return Calendar(frozenset(off - worked))


def a_round(campaign: Campaign, period: Period) -> CollectionRound:
    return CollectionRound(campaign, period, ())


@settings(max_examples=60)
@given(calendars(), DAYS, STEPS, st.integers(-25, 25))
def test_a_paper_is_refused_until_its_day_and_no_longer(
    calendar: Calendar, day: date, steps: tuple[int, ...], away: int
) -> None:
    deadline = datetime.combine(day, time(18), BEIJING)
    moment = deadline + timedelta(days=away)
    paper = Paper("催报", steps=steps)
    collected = a_round(usual_campaign(papers=(paper,)), Period("一次性", "", deadline))
    with patch.object(working_days, "is_working", calendar.works):
        reason = early_reason(collected, "催报", moment)
        assert due_from(paper, collected.period) == due_day(calendar, deadline, steps)
    wanted = refused_until(calendar, deadline, steps, moment.date())
    assert bool(reason) == bool(wanted)
    assert wanted is None or f"{chinese_date(wanted)} 起发" in reason


@settings(max_examples=60)
@given(calendars(), DAYS, STEPS, st.integers(-9, 40), st.integers(-9, 40))
def test_an_extended_unit_has_steps_of_its_own(
    calendar: Calendar, day: date, steps: tuple[int, ...], later: int, away: int
) -> None:
    deadline = datetime.combine(day, time(18), BEIJING)
    moment, until = deadline + timedelta(days=away), deadline + timedelta(days=later)
    standing = Standing("U1", State.MISSING, late=False, until=until)
    item = Overdue(Unit("U1", "大泉县", "大泉"), standing, 0)
    with patch.object(working_days, "is_working", calendar.works):
        found = extended_until(
            Paper("督办", steps=steps), Period("一次性", "", deadline), item, moment
        )
    assert found == held_back(calendar, deadline, steps, Sitting(until), moment.date())


@pytest.mark.parametrize("cycle", list(RULES))
@settings(max_examples=15)
@given(calendars(), DAYS, STEPS, st.data())
def test_each_period_has_steps_of_its_own_deadline(
    cycle: Cycle,
    calendar: Calendar,
    day: date,
    steps: tuple[int, ...],
    data: st.DataObject,
) -> None:
    rule = data.draw(st.sampled_from(RULES[cycle]))
    move = data.draw(st.sampled_from(("", "顺延", "提前")))
    due = read_due_rule(f"{rule}{f'，遇节假日{move}' if move else ''}", cycle)
    assert due is not None
    paper = Paper("督办", steps=steps)
    campaign = usual_campaign(cycle=cycle, due=due, papers=(paper,))
    with patch.object(working_days, "is_working", calendar.works):
        period = period_of_day(campaign, day)
        following = period_of_day(campaign, after(cycle.value, period.first))
        for each in (period, following):
            assert due_from(paper, each) == due_day(calendar, each.deadline, steps)
            assert not move or calendar.works(each.deadline.date())
    assert period.first == first_of(cycle.value, day)
    assert following.first == period.last + timedelta(days=1)
    assert following.deadline >= period.deadline
