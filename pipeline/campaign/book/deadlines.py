"""Read the deadline (截止时间): a moment, or for each period a rule such as 次月5日 18:00，遇节假日顺延."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.tables import as_moment
from pipeline.campaign.periods import MONTHS_OF
from pipeline.clock import BEIJING
from pipeline.model.campaign import Cycle, DueRule, HolidayMove
from pipeline.values.dates import read_date
from pipeline.values.numerals import read_chinese_numeral
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.campaign.book.tables import BookFaults, Row

ITEMS_SHEET: Final = "任务"
_CLOCK: Final = re.compile(
    r"(?P<noon>上午|下午|晚上?)?\s*(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2}|半)?(?::\d{2}|分)?$",
    re.ASCII,
)
_BEFORE_SUFFIX: Final = re.compile(r"(?:之前|以前|前|之内|以内|内)$")
# 24:00 is the end of its own day: as a moment of the next day, papers would print the wrong date.
_END_OF_DAY: Final = time(23, 59, 59)
_HALF_DAY: Final = 12
_HALF_HOUR: Final = 30
_UNITS: Final = {
    Cycle.ONCE: "次",
    Cycle.DAY: "[日天]",
    Cycle.WEEK: "(?:周|星期)",
    Cycle.TEN_DAYS: "旬",
    Cycle.MONTH: "月",
    Cycle.QUARTER: "季度?",
    Cycle.YEAR: "年度?",
}
_NUMERAL: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_MOVE: Final = re.compile(
    r"[,;(\s]*(?:如?[遇逢])?(?:法定)?(?:节假日|休息日|双休日|周末|假日)(?:的|时)?,?"
    r"(?P<move>顺延|往后顺延|推迟|提前|不变|不顺延)(?:[至到][^\d]{0,12})?[).。]?$"
)
_MOVES: Final = {
    "提前": HolidayMove.EARLIER,
    "不变": HolidayMove.NONE,
    "不顺延": HolidayMove.NONE,
}
_WEEKDAYS: Final = {day: number for number, day in enumerate("一二三四五六日", start=1)} | {"天": 7}
_DAYS_AT_MOST: Final = 31
# A rule gives a day for each period; the campaign's own deadline is only that of this one.
_ANY_DAY: Final = date(2026, 1, 1)


def read_deadline(
    row: Row | None, cycle: Cycle | None, faults: BookFaults
) -> tuple[datetime | None, DueRule | None]:
    """Read the deadline of a campaign: of one period, or a rule, by which that of a period is computed.

    The rule of a one-time campaign (一次性) would have no period to count from, and is a fault.
    """
    if row is None or not row.text("内容"):
        return None, None
    moment = _moment(row)
    if moment is not None:
        return moment, None
    due = read_due_rule(row.text("内容"), cycle) if cycle else None
    if due is not None:
        return datetime.combine(_ANY_DAY, due.at, BEIJING), due
    example = "" if cycle in {None, Cycle.ONCE} else "，或“次月5日 18:00，遇节假日顺延”这样的规则"
    faults.add(
        ITEMS_SHEET,
        row.at("内容"),
        f"截止时间“{row.text('内容')}”看不懂，请改填 2026-10-10 18:00 这样的日期和时间{example}。",
    )
    return None, None


def read_due_rule(written: str, cycle: Cycle) -> DueRule | None:
    """Read a rule for the deadline of each period, or return ``None`` where the text is none.

    次月5日, 每月25日, 月底, 次月第3个工作日, 月后5日内, 次季首月10日, 次年1月15日, 次周一, 次日; behind it
    the time of day, and 遇节假日顺延 or 提前.
    """
    if cycle is Cycle.ONCE:
        return None
    text = narrow(written).strip()
    moved = _MOVE.search(text)
    move = _MOVES.get(moved["move"], HolidayMove.LATER) if moved else HolidayMove.NONE
    day, at = _split_clock(_BEFORE_SUFFIX.sub("", text[: moved.start()] if moved else text))
    day = _BEFORE_SUFFIX.sub("", re.sub(r"\s+", "", day))
    matches = (pattern.fullmatch(day) for pattern in _patterns(cycle))
    match = next((each for each in matches if each), None)
    return _rule(match, cycle, (text, at, move)) if match and at else None


def _patterns(cycle: Cycle) -> tuple[re.Pattern[str], ...]:
    unit = _UNITS[cycle]
    after = re.compile(
        rf"(?:每?{unit}|本期|期)(?:末|底|终了|结束)?之?后(?P<after>{_NUMERAL})个?(?P<working>工作)?[日天]"
    )
    which = rf"(?:每|本|当|同|(?P<next>次|下一?个?|翌))?{unit}"
    day = (
        rf"(?:第?(?P<day>{_NUMERAL})(?:[日号]|个?(?P<working>工作日))|(?P<end>底|末|最后一[日天]))"
    )
    if cycle is Cycle.DAY:
        return after, re.compile(which)
    if cycle is Cycle.WEEK:
        return after, re.compile(rf"{which}的?(?:(?P<weekday>[一二三四五六日天])|{day})")
    if cycle is Cycle.MONTH:
        return after, re.compile(rf"(?:{which})?的?初?{day}")
    if cycle is Cycle.TEN_DAYS:
        return after, re.compile(rf"{which}的?{day}")
    month = rf"(?:的?(?P<first>首月)|的?第?(?P<month>{_NUMERAL})个?月|的?(?P<last>末月))?"
    return after, re.compile(rf"{which}{month}的?{day}")


def _rule(
    match: re.Match[str], cycle: Cycle, written: tuple[str, time, HolidayMove]
) -> DueRule | None:
    parts = match.groupdict()
    text, at, move = written
    days = _WEEKDAYS.get(parts.get("weekday") or "") or _number(
        parts.get("after") or parts.get("day")
    )
    months = MONTHS_OF[cycle] or 1
    ends = parts.get("last") or (parts.get("end") and not parts.get("first"))
    month = _number(parts.get("month")) or (months if ends else 1)
    stated = bool(parts.get("after") or parts.get("day"))
    if (stated and not 1 <= days <= _DAYS_AT_MOST) or not 1 <= month <= months:
        return None
    return DueRule(
        text,
        following=bool(parts.get("next")),
        day=days or (0 if parts.get("end") else 1),
        at=at,
        month=month,
        after=bool(parts.get("after")),
        working=bool(parts.get("working")),
        move=move,
    )


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdecimal() else read_chinese_numeral(text) or 0


def _moment(row: Row) -> datetime | None:
    """Read a moment: a date with a time; a date alone ends with its day, as does 24:00."""
    value = as_moment(row.value("内容"))
    if isinstance(value, datetime):
        return value.replace(tzinfo=BEIJING)
    if isinstance(value, date):
        return datetime.combine(value, _END_OF_DAY, BEIJING)
    return read_moment(row.text("内容"))


def read_moment(written: str, near: date | None = None) -> datetime | None:
    """Read a date with a time of day, a date alone as the end of its day; ``None`` where the text is none.

    A date without a year is the one that is close to *near*.
    """
    day, at = _split_clock(_BEFORE_SUFFIX.sub("", narrow(written)))
    read = read_date(day, near)
    if read is None or at is None:
        return None
    return datetime.combine(read.value, at, BEIJING)


def _split_clock(text: str) -> tuple[str, time | None]:
    """Return the text before a time of day, and that time: the end of the day where there is none."""
    clock = _CLOCK.search(text)
    return (text[: clock.start()], _time(clock)) if clock else (text, _END_OF_DAY)


def _time(clock: re.Match[str]) -> time | None:
    hour = int(clock["hour"])
    minute = _HALF_HOUR if clock["minute"] == "半" else int(clock["minute"] or 0)
    # 下午12时 is noon, but 晚上12时 the end of the day.
    last = {"下午": _HALF_DAY - 1, "晚": _HALF_DAY, "晚上": _HALF_DAY}.get(clock["noon"], -1)
    if hour <= last:
        hour += _HALF_DAY
    if (hour, minute) == (24, 0):
        return _END_OF_DAY
    return time(hour, minute) if hour < 24 and minute < 60 else None  # noqa: PLR2004 - a clock's ends
