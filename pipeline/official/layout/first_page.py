"""Estimate whether the first page shows text (首页必须显示正文, 7.3.3) from the lines' heights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import DocumentForm
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import line_pitch
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import Length, mm
from pipeline.official.standard.typefaces import width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

# A full line of names and commas often wraps one character early.
_CHARS_PER_LINE: Final = int(figure("chars-per-line")) - 1
_LETTER_HEAD_HEIGHT: Final = mm(20)  # of a letter's mark and double rule inside the type area


def addressees_fill_page(elements: Sequence[Element], form: DocumentForm, pitch: Length) -> bool:
    """Return whether the addressees (主送机关) leave no line of text on the first page (7.3.2).

    *elements* start with the header; those after the addressees are ignored.
    """
    styles = [style_of(element) for element in elements]
    if StyleName.ADDRESSEES not in styles:
        return False
    height = _LETTER_HEAD_HEIGHT if form is DocumentForm.LETTER else Length(0)
    for element in elements[: styles.index(StyleName.ADDRESSEES) + 1]:
        height += _height(element, pitch)
    # Two lines: a single first line of a paragraph is bad typography.
    return height + pitch.times(2) > mm(figure("type-height"))


def _height(element: Element, pitch: Length) -> Length:
    rows = element.findall(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:trHeight')}")
    if rows:
        return Length(sum(int(row.get(qn("w:val"))) for row in rows))
    spacing = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    line = spacing.get(qn("w:line")) if spacing is not None else None
    pitch_of_line = Length(int(line)) if line else line_pitch(style_of(element), pitch)
    count = 1 + len(list(element.iter(qn("w:br"))))
    if style_of(element) == StyleName.ADDRESSEES:
        count = -(-int(width_in_chars(words_in(element))) // _CHARS_PER_LINE)
    return pitch_of_line.times(max(count, 1))
