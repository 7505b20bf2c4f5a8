"""Read when a meeting (会议时间) takes place: the day or days in it, and the time as papers print it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from pipeline.values.dates import read_date, weekday_differs
from pipeline.values.numerals import chinese_date
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXAMPLE: Final = "2026年9月25日（星期五）9:00"
_WEEKDAYS: Final = "一二三四五六日"
_NUMERALS: Final = "一二三四五六七八九十"
_WEEKDAY: Final = r"(?:\s*[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_FIGURES: Final = r"\d{2,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,2}"
_DAY: Final = re.compile(
    rf"(?:{_FIGURES}|(?:\d{{2,4}}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号]"
    rf"|(?:[一二][〇零○一二三四五六七八九]{{3}}年)?[{_NUMERALS}]{{1,2}}月[{_NUMERALS}]{{1,3}}[日号])"
    rf"{_WEEKDAY}"
)
_IN_FIGURES: Final = re.compile(rf"{_FIGURES}{_WEEKDAY}")
_TO: Final = r"\s*(?:[—–~～-]+|至|到|、|和)\s*"
_UNTIL: Final = re.compile(
    rf"(?P<sign>{_TO})(?:(?P<month>\d{{1,2}})\s*月\s*)?(?P<day>\d{{1,2}})\s*[日号](?P<weekday>{_WEEKDAY})"
)
# 9月25—26日 names its first day without 日.
_OPEN_DAY: Final = re.compile(rf"(\d{{1,2}}\s*月\s*\d{{1,2}})(?={_TO}\d{{1,2}}\s*[日号])")


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """The day of a meeting (会议日期), or its first and last day, joined as they were typed: 至, 、."""

    first: date
    last: date
    sign: str = "至"

    def printed(self, *, year: bool) -> str:
        """Return the days as a sentence names them: 2026年9月25日至26日, without *year* 9月25日至26日."""
        first = chinese_date(self.first)
        if not year:
            first = f"{self.first.month}月{self.first.day}日"
        if self.last == self.first:
            return first
        month = "" if self.last.month == self.first.month else f"{self.last.month}月"
        return f"{first}{self.sign}{month}{self.last.day}日"


def printed_moment(moment: date | datetime) -> str:
    """Return a cell with a date as a notice prints it.

    >>> printed_moment(datetime(2026, 9, 25, 9, 5)), printed_moment(date(2026, 9, 25))
    ('2026年9月25日（星期五）9:05', '2026年9月25日（星期五）')
    """
    day = f"{chinese_date(moment)}（星期{_WEEKDAYS[moment.weekday()]}）"
    if isinstance(moment, datetime) and (moment.hour, moment.minute) != (0, 0):
        return f"{day}{moment.hour}:{moment.minute:02}"
    return day


def printed_time(text: str, near: date) -> str:
    """Return the typed time of a meeting as a notice prints it: a day in figures alone is spelled out.

    >>> printed_time("2026-09-25 周五 9:00", date(2026, 9, 1))
    '2026年9月25日（星期五）9:00'
    """

    def spelled(match: re.Match[str]) -> str:
        read = read_date(match[0], near)
        return printed_moment(read.value) if read else match[0]

    return re.sub(r"(?<=）)\s+(?=\d)", "", _IN_FIGURES.sub(spelled, text))


def meeting_days(text: str, near: date) -> MeetingDays | None:
    """Return the day or days of a meeting; None where *text* names none.

    >>> meeting_days("9月25—26日，会期两天", date(2026, 9, 1)).printed(year=True)
    '2026年9月25日至26日'
    """
    plain = _OPEN_DAY.sub(r"\1日", narrow(text))
    for match in _DAY.finditer(plain):
        read = read_date(match[0], near)
        if read is not None:
            until = _UNTIL.match(plain, match.end())
            last = _last_day(read.value, until) if until else None
            sign = "、" if until and until["sign"].strip() in {"、", "和"} else "至"
            return MeetingDays(read.value, last or read.value, sign)
    return None


def time_faults(text: str, near: date) -> Iterator[str]:
    """Yield what is wrong with the typed time: no day in it, another day of the week, days in the wrong order."""
    plain = _OPEN_DAY.sub(r"\1日", narrow(text))
    wrong = next((m[0] for m in _DAY.finditer(plain) if weekday_differs(m[0], near)), "")
    days = meeting_days(text, near)
    if wrong:
        yield f"会议时间“{wrong}”的星期与日期对不上，请改正"
    elif days is None:
        yield f"会议时间“{text}”里没有写明哪一天，请改填 {_EXAMPLE} 这样的日期和时间"
    else:
        yield from _last_day_faults(plain, days.first, near)


def _last_day_faults(plain: str, first: date, near: date) -> Iterator[str]:
    until = next(
        (
            found
            for match in _DAY.finditer(plain)
            if read_date(match[0], near) and (found := _UNTIL.match(plain, match.end()))
        ),
        None,
    )
    if until is None:
        return
    last = _last_day(first, until)
    words = until[0].strip()
    if last is None or last < first:
        yield f"会议时间“{words}”不是{chinese_date(first)}以后的一天，请改正"
    elif until["weekday"] and _WEEKDAYS[last.weekday()] not in until["weekday"].replace("天", "日"):
        yield f"会议时间“{words}”的星期与日期对不上，请改正"


def _last_day(first: date, until: re.Match[str]) -> date | None:
    """Return the last day, of the month of the *first* where it names none; None where there is no such day."""
    month = int(until["month"] or first.month)
    year = first.year + (month < first.month)  # from December to January
    try:
        return date(year, month, int(until["day"]))
    except ValueError:
        return None
