"""Compute the periods (期) of a campaign and their deadlines: calendar days, weeks, 旬, months, quarters, years."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.campaign.working_days import amendment_day, moved_off_holiday, working_day_after
from pipeline.model.campaign import Cycle, Period
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign, DueRule

_TEN_DAYS: Final = ("上旬", "中旬", "下旬")
_TEN_DAYS_BEGIN: Final = (1, 11, 21)  # the last takes what the month has left
_QUARTERS: Final = "一二三四"
# A period's months, 0 where it is counted in days; and its days, 0 where it is counted in months.
MONTHS_OF: Final = {
    Cycle.ONCE: 0,
    Cycle.DAY: 0,
    Cycle.WEEK: 0,
    Cycle.TEN_DAYS: 0,
    Cycle.MONTH: 1,
    Cycle.QUARTER: 3,
    Cycle.YEAR: 12,
}
_DAYS: Final = {
    Cycle.ONCE: 1,
    Cycle.DAY: 1,
    Cycle.WEEK: 7,
    Cycle.TEN_DAYS: 10,
    Cycle.MONTH: 0,
    Cycle.QUARTER: 0,
    Cycle.YEAR: 0,
}
_ONE_DAY: Final = timedelta(days=1)


def period_at(campaign: Campaign, moment: datetime) -> Period:
    """Return the period (期) that holds *moment*: its calendar day, week, 旬, month, quarter or year.

    Its deadline follows the campaign's rule (次月5日), or has the same place in the period as the
    campaign's own deadline has in its period, cut to the end of a shorter one (the 31st becomes the 30th).
    A one-time campaign (一次性) has one period.
    """
    return period_of_day(campaign, moment.date())


def period_of_day(campaign: Campaign, day: date) -> Period:
    """Return the period (期) that holds *day*."""
    if campaign.cycle is Cycle.ONCE:
        return Period(Cycle.ONCE.value, "", campaign.deadline)
    return _period(campaign, _first_day(campaign.cycle, day))


def previous_period(campaign: Campaign, period: Period) -> Period | None:
    """Return the period before *period*, or ``None`` for a one-time campaign."""
    if campaign.cycle is Cycle.ONCE:
        return None
    return period_of_day(campaign, period.first - _ONE_DAY)


def next_period(campaign: Campaign, period: Period) -> Period | None:
    """Return the period after *period*, or ``None`` for a one-time campaign."""
    if campaign.cycle is Cycle.ONCE:
        return None
    return period_of_day(campaign, period.last + _ONE_DAY)


def same_period_last_year(campaign: Campaign, period: Period) -> Period | None:
    """Return the same period of last year (去年同期).

    ``None`` where there is none, or none of its own: for a one-time or a yearly campaign, for 29 February,
    and for the 53rd week of a year.
    """
    if campaign.cycle in {Cycle.ONCE, Cycle.YEAR}:
        return None
    first = period.first
    try:
        if campaign.cycle is Cycle.WEEK:
            year, week, day = first.isocalendar()
            return period_of_day(campaign, date.fromisocalendar(year - 1, week, day))
        return period_of_day(campaign, first.replace(year=first.year - 1))
    except ValueError:
        return None


def same_span(span: Cycle, one: Period, other: Period) -> bool:
    """Return whether two periods end in the same year, quarter or month (*span*)."""
    months = MONTHS_OF[span]
    return bool(months) and _first_day(span, one.last) == _first_day(span, other.last)


def in_period(campaign: Campaign, period: Period) -> Campaign:
    """Return *campaign* with the deadline of *period*, as papers print it and forms are read by it."""
    return replace(campaign, deadline=period.deadline)


def is_late(period: Period, moment: datetime) -> bool:
    """Return whether what was received at *moment* is late (迟报); the deadline itself is in time."""
    return moment > period.deadline


def amend_by(period: Period, returned: datetime) -> date:
    """Return the last day to amend a form of *period* that was returned at a moment (补正期限)."""
    return amendment_day(returned.date(), period.due_day)


def _period(campaign: Campaign, first: date) -> Period:
    """Return the period that begins on *first*, with its deadline."""
    last = _last_day(campaign.cycle, first)
    code, label = _code_and_label(campaign.cycle, first)
    if campaign.due is not None:
        day = _day_by_rule(campaign.cycle, campaign.due, first, last)
        moment = datetime.combine(day, campaign.due.at, campaign.deadline.tzinfo)
        return Period(code, label, moment, first, last)
    due = campaign.deadline
    moment = datetime.combine(_due_day(campaign, first), due.timetz())
    if _ends_a_day(due):
        moment += _ONE_DAY
    return Period(code, label, moment, first, last)


def _day_of(deadline: datetime) -> date:
    # 24:00 is stored as the next day's midnight, but belongs to the day, and the period, it ends.
    return deadline.date() - timedelta(days=_ends_a_day(deadline))


def _ends_a_day(deadline: datetime) -> bool:
    return deadline.time() == time()


def _first_day(cycle: Cycle, day: date) -> date:
    if cycle is Cycle.WEEK:
        return day - timedelta(days=day.weekday())
    if cycle is Cycle.TEN_DAYS:
        return day.replace(day=max(begin for begin in _TEN_DAYS_BEGIN if begin <= day.day))
    if months := MONTHS_OF[cycle]:
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return day


def _due_day(campaign: Campaign, first: date) -> date:
    """Return the day of the deadline in the period that begins on *first*."""
    own = _day_of(campaign.deadline)
    own_first = _first_day(campaign.cycle, own)
    if not MONTHS_OF[campaign.cycle]:
        return min(first + (own - own_first), _last_day(campaign.cycle, first))
    month = first.replace(month=first.month + own.month - own_first.month)
    return month.replace(day=min(own.day, monthrange(month.year, month.month)[1]))


def _day_by_rule(cycle: Cycle, rule: DueRule, first: date, last: date) -> date:
    """Return the day of the deadline by *rule* for the period from *first* to *last*, moved off a day off."""
    if rule.after and rule.working:
        return working_day_after(last, rule.day)
    if rule.after:
        return moved_off_holiday(last + timedelta(days=rule.day), rule.move)
    begin = last + _ONE_DAY if rule.following else first
    end = _last_day(cycle, begin)
    if MONTHS_OF[cycle]:
        begin = begin.replace(month=begin.month + rule.month - 1)
        end = begin.replace(day=monthrange(begin.year, begin.month)[1])
    if rule.working:
        return working_day_after(begin - _ONE_DAY, rule.day)
    day = min(begin + timedelta(days=rule.day - 1), end) if rule.day else end
    return moved_off_holiday(day, rule.move)


def _last_day(cycle: Cycle, first: date) -> date:
    """Return the last day of the period that begins on *first*."""
    if months := MONTHS_OF[cycle]:
        last = first.replace(month=first.month + months - 1)
        return last.replace(day=monthrange(last.year, last.month)[1])
    if cycle is Cycle.TEN_DAYS and first.day == _TEN_DAYS_BEGIN[-1]:
        return first.replace(day=monthrange(first.year, first.month)[1])
    return first + timedelta(days=_DAYS[cycle] - 1)


def _code_and_label(cycle: Cycle, first: date) -> tuple[str, str]:
    """Return the period's code, which sorts in time order, and its label as printed."""
    year, month = first.year, first.month
    if cycle is Cycle.WEEK:
        week = first.isocalendar()  # the week over new year belongs to the year of its Thursday
        return f"{week.year}-W{week.week:02}", f"{week.year}年第{week.week}周"
    if cycle is Cycle.TEN_DAYS:
        number = first.day // 10
        return f"{year}-{month:02}-{number + 1}", f"{year}年{month}月{_TEN_DAYS[number]}"
    if cycle is Cycle.MONTH:
        return f"{year}-{month:02}", f"{year}年{month}月"
    if cycle is Cycle.QUARTER:
        quarter = month // MONTHS_OF[cycle]
        return f"{year}-Q{quarter + 1}", f"{year}年第{_QUARTERS[quarter]}季度"
    if cycle is Cycle.YEAR:
        return f"{year}", f"{year}年"
    return first.isoformat(), chinese_date(first)
