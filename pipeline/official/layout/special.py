"""What differs from the general form: letters (信函, 10.1) and briefings (简报, custom)."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml

from pipeline.official.layout.header import (
    INK_ASCENT,
    INK_DESCENT,
    MARK_BASELINE,
    MARK_LINE_HEIGHT,
    mark_at,
    mark_size,
    red_rule,
)
from pipeline.official.ooxml.elements import (
    RED,
    blank_lines,
    exact_line,
    fonts,
    make,
    paragraph,
    run,
    tab_stops,
)
from pipeline.official.ooxml.page import (
    HEADER_DISTANCE,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    TYPE_WIDTH,
    remove_line_grid,
    set_header_content,
)
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, chars, mm, pt
from pipeline.official.standard.typefaces import HEITI, SIZE_3

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

    from pipeline.model.document import Header, Masthead

# The weights of a double rule are not in the standard.
_THICK: Final = pt("2.25")
_THIN: Final = pt("0.75")
_GAP: Final = pt(1)
_DOUBLE_RULE_HEIGHT: Final = _THICK + _GAP + _THIN
_BRIEFING_RULE: Final = 18  # eighths of a point
# In a line of the body the ink begins this far below the line's upper edge.
_INK_IN_LINE: Final = PITCH.times("0.8") - SIZE_3.times(INK_ASCENT)


def masthead(words: Masthead) -> list[Element]:
    """A briefing's masthead (报头): name, issue number, organ left and date right, red rule."""
    edges = tab_stops(("right", TYPE_WIDTH - chars(1)))
    issued = paragraph(
        StyleName.BRIEFING_ORGAN,
        (run(f"{words.organ}\t{words.dated}"),),
        make("ind", firstLine=chars(1)),
        edges,
        red_rule(_BRIEFING_RULE),
    )
    return [
        *mark_at(words.name, mm(figure("briefing-mark-top"))),
        *blank_lines(1),
        paragraph(StyleName.ISSUE_NUMBER, words.issue_number),
        *blank_lines(1),
        issued,
    ]


def letter_head(section: Section, header: Header) -> list[Element]:
    """A letter's head: mark and both double rules in the first page's header, no number on it.

    A joint letter bears the lead organ's mark alone (10.1). The answer is what stands below the
    first rule: copy number, secrecy and urgency flush left,
    the document number flush right on the first of these lines.
    """
    section.different_first_page_header_footer = True
    remove_line_grid(section)
    mark = header.organs[0] if header.organs else header.organ_mark
    set_header_content(section.first_page_header, letter_mark(mark))
    set_header_content(section.first_page_footer, [paragraph(StyleName.PAGE_NUMBER, ())])
    return _lines_below_rule(header)


def letter_mark(text: str) -> list[Element]:
    """The mark with its ink 30 mm from the paper's edge; the text is pushed below the rule."""
    size, _ = mark_size(text)
    ink_top = mm(figure("letter-mark-top"))
    base = ink_top + size.times(INK_ASCENT)
    rule_top = base + size.times(INK_DESCENT) + mm(figure("letter-rule-gap"))
    text_top = rule_top + _DOUBLE_RULE_HEIGHT + mm(figure("letter-number-gap")) - _INK_IN_LINE
    mark_bottom = base + size.times(MARK_LINE_HEIGHT - MARK_BASELINE)
    second = PAPER_HEIGHT - mm(figure("letter-rule-bottom"))
    drawn = (
        _red_line(1, rule_top, _THICK),
        _red_line(2, rule_top + _THICK + _GAP, _THIN),
        _red_line(3, second - _DOUBLE_RULE_HEIGHT, _THIN),
        _red_line(4, second - _THICK, _THICK),
    )
    tail = max(text_top - mark_bottom, pt(1))
    return [
        *mark_at(text, ink_top - HEADER_DISTANCE),
        paragraph(StyleName.BLANK_LINE, drawn, exact_line(tail)),
    ]


def _lines_below_rule(header: Header) -> list[Element]:
    left = [word for word in (header.copy_number, header.secrecy, header.urgency) if word]
    edge = TYPE_WIDTH
    lines = []
    for word, number in zip_longest(left, (header.document_number,), fillvalue=""):
        face = (fonts(HEITI),) if word != header.copy_number else ()
        runs = (run(word, *face), run(f"\t{number}")) if number else (run(word, *face),)
        lines.append(paragraph(StyleName.BLANK_LINE, runs, tab_stops(("right", edge))))
    return lines


def _red_line(number: int, top: Length, weight: Length) -> Element:
    """A red line 170 mm long in the middle of the paper, *top* from its upper edge."""
    length = mm(figure("letter-rule-width"))
    left = Length((PAPER_WIDTH - length).twips // 2)
    middle = top + weight.times("0.5")
    element: Element = parse_xml(
        _LINE.format(
            number=number,
            left=left.emu,
            top=middle.emu,
            length=length.emu,
            weight=weight.emu,
            colour=RED,
        )
    )
    return element


_LINE: Final = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"
 behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{length}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{number}" name="红色双线{number}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{length}" cy="0"/></a:xfrm>
<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{weight}"><a:solidFill><a:srgbClr val="{colour}"/>
</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>
</w:drawing></w:r>
"""
