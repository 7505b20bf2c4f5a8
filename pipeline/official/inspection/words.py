"""Give verdicts on the wording: document number, dates, attachment note, outline, punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Result, Strength, Verdict
from pipeline.official.standard.patterns import (
    EMPTY_ELEMENT,
    HAN,
    NUMBER_ALONE,
    NUMERALS,
    OUTLINE,
    WRONG_DATE_NUMERALS,
    WRONG_DATE_PADDING,
    WRONG_NOTE_QUOTES,
    WRONG_NUMBER_BRACKETS,
    WRONG_NUMBER_PADDING,
    WRONG_OUTLINE_COMMA,
    WRONG_OUTLINE_MARK,
    WRONG_SHORT_YEAR,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from docx.document import Document

_CONTEXT_CHARS: Final = 6


@dataclass(frozen=True, slots=True)
class WordingRule:
    """Define a pattern that must not occur: clause, the form expected instead, and the remedy."""

    clause: str
    rule: str
    strength: Strength
    pattern: re.Pattern[str]
    expected: str
    remedy: str


WORDING_RULES: Final = (
    WordingRule(
        "7.2.5", "number-brackets", Strength.REQUIRED, WRONG_NUMBER_BRACKETS,
        "云文明办〔2026〕15号", "发文字号的年份要用六角括号〔〕",
    ),
    WordingRule(
        "7.2.5", "number-padded", Strength.REQUIRED, WRONG_NUMBER_PADDING,
        "〔2026〕5号", "发文字号的序号不编虚位、不加“第”",
    ),
    WordingRule(
        "7.3.5.4", "date-padded", Strength.REQUIRED, WRONG_DATE_PADDING,
        "2026年9月5日", "成文日期的月、日不编虚位（1 不写作 01）",
    ),
    WordingRule(
        "7.3.5.4", "date-in-characters", Strength.REQUIRED, WRONG_DATE_NUMERALS,
        "2026年9月5日", "成文日期用阿拉伯数字",
    ),
    WordingRule(
        "7.3.5.5", "no-text-page", Strength.GENERAL, re.compile(r"此页无正文"),
        "", "不用“此页无正文”，请调整行距、字距",
    ),
    WordingRule(
        "7.3.4", "note-quoted", Strength.CUSTOM, WRONG_NOTE_QUOTES,
        "附件：××名单", "附件名称不加书名号",
    ),
    WordingRule(
        "7.4", "subject-words", Strength.CUSTOM, re.compile(r"^主题词[:：]"),
        "", "2012 版标准已没有主题词，请删去",
    ),
    WordingRule(
        "GB/T 15834", "half-width-marks", Strength.REQUIRED,
        re.compile(rf"[{HAN}”》）][,;:?!]|[,;:?!](?=[{HAN}“《（])"), "，；：？！", "中文里用全角标点",
    ),
    WordingRule(
        "GB/T 15834", "half-width-brackets", Strength.REQUIRED,
        re.compile(rf"\([^(){HAN}]*+[{HAN}][^()]*+\)"), "（）", "中文里用全角括号",
    ),
    WordingRule(
        "GB/T 15834", "doubled-marks", Strength.REQUIRED, re.compile(r"[，、；：。]{2,}"),
        "。", "标点重复，请删去多余的",
    ),
    WordingRule(
        "条例第九条", "empty-element", Strength.REQUIRED, EMPTY_ELEMENT,
        "", "要素是空的，请填写，或整行删去",
    ),
    WordingRule(
        "GB/T 15834", "outline-marks", Strength.REQUIRED, WRONG_OUTLINE_MARK,
        "（一）", "带括号的序号后面不加标点",
    ),
    WordingRule(
        "GB/T 15834", "outline-comma", Strength.REQUIRED, WRONG_OUTLINE_COMMA,
        "一、", "汉字序号后面用顿号",
    ),
    WordingRule(
        "GB/T 15835", "full-width-digits", Strength.REQUIRED, re.compile(r"[０-９]"),
        "0～9", "数字用半角",
    ),
    WordingRule(
        "GB/T 15835", "short-year", Strength.REQUIRED, WRONG_SHORT_YEAR,
        "2026年", "年份写全四位",
    ),
    WordingRule(
        "国家标准通例", "placeholder", Strength.CUSTOM, re.compile(r"\{\{|\{%|×{3,}|X{3,}|（待填）|【待定】|【未写|（草稿未编号）"),
        "", "留有没填的标签或占位符",
    ),
    WordingRule(
        "GB/T 15834", "spaces-as-indent", Strength.CUSTOM, re.compile(r"^[ \u3000]{2,}\S"),
        "首行缩进2字符", "请用首行缩进，不用空格",
    ),
)  # fmt: skip


def words_key(text: str) -> str:
    """Return the words of a paragraph without spaces, by which a carried one is known again."""
    return "".join(text.split())


def wording_verdicts(
    document: Document, carried: Container[str] = frozenset()
) -> Iterator[Verdict]:
    """Yield one verdict per rule; a failed one quotes the paragraph.

    Paragraphs and cells whose :func:`words_key` is *carried* are another document's, and are not judged.
    """
    paragraphs = [_own(paragraph.text, carried) for paragraph in document.paragraphs]
    cells = [
        _own(cell.text, carried)
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    for rule in WORDING_RULES:
        yield _wording_verdict(rule, (*paragraphs, *cells))
    yield _outline_verdict(paragraphs)
    yield _empty_heading_verdict(paragraphs)


def _own(text: str, carried: Container[str]) -> str:
    return "" if words_key(text) in carried else text


def _wording_verdict(rule: WordingRule, texts: Sequence[str]) -> Verdict:
    result, measured, message = Result.PASSED, "", rule.remedy
    for number, text in enumerate(texts, start=1):
        match = rule.pattern.search(text)
        if match is not None:
            start = max(match.start() - _CONTEXT_CHARS, 0)
            context = text[start : match.end() + _CONTEXT_CHARS].strip()
            result, measured = Result.FAILED, match[0]
            message = f"{rule.remedy}：第{number}段“{context}”"
            break
    return Verdict(rule.clause, rule.rule, result, rule.strength, measured, rule.expected, message)


def _outline_verdict(texts: Sequence[str]) -> Verdict:
    """Return whether the headings 一、二、三、 are numbered without a gap (7.3.3)."""
    found = [match[1] for text in texts if (match := OUTLINE[0].match(text.lstrip()))]
    passed = _is_sequence(found)
    return Verdict(
        "7.3.3",
        "outline-sequence",
        Result.PASSED if passed else Result.FAILED,
        Strength.REQUIRED,
        "、".join(found),
        "一、二、三、",
        "一级标题的序号连续" if passed else f"一级标题的序号不连续：{'、'.join(found)}",
    )


def _empty_heading_verdict(texts: Sequence[str]) -> Verdict:
    """Return whether each heading has words after its number (7.3.3)."""
    empty = [text.strip() for text in texts if NUMBER_ALONE.fullmatch(text.strip())]
    return Verdict(
        "7.3.3",
        "empty-heading",
        Result.FAILED if empty else Result.PASSED,
        Strength.REQUIRED,
        "、".join(empty),
        "",
        f"标题“{empty[0]}”只有序号没有文字，请写上标题，或删去"
        if empty
        else "标题的序号后面有文字",
    )


def _is_sequence(found: list[str]) -> bool:
    """Return whether each numeral follows the previous one; an attachment may restart at 一."""
    if len(found) > len(NUMERALS):
        return True
    last = 0
    for numeral in found:
        number = NUMERALS.find(numeral) + 1
        if number not in {1, last + 1}:
            return False
        last = number
    return True
