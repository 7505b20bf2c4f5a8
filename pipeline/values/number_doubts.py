"""Classify why a text is not parsed as a number (疑数), so that a finding can name the reason."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from pipeline.values.numbers import read_number, strip_number
from pipeline.values.text import VALUE_AT_MOST, narrow


class NumberDoubt(Enum):
    """The reason why a text is not one plain number, in Chinese."""

    APPROXIMATE = "约数"
    RANGE = "范围"
    SCIENTIFIC = "科学计数法"
    BRACKETED = "带括号"
    LETTERS = "混有字母"
    NUMERAL = "读法不止一种"
    MEASURE = "计量单位不同"


_CHINESE: Final = "〇○零一二三四五六七八九十百千万亿两点壹贰叁肆伍陆柒捌玖拾佰仟"
_ANY: Final = rf"[\d.,{_CHINESE}]"
# 余 and 多 behind a number, or between it and its 万: 30余, 3万多, 30多万.
_ABOUT: Final = re.compile(
    rf"^(?:大?约|大概|大致|近|将近|接近|不到|不足|不少于|不低于|不多于|不超过|至少|最多|超过?|逾|上下|估计|预计)[^\d{_CHINESE}]*{_ANY}"
    rf"|{_ANY}%?(?:余|多|来|几|许|\+$)|{_ANY}\D{{0,3}}(?:左右|上下|以上|以下|以内)"
    r"|^[几数上好][十百千万亿几]|[十百千万亿]几|^若干|^多个?$"
    rf"|^{_ANY}+成(?:{_ANY}|半)?(?:以上|以下|左右)?$"
    r"|^[≈~≥≤<>]"
)
_DIGIT: Final = "一二三四五六七八九"
_NEXT: Final = "|".join((*(_DIGIT[at : at + 2] for at in range(8)), "三五"))  # 三四十: 30 to 40
_RANGE: Final = re.compile(
    r"\d[\d.,万亿千百%个人家项次]*\s*(?:-+|[~～—–―]+|至|到|或)\s*\d+(?![\d.]*\s*-)"
    rf"|[{_CHINESE}](?:-|[~～—–]|至|到|或)[{_CHINESE}]"
    rf"|(?:^|[十百])(?:{_NEXT})(?:[十百千万亿]|$|[^{_CHINESE}])"
)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d+", re.ASCII)
_BRACKETED: Final = re.compile(r"[(〔\[【].*\d.*[)〕\]】]")
# O, o, l, I and the circles look like 0 and 1 and are next to their keys.
_LETTERS: Final = re.compile(r"(?=.*\d)(?=.*[OoQlI|〇○])[\dOoQlI|〇○.,]+")
_NUMERAL: Final = re.compile(rf"(?=.*[{_CHINESE}])[{_CHINESE}\d廿卅.]+")
_OTHER_MEASURE: Final = re.compile(r"[^\d\s.,+%/*=:(){}]{1,6}")
_LEADING: Final = re.compile(r"[+-]?\d[\d,.]*\s*(?:[百千]?[万亿]|[百千])?", re.ASCII)


def number_doubt(typed: str, measure: str = "") -> NumberDoubt | None:
    """Return why *typed* is not one plain number, or ``None`` where it is no number at all.

    >>> [number_doubt(typed).value for typed in ("约30个", "30-50", "三四十", "三百五", "3O", "1.2E+5")]
    ['约数', '范围', '范围', '读法不止一种', '混有字母', '科学计数法']
    >>> number_doubt("30人", "个")
    <NumberDoubt.MEASURE: '计量单位不同'>
    >>> number_doubt("正在统计") is None
    True
    """
    if len(typed) > VALUE_AT_MOST:
        return None
    stripped, _ = strip_number(typed, measure)
    tests = (
        (NumberDoubt.SCIENTIFIC, _SCIENTIFIC.fullmatch),
        (NumberDoubt.RANGE, _RANGE.search),
        (NumberDoubt.APPROXIMATE, _ABOUT.search),
        (NumberDoubt.BRACKETED, _BRACKETED.fullmatch),
        (NumberDoubt.LETTERS, _LETTERS.fullmatch),
        (NumberDoubt.NUMERAL, _NUMERAL.fullmatch),
    )
    for doubt, test in tests:
        if test(stripped):
            return doubt
    return NumberDoubt.MEASURE if measure and _in_another_measure(stripped) else None


def _in_another_measure(text: str) -> bool:
    match = _LEADING.match(text)
    if match is None or read_number(match[0].rstrip()) is None:
        return False
    return _OTHER_MEASURE.fullmatch(narrow(text[match.end() :])) is not None
