"""Paper, type area (版心), the grid of lines, and page numbers (5.1, 5.2, 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import fonts, make, paragraph, run, style_of
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, mm
from pipeline.official.standard.profile import STANDARD, Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section, _BaseHeaderFooter

PAPER_WIDTH: Final = mm(figure("paper-width"))
PAPER_HEIGHT: Final = mm(figure("paper-height"))
TYPE_WIDTH: Final = mm(figure("type-width"))
RIGHT_MARGIN: Final = mm(figure("margin-right"))
# What is left of the paper: rounded by itself, the type area would be a twip wider than 156 mm.
LEFT_MARGIN: Final = PAPER_WIDTH - TYPE_WIDTH - RIGHT_MARGIN
HEADER_DISTANCE: Final = mm(15)


def margins_of(profile: Profile = STANDARD) -> dict[str, Length]:
    """The margins of *profile* (页边), and where headers and footers begin."""
    return {
        "top": profile.top,
        "right": profile.right,
        "bottom": profile.bottom,
        "left": LEFT_MARGIN,
        "header": HEADER_DISTANCE,
        "footer": profile.footer,
        "gutter": Length(0),
    }


def set_up_page(document: WordDocument, profile: Profile = STANDARD) -> Section:
    """Give *document* its paper, margins and line grid, and number its pages.

    The grid is of lines only: a grid of characters sets 14 to the line in LibreOffice.
    """
    section = document.sections[0]
    section._sectPr[:] = [  # noqa: SLF001 - the library has no words for the grid
        make("pgSz", w=PAPER_WIDTH, h=PAPER_HEIGHT),
        make("pgMar", **margins_of(profile)),
        page_grid(profile),
    ]
    set_header_content(section.footer, [page_number(profile, "right", shown=1)])
    set_header_content(section.even_page_footer, [page_number(profile, "left", shown=2)])
    return section


def page_grid(profile: Profile) -> Element:
    """The grid of lines (文档网格): as many lines as the profile has, filling the page.

    LibreOffice puts half of what a grid leaves over above the text, 0.6 mm in one profile; lines
    have their exact pitch whatever the grid says.
    """
    height = (PAPER_HEIGHT - profile.top - profile.bottom).twips
    pitch = Length(height // (height // profile.pitch.twips))
    return make("docGrid", type="lines", linePitch=pitch)


def remove_line_grid(section: Section) -> None:
    """Take the grid from a section whose first page holds less than 22 lines.

    LibreOffice cuts a page to whole lines of the grid and puts what is left over half above the
    text, up to 5 mm. Every line has its exact pitch anyway.
    """
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - as above
        del grid.attrib[qn("w:type")]


def set_header_content(part: _BaseHeaderFooter, content: list[Element]) -> None:
    """Put *content* into a header or footer of its own."""
    part.is_linked_to_previous = False
    part._element[:] = content  # noqa: SLF001 - the library only appends


def page_number(profile: Profile, side: str, shown: int, inset: Length | None = None) -> Element:
    """``— 1 —``, one 4号 character from the outer edge: odd pages right, even pages left (7.5)."""
    away = make("ind", **{side: profile.number_size if inset is None else inset})
    looks = () if profile.number_face == STANDARD.number_face else (fonts(profile.number_face),)
    content = (run("— ", *looks), *_page_field(shown), run(" —", *looks))
    return paragraph(StyleName.PAGE_NUMBER, content, make("jc", val=side), away)


def apply_profile(elements: Sequence[Element], profile: Profile) -> None:
    """Set what states a line of the body's pitch in *profile*'s, and keep the mark in its place.

    The mark's ink is told from the paper (72 mm, 7.2.4): the first blank line of a height of its
    own is the lead above it, and makes up for a text that begins higher.
    """
    raised = profile.top_reduction
    for element in elements:
        for spacing in element.iter(qn("w:spacing")):
            if spacing.get(qn("w:line")) == str(PITCH.twips):
                spacing.set(qn("w:line"), str(profile.pitch.twips))
    for above, element in enumerate(elements):
        lead = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if style_of(element) == StyleName.BLANK_LINE and lead is not None:
            more = raised - (profile.pitch - PITCH).times(above)
            lead.set(qn("w:line"), str(int(lead.get(qn("w:line"))) + more.twips))
            return


def _page_field(shown: int) -> list[Element]:
    """The PAGE field with a stored result, for readers that don't compute fields."""
    instruction = make("instrText")
    instruction.text = " PAGE "
    return [
        make("r", make("fldChar", fldCharType="begin")),
        make("r", instruction),
        make("r", make("fldChar", fldCharType="separate")),
        run(str(shown)),
        make("r", make("fldChar", fldCharType="end")),
    ]
