"""Dates as offices type them (日期), read only where they are plainly one day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from pipeline.values.text import narrow

_FORMS: Final = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ T]0{1,2}:00(?::00)?)?", re.ASCII),
    re.compile(r"(?P<y>\d{4})[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", re.ASCII),
)
_WITHOUT_YEAR: Final = re.compile(r"(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateRead:
    """A date, and each change made to reach it from what was typed."""

    value: date
    changes: tuple[str, ...]


def read_date(typed: str, year: int | None = None) -> DateRead | None:
    """Read *typed* as a day, or answer ``None``; *year* stands in where only month and day do.

    >>> read_date("2026.9.30").value
    datetime.date(2026, 9, 30)
    >>> read_date("９月３０日", 2026).changes
    ('全角转半角', '补年份2026')
    >>> read_date("9月底", 2026) is None
    True
    """
    narrowed = narrow(typed)
    wide = ("全角转半角",) if narrowed != typed.strip() else ()
    for form in _FORMS:
        match = form.fullmatch(narrowed)
        if match is not None:
            day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
            spelled = narrowed != (day.isoformat() if day else "")
            changes = (*wide, "统一日期写法") if spelled else wide
            return DateRead(day, changes) if day else None
    match = _WITHOUT_YEAR.fullmatch(narrowed)
    if match is None or year is None:
        return None
    day = _day(year, int(match["m"]), int(match["d"]))
    return DateRead(day, (*wide, f"补年份{year}")) if day else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 9月31日
        return None
