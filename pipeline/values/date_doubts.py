"""Classify why a text is not parsed as a date, so that a finding can name the reason."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.values.dates import possible_days, read_date, weekday_differs
from pipeline.values.text import VALUE_AT_MOST, narrow

if TYPE_CHECKING:
    from datetime import date


class DateDoubt(Enum):
    """The reason why a text is not one plain date (日期疑点), in Chinese."""

    NO_DAY = "没有写明哪一天"
    SEVERAL = "不止一天"
    IMPOSSIBLE = "没有这一天"
    ORDER = "月日次序不明"
    WEEKDAY = "与星期不符"


_NUMBER: Final = r"[\d〇零一二三四五六七八九十]{1,4}"
_NO_DAY: Final = re.compile(
    rf"(?:(?:{_NUMBER})\s*年\s*(?:度|初|底|末|中|内|以前|前)?)?\s*(?:{_NUMBER}\s*月\s*(?:份|初|底|末|中|上旬|中旬|下旬|上中旬|中下旬|内|前|以前|之前)?"
    r"|第?[一二三四1-4]\s*季度(?:初|末|底)?|上半年|下半年|年初|年底|年末)?"
    r"|(?:19|20)\d{2}\s*[-./]?\s*(?:0?[1-9]|1[0-2])?"
)
_VAGUE: Final = re.compile(
    r"^(?:约|大约|拟于|拟|预计|计划|计划于|争取)?\s*(?P<rest>.*?)\s*(?:左右|前后|以前|之前|以后|之后|前|后|起)?$"
)
_DAY: Final = r"(?:\d{2,4}[-./年]\s*)?\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?"
_SEVERAL: Final = re.compile(
    rf"{_DAY}\s*(?:-+|[~～—–―]+|至|到|、|,|;|和|及|或)\s*(?:{_DAY}|\d{{1,2}}\s*[日号]?)(?:\D.*)?"
)


def date_doubt(typed: str, near: date) -> DateDoubt | None:
    """Return why *typed* is not one plain day, or ``None`` where it is no date at all.

    *near* is the campaign's own date, which settles a missing year.

    >>> from datetime import date
    >>> texts = ("2026年9月底", "9月28日至30日", "2026年9月31日", "9/10/2026", "2026年9月30日（周二）")
    >>> [date_doubt(typed, date(2026, 10, 10)).value for typed in texts]
    ['没有写明哪一天', '不止一天', '没有这一天', '月日次序不明', '与星期不符']
    """
    if len(typed) > VALUE_AT_MOST:
        return None
    text = narrow(typed).rstrip("。")
    vague = _VAGUE.fullmatch(text)
    if text and (
        _NO_DAY.fullmatch(text)
        or (vague and vague["rest"] != text and _is_day(vague["rest"], near))
    ):
        return DateDoubt.NO_DAY
    if weekday_differs(text, near):
        return DateDoubt.WEEKDAY
    days = possible_days(text, near)
    if days and not any(days):
        return DateDoubt.IMPOSSIBLE
    if len(set(filter(None, days))) > 1:
        return DateDoubt.ORDER
    return DateDoubt.SEVERAL if _SEVERAL.fullmatch(text) else None


def _is_day(text: str, near: date) -> bool:
    return read_date(text, near) is not None or bool(text and _NO_DAY.fullmatch(text))
