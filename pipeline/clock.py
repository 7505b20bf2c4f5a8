"""Time as something that is handed in, so that a demo or a test can stand on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# China keeps one zone without summer time; a fixed offset needs no zone database on Windows.
BEIJING: Final = timezone(timedelta(hours=8), "北京时间")


@dataclass(frozen=True, slots=True)
class Clock:
    """The office's clock (时钟): ``now()`` is an aware moment in Beijing time."""

    now: Callable[[], datetime]

    def today(self) -> date:
        """The date on the office's wall."""
        return self.now().date()


def system_clock() -> Clock:
    """The clock of the computer, in Beijing time, cut to whole seconds."""
    return Clock(lambda: datetime.now(BEIJING).replace(microsecond=0))


def stopped_clock(moment: datetime) -> Clock:
    """A clock that stands at *moment*; a naive moment is taken as Beijing time."""
    stood = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    return Clock(lambda: stood)
