"""Find the periods (期) that a text names: 2026年6月, 6月份, 1—6月, 第二季度, 2026年第25周, 6月上旬."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.campaign.periods import period_of_day
from pipeline.model.campaign import Cycle
from pipeline.values.numerals import read_chinese_numeral, read_chinese_year
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.campaign import Campaign, Period

_TEXT_AT_MOST: Final = 400  # characters in which a period is looked for
_WRITTEN_YEAR: Final = r"(?P<year>(?:19|20)\d\d|[〇零○一二三四五六七八九]{4})"
_YEAR: Final = rf"(?:{_WRITTEN_YEAR}年?[度\s]*)?"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_NO_DAY: Final = r"(?!\s*(?:\d|[一二三四五六七八九十]+[日号]|[上中下]旬))"
_SPAN: Final = (
    r"(?:(?:0?1|一)月?份?\s*[-—–~～至到]+\s*)?"  # 1—6月: the month up to which it is counted
)
_PATTERNS: Final[Mapping[Cycle, tuple[re.Pattern[str], ...]]] = {
    Cycle.ONCE: (),
    Cycle.MONTH: (
        re.compile(rf"{_WRITTEN_YEAR}\s*年(?:度)?\s*{_SPAN}{_MONTH}\s*月{_NO_DAY}"),
        re.compile(rf"(?<!\d){_WRITTEN_YEAR}\s*[-./]\s*{_MONTH}(?![\d\-./])"),
        re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?!\d)"),
        re.compile(rf"(?<![\d年./-]){_SPAN}{_MONTH}\s*月{_NO_DAY}"),
    ),
    Cycle.QUARTER: (
        re.compile(rf"{_YEAR}\s*第?\s*(?P<quarter>[一二三四1-4])\s*季度?"),
        re.compile(rf"(?:{_WRITTEN_YEAR}\s*年?[-\s]*)?[Qq](?P<quarter>[1-4])(?!\d)"),
    ),
    Cycle.YEAR: (
        re.compile(rf"(?<!\d){_WRITTEN_YEAR}\s*年度?(?!\s*(?:\d|[一二三四五六七八九十]+月|第))"),
    ),
    Cycle.WEEK: (
        re.compile(rf"{_YEAR}\s*第\s*(?P<week>\d{{1,2}}|[一二三四五]?十?[一二三四五六七八九]?)\s*周"),
        re.compile(rf"{_WRITTEN_YEAR}-W(?P<week>\d\d)"),
    ),
    Cycle.TEN_DAYS: (
        re.compile(rf"{_YEAR}\s*{_MONTH}\s*月\s*(?P<tenth>[上中下])旬"),
        re.compile(rf"{_WRITTEN_YEAR}-(?P<month>\d\d)-(?P<third>[1-3])(?!\d)"),
    ),
    Cycle.DAY: (
        re.compile(rf"{_YEAR}\s*{_MONTH}\s*月\s*(?P<day>\d{{1,2}})\s*[日号]"),
        re.compile(rf"(?<!\d){_WRITTEN_YEAR}[-./]?(?P<month>0[1-9]|1[0-2])[-./]?(?P<day>\d\d)(?!\d)"),
    ),
}  # fmt: skip
_TENTHS: Final = {"上": 1, "中": 11, "下": 21}
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4}


def period_named(campaign: Campaign, text: str, near: date) -> Period | None:
    """Return the one period that *text* names, by its code, its label or as people write it, or ``None``."""
    whole = f"{text}年" if campaign.cycle is Cycle.YEAR and text.strip().isdecimal() else text
    found = periods_in(campaign, whole, near)
    return found[0] if len(found) == 1 else None


def periods_in(campaign: Campaign, text: str, near: date) -> tuple[Period, ...]:
    """Return the periods that *text* names, each once, in the order of the text.

    A day (6月30日) names no month; a range that begins with January (1—6月) names its last month. Without
    a year it is the latest such period that has begun by *near*.
    """
    found: dict[str, Period] = {}
    narrowed = narrow(text)[:_TEXT_AT_MOST]
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS[campaign.cycle]:
        for match in pattern.finditer(narrowed):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            period = _period(campaign, match, near)
            if period is not None:
                taken.append(match.span())
                found[period.code] = period
    return tuple(found.values())


def _period(campaign: Campaign, match: re.Match[str], near: date) -> Period | None:
    parts = match.groupdict()
    written = parts.get("year")
    years = [_number(written)] if written else [near.year, near.year - 1]
    for year in years:
        day = _day(campaign.cycle, parts, year) if year else None
        if day is not None and (written or day <= near):
            return period_of_day(campaign, day)
    return None


def _day(cycle: Cycle, parts: dict[str, str | None], year: int) -> date | None:
    """Return a day of the period that *parts* name in *year*, or ``None`` where there is no such day."""

    def number(name: str) -> int:
        return _number(parts.get(name) or "")

    try:
        if cycle is Cycle.WEEK:
            return date.fromisocalendar(year, number("week"), 1)
        if cycle is Cycle.QUARTER:
            return date(year, number("quarter") * 3 - 2, 1)
        if cycle is Cycle.YEAR:
            return date(year, 1, 1)
        tenth = _TENTHS.get(parts.get("tenth") or "") or (number("third") * 10 - 9)
        day = number("day") if cycle is Cycle.DAY else max(tenth, 1)
        return date(year, number("month"), day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """Return a numeral of digits or Chinese digits; 0 for any other text."""
    if text.isdecimal():
        return int(text)
    return _QUARTERS.get(text) or read_chinese_numeral(text) or read_chinese_year(text) or 0
