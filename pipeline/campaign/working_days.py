"""Count and move working days (工作日) by the State Council's yearly holiday arrangements (国办放假安排)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import chinese_calendar

from pipeline.model.campaign import HolidayMove

if TYPE_CHECKING:
    from datetime import date

_WORKING_WEEK: Final = 5
_ONE_DAY: Final = timedelta(days=1)
_DAYS_TO_AMEND: Final = 2  # working days that a return slip (退回单) gives


def is_working(day: date) -> bool:
    """Return whether *day* is a working day, 调休 counted.

    The arrangements (国务院办公厅关于部分节假日安排的通知) are followed as far as chinesecalendar has
    them; in other years Monday to Friday count.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the arrangements of that year are not published yet
        return day.weekday() < _WORKING_WEEK


def working_days_between(first: date, last: date) -> int:
    """Count working days after *first* up to and with *last*; negative where *last* is earlier."""
    if last < first:
        return -working_days_between(last, first)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(is_working, days))


def working_day_after(day: date, number: int) -> date:
    """Return the working day that is *number* working days after *day*; before it where negative."""
    step = _ONE_DAY if number > 0 else -_ONE_DAY
    for _ in range(abs(number)):
        day += step
        while not is_working(day):
            day += step
    return day


def amendment_day(returned: date, due_day: date) -> date:
    """Return the last day on which a form returned on the day *returned* may be amended (补正期限).

    It is two working days later, and never before the *due_day* of all; the whole day counts.
    """
    return max(working_day_after(returned, _DAYS_TO_AMEND), due_day)


def moved_off_holiday(day: date, move: HolidayMove) -> date:
    """Return *day*, or where it is a day off and *move* has a direction, the next or the last working day."""
    if move is HolidayMove.NONE or is_working(day):
        return day
    return working_day_after(day, 1 if move is HolidayMove.LATER else -1)
