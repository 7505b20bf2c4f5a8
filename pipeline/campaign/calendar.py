"""Periods (期), deadlines and lateness of a campaign, and the working days between two dates."""

from __future__ import annotations

import calendar as months
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import chinese_calendar

from pipeline.model.campaign import Cycle, Period

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign

ONE_PERIOD: Final = "一次性"
_WEEKDAYS: Final = 5
_TEN_DAYS: Final = ("上旬", "中旬", "下旬")


def period_at(campaign: Campaign, moment: datetime) -> Period:
    """The period in which *moment* lies: its calendar day, week, 旬, month, quarter or year.

    Its deadline stands where the campaign's deadline stands in its own period, cut to the end of
    a shorter one (the 31st becomes the 30th). What is handed in after it, but within the period,
    is late for this period; a campaign that asks once has one period.
    """
    if campaign.cycle is Cycle.ONCE:
        return Period(ONE_PERIOD, "", campaign.deadline)
    return _period(campaign, _first_day(campaign.cycle, moment.date()))


def previous_period(campaign: Campaign, period: Period) -> Period | None:
    """The period before *period*, or ``None`` where a campaign asks but once."""
    if campaign.cycle is Cycle.ONCE:
        return None
    first = _first_day(campaign.cycle, period.deadline.date())
    return _period(campaign, _first_day(campaign.cycle, first - timedelta(days=1)))


def is_late(period: Period, moment: datetime) -> bool:
    """Whether something received at *moment* is late (迟报); the deadline's own second is in time."""
    return moment > period.deadline


def working_days_between(first: date, last: date) -> int:
    """Working days (工作日) after *first* up to and with *last*; negative where *last* is earlier.

    The State Council's yearly holiday arrangements are followed as far as they are published;
    for other years Monday to Friday count.
    """
    if last < first:
        return -working_days_between(last, first)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(1 for day in days if _is_working(day))


def _is_working(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the arrangements of that year are not published yet
        return day.weekday() < _WEEKDAYS


def _period(campaign: Campaign, first: date) -> Period:
    code, label = _named(campaign.cycle, first)
    due = campaign.deadline
    return Period(code, label, datetime.combine(_due_day(campaign, first), due.timetz()))


def _first_day(cycle: Cycle, day: date) -> date:
    if cycle is Cycle.WEEK:
        return day - timedelta(days=day.weekday())
    if cycle is Cycle.TEN_DAYS:
        return day.replace(day=(1, 11, 21)[min((day.day - 1) // 10, 2)])
    if cycle is Cycle.MONTH:
        return day.replace(day=1)
    if cycle is Cycle.QUARTER:
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    if cycle is Cycle.YEAR:
        return day.replace(month=1, day=1)
    return day


def _due_day(campaign: Campaign, first: date) -> date:
    """The day of the deadline in the period that begins on *first*."""
    own = campaign.deadline.date()
    begun = _first_day(campaign.cycle, own)
    if campaign.cycle in {Cycle.DAY, Cycle.WEEK, Cycle.TEN_DAYS}:
        wanted = first + (own - begun)
        return min(wanted, _last_day(campaign.cycle, first))
    month = first.month + own.month - begun.month
    last = months.monthrange(first.year, month)[1]
    return date(first.year, month, min(own.day, last))


def _last_day(cycle: Cycle, first: date) -> date:
    if cycle is Cycle.TEN_DAYS and first.day == 21:  # noqa: PLR2004 - 下旬 runs to the month's end
        return first.replace(day=months.monthrange(first.year, first.month)[1])
    return first + timedelta(days={Cycle.DAY: 0, Cycle.WEEK: 6}.get(cycle, 9))


def _named(cycle: Cycle, first: date) -> tuple[str, str]:
    """The code that sorts, and the label that is printed."""
    year, month = first.year, first.month
    if cycle is Cycle.WEEK:
        week = first.isocalendar()
        return f"{week.year}-W{week.week:02}", f"{week.year}年第{week.week}周"
    if cycle is Cycle.TEN_DAYS:
        number = min((first.day - 1) // 10, 2)
        return f"{year}-{month:02}-{number + 1}", f"{year}年{month}月{_TEN_DAYS[number]}"
    if cycle is Cycle.MONTH:
        return f"{year}-{month:02}", f"{year}年{month}月"
    if cycle is Cycle.QUARTER:
        quarter = (month + 2) // 3
        return f"{year}-Q{quarter}", f"{year}年第{'一二三四'[quarter - 1]}季度"
    if cycle is Cycle.YEAR:
        return str(year), f"{year}年"
    return first.isoformat(), f"{year}年{month}月{first.day}日"
