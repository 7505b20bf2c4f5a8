"""Read the document number (发文字号、期号) on a finished document, and put one in its place on the page.

The place is the line that our layout styles as such, or a line above the title that holds nothing but a
number or a placeholder for one: ``云文明办〔2026〕　号``, ``第　期（草稿）``, ``（草稿未编号）``.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.drafts.visible import DELETED, is_hidden
from pipeline.official.errors import NumberPlaceMissing
from pipeline.official.ooxml.elements import run, style_of, words_in
from pipeline.official.ooxml.style_names import NUMBER_STYLES, TITLE_STYLES, StyleName
from pipeline.official.ooxml.word_file import open_word, replace_main_part
from pipeline.official.standard.kinds import kind_of_title
from pipeline.official.standard.patterns import (
    COPY_NUMBER,
    HAN,
    SECRECY,
    SIGNER_LABEL,
    URGENCY,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_BLANK: Final = r"[\s　×xXＸ_＿*○〇□.…]"
_OPEN: Final = r"[〔\[［【(（]"
_CLOSE: Final = r"[〕\]］】)）]"
_NUMBER: Final = re.compile(
    rf"(?P<code>[{HAN}A-Za-z×]{{0,20}})\s{{0,4}}{_OPEN}\s{{0,4}}(?P<year>\d{{4}}|{_BLANK}{{0,8}})\s{{0,4}}年?{_CLOSE}\s{{0,4}}第?"
    rf"(?P<serial>\s{{0,4}}\d{{1,6}}\s{{0,4}}|{_BLANK}{{0,12}})号"
)
_ISSUE: Final = re.compile(
    rf"第(?P<serial>\s{{0,4}}\d{{1,6}}\s{{0,4}}|{_BLANK}{{0,12}})期"
    rf"(?:（总第(?P<total>\s{{0,4}}\d{{1,6}}\s{{0,4}}|{_BLANK}{{0,12}})期）)?(?P<draft>（草稿）)?"
)
_ORDER: Final = re.compile(rf"第(?P<serial>\s{{0,4}}\d{{1,6}}\s{{0,4}}|{_BLANK}{{0,12}})号")
_DRAFT: Final = re.compile(r"（草稿未编号）")
_PATTERNS: Final = (_NUMBER, _ISSUE, _DRAFT, _ORDER)
_BESIDE: Final = (SECRECY, URGENCY, COPY_NUMBER)  # what may be on the line of a number (7.2, 10.1)
_LINES_AT_MOST: Final = 40  # above a title; a line further down belongs to the text
_LONGEST_LINE: Final = 120
_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A document's number as its page has it: ``text`` as printed, empty where a number is still to be put.

    ``code`` is the organ code (机关代字) that stands before it, ``year`` and ``serial`` are 0 where they
    are left open; ``by_issue`` where it counts issues (第3期), ``bare`` where it has neither code nor
    year (第3号), and ``total`` its 总第M期, -1 where the page doesn't print one.
    """

    text: str = ""
    code: str = ""
    year: int = 0
    serial: int = 0
    total: int = -1
    by_issue: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the number stands: its paragraph, and the characters of that, each with its text element."""

    paragraph: Element
    characters: tuple[tuple[str, Element | None, int], ...]
    match: re.Match[str] | None


def number_line_of(document: WordDocument) -> NumberLine | None:
    """Return the number, or the place for one, on the opened *document*; ``None`` where it has neither."""
    place = _place(document)
    if place is None:
        return None
    if place.match is None:
        styled = style_of(place.paragraph) == StyleName.ISSUE_NUMBER
        return NumberLine(by_issue=styled, total=0 if styled else -1)
    return _line_of(place.match)


def put_number(content: bytes, name: str, number: str) -> bytes:
    """Return the document *content* with *number* in its place; no other part or paragraph is changed.

    Raises:
        DocumentUnreadable, DocumentTooLarge: it is no Word document, or beyond the limits of one.
        NumberPlaceMissing: no line of it is that of a number.
    """
    document = open_word(name, content)
    place = _place(document)
    if place is None:
        raise NumberPlaceMissing(name)
    if place.match is None:
        _insert(place.paragraph, number)
    else:
        _overwrite(place, place.match, number)
    return replace_main_part(content, document)


def briefing_name_of(document: WordDocument) -> str:
    """Return the name of a briefing (简报名称) by its masthead; empty where no line is styled as one."""
    marks = (p for p in _head(document) if style_of(p) == StyleName.ORGAN_MARK)
    return next((words_in(mark).strip() for mark in marks), "")


def _line_of(match: re.Match[str]) -> NumberLine:
    found = match.groupdict()
    serial = _integer(found.get("serial"))
    year = _integer(found.get("year"))
    # Our own drafts print 第　期（草稿） for what becomes 第3期（总第17期）.
    has_total = found.get("total") is not None or found.get("draft")
    total = _integer(found.get("total")) if has_total else -1
    by_issue = match.re is _ISSUE
    complete = serial and (match.re is not _NUMBER or year) and total != 0
    text = re.sub(r"\s", "", match[0]) if complete else ""
    code = re.sub(_BLANK, "", found.get("code") or "")
    return NumberLine(text, code, year, serial, total, by_issue, bare=match.re is _ORDER)


def _integer(text: str | None) -> int:
    digits = (text or "").strip().translate(_FULL_WIDTH)
    return int(digits) if digits.isdecimal() else 0


def _place(document: WordDocument) -> _Place | None:
    head = list(_head(document))
    styled = [paragraph for paragraph in head if style_of(paragraph) in NUMBER_STYLES]
    for paragraph in styled:
        characters = tuple(_characters(paragraph))
        match = _search(characters)
        if match is not None or not "".join(c for c, _, _ in characters).strip():
            return _Place(paragraph, characters, match)
    for paragraph in (*styled, *head):
        characters = tuple(_characters(paragraph))
        match = _search(characters)
        if match is not None and _stands_alone(match):
            return _Place(paragraph, characters, match)
    for paragraph in styled:  # 签发人 alone: the number comes before it
        if _without_neighbours("".join(c for c, _, _ in _characters(paragraph))) == "":
            return _Place(paragraph, (), None)
    return _letter_place(document, head)


def _head(document: WordDocument) -> Iterator[Element]:
    """Yield the paragraphs above the title, wherever they stand; bounded where none is recognised."""
    written = 0
    for paragraph in document.element.body.iter(qn("w:p")):
        text = words_in(paragraph).strip()
        if style_of(paragraph) in TITLE_STYLES or written > _LINES_AT_MOST:
            return
        if text and len(text) <= _LONGEST_LINE and kind_of_title(text) and _is_title(paragraph):
            return
        written += bool(text)
        yield paragraph


def _is_title(paragraph: Element) -> bool:
    """Return whether a line that ends with a kind is the title: the organ mark of an order does so, too."""
    return style_of(paragraph) != StyleName.ORGAN_MARK and "关于" in words_in(paragraph)


def _letter_place(document: WordDocument, head: list[Element]) -> _Place | None:
    """Return the first line below a letter's rule (信函 10.1), whose mark is in the page header."""
    header = document.sections[0].first_page_header
    if header.is_linked_to_previous:  # the library would add one
        return None
    marks = [p for p in header._element.iter(qn("w:p")) if style_of(p) == StyleName.ORGAN_MARK]  # noqa: SLF001
    if not marks or not head or style_of(head[0]) != StyleName.BLANK_LINE:
        return None
    text = "".join(character for character, _, _ in _characters(head[0]))
    return _Place(head[0], (), None) if not _without_neighbours(text) else None


