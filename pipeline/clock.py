"""Pass the time in as a value, so that a demo or a test can run on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# China has one zone without summer time; a fixed offset needs no zone database on Windows.
BEIJING: Final = timezone(timedelta(hours=8), "北京时间")


@dataclass(frozen=True, slots=True)
class Clock:
    """Clock of the office (时钟): ``now()`` returns an aware moment in Beijing time."""

    now: Callable[[], datetime]

    def today(self) -> date:
        """Return today's date in Beijing time."""
        return self.now().date()


def system_clock() -> Clock:
    """Return the clock of the computer, in Beijing time, truncated to whole seconds."""
    return Clock(lambda: datetime.now(BEIJING).replace(microsecond=0))


def stopped_clock(moment: datetime) -> Clock:
    """Return a clock that is stopped at *moment*; a naive moment is read as Beijing time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    return Clock(lambda: aware)
