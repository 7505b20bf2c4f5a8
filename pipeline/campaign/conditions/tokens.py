"""Split a condition's text into tokens (names, signs, values), before the grammar parses them.

Names come first and the longest wins, because a field may be named “增加数（2026年）、新增”: what
looks like a sign, a number or a date inside a name is a part of the name. Every token keeps its
offset in the text, so that a fault can be shown at its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.campaign.errors import ConditionFaulty
from pipeline.model.campaign import Shape
from pipeline.model.condition import ExternalReference
from pipeline.values.dates import read_date
from pipeline.values.numbers import read_number
from pipeline.values.text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from pipeline.model.campaign import Field


@dataclass(frozen=True, slots=True)
class NamedFields:
    """Hold what a name refers to: fields, and possibly the sheet of a list."""

    fields: tuple[Field, ...]
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ConditionToken:
    """Represent one token of a condition: its kind (a terminal of the grammar) and its value."""

    kind: str
    text: str  # as it was written
    at: int  # its first character, counted from 0
    value: str | Decimal | date | NamedFields | ExternalReference


_SPREAD: Final = 4  # times as long a name may be with the spaces and line breaks in it


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold the names by their keys, the lengths of the keys from the longest, and options of one campaign."""

    names: Mapping[str, NamedFields]
    lengths: tuple[int, ...]
    spellings: tuple[str, ...]  # the names as the 任务书 prints them
    option: re.Pattern[str] | None


# What an office writes for each sign. Full-width signs are half-width by then.
_SIGNS: Final = {
    ("COMPARATOR", "<="): "<= =< ≤ ⩽ ≦ 小于等于 小于或等于 不大于 不超过 不高于 不多于 不晚于 "
    "不迟于 不得大于 不得超过 不得高于 不得多于 不得晚于 不得迟于 不能大于 不能超过",
    ("COMPARATOR", ">="): ">= => ≥ ⩾ ≧ 大于等于 大于或等于 不小于 不少于 不低于 不早于 "
    "不得小于 不得少于 不得低于 不得早于 不能小于 不能少于",
    ("COMPARATOR", "!="): "!= <> ≠ 不等于 不得等于 不能等于 不为",
    ("COMPARATOR", "="): "= == 等于 为",
    ("COMPARATOR", ">"): "> 大于 多于 高于 超过 晚于 迟于",
    ("COMPARATOR", "<"): "< 小于 少于 低于 早于",
    ("ADDITIVE", "+"): "+ 加 加上",
    ("ADDITIVE", "-"): "- − 减 减去",
    ("MULTIPLICATIVE", "*"): "* × 乘 乘以",
    ("MULTIPLICATIVE", "/"): "/ ÷ 除以",
    ("PRESENCE", "不为空"): "不为空 不得为空 不能为空 非空 不空 已填 已填写",
    ("PRESENCE", "为空"): "为空 未填 未填写",
    ("_IF", "若"): "若 如果",
    ("_THEN", "则"): "则 那么",
    ("_AND", "且"): "且 并且 同时",
    ("_OR", "或"): "或 或者",
    ("_NOT", "非"): "非 并非",
    ("_OPEN", "("): "(",
    ("_CLOSE", ")"): ")",
    ("_OF", "."): ".",
    ("", ""): "， , 。 ； ; 应 应当 须 必须",  # accepted and ignored
}
_SIGN_OF: Final = {
    spelling: sign for sign, spellings in _SIGNS.items() for spelling in spellings.split()
}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SIGN: Final = re.compile(_alternatives(_SIGN_OF))
_FUNCTIONS: Final = {"行数": "ROWS", "合计": "TOTAL", "上期": "PREVIOUS"}
_FUNCTION: Final = re.compile(r"(?:行数|合计)(?=\s*\()|上期(?=\s*[(.])")
_NUMBER: Final = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:\s*[万亿])?%?(?![0-9A-Za-z.])", re.ASCII)
_DATE: Final = re.compile(
    r"\d{4}(?:([-./])\d{1,2}\1\d{1,2}|\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号])(?!\d)", re.ASCII
)
_TEXT: Final = re.compile("[“”\"][^“”\"]*[“”\"]|[‘’'][^‘’']*[‘’']")
_QUOTES: Final = "“”\"‘’'"
# 任务(文明单位创建, 已命名合计): names of another 任务书, quoted or with brackets of their own.
_EXTERNAL_NAME: Final = (
    rf"(?:[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]"
    rf"|([^(),、{_QUOTES}]*(?:\([^()]*\)[^(),、{_QUOTES}]*)*))"
)
_EXTERNAL: Final = re.compile(rf"任务\s*\(\s*{_EXTERNAL_NAME}\s*[,、]\s*{_EXTERNAL_NAME}\s*\)")
_EXTERNAL_START: Final = re.compile(r"任务\s*\(")
# Where an unknown word ends: a sign of several characters may directly follow a name, but 加 or
# 为 may also be a part of it.
_WORD_END: Final = (
    rf"(?=$|[\s()+*/<>=≤≥≠×÷，,。；;{_QUOTES}-]|{_alternatives(w for w in _SIGN_OF if len(w) > 1)})"
)
_UNKNOWN_WORD: Final = re.compile(r".+?" + _WORD_END, re.DOTALL)


