"""Verdicts on the words: document number, dates, attachment note, outline, punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.verdict import Result, Strength, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docx.document import Document

_CJK: Final = r"\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class WordingRule:
    """A pattern that must not occur, with its clause and the words of the verdict."""

    clause: str
    rule: str
    strength: Strength
    pattern: re.Pattern[str]
    wanted: str
    remedy: str


WORDING_RULES: Final = (
    WordingRule(
        "7.2.5", "number-brackets", Strength.REQUIRED,
        re.compile(r"[［\[【(（]\s*(?:19|20)\d{2}\s*年?[］\]】)）]\s*(?:第\s*)?\d+\s*号"),
        "云文明办〔2026〕15号", "发文字号的年份要用六角括号〔〕",
    ),
    WordingRule(
        "7.2.5", "number-padded", Strength.REQUIRED,
        re.compile(r"〔\d{4}〕\s*(?:第|0)\d*号?"), "〔2026〕5号", "发文字号的序号不编虚位、不加“第”",
    ),
    WordingRule(
        "7.3.5.4", "date-padded", Strength.REQUIRED,
        re.compile(r"\d{4}年0\d月|\d{1,2}月0\d日"), "2026年9月5日", "成文日期的月、日不编虚位（1 不写作 01）",
    ),
    WordingRule(
        "7.3.5.4", "date-in-characters", Strength.REQUIRED,
        re.compile(r"二[〇○零O]\d*[〇○零一二三四五六七八九]{2}年"), "2026年9月5日", "成文日期用阿拉伯数字",
    ),
    WordingRule(
        "7.3.5.5", "no-text-page", Strength.GENERAL,
        re.compile(r"此页无正文"), "", "不用“此页无正文”，请调整行距、字距",
    ),
    WordingRule(
        "7.3.4", "note-quoted", Strength.CUSTOM,
        re.compile(r"^附件：(?:1[.．]\s*)?《"), "附件：××名单", "附件名称不加书名号",
    ),
    WordingRule(
        "7.4", "subject-words", Strength.CUSTOM,
        re.compile(r"^主题词[:：]"), "", "2012 版标准已没有主题词，请删去",
    ),
    WordingRule(
        "GB/T 15834", "half-width-marks", Strength.REQUIRED,
        re.compile(rf"[{_CJK}”》）][,;:?!]|[,;:?!](?=[{_CJK}“《（])"), "，；：？！", "中文里用全角标点",
    ),
    WordingRule(
        "GB/T 15834", "half-width-brackets", Strength.REQUIRED,
        re.compile(rf"\([^()]*[{_CJK}][^()]*\)"), "（）", "中文里用全角括号",
    ),
    WordingRule(
        "GB/T 15834", "outline-marks", Strength.REQUIRED,
        re.compile(r"^\s*[（(][一二三四五六七八九十]{1,3}[)）]\s*[、，.．]"), "（一）", "带括号的序号后面不加标点",
    ),
    WordingRule(
        "GB/T 15834", "outline-comma", Strength.REQUIRED,
        re.compile(r"^\s*[一二三四五六七八九十]{1,3}[.．，,:：]"), "一、", "汉字序号后面用顿号",
    ),
    WordingRule(
        "GB/T 15835", "full-width-digits", Strength.REQUIRED,
        re.compile(r"[０-９]"), "0～9", "数字用半角",
    ),
    WordingRule(
        "GB/T 15835", "short-year", Strength.REQUIRED,
        re.compile(r"(?<![\d〔（(第])\d{2}年(?=\d{1,2}月)"), "2026年", "年份写全四位",
    ),
    WordingRule(
        "国家标准通例", "placeholder", Strength.CUSTOM,
        re.compile(r"\{\{|\{%|×{3,}|X{3,}"), "", "留有没填的标签或占位符",
    ),
    WordingRule(
        "GB/T 15834", "spaces-as-indent", Strength.CUSTOM,
        re.compile(r"^[ \u3000]{2,}\S"), "首行缩进2字符", "请用首行缩进，不用空格",
    ),
)  # fmt: skip
_OUTLINE: Final = re.compile(r"^\s*([一二三四五六七八九十]{1,3})、")
_NUMERALS: Final = "一二三四五六七八九十"


def wording_verdicts(document: Document) -> Iterator[Verdict]:
    """One verdict a rule; a failed one quotes the paragraph."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [c.text for table in document.tables for row in table.rows for c in row.cells]
    for fault in WORDING_RULES:
        yield _wording_verdict(fault, texts)
    yield _outline_verdict([paragraph.text for paragraph in document.paragraphs])


def _wording_verdict(fault: WordingRule, texts: Sequence[str]) -> Verdict:
    for number, text in enumerate(texts, start=1):
        match = fault.pattern.search(text)
        if match is not None:
            near = text[max(match.start() - 6, 0) : match.end() + 6].strip()
            message = f"{fault.remedy}：第{number}段“{near}”"
            return _verdict(fault, Result.FAILED, match[0], message)
    return _verdict(fault, Result.PASSED, "", fault.remedy)


def _verdict(fault: WordingRule, result: Result, measured: str, message: str) -> Verdict:
    return Verdict(
        fault.clause, fault.rule, result, fault.strength, measured, fault.wanted, message
    )


def _outline_verdict(texts: Sequence[str]) -> Verdict:
    """一、二、三、 follow each other without a gap (7.3.3)."""
    found = [match[1] for text in texts if (match := _OUTLINE.match(text))]
    wanted = list(_NUMERALS[: len(found)]) if len(found) <= len(_NUMERALS) else found
    result = Result.PASSED if _is_sequence(found, wanted) else Result.FAILED
    said = (
        "一级标题的序号连续"
        if result is Result.PASSED
        else f"一级标题的序号不连续：{'、'.join(found)}"
    )
    return Verdict(
        "7.3.3",
        "outline-sequence",
        result,
        Strength.REQUIRED,
        "、".join(found),
        "一、二、三、",
        said,
    )


def _is_sequence(found: list[str], wanted: list[str]) -> bool:
    """Whether the numbers run on; an attachment may begin at 一 again."""
    if found == wanted:
        return True
    last = 0
    for numeral in found:
        place = _NUMERALS.find(numeral) + 1
        if place not in {1, last + 1}:
            return False
        last = place
    return True
