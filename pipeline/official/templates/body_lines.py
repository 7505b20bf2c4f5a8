"""Read the text of a filled template line by line (正文), for a template that repeats a whole text.

Templates of earlier releases print a briefing's text by ``{%p for 段 in 正文 %}``: what the shipped template
says is their text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn

from pipeline.model.figure import Phrase
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.style_names import HEADING_STYLES, StyleName
from pipeline.official.templates.marks import TABLE, number_in
from pipeline.official.templates.template import rendered_body
from pipeline.official.templates.traced_values import Printing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.official.templates.template import TemplateFile

_STYLES: Final = (StyleName.BODY, *HEADING_STYLES)  # by their level in the outline


def body_lines(template: TemplateFile, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each paragraph of *template*'s text with *facts*: its level (级) and its words (文).

    Raises:
        TemplateFaulty: it can't be filled.
    """
    printing = Printing()
    return list(_lines(rendered_body(template, facts, printing), printing))


def _lines(body: Any, printing: Printing) -> Iterator[dict[str, Any]]:
    for paragraph in body.iterchildren(qn("w:p")):
        style, words = style_of(paragraph), words_in(paragraph)
        if style not in _STYLES or not words.strip():
            continue
        table = TABLE.fullmatch(words.strip())
        yield {
            "级": [*_STYLES].index(StyleName(style)),
            "文": printing.tables[number_in(table[1])] if table else Phrase(printing.pieces(words)),
        }
