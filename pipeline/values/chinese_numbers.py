"""Write and parse Chinese numbers (中文数字); only an unambiguous spelling is parsed.

Own code and no library: of what cn2an offers, the strict mode refuses 两百 and 二〇, the smart mode
makes 32 of 三二 (which may be “three or two”), and both return a binary float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = ("", "十", "百", "千")
_TEN: Final = 10
_WAN: Final = 10**4
_YI: Final = 10**8
_HIGHEST: Final = 10**16 - 1  # 九千九百九十九万…亿…; beyond it usage differs
# Cheques and vouchers write 壹贰叁 (大写); ○ is what keyboards give for 〇.
_SMALL: Final = str.maketrans(
    "〇○壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "零零一二二三三四五六六七八九十百千万亿两"
)
_WRITTEN: Final = re.compile(r"[零一二三四五六七八九十百千万亿]+")
_DIGIT_BY_DIGIT: Final = re.compile(r"[一二三四五六七八九](?=.*零)[零一二三四五六七八九]+")
_WITH_POINT: Final = re.compile(
    r"(?P<whole>[^点]+)点(?P<part>[零一二三四五六七八九]+)(?P<times>[百千]?[万亿]?)"
)
_TIMES: Final = {"": 1, "百": 100, "千": 1000, "万": _WAN, "亿": _YI}
_LONGEST: Final = 50  # characters; what is longer repeats itself
_DIGITS_AT_MOST: Final = 28  # what Decimal keeps without rounding


def chinese_number(number: int) -> str:
    """Return a whole number from 0 to 10¹⁶ - 1 as it is written in Chinese.

    >>> [chinese_number(number) for number in (0, 10, 105, 2300, 100_010, 120_030_000)]
    ['零', '十', '一百零五', '二千三百', '十万零一十', '一亿二千零三万']

    Raises:
        ValueError: *number* is outside that range.
    """
    if not 0 <= number <= _HIGHEST:
        raise ValueError(number)
    spelled = _spell(number) or "零"
    return spelled.removeprefix("一") if spelled.startswith("一十") else spelled


def read_chinese_number(text: str) -> Decimal | None:
    """Return the number that *text* spells in Chinese, or ``None`` where the spelling is ambiguous.

    三百五 (350? 305?), 三二 (32? three or two?) and 一万二 are ambiguous and are not parsed.

    >>> [int(read_chinese_number(text)) for text in ("叁拾贰", "两千三百", "二〇", "三十二万")]
    [32, 2300, 20, 320000]
    >>> read_chinese_number("三点五")
    Decimal('3.5')
    >>> [read_chinese_number(text) for text in ("三百五", "三二", "三四十", "十几")]
    [None, None, None, None]
    """
    if len(text) > _LONGEST:
        return None
    small = text.translate(_SMALL)
    if (match := _WITH_POINT.fullmatch(small)) is not None:
        return _with_point(match)
    if _DIGIT_BY_DIGIT.fullmatch(small) and len(small) <= _DIGITS_AT_MOST:
        return Decimal("".join(str(_DIGITS.index(char)) for char in small))
    # 两 is the two of 两百 and of 两个, never of 两十 or 十两.
    plain = re.sub(r"两(?=[百千万亿])|^两$", "二", small)
    if not _WRITTEN.fullmatch(plain):
        return None
    number = _computed(plain)
    return Decimal(number) if number is not None and plain in _writings(number) else None


def _with_point(match: re.Match[str]) -> Decimal | None:
    whole = read_chinese_number(match["whole"])
    if whole is None or whole >= _YI or len(match["part"]) > _TEN:
        return None
    part = "".join(str(_DIGITS.index(char)) for char in match["part"])
    times = 1
    for char in match["times"]:
        times *= _TIMES[char]
    return Decimal(f"{whole}.{part}") * times


def _writings(number: int) -> set[str]:
    """Return every unambiguous spelling of *number*: 十万 and 一十万, 二十万三千 and 二十万零三千."""
    ways = {_spell(number) or "零", chinese_number(number)}
    return ways | {re.sub(r"(十|百|千)([万亿])(?=[^零])", r"\1\2零", way) for way in ways}


def _spell(number: int) -> str:
    """Return *number* in Chinese, with 一十 for ten; an empty text for 0."""
    for unit, word in ((_YI, "亿"), (_WAN, "万")):
        if number >= unit:
            high, low = divmod(number, unit)
            zero = "零" if 0 < low < unit // _TEN else ""
            return f"{_spell(high)}{word}{zero}{_spell(low)}"
    text = ""
    for place, digit in enumerate(reversed([int(char) for char in str(number)])):
        word = _DIGITS[digit] + _UNITS[place] if digit else "零"
        text = word + text if digit or (text and not text.startswith("零")) else text
    return text


def _computed(text: str) -> int | None:
    """Return the sum of the characters, in any order they follow each other."""
    for unit, word in ((_YI, "亿"), (_WAN, "万")):
        if word in text:
            head, _, tail = text.rpartition(word)
            high, low = _computed(head), _computed(tail)
            return None if not high or low is None else _within(high * unit + low)
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        else:
            total, digit = total + (digit or 1) * _TEN ** _UNITS.index(char), 0
    return total + digit


def _within(number: int) -> int | None:
    return number if number <= _HIGHEST else None
