"""Dates as offices type them (日期), read only where they are plainly one day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.values.numerals import read_chinese_numeral, read_chinese_year
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Callable

# Years of other centuries are slips of the finger: 0206, 3026.
_YEAR: Final = r"(?P<year>(?:19|20)\d{2})"
_MONTH_DAY: Final = r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*"
_FORMS: Final = (
    re.compile(_YEAR + r"-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]0{1,2}:00(?::00)?)?", re.ASCII),
    re.compile(_YEAR + r"[./](?P<month>\d{1,2})[./](?P<day>\d{1,2})", re.ASCII),
    re.compile(_YEAR + r"\s*年\s*" + _MONTH_DAY + "[日号]?", re.ASCII),
    re.compile(_YEAR + r"(?P<month>\d{2})(?P<day>\d{2})", re.ASCII),
)
_WITHOUT_YEAR: Final = re.compile(_MONTH_DAY + "[日号]", re.ASCII)
_CHINESE: Final = re.compile(
    r"(?P<year>[一二][〇零○Oo一二三四五六七八九]{3})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})[日号]"
)


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date, and each change made to reach it from what was typed."""

    value: date
    changes: tuple[str, ...]


def read_date(typed: str, year: int | None = None) -> DateRead | None:
    """Read *typed* as a day, or answer ``None``; *year* stands in where only month and day do.

    >>> read_date("2026.9.30")
    DateRead(value=datetime.date(2026, 9, 30), changes=('统一日期写法',))
    >>> read_date("９月３０日", 2026).changes
    ('全角转半角', '补年份2026')
    >>> read_date("二〇二六年九月三十日").value
    datetime.date(2026, 9, 30)
    >>> read_date("9月底", 2026) is None
    True
    """
    narrowed = narrow(typed)
    wide = ("全角转半角",) if narrowed != typed.strip() else ()
    day = _with_year(narrowed)
    if day is not None:
        spelled = () if narrowed == day.isoformat() else ("统一日期写法",)
        return DateRead(day, (*wide, *spelled))
    match = _WITHOUT_YEAR.fullmatch(narrowed)
    if match is None or year is None:
        return None
    day = _day(year, int(match["month"]), int(match["day"]))
    return DateRead(day, (*wide, f"补年份{year}")) if day else None


def _with_year(text: str) -> date | None:
    for form in _FORMS:
        if (match := form.fullmatch(text)) is not None:
            return _matched_day(match, int, int)
    match = _CHINESE.fullmatch(text)
    return _matched_day(match, read_chinese_year, read_chinese_numeral) if match else None


def _matched_day(
    match: re.Match[str],
    read_year: Callable[[str], int | None],
    read_part: Callable[[str], int | None],
) -> date | None:
    year, month, day = read_year(match["year"]), read_part(match["month"]), read_part(match["day"])
    return _day(year, month, day) if year and month and day else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 9月31日
        return None
