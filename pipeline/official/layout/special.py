"""Lay out the heads of special forms: letters (信函, 10.1) and briefings (简报, custom)."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from pipeline.official.layout.header import (
    INK_ASCENT,
    INK_DESCENT,
    MARK_BASELINE,
    MARK_LINE_HEIGHT,
    mark_at,
    mark_size,
    red_rule,
)
from pipeline.official.ooxml.drawing import Frame, shape_on_page
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
from pipeline.official.standard.clauses import figure
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
_BRIEFING_RULE: Final = mm(figure("briefing-rule-weight")).eighth_points
# Distance of the ink from the upper edge of a line of the body.
_INK_IN_LINE: Final = PITCH.times("0.8") - SIZE_3.times(INK_ASCENT)


def masthead(words: Masthead, mark_top: Length) -> list[Element]:
    """Return a masthead (报头): name, issue number, organ and date, red rule.

    *mark_top* is from the type area to the ink of the name.
    """
    edges = tab_stops(("right", TYPE_WIDTH - chars(1)))
    issued = paragraph(
        StyleName.BRIEFING_ORGAN,
        (run(f"{words.organ}\t{words.dated}"),),
        make("ind", firstLine=chars(1)),
        edges,
        red_rule(_BRIEFING_RULE),
    )
    return [
        *mark_at(words.name, mark_top),
        *blank_lines(1),
        paragraph(StyleName.ISSUE_NUMBER, words.issue_number),
        *blank_lines(1),
        issued,
    ]


def letter_head(section: Section, header: Header) -> list[Element]:
    """Write mark and double rules into the first page's header; return the lines below the rule.

    A joint letter has the lead organ's mark only, and no page number on its first page (10.1). The
    lines are copy number, secrecy and urgency at the left, with the document number at the right of
    the first one.
    """
    section.different_first_page_header_footer = True
    remove_line_grid(section)
    mark = header.organs[0] if header.organs else header.organ_mark
    set_header_content(section.first_page_header, letter_mark(mark))
    set_header_content(section.first_page_footer, [paragraph(StyleName.PAGE_NUMBER, ())])
    return _lines_below_rule(header)


def letter_mark(text: str) -> list[Element]:
    """Return the mark, its ink 30 mm from the edge of the paper, with both double rules (10.1)."""
    size, _ = mark_size(text)
    ink_top = mm(figure("letter-mark-top"))
    base = ink_top + size.times(INK_ASCENT)
    rule_top = base + size.times(INK_DESCENT) + mm(figure("letter-rule-gap"))
    text_top = rule_top + _DOUBLE_RULE_HEIGHT + mm(figure("letter-number-gap")) - _INK_IN_LINE
    mark_bottom = base + size.times(MARK_LINE_HEIGHT - MARK_BASELINE)
    second = PAPER_HEIGHT - mm(figure("letter-rule-bottom"))
    rules = (
        _red_line(1, rule_top, _THICK),
        _red_line(2, rule_top + _THICK + _GAP, _THIN),
        _red_line(3, second - _DOUBLE_RULE_HEIGHT, _THIN),
        _red_line(4, second - _THICK, _THICK),
    )
    tail = max(text_top - mark_bottom, pt(1))
    return [
        *mark_at(text, ink_top - HEADER_DISTANCE),
        paragraph(StyleName.BLANK_LINE, rules, exact_line(tail)),
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
    """Return a red line 170 mm long, centred on the paper, *top* from its upper edge."""
    length = mm(figure("letter-rule-width"))
    return shape_on_page(
        Frame(number, "红色双线", length.emu, 0, behind_text=True),
        Length((PAPER_WIDTH - length).twips // 2),
        top + weight.times("0.5"),
        _LINE.format(length=length.emu, weight=weight.emu, colour=RED),
    )


_LINE: Final = (
    '<wps:cNvCnPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{length}" cy="0"/></a:xfrm>'
    '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{weight}"><a:solidFill><a:srgbClr val="{colour}"/>'
    "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/>"
)
