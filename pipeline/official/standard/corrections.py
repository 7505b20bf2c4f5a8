"""Correct mechanical slips of writing (机械性差错): punctuation, numerals, outline marks.

GB/T 15834-2011 and GB/T 15835-2011, and the forms of GB/T 9704-2012. Only what can't change a
meaning is corrected, and each change is reported; addresses, file names, times and codes stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import (
    HAN,
    NUMBER_TO_CORRECT,
    OUTLINE_TO_CORRECT,
    PADDED_DAY,
    PADDED_MONTH,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_HAN: Final = f"{HAN}〇"
_CONTEXT_CHARS: Final = 8


@dataclass(frozen=True, slots=True)
class Fix:
    """Record one change: the rule, the words before and after it, and their context."""

    rule: str
    before: str
    after: str
    context: str


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """Hold a corrected text with every change made in it."""

    text: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """Define a slip and its replacement; ``clause`` is the source of the right form."""

    name: str
    clause: str
    pattern: re.Pattern[str]
    replacement: Callable[[re.Match[str]], str]


_UNTOUCHED: Final = re.compile(
    rf"https?://[^\s{HAN}，。；）》”]+|www\.[\w./-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|[\w{HAN}（）()-]+\.(?:docx?|xlsx?|pptx?|pdf|txt|md|csv|zip|rar|wps|et|ofd|jpe?g|png)\b"
    r"|\d{1,2}:\d{2}(?::\d{2})?|\d+:\d+",
    re.IGNORECASE,
)
# Private-use characters replace the untouched parts while the rules run.
_FIRST_PLACEHOLDER: Final = 0xE000
_FULL_WIDTH: Final = str.maketrans(",;:?!()", "，；：？！（）")
_ASCII: Final = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９％"}


def _translate(table: dict[int, int] | dict[int, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0].translate(table)


def _expand(template: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(template)


CORRECTION_RULES: Final = (
    CorrectionRule("全角数字", "GB/T 15835", re.compile(r"[０-９％]+"), _translate(_ASCII)),
    CorrectionRule("发文字号", "GB/T 9704 7.2.5", NUMBER_TO_CORRECT, _expand(r"〔\1〕\2号")),
    CorrectionRule("日期补零", "GB/T 9704 7.3.5.4", PADDED_MONTH, _expand(r"\1\2")),
    CorrectionRule("日期补零", "GB/T 9704 7.3.5.4", PADDED_DAY, _expand(r"\1\2")),
    *(
        CorrectionRule("序号后的标点", "GB/T 15834", pattern, _expand(form))
        for pattern, form in zip(OUTLINE_TO_CORRECT, (r"\1、", r"\1（\2）", r"\1."), strict=True)
    ),
    CorrectionRule("半角括号", "GB/T 15834", re.compile(rf"\([^()（）]*[{_HAN}][^()（）]*\)"),
         lambda match: f"（{match[0][1:-1]}）"),
    CorrectionRule("半角引号", "GB/T 15834", re.compile(rf'"([^"“”]*[{_HAN}][^"“”]*)"'), _expand(r"“\1”")),
    CorrectionRule("半角标点", "GB/T 15834", re.compile(rf"(?<=[{_HAN}”》）〕])[,;:?!]|[,;:?!](?=[{_HAN}“《（])"),
         _translate(_FULL_WIDTH)),
    CorrectionRule("半角句号", "GB/T 15834", re.compile(rf"(?<=[{_HAN}”》）])\.(?=\s*$|[{_HAN}“《（])"), _expand("。")),
    CorrectionRule("省略号", "GB/T 15834", re.compile(r"\.{3,}|。{2,}|(?<!…)…(?!…)|…{3,}"), _expand("……")),
    CorrectionRule("汉字与数字间的空格", "排版惯例", re.compile(rf"(?<=[{_HAN}，。；：、“”《》（）])[ \u00a0]+(?=[0-9])"), _expand("")),
    CorrectionRule("汉字与数字间的空格", "排版惯例", re.compile(rf"(?<=[0-9%])[ \u00a0]+(?=[{_HAN}，。；：、“”《》（）])"), _expand("")),
)  # fmt: skip


def correct_text(text: str) -> TextCorrection:
    """Return *text* without its mechanical slips (机械性差错); a second run changes nothing more.

    >>> correct_text("请于2026年09月05日前报送,电话:0000-1234567").text
    '请于2026年9月5日前报送，电话：0000-1234567'
    """
    protected: list[str] = []

    def protect(match: re.Match[str]) -> str:
        protected.append(match[0])
        return chr(_FIRST_PLACEHOLDER + len(protected) - 1)

    def restore(words: str) -> str:
        return "".join(
            protected[ord(char) - _FIRST_PLACEHOLDER]
            if _FIRST_PLACEHOLDER <= ord(char) < _FIRST_PLACEHOLDER + len(protected)
            else char
            for char in words
        )

    working, fixes = _UNTOUCHED.sub(protect, text), []
    for rule in CORRECTION_RULES:
        for match in rule.pattern.finditer(working):
            after = rule.replacement(match)
            if after != match[0]:
                around = working[
                    max(match.start() - _CONTEXT_CHARS, 0) : match.end() + _CONTEXT_CHARS
                ]
                fixes.append(Fix(rule.name, restore(match[0]), restore(after), restore(around)))
        working = rule.pattern.sub(rule.replacement, working)
    return TextCorrection(restore(working), tuple(fixes))
