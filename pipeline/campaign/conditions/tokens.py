"""A condition's text cut into words (names, signs, values), before the grammar sees them.

Names come first and the longest wins, because a field may be called “增加数（2026年）、新增”: what
looks like a sign, a number or a date inside a name is a part of the name. A place in the text is
kept with every word, so that a fault can be shown where it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.campaign.errors import ConditionFaulty
from pipeline.model.campaign import Shape
from pipeline.model.condition import Elsewhere
from pipeline.values.dates import read_date
from pipeline.values.numbers import read_number
from pipeline.values.text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from pipeline.model.campaign import Field


@dataclass(frozen=True, slots=True)
class NamedFields:
    """What a name stands for: fields, and perhaps the sheet of a list."""

    fields: tuple[Field, ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ConditionToken:
    """One word of a condition: its kind (a terminal of the grammar) and what it means."""

    kind: str
    said: str  # as it was written
    at: int  # its first character, counted from 0
    means: str | Decimal | date | NamedFields | Elsewhere


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names and options that conditions of one campaign may use."""

    names: tuple[tuple[re.Pattern[str], NamedFields], ...]
    spelled: tuple[str, ...]  # the names as the 任务书 prints them
    option: re.Pattern[str] | None


# What an office writes for each sign. Full-width signs are half-width by then.
_SIGNS: Final = {
    ("COMPARED", "<="): "<= =< ≤ ⩽ ≦ 小于等于 小于或等于 不大于 不超过 不高于 不多于 不晚于 不迟于 "
    "不得大于 不得超过 不得高于 不得多于 不得晚于 不得迟于 不能大于 不能超过",
    ("COMPARED", ">="): ">= => ≥ ⩾ ≧ 大于等于 大于或等于 不小于 不少于 不低于 不早于 "
    "不得小于 不得少于 不得低于 不得早于 不能小于 不能少于",
    ("COMPARED", "!="): "!= <> ≠ 不等于 不得等于 不能等于 不为",
    ("COMPARED", "="): "= == 等于 为",
    ("COMPARED", ">"): "> 大于 多于 高于 超过 晚于 迟于",
    ("COMPARED", "<"): "< 小于 少于 低于 早于",
    ("ADDED", "+"): "+ 加 加上",
    ("ADDED", "-"): "- − 减 减去",
    ("MULTIPLIED", "*"): "* × 乘 乘以",
    ("MULTIPLIED", "/"): "/ ÷ 除以",
    ("PRESENT", "不为空"): "不为空 不得为空 不能为空 非空 不空 已填 已填写",
    ("PRESENT", "为空"): "为空 未填 未填写",
    ("_IF", "若"): "若 如果",
    ("_THEN", "则"): "则 那么",
    ("_AND", "且"): "且 并且 同时",
    ("_OR", "或"): "或 或者",
    ("_NOT", "非"): "非 并非",
    ("_OPEN", "("): "(",
    ("_CLOSE", ")"): ")",
    ("_OF", "."): ".",
    ("", ""): "， , 。 ； ; 应 应当 须 必须",  # heard and passed over
}
_SIGN_OF: Final = {said: sign for sign, spellings in _SIGNS.items() for said in spellings.split()}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SIGN: Final = re.compile(_any_of(_SIGN_OF))
_FUNCTIONS: Final = {"行数": "ROWS", "合计": "TOTAL", "上期": "BEFORE"}
_FUNCTION: Final = re.compile(r"(?:行数|合计)(?=\s*\()|上期(?=\s*[(.])")
_NUMBER: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s*[万亿])?%?(?![0-9A-Za-z.])", re.ASCII)
_DATE: Final = re.compile(
    r"\d{4}(?:([-./])\d{1,2}\1\d{1,2}|\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号])(?!\d)", re.ASCII
)
_TEXT: Final = re.compile("[“”\"][^“”\"]*[“”\"]|[‘’'][^‘’']*[‘’']")
_QUOTES: Final = "“”\"‘’'"
# 任务(文明单位创建, 已命名合计): names of another 任务书, quoted or with brackets of their own.
_ITS_NAME: Final = (
    rf"(?:[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]"
    rf"|([^(),、{_QUOTES}]*(?:\([^()]*\)[^(),、{_QUOTES}]*)*))"
)
_ELSEWHERE: Final = re.compile(rf"任务\s*\(\s*{_ITS_NAME}\s*[,、]\s*{_ITS_NAME}\s*\)")
_ELSEWHERE_BEGUN: Final = re.compile(r"任务\s*\(")
# Where a word that nobody knows comes to its end: a sign of several characters may well stand
# right behind a name, but 加 or 为 may as well be a part of it.
_WORD_END: Final = (
    rf"(?=$|[\s()+*/<>=≤≥≠×÷，,。；;{_QUOTES}-]|{_any_of(w for w in _SIGN_OF if len(w) > 1)})"
)
_UNKNOWN: Final = re.compile(r".+?" + _WORD_END, re.DOTALL)


