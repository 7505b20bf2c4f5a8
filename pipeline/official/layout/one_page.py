"""Fit an office paper without a red header (退回单、回执) on one page by arithmetic (调整行距, 7.3.5.5).

Such papers are written by the hundred while files are received, too many to be rendered one by one.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.layout.adjust import scale_rows
from pipeline.official.ooxml.elements import exact_line, style_of, words_in
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import TITLE_STYLES, StyleName
from pipeline.official.ooxml.styles import PITCH, line_pitch
from pipeline.official.standard.lengths import Length
from pipeline.official.standard.profile import ADJUSTED_LINES, STANDARD
from pipeline.official.standard.typefaces import BODY_CHAR, SIZE_2, SIZE_4, width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_ROW_SCALES: Final = tuple(map(Decimal, ("1", "0.94", "0.88", "0.82")))
_MOST_PAGES: Final = Decimal("1.5")  # a longer paper has two pages anyway
_RAGGED: Final = Decimal("1.02")  # of a line is lost where words don't fill it
_RAGGED_CELL: Final = Decimal("1.06")
_BORDER: Final = 10  # twips
_SPARE: Final = PITCH.times("0.4")


def fit_one_page(elements: Sequence[Element]) -> None:
    """Tighten the lines of a paper whose first words are its title, if it then fits on one page."""
    first = next((each for each in elements if words_in(each)), None)
    if first is None or style_of(first) not in TITLE_STYLES:
        return
    room = STANDARD.text_height - _SPARE
    fixed, lines = _heights(elements)
    rows = sum(_row_heights(elements), 0)
    height = fixed + PITCH.times(lines) + Length(rows)
    if height <= room or height > STANDARD.text_height.times(_MOST_PAGES):
        return
    for scale in _ROW_SCALES:
        for count in sorted(each for each in ADJUSTED_LINES if each > STANDARD.lines_per_page):
            pitch = STANDARD.adjusted(count).pitch
            if fixed + pitch.times(lines) + Length(rows).times(scale) <= room:
                _set_pitch(elements, pitch)
                scale_rows(elements, scale)
                return


def _heights(elements: Sequence[Element]) -> tuple[Length, int]:
    """Return the height of the lines that have a pitch of their own, and the number of the others."""
    fixed, lines = Length(0), 0
    for element in elements:
        if element.tag != qn("w:p"):
            continue
        own = _own_pitch(element)
        count = _lines_of(element)
        if own == PITCH:
            lines += count
        else:
            fixed += own.times(count)
    return fixed, lines


def _own_pitch(paragraph: Element) -> Length:
    spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    line = None if spacing is None else spacing.get(qn("w:line"))
    return Length(int(line)) if line else line_pitch(style_of(paragraph), PITCH)


def _lines_of(paragraph: Element) -> int:
    breaks = len(list(paragraph.iter(qn("w:br"))))
    char = SIZE_2 if style_of(paragraph) in TITLE_STYLES else BODY_CHAR
    indent = 2 if style_of(paragraph) == StyleName.BODY else 0
    width = char.times((width_in_chars(words_in(paragraph)) + indent) * _RAGGED)
    return max(-(-width.twips // TYPE_WIDTH.twips), breaks + 1, 1)


def _row_heights(elements: Sequence[Element]) -> list[int]:
    return [
        max(map(_cell_height, row.iterfind(qn("w:tc"))), default=0)
        for element in elements
        if element.tag == qn("w:tbl")
        for row in element.iterfind(qn("w:tr"))
    ]


def _cell_height(cell: Element) -> int:
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    margins = cell.getparent().getparent().findall(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/*")
    room = int(width.get(qn("w:w"))) - sum(int(each.get(qn("w:w"))) for each in margins)
    height = 0
    for paragraph in cell.iter(qn("w:p")):
        size = paragraph.find(f".//{qn('w:rPr')}/{qn('w:sz')}")
        char = SIZE_4.twips if size is None else int(size.get(qn("w:val"))) * 10
        text = int(width_in_chars(words_in(paragraph)) * char)
        whole = max(room // char, 1) * char  # of a line
        lines = 1 if text <= room else -(-int(text * _RAGGED_CELL) // whole)
        spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        around = (
            0
            if spacing is None
            else sum(int(spacing.get(qn(f"w:{side}"), "0")) for side in ("before", "after"))
        )
        height += _own_pitch(paragraph).twips * lines + around
    return height + _BORDER


def _set_pitch(elements: Sequence[Element], pitch: Length) -> None:
    for element in elements:
        if element.tag != qn("w:p") or _own_pitch(element) != PITCH:
            continue
        properties = element.find(qn("w:pPr"))
        for old in properties.findall(qn("w:spacing")):
            properties.remove(old)
        following = properties.find(qn("w:ind")), properties.find(qn("w:jc"))
        spacing = exact_line(pitch)
        after = next((each for each in following if each is not None), None)
        if after is None:
            properties.append(spacing)
        else:
            after.addprevious(spacing)
