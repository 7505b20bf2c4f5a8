"""What depends on the words themselves, set right once a template has been filled.

A template knows neither how long the organ's name is nor how long the title: the mark's size,
the title's lines and the place of 署名 and 成文日期 are found by their styles and fitted anew.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from pipeline.official.breaking import break_title
from pipeline.official.closing import sealed_indent, unsealed_indents
from pipeline.official.elements import make
from pipeline.official.header import mark_paragraph

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_SEALED: Final = ("署名", "成文日期")
_UNSEALED: Final = ("不盖章署名", "不盖章成文日期")
_TITLES: Final = frozenset({"公文标题", "附件标题"})
_AFTER_INDENT: Final = ("w:jc", "w:textDirection", "w:outlineLvl", "w:rPr", "w:sectPr")


def refit(xml: bytes) -> bytes:
    """Fit marks, titles and closings of a part (``document.xml`` or a header) to their words."""
    root = parse_xml(xml)
    paragraphs = [(_style(p), p) for p in root.iter(qn("w:p"))]
    for style, paragraph in paragraphs:
        if style == "发文机关标志":
            paragraph.getparent().replace(paragraph, mark_paragraph(_words(paragraph)))
        elif style in _TITLES:
            _break(paragraph)
    for (style, organ), (next_style, dated) in pairwise(paragraphs):
        if (style, next_style) == _SEALED:
            left = sealed_indent(_words(organ), _words(dated))
            for paragraph in (organ, dated):
                _indent(paragraph, make("ind", left=left))
        elif (style, next_style) == _UNSEALED:
            right, left = unsealed_indents(_words(organ), _words(dated))
            _indent(organ, make("ind", right=right))
            _indent(dated, make("ind", left=left))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _style(paragraph: Element) -> str:
    """The style's id, which our templates and Word in Chinese both keep as its name."""
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(found.get(qn("w:val"))) if found is not None else ""


def _words(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _break(paragraph: Element) -> None:
    """Break a title into its lines, where it stands in one run and was not broken by hand."""
    texts = list(paragraph.iter(qn("w:t")))
    if len(texts) != 1 or paragraph.find(f".//{qn('w:br')}") is not None:
        return
    (text,) = texts
    first, *rest = break_title(text.text or "")
    text.text = first
    place = text
    for line in rest:
        following = make("t")
        following.text = line
        place.addnext(make("br"))
        place.getnext().addnext(following)
        place = following


def _indent(paragraph: Element, indent: Element) -> None:
    properties = paragraph.get_or_add_pPr()
    for old in properties.findall(qn("w:ind")):
        properties.remove(old)
    properties.insert_element_before(indent, *_AFTER_INDENT)