@lru_cache(maxsize=4)  # called once for each condition of a campaign book
def build_vocabulary(fields: tuple[Field, ...]) -> Vocabulary:
    """Return the names that conditions over *fields* may use: names, codes, sheets of lists.

    A code of only digits is left out: in a condition it would be a number.
    """
    by_key: dict[str, NamedFields] = {}
    spellings: dict[str, None] = {}
    for field in fields:
        for name in (field.name, field.code):
            named = by_key.get(_key(name), NamedFields(()))
            if field not in named.fields:
                by_key[_key(name)] = NamedFields((*named.fields, field), named.sheet)
            spellings[name] = None
        if field.shape is Shape.LIST:
            named = by_key.get(_key(field.sheet), NamedFields(()))
            by_key[_key(field.sheet)] = NamedFields(named.fields, field.sheet)
            spellings[field.sheet] = None
    names = {key: named for key, named in by_key.items() if key and not key.isdigit()}
    options = {half_width(option).strip() for field in fields for option in field.options} - {""}
    option = (
        re.compile(f"(?:{_alternatives(options)})(?:{_WORD_END}|(?=[且或则]))") if options else None
    )
    lengths = tuple(sorted({len(key) for key in names}, reverse=True))
    return Vocabulary(names, lengths, tuple(spellings), option)


def tokenize(text: str, vocabulary: Vocabulary) -> tuple[ConditionToken, ...]:
    """Split *text* into tokens.

    Raises:
        ConditionFaulty: a word has no meaning; the error lists the most similar names.
    """
    tokens: list[ConditionToken] = []
    narrow = half_width(text)
    at = 0
    while at < len(narrow):
        if narrow[at].isspace():
            at += 1
            continue
        # Of readings of the same length the first counts: a name before a sign or an option.
        token = max(
            _candidates(narrow, at, vocabulary), key=lambda token: len(token.text), default=None
        )
        if token is None:
            raise _unknown_name_error(text, narrow, at, tokens, vocabulary)
        if token.kind:
            tokens.append(_restore_original_text(token, text))
        at += len(token.text)
    return tuple(tokens)


def _restore_original_text(token: ConditionToken, text: str) -> ConditionToken:
    """Restore the width of *token*; the content of quotes is compared with what units type."""
    excerpt = text[token.at : token.at + len(token.text)]
    if token.kind != "TEXT":
        return replace(token, text=excerpt)
    content = excerpt[1:-1] if token.text[0] in _QUOTES else excerpt
    return replace(token, text=excerpt, value=content.strip())


