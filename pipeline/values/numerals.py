"""Write Chinese numerals, and dates as documents print them; parse both."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

_DIGITS: Final = "〇一二三四五六七八九"
# 〇 is right; ○, 零 and the letter O are what keyboards give.
_ZEROS: Final = str.maketrans("零○Oo", "〇〇〇〇")
HIGHEST_NUMERAL: Final = 99
_YEAR_DIGITS: Final = 4


def chinese_numeral(number: int) -> str:
    """Return a number from 1 to 99 in Chinese, as outlines count (一、二、…).

    >>> [chinese_numeral(number) for number in (1, 10, 12, 20, 99)]
    ['一', '十', '十二', '二十', '九十九']

    Raises:
        ValueError: *number* is not between 1 and 99.
    """
    if not 1 <= number <= HIGHEST_NUMERAL:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def read_chinese_numeral(text: str) -> int | None:
    """Parse a Chinese numeral from 1 to 99; return ``None`` for any other text.

    >>> read_chinese_numeral("二十三")
    23
    >>> read_chinese_numeral("十十") is None
    True
    """
    return _NUMERALS.get(text)


def read_chinese_year(text: str) -> int | None:
    """Parse a year of four Chinese digits; return ``None`` for any other text.

    >>> read_chinese_year("二〇二六"), read_chinese_year("二零二六"), read_chinese_year("二六")
    (2026, 2026, None)
    """
    digits = [_DIGITS.find(char) for char in text.translate(_ZEROS)]
    if len(digits) != _YEAR_DIGITS or min(digits) < 0:
        return None
    return int("".join(map(str, digits)))


def chinese_date(day: date) -> str:
    """Return a date as documents print it, without padding zeros (GB/T 9704-2012, 7.3.5.4).

    >>> from datetime import date
    >>> chinese_date(date(2026, 10, 9))
    '2026年10月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_moment(moment: datetime) -> str:
    """Return a moment as documents print it, to the minute.

    Midnight is printed as 24:00 of the day before, and the last second of a day, which means a deadline
    without an hour, as that day.

    >>> from datetime import datetime
    >>> chinese_moment(datetime(2026, 10, 10, 18, 0))
    '2026年10月10日18:00'
    >>> chinese_moment(datetime(2026, 11, 1))
    '2026年10月31日24:00'
    >>> chinese_moment(datetime(2026, 10, 10, 23, 59, 59))
    '2026年10月10日'
    """
    if (moment.hour, moment.minute) == (0, 0):
        return f"{chinese_date(moment - timedelta(days=1))}24:00"
    if (moment.hour, moment.minute, moment.second) == (23, 59, 59):
        return chinese_date(moment)
    return f"{chinese_date(moment)}{moment:%H:%M}"


# What may be written is what we write: a table leaves no room for 十十 or 一十.
_NUMERALS: Final = {chinese_numeral(number): number for number in range(1, HIGHEST_NUMERAL + 1)}
