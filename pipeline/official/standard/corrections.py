"""Mechanical slips of writing put right (机械性差错): punctuation, numerals, marks of order.

GB/T 15834-2011 and GB/T 15835-2011, and the forms of GB/T 9704-2012. Only what can't change a
meaning is mended, and each change is told; addresses, file names, times and codes are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_HAN: Final = "\u4e00-\u9fff〇"
_NUMERAL: Final = "一二三四五六七八九十"
_CONTEXT_CHARS: Final = 8


@dataclass(frozen=True, slots=True)
class Fix:
    """One change: the rule, what stood there, what stands there now, and the words around it."""

    rule: str
    before: str
    after: str
    context: str


@dataclass(frozen=True, slots=True)
class TextCorrection:
    """A text put right, and everything that was changed in it."""

    text: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """A slip and how it is mended; ``clause`` is where the right form is laid down."""

    name: str
    clause: str
    pattern: re.Pattern[str]
    replacement: Callable[[re.Match[str]], str]


_UNTOUCHED: Final = re.compile(
    r"https?://[^\s\u4e00-\u9fff，。；）》”]+|www\.[\w./-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w\u4e00-\u9fff（）()-]+\.(?:docx?|xlsx?|pptx?|pdf|txt|md|csv|zip|rar|wps|et|ofd|jpe?g|png)\b"
    r"|\d{1,2}:\d{2}(?::\d{2})?|\d+:\d+",
    re.IGNORECASE,
)
_FIRST_PLACEHOLDER: Final = (
    0xE000  # private characters stand for what is kept while the rest is mended
)
_WIDE: Final = str.maketrans(",;:?!()", "，；：？！（）")
_ASCII: Final = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９％"}


def _translate(table: dict[int, int] | dict[int, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0].translate(table)


def _expand(template: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(template)


CORRECTION_RULES: Final = (
    CorrectionRule("全角数字", "GB/T 15835", re.compile(r"[０-９％]+"), _translate(_ASCII)),
    CorrectionRule(
        "发文字号", "GB/T 9704 7.2.5",
        re.compile(r"[［\[【(（〔]\s*((?:19|20)\d{2})\s*年?[］\]】)）〕]\s*(?:第\s*)?0*([1-9]\d*)\s*号"),
        _expand(r"〔\1〕\2号"),
    ),
    CorrectionRule("日期补零", "GB/T 9704 7.3.5.4", re.compile(r"(\d{4}年)0(\d月)"), _expand(r"\1\2")),
    CorrectionRule("日期补零", "GB/T 9704 7.3.5.4", re.compile(r"(\d月)0(\d日)"), _expand(r"\1\2")),
    CorrectionRule("序号后的标点", "GB/T 15834", re.compile(rf"^(\s*[{_NUMERAL}]{{1,3}})[.．，,][ \u3000]*"), _expand(r"\1、")),
    CorrectionRule(
        "序号后的标点", "GB/T 15834",
        re.compile(rf"^(\s*)[（(]([{_NUMERAL}]{{1,3}}|\d{{1,3}})[)）][、，,.．]?[ \u3000]*"), _expand(r"\1（\2）"),
    ),
    CorrectionRule("序号后的标点", "GB/T 15834", re.compile(r"^(\s*\d{1,3})[、．][ \u3000]*(?!\d)"), _expand(r"\1.")),
    CorrectionRule("半角括号", "GB/T 15834", re.compile(rf"\([^()（）]*[{_HAN}][^()（）]*\)"),
         lambda match: f"（{match[0][1:-1]}）"),
    CorrectionRule("半角引号", "GB/T 15834", re.compile(rf'"([^"“”]*[{_HAN}][^"“”]*)"'), _expand(r"“\1”")),
    CorrectionRule("半角标点", "GB/T 15834", re.compile(rf"(?<=[{_HAN}”》）〕])[,;:?!]|[,;:?!](?=[{_HAN}“《（])"),
         _translate(_WIDE)),
    CorrectionRule("半角句号", "GB/T 15834", re.compile(rf"(?<=[{_HAN}”》）])\.(?=\s*$|[{_HAN}“《（])"), _expand("。")),
    CorrectionRule("省略号", "GB/T 15834", re.compile(r"\.{3,}|。{2,}|(?<!…)…(?!…)|…{3,}"), _expand("……")),
    CorrectionRule("汉字与数字间的空格", "排版惯例", re.compile(rf"(?<=[{_HAN}，。；：、“”《》（）])[ \u00a0]+(?=[0-9])"), _expand("")),
    CorrectionRule("汉字与数字间的空格", "排版惯例", re.compile(rf"(?<=[0-9%])[ \u00a0]+(?=[{_HAN}，。；：、“”《》（）])"), _expand("")),
)  # fmt: skip


def correct_text(text: str) -> TextCorrection:
    """*text* with its mechanical slips put right; done twice it changes nothing more.

    >>> correct_text("请于2026年09月05日前报送,电话:0000-1234567").text
    '请于2026年9月5日前报送，电话：0000-1234567'
    """
    kept: list[str] = []

    def hold(match: re.Match[str]) -> str:
        kept.append(match[0])
        return chr(_FIRST_PLACEHOLDER + len(kept) - 1)

    def free(words: str) -> str:
        return "".join(
            kept[ord(char) - _FIRST_PLACEHOLDER]
            if _FIRST_PLACEHOLDER <= ord(char) < _FIRST_PLACEHOLDER + len(kept)
            else char
            for char in words
        )

    working, fixes = _UNTOUCHED.sub(hold, text), []
    for rule in CORRECTION_RULES:
        for match in rule.pattern.finditer(working):
            after = rule.replacement(match)
            if after != match[0]:
                around = working[
                    max(match.start() - _CONTEXT_CHARS, 0) : match.end() + _CONTEXT_CHARS
                ]
                fixes.append(Fix(rule.name, free(match[0]), free(after), free(around)))
        working = rule.pattern.sub(rule.replacement, working)
    return TextCorrection(free(working), tuple(fixes))
