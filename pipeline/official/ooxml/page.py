"""Set paper, type area (版心), line grid and page numbers: 5.1, 5.2, 7.5."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import fonts, make, paragraph, run, style_of
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.standard.clauses import figure
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
# Computed as the remainder: a rounded margin would make the type area a twip wider than 156 mm.
LEFT_MARGIN: Final = PAPER_WIDTH - TYPE_WIDTH - RIGHT_MARGIN
HEADER_DISTANCE: Final = mm(15)


def margins_of(profile: Profile = STANDARD) -> dict[str, Length]:
    """Return the margins (页边) of *profile*, with the distances of header and footer."""
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
    """Write paper, margins, line grid and page numbers of *document*; return its section.

    The grid has lines only: with a character grid LibreOffice puts 14 characters in a line.
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
    """Return the line grid (文档网格): as many lines as the profile has, filling the page.

    LibreOffice puts half of the space that a grid leaves above the text, 0.6 mm in one profile; the
    lines have their exact pitch with any grid.
    """
    height = profile.text_height.twips
    pitch = Length(height // (height // profile.pitch.twips))
    return make("docGrid", type="lines", linePitch=pitch)


def remove_line_grid(section: Section) -> None:
    """Remove the line grid from a section whose first page has less than 22 lines.

    LibreOffice cuts a page to whole lines of the grid and puts half of the remaining space above the
    text, up to 5 mm. Every line has its exact pitch without it.
    """
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - as above
        del grid.attrib[qn("w:type")]


def set_header_content(part: _BaseHeaderFooter, content: list[Element]) -> None:
    """Replace the content of a header or footer, and unlink it from the previous section."""
    part.is_linked_to_previous = False
    part._element[:] = content  # noqa: SLF001 - the library only appends


def page_number(profile: Profile, side: str, shown: int) -> Element:
    """Return ``— 1 —``, one 4号 character from the outer edge: odd pages right, even left (7.5)."""
    indent = make("ind", **{side: profile.number_size})
    face = () if profile.number_face == STANDARD.number_face else (fonts(profile.number_face),)
    content = (run("— ", *face), *_page_field(shown), run(" —", *face))
    return paragraph(StyleName.PAGE_NUMBER, content, make("jc", val=side), indent)


def apply_profile(elements: Sequence[Element], profile: Profile) -> None:
    """Convert lines of the body's pitch to *profile*'s, and keep the organ mark in its place.

    The ink of the mark is 72 mm from the edge of the paper (7.2.4): the first blank line with its
    own height, the lead above the mark, compensates for a smaller top margin.
    """
    for element in elements:
        for spacing in element.iter(qn("w:spacing")):
            if spacing.get(qn("w:line")) == str(PITCH.twips):
                spacing.set(qn("w:line"), str(profile.pitch.twips))
    for lines_above, element in enumerate(elements):
        lead = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if style_of(element) == StyleName.BLANK_LINE and lead is not None:
            more = profile.top_reduction - (profile.pitch - PITCH).times(lines_above)
            lead.set(qn("w:line"), str(int(lead.get(qn("w:line"))) + more.twips))
            return


def _page_field(shown: int) -> list[Element]:
    """Return the PAGE field with a stored result, for programs that don't compute fields."""
    instruction = make("instrText")
    instruction.text = " PAGE "
    return [
        make("r", make("fldChar", fldCharType="begin")),
        make("r", instruction),
        make("r", make("fldChar", fldCharType="separate")),
        run(str(shown)),
        make("r", make("fldChar", fldCharType="end")),
    ]
