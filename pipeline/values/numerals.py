"""Chinese numerals, and dates as documents print them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

_DIGITS: Final = "零一二三四五六七八九"
_HIGHEST: Final = 99


def chinese_numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese, as outlines count.

    >>> [chinese_numeral(number) for number in (1, 10, 12, 20, 99)]
    ['一', '十', '十二', '二十', '九十九']

    Raises:
        ValueError: *number* is not between 1 and 99.
    """
    if not 1 <= number <= _HIGHEST:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def read_chinese_numeral(text: str) -> int | None:
    """The number that a Chinese numeral up to 九十九 means.

    >>> read_chinese_numeral("二十三")
    23
    >>> read_chinese_numeral("十十") is None
    True
    """
    head, ten, tail = text.partition("十")
    parts = [_DIGITS.find(part) if len(part) == 1 else -1 for part in (head, tail) if part]
    if not text or any(part < 1 for part in parts):
        return None
    if not ten:
        return parts[0]
    tens = _DIGITS.index(head) if head else 1
    return tens * 10 + (_DIGITS.index(tail) if tail else 0)


def chinese_date(day: date) -> str:
    """A date as documents print it, without padding zeros (GB/T 9704-2012, 7.3.5.4).

    >>> from datetime import date
    >>> chinese_date(date(2026, 10, 9))
    '2026年10月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: datetime) -> str:
    """A moment as documents print it: the date, and the hour where it is not midnight.

    >>> from datetime import datetime
    >>> chinese_moment(datetime(2026, 10, 10, 18, 0))
    '2026年10月10日18:00'
    """
    if (moment.hour, moment.minute) == (0, 0):
        return chinese_date(moment)
    return f"{chinese_date(moment)}{moment:%H:%M}"
