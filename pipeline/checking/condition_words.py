"""Put a condition (核对条件) in the words of a letter, for those who don't read formulas: 甲＋乙不大于丙."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

_NUMBERS: Final = MappingProxyType(
    {"=": "等于", "!=": "不等于", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}
)
_DAYS: Final = MappingProxyType(
    {"=": "是", "!=": "不是", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
)
_TEXTS: Final = MappingProxyType({**_NUMBERS, "=": "为", "!=": "不为"})
_SIGNS: Final = str.maketrans(
    {"+": "＋", "-": "－", "*": "×", "/": "÷", "(": "（", ")": "）", ",": "，"}
)
_DAY: Final = r"\d{4}-\d{1,2}-\d{1,2}"
_KEPT: Final = re.compile(rf"“[^”]*”|\"[^\"]*\"|{_DAY}")
_COMPARED: Final = re.compile(
    rf"\s*(?P<sign><=|>=|!=|=|<|>)\s*(?=(?P<day>[“\"]?(?:{_DAY}|\d+年\d+月))|(?P<text>[“\"])|)"
)
_CALLS: Final = (
    (re.compile(r"上期\(([^()]*)\)"), r"上期\1"),
    (re.compile(r"行数\(([^()]*)\)"), r"\1的行数"),
    (re.compile(r"合计\(([^()]*)\)"), r"各行\1之和"),
    (re.compile(r"任务\(([^(),，]*)[,，]\s*([^()]*)\)"), r"《\1》的\2"),
    (re.compile(r"\s*不为空"), "应填写"),
    (re.compile(r"\s*为空"), "不应填写"),
    (re.compile(r"^若\s+(.*?)\s+则\s+"), r"若\1，则"),
)
_ASCII: Final = str.maketrans({"≤": "<=", "≥": ">=", "≠": "!=", "（": "(", "）": ")"})


def condition_in_words(condition: str) -> str:
    """Return a *condition* as the 任务书 writes it in plain Chinese, with no sign that a formula needs.

    >>> condition_in_words("已命名 + 创建中 <= 总数")
    '已命名＋创建中不大于总数'
    >>> condition_in_words("若 召开动员会 = “是” 则 会议日期 不为空")
    '若召开动员会为“是”，则会议日期应填写'
    """
    text = condition.translate(_ASCII)
    for pattern, words in _CALLS:
        text = pattern.sub(words, text)
    text = _COMPARED.sub(_verb, text)
    parts: list[str] = []
    start = 0
    for kept in _KEPT.finditer(text):
        parts += [_without_signs(text[start : kept.start()]), kept[0]]
        start = kept.end()
    return "".join([*parts, _without_signs(text[start:])])


def _verb(match: re.Match[str]) -> str:
    words = _DAYS if match["day"] else _TEXTS if match["text"] else _NUMBERS
    return words[match["sign"]]


def _without_signs(text: str) -> str:
    return "".join(text.split()).translate(_SIGNS)


def quoted_in_words(wanted: str) -> str:
    """Return what a finding wants (应为), which begins with a condition in quotes, with that in words."""
    depth = 0
    for end, char in enumerate(wanted):
        depth += (char == "“") - (char == "”")
        if depth <= 0:
            return f"“{condition_in_words(wanted[1:end])}”{wanted[end + 1 :]}" if end else wanted
    return wanted