def _candidates(text: str, at: int, vocabulary: Vocabulary) -> Iterator[ConditionToken]:
    """Yield every token that could begin at *at*."""
    if match := _FUNCTION.match(text, at):
        yield ConditionToken(_FUNCTIONS[match[0]], match[0], at, match[0])
    if (match := _EXTERNAL.match(text, at)) and (reference := _external_reference(match)):
        yield ConditionToken("EXTERNAL", match[0], at, reference)
    if token := _name_at(text, at, vocabulary):
        yield token
    if match := _TEXT.match(text, at):
        yield ConditionToken("TEXT", match[0], at, match[0])
    if match := _SIGN.match(text, at):
        kind, value = _SIGN_OF[match[0]]
        yield ConditionToken(kind, match[0], at, value)
    yield from _literals(text, at)
    if vocabulary.option and (match := vocabulary.option.match(text, at)):
        yield ConditionToken("TEXT", match[0], at, match[0])


def _name_at(text: str, at: int, vocabulary: Vocabulary) -> ConditionToken | None:
    """Return the longest name that begins at *at*, with or without the spaces in its printed label."""
    # A form of thousands of cells has as many names: they are looked up, not tried one by one.
    longest = vocabulary.lengths[0] if vocabulary.lengths else 0
    ahead = _key(text[at : at + longest * _SPREAD])
    for length in vocabulary.lengths:
        named = vocabulary.names.get(ahead[:length])
        if named and (match := _pattern(ahead[:length]).match(text, at)):
            return ConditionToken("NAME", match[0], at, named)
    return None


def _external_reference(match: re.Match[str]) -> ExternalReference | None:
    campaign, field = ((match[n] or match[n + 1] or "").strip() for n in (1, 3))
    return ExternalReference(campaign, field) if campaign and field else None


def _literals(text: str, at: int) -> Iterator[ConditionToken]:
    if match := _DATE.match(text, at):
        day = read_date(match[0])
        if day is None:
            raise ConditionFaulty(at + 1, f"没有“{match[0]}”这一天，应为 2026-09-30 这样的日期")
        yield ConditionToken("DATE", match[0], at, day.value)
    elif match := _NUMBER.match(text, at):
        number = read_number(match[0], "%")
        if number is not None:
            yield ConditionToken("NUMBER", match[0], at, number.value)


def _unknown_name_error(
    text: str, narrow: str, at: int, tokens: Sequence[ConditionToken], vocabulary: Vocabulary
) -> ConditionFaulty:
    """Return the error for the word at *at*, with the most similar names."""
    if narrow[at] in _QUOTES:
        return ConditionFaulty(at + 1, "引号没有成对，应在文字两边都加引号，如 “是”")
    if _EXTERNAL_START.match(narrow, at):
        return ConditionFaulty(at + 1, "别的任务的数应写成 任务(任务名称, 填报项)")
    previous = tokens[-1] if tokens else None
    if previous and previous.kind in {"NAME", "NUMBER"} and previous.at + len(previous.text) == at:
        at = previous.at  # 总数量 where 总数 is known: the whole of it is meant to be a name
    match = _UNKNOWN_WORD.match(narrow, at)
    excerpt = text[at : match.end() if match else at + 1]
    if previous and at == previous.at and previous.kind == "NUMBER":
        return ConditionFaulty(at + 1, f"“{excerpt}”应只写数字，不写计量单位")
    near = get_close_matches(half_width(excerpt), vocabulary.spellings, n=3, cutoff=0.5)
    guess = (
        f"相近的有“{'”“'.join(near)}”"
        if near
        else "应为“填报项”表里的名称或代码；文字要加引号，如 “是”"
    )
    return ConditionFaulty(at + 1, f"没有名为“{excerpt}”的填报项，{guess}")


def _key(name: str) -> str:
    return "".join(half_width(name).split()).lower()


@lru_cache(maxsize=10_000)
def _pattern(key: str) -> re.Pattern[str]:
    """Return a pattern of a name with or without the spaces and line breaks in its printed label."""
    before = "(?<![0-9a-z])" if re.match("[0-9a-z]", key) else ""
    after = "(?![0-9a-z])" if re.search("[0-9a-z]$", key) else ""
    return re.compile(before + r"\s*".join(map(re.escape, key)) + after, re.IGNORECASE)
