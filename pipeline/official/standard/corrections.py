"""Correct mechanical slips of writing (机械性差错): punctuation, numerals, outline marks.

GB/T 15834-2011 and GB/T 15835-2011, and the forms of GB/T 9704-2012. Only what can't change a
meaning is corrected, and each change is reported; addresses, file names, times and codes stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from pipeline.official.standard.patterns import (
    HAN,
    NUMBER_TO_CORRECT,
    OUTLINE_TO_CORRECT,
    PADDED_DAY,
    PADDED_MONTH,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    """Hold a corrected text with every change made in it.

    ``origins`` has for each character of the text the index of the one it comes from.
    """

    text: str
    fixes: tuple[Fix, ...] = ()
    origins: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class CorrectionRule:
    """Define a slip and its replacement; ``clause`` is the source of the right form."""

    name: str
    clause: str
    pattern: re.Pattern[str]
    replacement: Callable[[re.Match[str]], str]


# A name begins where a run of its characters does, or after a time of day: 10:30报告.docx.
_UNTOUCHED: Final = re.compile(
    rf"https?://[^\s{HAN}，。；）》”]+|www\.[\w./-]+|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+"
    rf"|(?:(?<![\w{HAN}（）()-])|(?<=:\d)|(?<=:\d\d))[\w{HAN}（）()-]++"
    r"\.(?:docx?|xlsx?|pptx?|pdf|txt|md|csv|zip|rar|wps|et|ofd|jpe?g|png)\b"
    r"|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?|(?<!\d)\d++:\d+",
    re.IGNORECASE,
)
# Private-use characters replace the untouched parts while the rules run; of these planes no draft
# has any.
_FIRST_PLACEHOLDER: Final = 0xF0000
_LAST_PLACEHOLDER: Final = 0x10FFFF
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
    CorrectionRule("半角括号", "GB/T 15834", re.compile(rf"\([^()（）{_HAN}]*+[{_HAN}][^()（）]*+\)"),
         lambda match: f"（{match[0][1:-1]}）"),
    CorrectionRule("半角引号", "GB/T 15834", re.compile(rf'"([^"“”{_HAN}]*+[{_HAN}][^"“”]*+)"'), _expand(r"“\1”")),
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
    if any(char >= chr(_FIRST_PLACEHOLDER) for char in text):
        return TextCorrection(text, origins=range(len(text)))
    protected, fixes = _ProtectedParts(), []
    working = _Working(text, list(range(len(text))))
    working.replace(_UNTOUCHED, protected.replace)
    for rule in CORRECTION_RULES:
        for match, after in working.replace(rule.pattern, rule.replacement):
            around = match.string[
                max(match.start() - _CONTEXT_CHARS, 0) : match.end() + _CONTEXT_CHARS
            ]
            words = map(protected.restore, (match[0], after, around))
            fixes.append(Fix(rule.name, *words))
    return TextCorrection(
        protected.restore(working.text), tuple(fixes), protected.restore_origins(working)
    )


@dataclass(slots=True)
class _Working:
    """Hold the text between two rules, and for each character the index of its origin."""

    text: str
    origins: list[int]

    def replace(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]
    ) -> list[tuple[re.Match[str], str]]:
        """Replace every match of *pattern*; return those that changed, with their replacement."""
        found = [(match, replacement(match)) for match in pattern.finditer(self.text)]
        changed = [(match, after) for match, after in found if after != match[0]]
        if not changed:
            return []
        texts: list[str] = []
        origins: list[int] = []
        at = 0
        for match, after in changed:
            start, end = match.span()
            texts += self.text[at:start], after
            origins += self.origins[at:start]
            origins += _aligned(match[0], after, self.origins[start:end])
            at = end
        self.text = "".join([*texts, self.text[at:]])
        self.origins = origins + self.origins[at:]
        return changed


def _shared(first: str, second: str) -> int:
    """Return how many characters both texts begin with."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _aligned(before: str, after: str, origins: list[int]) -> list[int]:
    """Return the origin of each character of *after*, by the beginning and end that both share."""
    shorter = min(len(before), len(after))
    head = _shared(before, after)
    tail = min(_shared(before[::-1], after[::-1]), shorter - head)
    middle = (origins[min(at, len(before) - 1)] for at in range(head, len(after) - tail))
    return [*origins[:head], *middle, *origins[len(origins) - tail :]]


class _ProtectedParts:
    """Hold the parts of a text that the rules may not touch, each behind one placeholder."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def replace(self, match: re.Match[str]) -> str:
        """Return the placeholder of a part; the part itself where there are no more."""
        if _FIRST_PLACEHOLDER + len(self._parts) > _LAST_PLACEHOLDER:
            return match[0]
        self._parts.append(match[0])
        return chr(_FIRST_PLACEHOLDER + len(self._parts) - 1)

    def restore(self, words: str) -> str:
        """Return *words* with the parts in the place of their placeholders."""
        return "".join(
            self._parts[ord(char) - _FIRST_PLACEHOLDER] if ord(char) >= _FIRST_PLACEHOLDER else char
            for char in words
        )

    def restore_origins(self, working: _Working) -> list[int]:
        """Return the origins of the characters of the restored text."""
        origins: list[int] = []
        for char, origin in zip(working.text, working.origins, strict=True):
            at = ord(char) - _FIRST_PLACEHOLDER
            origins += range(origin, origin + len(self._parts[at])) if at >= 0 else (origin,)
        return origins
