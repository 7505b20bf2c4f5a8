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
_NEAR: Final = 8


@dataclass(frozen=True, slots=True)
class Fix:
    """One change: the rule, what stood there, what stands there now, and the words around it."""

    rule: str
    before: str
    after: str
    near: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A text put right, and everything that was changed in it."""

    text: str
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A slip and how it is mended; ``clause`` is where the right form is laid down."""

    name: str
    clause: str
    pattern: re.Pattern[str]
    mend: Callable[[re.Match[str]], str]


_KEPT: Final = re.compile(
    r"https?://[^\s\u4e00-\u9fff，。；）》”]+|www\.[\w./-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|[\w\u4e00-\u9fff（）()-]+\.(?:docx?|xlsx?|pptx?|pdf|txt|md|csv|zip|rar|wps|et|ofd|jpe?g|png)\b"
    r"|\d{1,2}:\d{2}(?::\d{2})?|\d+:\d+",
    re.IGNORECASE,
)
_HELD: Final = 0xE000  # private characters stand for what is kept while the rest is mended
_WIDE: Final = str.maketrans(",;:?!()", "，；：？！（）")
_ASCII: Final = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９％"}


def _each(table: dict[int, int] | dict[int, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0].translate(table)


def _to(template: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match.expand(template)


RULES: Final = (
    Rule("全角数字", "GB/T 15835", re.compile(r"[０-９％]+"), _each(_ASCII)),
    Rule(
        "发文字号", "GB/T 9704 7.2.5",
        re.compile(r"[［\[【(（〔]\s*((?:19|20)\d{2})\s*年?[］\]】)）〕]\s*(?:第\s*)?0*([1-9]\d*)\s*号"),
        _to(r"〔\1〕\2号"),
    ),
    Rule("日期补零", "GB/T 9704 7.3.5.4", re.compile(r"(\d{4}年)0(\d月)"), _to(r"\1\2")),
    Rule("日期补零", "GB/T 9704 7.3.5.4", re.compile(r"(\d月)0(\d日)"), _to(r"\1\2")),
    Rule("序号后的标点", "GB/T 15834", re.compile(rf"^(\s*[{_NUMERAL}]{{1,3}})[.．，,][ \u3000]*"), _to(r"\1、")),
    Rule(
        "序号后的标点", "GB/T 15834",
        re.compile(rf"^(\s*)[（(]([{_NUMERAL}]{{1,3}}|\d{{1,3}})[)）][、，,.．]?[ \u3000]*"), _to(r"\1（\2）"),
    ),
    Rule("序号后的标点", "GB/T 15834", re.compile(r"^(\s*\d{1,3})[、．][ \u3000]*(?!\d)"), _to(r"\1.")),
    Rule("半角括号", "GB/T 15834", re.compile(rf"\([^()（）]*[{_HAN}][^()（）]*\)"),
         lambda match: f"（{match[0][1:-1]}）"),
    Rule("半角引号", "GB/T 15834", re.compile(rf'"([^"“”]*[{_HAN}][^"“”]*)"'), _to(r"“\1”")),
    Rule("半角标点", "GB/T 15834", re.compile(rf"(?<=[{_HAN}”》）〕])[,;:?!]|[,;:?!](?=[{_HAN}“《（])"),
         _each(_WIDE)),
    Rule("半角句号", "GB/T 15834", re.compile(rf"(?<=[{_HAN}”》）])\.(?=\s*$|[{_HAN}“《（])"), _to("。")),
    Rule("省略号", "GB/T 15834", re.compile(r"\.{3,}|。{2,}|(?<!…)…(?!…)|…{3,}"), _to("……")),
    Rule("汉字与数字间的空格", "排版惯例", re.compile(rf"(?<=[{_HAN}，。；：、“”《》（）])[ \u00a0]+(?=[0-9])"), _to("")),
    Rule("汉字与数字间的空格", "排版惯例", re.compile(rf"(?<=[0-9%])[ \u00a0]+(?=[{_HAN}，。；：、“”《》（）])"), _to("")),
)  # fmt: skip


def mend(text: str) -> Mended:
    """*text* with its mechanical slips put right; done twice it changes nothing more.

    >>> mend("请于2026年09月05日前报送,电话:0000-1234567").text
    '请于2026年9月5日前报送，电话：0000-1234567'
    """
    kept: list[str] = []

    def hold(match: re.Match[str]) -> str:
        kept.append(match[0])
        return chr(_HELD + len(kept) - 1)

    def free(words: str) -> str:
        return "".join(
            kept[ord(char) - _HELD] if _HELD <= ord(char) < _HELD + len(kept) else char
            for char in words
        )

    working, fixes = _KEPT.sub(hold, text), []
    for rule in RULES:
        for match in rule.pattern.finditer(working):
            after = rule.mend(match)
            if after != match[0]:
                around = working[max(match.start() - _NEAR, 0) : match.end() + _NEAR]
                fixes.append(Fix(rule.name, free(match[0]), free(after), free(around)))
        working = rule.pattern.sub(rule.mend, working)
    return Mended(free(working), tuple(fixes))