def _characters(paragraph: Element) -> Iterator[tuple[str, Element | None, int]]:
    """Yield each character with the text element that holds it, and its index there; tabs have none."""
    for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:ptab"), qn("w:br")):
        above = list(element.iterancestors())
        if any(each.tag in DELETED or is_hidden(each) for each in above):
            continue
        if element.tag == qn("w:t"):
            for at, character in enumerate(element.text or ""):
                yield character, element, at
        elif element.getparent().tag == qn("w:r"):
            yield "\t", None, 0


def _search(characters: tuple[tuple[str, Element | None, int], ...]) -> re.Match[str] | None:
    text = "".join(character for character, _, _ in characters)
    if len(text) > _LONGEST_LINE:
        return None
    return next((match for pattern in _PATTERNS if (match := pattern.search(text))), None)


def _stands_alone(match: re.Match[str]) -> bool:
    """Return whether a line holds nothing but the number and what may be beside one."""
    return not _without_neighbours(match.string[: match.start()] + match.string[match.end() :])


def _without_neighbours(text: str) -> str:
    rest = text.partition(SIGNER_LABEL)[0]
    for pattern in _BESIDE:
        rest = pattern.sub("", rest, count=1)
    return rest.strip(" \t\n　（）()")


def _insert(paragraph: Element, number: str) -> None:
    """Insert the number into a line without one, formatted as the first words of that line."""
    if style_of(paragraph) not in NUMBER_STYLES:  # of a letter: at the right of its first line
        paragraph.append(run(f"\t{number}"))
        return
    added = run(number)
    first = paragraph.find(qn("w:r"))
    of_first = None if first is None else first.find(qn("w:rPr"))
    of_mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    properties = of_first if of_first is not None else of_mark
    if properties is not None:
        added.replace(added.find(qn("w:rPr")), deepcopy(properties))
    at = 1 if paragraph.find(qn("w:pPr")) is not None else 0
    paragraph.insert(at, added)


def _overwrite(place: _Place, match: re.Match[str], number: str) -> None:
    """Write the number over the characters of *match*; each text element keeps its formatting."""
    span = range(match.start(), match.end())
    texts: dict[Element, list[str]] = {}
    written = False
    for at, (character, element, _) in enumerate(place.characters):
        if element is None:
            continue
        kept = texts.setdefault(element, [])
        if at not in span:
            kept.append(character)
        elif not written:
            kept.append(number)
            written = True
    for element, kept in texts.items():
        element.text = "".join(kept)
        element.set(qn("xml:space"), "preserve")


def words_apart_from_number(document: WordDocument) -> tuple[str, ...]:
    """Return every text of the document as printed, spaces apart, without its number and without pictures."""
    place = _place(document)
    own = place.paragraph if place is not None else None
    headers = (
        each._element  # noqa: SLF001 - the library has no public way to it
        for section in document.sections
        for each in (section.first_page_header, section.header, section.footer)
        if not each.is_linked_to_previous
    )
    parts = (document.element.body, *headers)
    words = []
    for paragraph in chain.from_iterable(part.iter(qn("w:p")) for part in parts):
        text = "".join(character for character, _, _ in _characters(paragraph))
        if paragraph is own and place is not None and place.match is not None:
            text = text[: place.match.start()] + text[place.match.end() :]
        if stripped := re.sub(r"\s", "", text):
            words.append(stripped)
    return tuple(words)
