"""Word notes on what a Word draft has and its lines lack (没有带过来): how many, and the words in it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from pipeline.official.drafts.visible import (
    DELETED,
    DROP_DOWN,
    FORMULA,
    GUIDE,
    WORDS,
    children,
    is_hidden,
    symbol,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_PICTURE: Final = "图片或文本框"
_DESCRIPTIONS: Final = {
    qn("w:drawing"): _PICTURE,
    qn("w:pict"): _PICTURE,
    qn("w:object"): "嵌入的对象",
    qn("w:contentPart"): "墨迹",
    qn("w:altChunk"): "嵌入的另一份文件",
    qn("w:subDoc"): "嵌入的另一份文件",
    qn("w:del"): "修订中已删除的文字",
    qn("w:sym"): "特殊字体的符号",
    qn("w:checkBox"): "窗体复选框",
    DROP_DOWN: "窗体下拉框",
    FORMULA: "公式",
    GUIDE: "拼音",
    **dict.fromkeys(
        (
            qn(f"w:{name}")
            for name in (
                "pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong",
            )
        ),
        "自动的日期或页码",
    ),
}  # fmt: skip
_HIDDEN: Final = "隐藏文字"
# What the text only refers to: by the tag of the reference, its part, and the tag of an entry there.
_REFERRED: Final = {
    qn("w:footnoteReference"): ("脚注", RELATION.FOOTNOTES, qn("w:footnote")),
    qn("w:endnoteReference"): ("尾注", RELATION.ENDNOTES, qn("w:endnote")),
    qn("w:commentReference"): ("批注", RELATION.COMMENTS, qn("w:comment")),
}
_MARGINS: Final = {qn("w:headerReference"): "页眉", qn("w:footerReference"): "页脚"}
_PAGE_NUMBER: Final = re.compile(r"[\s\d—–\-－·./第页共]*")
_QUOTED_AT_MOST: Final = 400  # characters of one place
_PLACES_AT_MOST: Final = 50


def omission_notes(document: WordDocument) -> Iterator[str]:
    """Yield a note for each kind of thing that isn't carried over, with the words in it."""
    found: dict[str, list[str]] = {}
    referred = {
        tag: _entries(document, relation, entry) for tag, (_, relation, entry) in _REFERRED.items()
    }
    for description, words in _omissions(document.element.body, referred):
        found.setdefault(description, []).append(words)
    for description, words in _margin_words(document):
        found.setdefault(description, []).append(words)
    for description, places in found.items():
        yield (
            f"文稿里有 {len(places)} 处{description}，没有带过来，请核对后手工处理。"
            f"{_quoted([words for words in places if words])}"
        )
    nested = document.element.body.xpath(
        ".//w:tbl[ancestor::w:tc and not(ancestor::w:txbxContent)]"
    )
    if nested:
        yield f"文稿里有 {len(nested)} 处套在表格里的表格，里面的文字逐行带了过来，不再是表格，请核对。"


def _omissions(
    element: Element, referred: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield description and words of each thing inside *element* that its lines lack."""
    for child in children(element):
        if child.tag in _REFERRED:
            key = child.get(qn("w:id"), "")
            yield _REFERRED[child.tag][0], referred[child.tag].get(key, "")
        elif child.tag in _DESCRIPTIONS:
            if child.tag != qn("w:sym") or not symbol(child):
                yield _DESCRIPTIONS[child.tag], _words_in(child)
        elif is_hidden(child):
            if words := text_of(child).strip():
                yield _HIDDEN, words
        elif child.tag not in DELETED:
            yield from _omissions(child, referred)


def _words_in(element: Element) -> str:
    """Return all words inside *element*, also where they are no text of the document."""
    if element.tag in DELETED:
        return ""
    if element.tag == qn("w:sym"):
        return f"{element.get(qn('w:font'), '')} {element.get(qn('w:char'), '')}".strip()
    if element.tag == DROP_DOWN:
        return _chosen(element)
    texts = []
    for child in children(element):
        if child.tag in WORDS:
            texts.append(child.text or child.get("string") or "")
        else:
            texts.append(_words_in(child))
            texts.append(" " if child.tag == qn("w:p") else "")
    return "".join(texts)


def _chosen(choices: Element) -> str:
    """Return the entry that a drop-down of a form (窗体下拉框) shows."""
    entries = [str(entry.get(qn("w:val"), "")) for entry in choices.findall(qn("w:listEntry"))]
    for tag in ("w:result", "w:default"):
        chosen = choices.find(qn(tag))
        number = "" if chosen is None else chosen.get(qn("w:val"), "")
        if number.isdecimal() and int(number) < len(entries):
            return entries[int(number)]
    return "".join(entries[:1])


def _entries(document: WordDocument, relation: str, tag: str) -> dict[str, str]:
    """Return the words of each footnote, endnote or comment by its id; of a part that is broken, none."""
    words: dict[str, str] = {}
    for each in document.part.rels.values():
        if each.reltype == relation and not each.is_external:
            with suppress(SyntaxError):  # lxml's XMLSyntaxError is one
                for entry in parse_xml(each.target_part.blob).iter(tag):
                    words[entry.get(qn("w:id"), "")] = _words_in(entry).strip()
    return words


def _margin_words(document: WordDocument) -> Iterator[tuple[str, str]]:
    """Yield the words of each header and footer (页眉、页脚) that has more than a page number."""
    references = document.element.body.iter(*_MARGINS)
    used = {each.get(qn("r:id"), ""): _MARGINS[each.tag] for each in references}
    for key, description in used.items():
        relation = document.part.rels.get(key)
        if relation is None or relation.is_external:
            continue
        with suppress(SyntaxError):
            words = _words_in(parse_xml(relation.target_part.blob)).strip()
            if not _PAGE_NUMBER.fullmatch(words):
                yield f"{description}文字", words


def _quoted(places: list[str]) -> str:
    """Return the words of each place in quotation marks; of a long one the beginning, and how many there are."""
    if not places:
        return ""
    shown = []
    for place in places[:_PLACES_AT_MOST]:
        words = " ".join(place.split())
        more = f"……（共 {len(words)} 字）" if len(words) > _QUOTED_AT_MOST else ""
        shown.append(f"“{words[:_QUOTED_AT_MOST]}{more}”")
    rest = f"等 {len(places)} 处" if len(places) > _PLACES_AT_MOST else ""
    return f"里面的文字：{'、'.join(shown)}{rest}。"
