"""Hold the date of a document (成文日期) against the days that its text states: facts, deadlines, a meeting."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.kinds import BRIEFING_KIND

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAY: Final = r"(?:\d{4}年)?\d{1,2}月\d{1,2}日"
_PARTS: Final = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_UP_TO: Final = re.compile(rf"截至({_DAY})")
_WEEKDAY: Final = r"(?:[（(][^（()）]{1,8}[）)])?"
_HOUR: Final = r"(?:上午|中午|下午|晚上?)?(?:\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半)?))?"
# 请于2026年11月5日18:00前报送. “应于……前报送” says what was due, and may lie before the date.
_DEADLINE: Final = re.compile(
    rf"(?:请|务必|务)[^。；]{{0,40}}?(?<!应)[于在]({_DAY}){_WEEKDAY}{_HOUR}(?:以前|之前|前)"
)
# 定于11月12日召开……会, 会议时间：11月12日; of what was 原定 the text says that it is not so.
_TO_BE_HELD: Final = re.compile(
    rf"(?<!原)[定拟将]于({_DAY})[^。；]{{0,60}}?(?:召开|举行|举办)|会议时间[：:。]?(?:定于|为)?({_DAY})"
)
# 11月12日，……推进会召开. A briefing may also announce a meeting: 将于11月12日召开.
_WAS_HELD: Final = re.compile(
    rf"(?<![定拟将]于)({_DAY})(?!以前|之前|前|起)[^。；]{{0,60}}?(?:召开|举行|举办)"
)
_AFTER_A_MEETING: Final = frozenset({BRIEFING_KIND, "纪要"})
_TO_COME: Final = re.compile(r"[将拟]|计划|预定|推迟|延期|决定|议定|要求|明确|同意")


def date_faults(kind: str, dated: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield rule and sentence for each day in *text* that a document of *kind* with the date *dated* can't state.

    Facts up to a later day, a deadline that has passed already, a meeting to be held that is over, and, in
    a briefing or minutes, one that was held on a later day. Without a date there is nothing to compare.
    """
    day = _day(dated)
    if day is None:
        return
    stated = [each for match in _UP_TO.finditer(text) if (each := _day(match[1], day))]
    if stated and max(stated) > day:
        yield (
            "K-date-before",
            (
                f"成文日期早于文中所说的情况（截至{_words(max(stated))}），请改正成文日期，或核对文中的日期。"
            ),
        )
    for match in _DEADLINE.finditer(text):
        if (due := _day(match[1], day)) and due < day:
            yield (
                "K-deadline-passed",
                (
                    f"文中要求“{match[0][-30:]}”，比成文日期{_words(day)}还早，收文单位来不及办。"
                    "请改正截止时间（任务书“任务”表或文稿），或改正成文日期（印发时用 --dated）。"
                ),
            )
            break
    yield from _meeting_faults(kind, day, text)


def _meeting_faults(kind: str, day: date, text: str) -> Iterator[tuple[str, str]]:
    if kind in _AFTER_A_MEETING:
        match = _WAS_HELD.search(text)
        held = (
            _day(match[1], day) if match and not _TO_COME.search(_sentence(text, match)) else None
        )
        if held is not None and held > day:
            yield (
                "K-meeting-to-come",
                (
                    f"{kind}写会议已于{_words(held)}召开，日期却是{_words(day)}，会还没有开。"
                    "请会后再印发，或改正日期（印发时用 --dated）、核对会议时间。"
                ),
            )
        return
    announced = (match[1] or match[2] for match in _TO_BE_HELD.finditer(text))
    over = [each for stated in announced if (each := _day(stated, day)) and each < day]
    if over:
        yield (
            "K-meeting-over",
            (
                f"文中的会议定在{_words(over[0])}召开，比成文日期{_words(day)}还早，会已经开过了。"
                "请核对会议时间，或改正成文日期（印发时用 --dated）。"
            ),
        )


def _sentence(text: str, match: re.Match[str]) -> str:
    """Return the sentence up to the end of *match*: 会议决定，于12月1日召开."""
    return text[text.rfind("。", 0, match.start()) + 1 : match.end()]


def _day(text: str, near: date | None = None) -> date | None:
    """Return the day in *text*; one without a year is that nearest to *near*. None where there is no such day."""
    match = _PARTS.search(text)
    if match is None or not (match[1] or near):
        return None
    month, day = int(match[2]), int(match[3])
    years = (
        [int(match[1])] if match[1] else [near.year + more for more in (-1, 0, 1)] if near else []
    )
    days = [each for year in years if (each := _valid(year, month, day))]
    if near is None:
        return days[0] if days else None
    return min(days, key=lambda each: abs(each - near), default=None)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
