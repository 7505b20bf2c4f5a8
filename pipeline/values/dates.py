"""Parse dates as offices type them (日期); a text that may mean two days is not parsed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from pipeline.values.numerals import read_chinese_numeral, read_chinese_year
from pipeline.values.text import VALUE_AT_MOST, narrow, narrowing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

_MONTH_DAY: Final = r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*"
_YEAR_FIRST: Final = (
    re.compile(r"(?P<year>\d{2}|\d{4})\s*(?P<sign>[-./])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<year>\d{2}|\d{4})\s*年\s*" + _MONTH_DAY + "[日号]?", re.ASCII),
    re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
)  # fmt: skip
# A two-digit year is last only where a program wrote it; 26.9.27 is in 2026.
_YEAR_LAST: Final = re.compile(
    r"(?P<one>\d{1,2})(?P<sign>[-./])(?P<other>\d{1,2})(?P=sign)(?P<year>\d{4}|(?<=[-/])\d{2})",
    re.ASCII,
)
_WITHOUT_YEAR: Final = re.compile(_MONTH_DAY + "[日号]", re.ASCII)
_CHINESE: Final = re.compile(
    r"(?:(?P<year>[一二][〇零○Oo一二三四五六七八九]{3})年)?(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})[日号]"
)
_CLOCK: Final = re.compile(
    r"(?:\s*[日号]?\s*(?P<noon>上午|下午|中午|早上|晚上|凌晨)\s*|\s*T|\s+|(?<=[日号]))"
    r"(?P<hour>[01]?\d|2[0-4])(?:[:时点](?:[0-5]?\d(?:[:分](?:[0-5]\d(?:\.\d+)?秒?)?)?|半)?)$",
    re.ASCII,
)
_WEEKDAY: Final = re.compile(r"\s*[(（]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[)）]?$")
_WEEKDAYS: Final = "一二三四五六日"
# Years of other centuries are slips of the finger: 0206, 3026.
_YEARS: Final = range(1900, 2100)
_CENTURY: Final = 100
_HALF_YEAR: Final = timedelta(days=183)
# How far from the campaign's own date a year of two figures is taken to be one of this century.
_BEFORE, _AFTER = timedelta(days=10 * 366), timedelta(days=2 * 366)

# Excel counts days from here (its day 60 never was, which touches no date after February 1900).
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = (date(1990, 1, 1), date(2050, 12, 31))
# Workbooks begun on an old Macintosh count from 1904; a bare number doesn't say which it means.
_LATER_EPOCH: Final = timedelta(days=1462)
_ABOUT_NOW: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class DateRead:
    """A parsed date, and each change made to what was typed (取值说明)."""

    value: date
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """Year, month and day as typed; the year is ``None`` where none was typed."""

    year: int | None
    month: int
    day: int
    short: bool = False  # the year has two figures


def read_date(typed: str, near: date | None = None) -> DateRead | None:
    """Parse *typed* as a day; return ``None`` where it is not one plain day.

    *near* supplies the year where only month and day are typed, and the century of a two-digit year.

    >>> read_date("2026.9.30")
    DateRead(value=datetime.date(2026, 9, 30), changes=('统一日期写法',))
    >>> read_date("９月３０日", date(2026, 10, 10)).changes
    ('全角转半角', '补年份2026')
    >>> read_date("26年9月30日下午3时", date(2026, 10, 10)).changes
    ('去时间', '补世纪20')
    >>> read_date("9月底", date(2026, 10, 10)) is None
    True
    """
    if len(typed) > VALUE_AT_MOST:
        return None
    narrowed = narrow(typed)
    wide = narrowing(typed)
    text, weekday, around = _without_time(narrowed)
    days = {day for parts in _readings(text) if (day := _day_of(parts, near)) is not None}
    if len(days) != 1 or (weekday and _WEEKDAYS[min(days).weekday()] != weekday):
        return None  # 9/10/2026 is in September or in October
    (day,) = days
    parts = next(parts for parts in _readings(text) if _day_of(parts, near) == day)
    changes = (*wide, *around, *_change_of_spelling(text, parts, day))
    return DateRead(day, changes or (() if narrowed == day.isoformat() else ("统一日期写法",)))


def weekday_differs(typed: str, near: date | None = None) -> bool:
    """Return whether *typed* is a date followed by the wrong day of the week (星期).

    >>> weekday_differs("2026年9月30日（星期二）"), weekday_differs("2026年9月30日（星期三）")
    (True, False)
    """
    text, weekday, _ = _without_time(narrow(typed))
    read = read_date(text, near)
    return bool(weekday) and read is not None and _WEEKDAYS[read.value.weekday()] != weekday


def possible_days(typed: str, near: date) -> list[date | None]:
    """Return the day for each order of year, month and day in *typed*; ``None`` for an impossible one.

    >>> possible_days("2026年9月31日", date(2026, 10, 10))
    [None]
    >>> [str(day) for day in possible_days("9/10/2026", date(2026, 10, 10))]
    ['2026-09-10', '2026-10-09']
    """
    century = near.year // _CENTURY * _CENTURY
    years = (
        (near.year if parts.year is None else parts.year + (century if parts.short else 0), parts)
        for parts in _readings(_without_time(narrow(typed))[0])
    )
    return [_day(year, parts) for year, parts in years if year in _YEARS]


def read_serial(serial: Decimal, near: date) -> date | None:
    """Convert the serial number of a day in a workbook (日期序号); return ``None`` where it is ambiguous.

    It is where the number would be a day within a year of *near* in a workbook that counts from 1904.

    >>> from decimal import Decimal
    >>> read_serial(Decimal(46295), date(2026, 10, 10))
    datetime.date(2026, 9, 30)
    >>> read_serial(Decimal(44833), date(2026, 10, 10)) is None
    True
    """
    first, last = ((day - _EXCEL_EPOCH).days for day in _SERIALS)
    if not (serial.is_finite() and first <= serial < last + 1):
        return None
    day = _EXCEL_EPOCH + timedelta(days=int(serial))
    return None if abs(day + _LATER_EPOCH - near) <= _ABOUT_NOW else day


def _without_time(narrowed: str) -> tuple[str, str, tuple[str, ...]]:
    """Return the text without hour and weekday, the weekday, and the changes made."""
    text = narrowed.rstrip("。")
    changes = ["去句号"] if text != narrowed else []
    clock = _CLOCK.search(text)
    if clock is not None and any(char in clock[0] for char in ":时点"):
        text = text[: clock.start()] + ("日" if "日" in clock[0] or "号" in clock[0] else "")
        midnight = not clock["noon"] and not any(char in "123456789" for char in clock[0])
        changes += [] if midnight else ["去时间"]
    match = _WEEKDAY.search(text)
    if match is None:
        return text.rstrip(), "", tuple(changes)
    weekday = match["weekday"].replace("天", "日")
    return text[: match.start()].rstrip(), weekday, (*changes, "去星期")


def _readings(text: str) -> Iterator[_Parts]:
    """Yield each way to parse *text* as year, month and day."""
    for form in _YEAR_FIRST:
        if (match := form.fullmatch(text)) is not None:
            year = match["year"]
            yield _Parts(int(year), int(match["month"]), int(match["day"]), len(year) == 2)  # noqa: PLR2004
    if (match := _YEAR_LAST.fullmatch(text)) is not None:
        year, one, other = match["year"], int(match["one"]), int(match["other"])
        yield _Parts(int(year), one, other, len(year) == 2)  # noqa: PLR2004 - 9/30/26
        yield _Parts(int(year), other, one, len(year) == 2)  # noqa: PLR2004 - 30/9/26
    if (match := _WITHOUT_YEAR.fullmatch(text)) is not None:
        yield _Parts(None, int(match["month"]), int(match["day"]))
    if (match := _CHINESE.fullmatch(text)) is not None:
        month, day = (read_chinese_numeral(match[part]) for part in ("month", "day"))
        if month and day:
            yield _Parts(read_chinese_year(match["year"]) if match["year"] else None, month, day)


def _day_of(parts: _Parts, near: date | None) -> date | None:
    if parts.year is not None and not parts.short:
        return _day(parts.year, parts) if parts.year in _YEARS else None
    if near is None:
        return None
    if parts.short and parts.year is not None:
        day = _day(near.year // _CENTURY * _CENTURY + parts.year, parts)
        return day if day and -_BEFORE <= day - near <= _AFTER else None
    day = _day(near.year, parts)
    if day is not None and day - near > _HALF_YEAR:
        # “12月28日” on a form due in January is last December's.
        return _day(near.year - 1, parts) or day
    return day


def _change_of_spelling(text: str, parts: _Parts, day: date) -> tuple[str, ...]:
    if parts.short:
        return (f"补世纪{day.year // _CENTURY}",)
    if parts.year is None:
        return (f"补年份{day.year}",)
    return () if text == day.isoformat() else ("统一日期写法",)


def _day(year: int, parts: _Parts) -> date | None:
    try:
        return date(year, parts.month, parts.day)
    except ValueError:  # 9月31日
        return None
