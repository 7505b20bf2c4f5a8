"""Compute periods (期), deadlines and lateness of a campaign, and working days between two dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import chinese_calendar

from pipeline.model.campaign import Cycle, Period
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign

_TEN_DAYS: Final = ("上旬", "中旬", "下旬")
_TEN_DAYS_BEGIN: Final = (1, 11, 21)  # the last takes what the month has left
_QUARTERS: Final = "一二三四"
# A period's months, 0 where it is counted in days; and its days, 0 where it is counted in months.
_MONTHS: Final = {
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
_WORKING_WEEK: Final = 5


def period_at(campaign: Campaign, moment: datetime) -> Period:
    """Return the period (期) that holds *moment*: its calendar day, week, 旬, month, quarter or year.

    Its deadline has the same place in the period as the campaign's own deadline has in its period,
    cut to the end of a shorter one (the 31st becomes the 30th). What arrives after the deadline but
    within the period is late for this period. A one-time campaign (一次性) has one period.
    """
    if campaign.cycle is Cycle.ONCE:
        return Period(Cycle.ONCE.value, "", campaign.deadline)
    return _period(campaign, _first_day(campaign.cycle, moment.date()))


def previous_period(campaign: Campaign, period: Period) -> Period | None:
    """Return the period before *period*, or ``None`` for a one-time campaign."""
    if campaign.cycle is Cycle.ONCE:
        return None
    first = _first_day(campaign.cycle, _day_of(period.deadline))
    return _period(campaign, _first_day(campaign.cycle, first - timedelta(days=1)))


def is_late(period: Period, moment: datetime) -> bool:
    """Return whether what was received at *moment* is late (迟报); the deadline itself is in time."""
    return moment > period.deadline


def working_days_between(first: date, last: date) -> int:
    """Count working days (工作日) after *first* up to and with *last*; negative where *last* is earlier.

    The State Council's yearly holiday arrangements (国务院办公厅关于部分节假日安排的通知) are
    followed as far as chinesecalendar has them; in other years Monday to Friday count.
    """
    if last < first:
        return -working_days_between(last, first)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(_is_working(day) for day in days)


def _is_working(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the arrangements of that year are not published yet
        return day.weekday() < _WORKING_WEEK


def _period(campaign: Campaign, first: date) -> Period:
    """Return the period that begins on *first*, with its deadline."""
    due = campaign.deadline
    moment = datetime.combine(_due_day(campaign, first), due.timetz())
    code, label = _code_and_label(campaign.cycle, first)
    return Period(code, label, moment + timedelta(days=1) if _ends_a_day(due) else moment)


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
    if months := _MONTHS[cycle]:
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return day


def _due_day(campaign: Campaign, first: date) -> date:
    """Return the day of the deadline in the period that begins on *first*."""
    own = _day_of(campaign.deadline)
    own_first = _first_day(campaign.cycle, own)
    if not _MONTHS[campaign.cycle]:
        return min(first + (own - own_first), _last_day(campaign.cycle, first))
    month = first.replace(month=first.month + own.month - own_first.month)
    return month.replace(day=min(own.day, monthrange(month.year, month.month)[1]))


def _last_day(cycle: Cycle, first: date) -> date:
    """Return the last day of the day, week or 旬 that begins on *first*."""
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
        quarter = month // _MONTHS[cycle]
        return f"{year}-Q{quarter + 1}", f"{year}年第{_QUARTERS[quarter]}季度"
    if cycle is Cycle.YEAR:
        return f"{year}", f"{year}年"
    return first.isoformat(), chinese_date(first)
