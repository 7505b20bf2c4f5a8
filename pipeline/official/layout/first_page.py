"""Whether the first page shows text (首页必须显示正文, 7.3.3): an estimate from the lines' heights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import DocumentForm
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import line_pitch
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, mm
from pipeline.official.standard.typefaces import width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_CHARS_PER_LINE: Final = 27  # 字; a full line of names and commas often turns one early
_LETTER_HEAD_HEIGHT: Final = mm(20)  # a letter's mark and double rule push its text that far down


def addressees_fill_page(elements: Sequence[Element], form: DocumentForm, pitch: Length) -> bool:
    """Whether the addressees (主送机关) leave no line of text on the first page (7.3.2).

    *elements* begin with the header; what they hold from the text on doesn't matter.
    """
    styles = [style_of(element) for element in elements]
    if StyleName.ADDRESSEES not in styles:
        return False
    used = _LETTER_HEAD_HEIGHT if form is DocumentForm.LETTER else Length(0)
    for element in elements[: styles.index(StyleName.ADDRESSEES) + 1]:
        used += _height(element, pitch)
    # Two lines: the first of a paragraph alone would be turned over by a careful typesetter.
    return used + pitch.times(2) > mm(figure("type-height"))


def _height(element: Element, pitch: Length) -> Length:
    rows = element.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:trHeight')}")
    if rows:
        return Length(sum(int(row.get(qn("w:val"))) for row in rows))
    own = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    stated = own.get(qn("w:line")) if own is not None else None
    high = Length(int(stated)) if stated else line_pitch(style_of(element), pitch)
    turned = 1 + len(list(element.iter(qn("w:br"))))
    if style_of(element) == StyleName.ADDRESSEES:
        turned = -(-int(width_in_chars(words_in(element))) // _CHARS_PER_LINE)
    return high.times(max(turned, 1))
