"""Paper, type area (版心), the grid of lines, and page numbers (5.1, 5.2, 7.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.elements import make, paragraph, run
from pipeline.official.lengths import Length, mm
from pipeline.official.standard import figure
from pipeline.official.styles import PITCH
from pipeline.official.typefaces import SIZE_4

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section, _BaseHeaderFooter

PAPER_WIDTH: Final = mm(figure("paper-width"))
PAPER_HEIGHT: Final = mm(figure("paper-height"))
TYPE_WIDTH: Final = mm(figure("type-width"))
_TOP: Final = mm(figure("margin-top"))
_BOTTOM: Final = mm(figure("margin-bottom"))
_RIGHT: Final = mm(figure("margin-right"))
# What is left of the paper: rounded by itself, the type area would be a twip wider than 156 mm.
LEFT: Final = PAPER_WIDTH - TYPE_WIDTH - _RIGHT
HEADER: Final = mm(15)
# Measured: with lines of 18 pt the dashes then stand 7 mm under the type area.
_FOOTER: Final = Length(1410)

MARGINS: Final = {
    "top": _TOP,
    "right": _RIGHT,
    "bottom": _BOTTOM,
    "left": LEFT,
    "header": HEADER,
    "footer": _FOOTER,
    "gutter": Length(0),
}


def set_up_page(document: WordDocument) -> Section:
    """Give *document* its paper, margins and line grid, and number its pages.

    The grid is of lines only: a grid of characters sets 14 to the line in LibreOffice.
    """
    section = document.sections[0]
    section._sectPr[:] = [  # noqa: SLF001 - the library has no words for the grid
        make("pgSz", w=PAPER_WIDTH, h=PAPER_HEIGHT),
        make("pgMar", **MARGINS),
        make("docGrid", type="lines", linePitch=PITCH),
    ]
    fill_part(section.footer, [_page_number("right", shown=1)])
    fill_part(section.even_page_footer, [_page_number("left", shown=2)])
    return section


def without_grid(section: Section) -> None:
    """Take the grid from a section whose first page holds less than 22 lines.

    LibreOffice cuts a page to whole lines of the grid and puts what is left over half above the
    text, up to 5 mm. Every line has its exact pitch anyway.
    """
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - as above
        del grid.attrib[qn("w:type")]


def fill_part(part: _BaseHeaderFooter, content: list[Element]) -> None:
    """Put *content* into a header or footer of its own."""
    part.is_linked_to_previous = False
    part._element[:] = content  # noqa: SLF001 - the library only appends


def _page_number(side: str, shown: int) -> Element:
    """``— 1 —``, one 4号 character from the outer edge: odd pages right, even pages left (7.5)."""
    inset = make("ind", **{side: SIZE_4})
    return paragraph(
        "页码", (run("— "), *_page_field(shown), run(" —")), make("jc", val=side), inset
    )


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
