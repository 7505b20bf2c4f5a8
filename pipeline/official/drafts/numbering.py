"""Convert the automatic numbers (自动编号) of a Word draft to the text that a reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.values.numerals import chinese_numeral

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_CHINESE: Final = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "chineseLegalSimplified",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_CIRCLED: Final = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_FIRST_CIRCLED: Final = 0x245F  # ① is the next one
_LAST_CIRCLED: Final = 20
_PLACEHOLDER: Final = re.compile(r"%([1-9])")


class Numbering:
    """Count the numbered paragraphs of a document while it is read."""

    def __init__(self, document: WordDocument) -> None:
        styles = document.styles.element.findall(qn("w:style"))
        self._styles = {each.get(qn("w:styleId")): each for each in reversed(styles)}
        self._levels = _levels(document)
        self._counts: dict[str, list[int]] = {}

    def number_of(self, paragraph: Element) -> str:
        """Return the number that Word shows before *paragraph*; empty for none or a bullet."""
        key, level = self._list_level(paragraph)
        levels = self._levels.get(key)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(key, [0] * 9)
        start = levels[level][2]
        counts[level] = counts[level] + 1 if counts[level] else start
        counts[level + 1 :] = [0] * (8 - level)
        form, text, _ = levels[level]
        if form in {"bullet", "none"}:
            return ""

        def format_level(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            level_form, _, first = levels.get(at, (form, "", 1))
            return _format_number(level_form, counts[at] or first)

        return _PLACEHOLDER.sub(format_level, text)

    def _list_level(self, paragraph: Element) -> tuple[str, int]:
        """Return the list and the level of the paragraph, or else of its style."""
        style = self._styles.get(paragraph.style or "")
        for holder in (paragraph, style):
            numbering = None if holder is None else holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if numbering is not None:
                key, level = numbering.find(qn("w:numId")), numbering.find(qn("w:ilvl"))
                return (
                    "" if key is None else key.get(qn("w:val"), ""),
                    0 if level is None else int(level.get(qn("w:val"), "0")),
                )
        return "", 0


def _format_number(form: str, count: int) -> str:
    if form in _CHINESE:
        return chinese_numeral(count)
    if form in _CIRCLED and count <= _LAST_CIRCLED:
        return chr(_FIRST_CIRCLED + count)
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(count)


def _levels(document: WordDocument) -> dict[str, dict[int, tuple[str, str, int]]]:
    """Return the levels of each list: format, text with placeholders, and first number."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {
        each.get(qn("w:abstractNumId")): _levels_of(each)
        for each in root.findall(qn("w:abstractNum"))
    }
    lists = {}
    for each in root.findall(qn("w:num")):
        key = each.find(qn("w:abstractNumId"))
        lists[each.get(qn("w:numId"))] = abstract.get(
            None if key is None else key.get(qn("w:val")), {}
        )
    return lists


def _levels_of(abstract: Element) -> dict[int, tuple[str, str, int]]:
    levels = {}
    for level in abstract.findall(qn("w:lvl")):
        form, text, start = (level.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start"))
        levels[int(level.get(qn("w:ilvl"), "0"))] = (
            "decimal" if form is None else form.get(qn("w:val"), "decimal"),
            "" if text is None else text.get(qn("w:val"), ""),
            1 if start is None else int(start.get(qn("w:val"), "1")),
        )
    return levels
