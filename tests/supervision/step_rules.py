"""The rules of the steps (步骤) once more, written apart from the program: plain day by day counting.

A calendar is a set of days off; what the State Council announces is one of many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY = timedelta(days=1)
_MONTHS = {"月": 1, "季": 3, "年": 12}


@dataclass(frozen=True)
class Calendar:
    """Days on which people don't work."""

    off: frozenset[date]

    def works(self, day: date) -> bool:
        return day not in self.off

    def away_from(self, day: date, number: int) -> date:
        """The working day that is *number* of them away; *day* itself for 0, also where it is off."""
        direction = _DAY if number > 0 else -_DAY
        left = abs(number)
        while left:
            day += direction
            left -= self.works(day)
        return day

    def moved(self, day: date, move: str) -> date:
        while move and not self.works(day):
            day += _DAY if move == "顺延" else -_DAY
        return day


def first_of(cycle: str, day: date) -> date:
    """The first day of the period that holds *day*."""
    if cycle == "周":
        while day.weekday():
            day -= _DAY
        return day
    if cycle == "旬":
        return day.replace(day=1 if day.day <= 10 else 11 if day.day <= 20 else 21)
    months = _MONTHS.get(cycle)
    if not months:
        return day
    while day.day != 1 or (day.month - 1) % months:
        day -= _DAY
    return day


def after(cycle: str, first: date) -> date:
    """The first day of the next period."""
    day = first + _DAY
    while first_of(cycle, day) == first:
        day += _DAY
    return day


@dataclass(frozen=True)
class Sitting:
    """A unit that owes: the deadline to which its own was extended, if it was."""

    until: datetime | None = None


def due_day(calendar: Calendar, deadline: datetime, steps: Iterable[int]) -> date | None:
    """The first day on which the paper may go out."""
    days = [calendar.away_from(deadline.date(), step) for step in steps]
    return min(days) if days else None


def refused_until(
    calendar: Calendar, deadline: datetime, steps: Iterable[int], today: date
) -> date | None:
    """The day that a refusal names; None where the paper goes out today."""
    day = due_day(calendar, deadline, steps)
    return day if day and day > today else None


def held_back(
    calendar: Calendar, deadline: datetime, steps: tuple[int, ...], sitting: Sitting, today: date
) -> date | None:
    """The day on which a unit with an extended deadline is named; None where it is today."""
    if sitting.until is None or sitting.until <= deadline:
        return None
    day = due_day(calendar, sitting.until, steps) or sitting.until.date() + _DAY
    return day if day > today else None