@lru_cache(maxsize=4)  # a campaign book asks once for each of its conditions
def build_vocabulary(fields: tuple[Field, ...]) -> Vocabulary:
    """Gather the names that conditions over *fields* may use: names, codes, sheets of lists.

    A code of mere digits is left out: in a condition it would be a number.
    """
    meant: dict[str, NamedFields] = {}
    spelled: dict[str, None] = {}
    for field in fields:
        for name in (field.name, field.code):
            known = meant.get(_key(name), NamedFields(()))
            if field not in known.fields:
                meant[_key(name)] = NamedFields((*known.fields, field), known.sheet)
            spelled[name] = None
        if field.shape is Shape.LIST:
            known = meant.get(_key(field.sheet), NamedFields(()))
            meant[_key(field.sheet)] = NamedFields(known.fields, field.sheet)
            spelled[field.sheet] = None
    longest_first = sorted(meant, key=len, reverse=True)
    names = tuple((_pattern(key), meant[key]) for key in longest_first if key and not key.isdigit())
    options = {half_width(option).strip() for field in fields for option in field.options} - {""}
    option = re.compile(f"(?:{_any_of(options)})(?:{_WORD_END}|(?=[且或则]))") if options else None
    return Vocabulary(names, tuple(spelled), option)


def tokenize(text: str, known: Vocabulary) -> tuple[ConditionToken, ...]:
    """Cut *text* into words.

    Raises:
        ConditionFaulty: a word stands there that means nothing; the error offers the nearest names.
    """
    words: list[ConditionToken] = []
    narrow = half_width(text)
    at = 0
    while at < len(narrow):
        if narrow[at].isspace():
            at += 1
            continue
        # Of readings of the same length the first counts: a name before a sign or an option.
        word = max(_readings(narrow, at, known), key=lambda word: len(word.said), default=None)
        if word is None:
            raise _unknown(text, narrow, at, words, known)
        if word.kind:
            words.append(_as_written(word, text))
        at += len(word.said)
    return tuple(words)


def _as_written(word: ConditionToken, text: str) -> ConditionToken:
    """Give *word* back its width; the content of quotes is compared with what units type."""
    said = text[word.at : word.at + len(word.said)]
    if word.kind != "TEXT":
        return replace(word, said=said)
    content = said[1:-1] if word.said[0] in _QUOTES else said
    return replace(word, said=said, means=content.strip())


def _readings(text: str, at: int, known: Vocabulary) -> Iterator[ConditionToken]:
    """Every word that could begin at *at*."""
    if match := _FUNCTION.match(text, at):
        yield ConditionToken(_FUNCTIONS[match[0]], match[0], at, match[0])
    if (match := _ELSEWHERE.match(text, at)) and (asked := _asked_elsewhere(match)):
        yield ConditionToken("ELSEWHERE", match[0], at, asked)
    for pattern, named in known.names:
        if match := pattern.match(text, at):
            yield ConditionToken("NAME", match[0], at, named)
            break
    if match := _TEXT.match(text, at):
        yield ConditionToken("TEXT", match[0], at, match[0])
    if match := _SIGN.match(text, at):
        kind, means = _SIGN_OF[match[0]]
        yield ConditionToken(kind, match[0], at, means)
    yield from _values(text, at)
    if known.option and (match := known.option.match(text, at)):
        yield ConditionToken("TEXT", match[0], at, match[0])


def _asked_elsewhere(match: re.Match[str]) -> Elsewhere | None:
    campaign, field = ((match[n] or match[n + 1] or "").strip() for n in (1, 3))
    return Elsewhere(campaign, field) if campaign and field else None


def _values(text: str, at: int) -> Iterator[ConditionToken]:
    if match := _DATE.match(text, at):
        day = read_date(match[0])
        if day is None:
            raise ConditionFaulty(at + 1, f"没有“{match[0]}”这一天，应为 2026-09-30 这样的日期")
        yield ConditionToken("DATE", match[0], at, day.value)
    elif match := _NUMBER.match(text, at):
        number = read_number(match[0], "%")
        if number is not None:
            yield ConditionToken("NUMBER", match[0], at, number.value)


def _unknown(
    text: str, narrow: str, at: int, words: Sequence[ConditionToken], known: Vocabulary
) -> ConditionFaulty:
    """Say what can't be read at *at*, and which names are near."""
    if narrow[at] in _QUOTES:
        return ConditionFaulty(at + 1, "引号没有成对，应在文字两边都加引号，如 “是”")
    if _ELSEWHERE_BEGUN.match(narrow, at):
        return ConditionFaulty(at + 1, "别的任务的数应写成 任务(任务名称, 填报项)")
    before = words[-1] if words else None
    if before and before.kind in {"NAME", "NUMBER"} and before.at + len(before.said) == at:
        at = before.at  # 总数量 where 总数 is known: the whole of it is meant to be a name
    match = _UNKNOWN.match(narrow, at)
    said = text[at : match.end() if match else at + 1]
    if before and at == before.at and before.kind == "NUMBER":
        return ConditionFaulty(at + 1, f"“{said}”应只写数字，不写计量单位")
    near = get_close_matches(half_width(said), known.spelled, n=3, cutoff=0.5)
    guess = (
        f"相近的有“{'”“'.join(near)}”"
        if near
        else "应为“填报项”表里的名称或代码；文字要加引号，如 “是”"
    )
    return ConditionFaulty(at + 1, f"没有名为“{said}”的填报项，{guess}")


def _key(name: str) -> str:
    return "".join(half_width(name).split()).lower()


def _pattern(key: str) -> re.Pattern[str]:
    """A name with or without the spaces and line breaks that its label is printed with."""
    before = "(?<![0-9a-z])" if re.match("[0-9a-z]", key) else ""
    after = "(?![0-9a-z])" if re.search("[0-9a-z]$", key) else ""
    return re.compile(before + r"\s*".join(map(re.escape, key)) + after, re.IGNORECASE)
