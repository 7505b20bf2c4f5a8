"""Lay wide tables on landscape pages (横排表格): GB/T 9704-2012, clause 8.

The sheet is turned clockwise to be read: its left edge is the upper one, its bottom the left one. So
the head of a table is at the binding on odd pages and at the cut on even ones, and the page number is
at the bottom of the sheet as on other pages, which is the left edge here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.drawing import Frame, shape_on_page
from pipeline.official.ooxml.elements import make, paragraph
from pipeline.official.ooxml.page import (
    LEFT_MARGIN,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    TYPE_WIDTH,
    page_number,
)
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.styles import PAGE_NUMBER_PITCH
from pipeline.official.standard.clauses import figure
from pipeline.official.standard.lengths import mm

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.profile import Profile

LANDSCAPE_WIDTH: Final = mm(figure("type-height"))
_TEXT_BOX: Final = (
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
    "<wps:txbx><w:txbxContent/></wps:txbx>"
    '<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/>'
)


def is_landscape(element: Element) -> bool:
    """Return whether *element* is a table made for a landscape page (横排)."""
    width = element.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    return width is not None and width.get(qn("w:w")) == str(LANDSCAPE_WIDTH.twips)


def landscape_page(profile: Profile) -> list[Element]:
    """Return paper, margins and line grid of a landscape section.

    The margins are the standard's in every profile: a table has no 22 lines to hold. The grid has
    no type, so that LibreOffice doesn't cut the page to whole lines.
    """
    return [
        make("pgSz", w=PAPER_HEIGHT, h=PAPER_WIDTH, orient="landscape"),
        make(
            "pgMar",
            top=LEFT_MARGIN,
            right=mm(figure("margin-top")),
            bottom=PAPER_WIDTH - LEFT_MARGIN - TYPE_WIDTH,
            left=PAPER_HEIGHT - mm(figure("margin-top")) - LANDSCAPE_WIDTH,
            header=PAGE_NUMBER_PITCH,
            footer=PAGE_NUMBER_PITCH,
            gutter=0,
        ),
        make("docGrid", linePitch=profile.pitch),
    ]


def landscape_page_number(profile: Profile, side: str, shown: int) -> Element:
    """Return the footer of a landscape page: the number (页码) in a turned text box.

    The box covers the bottom line of the sheet between its margins; *side* is where the number is in
    it, as on a portrait page, and *shown* the number stored for programs that don't compute fields.
    """
    # The lower edge of a portrait page's number is *footer* above the sheet's.
    number = 101 if side == "right" else 102
    width, height = PAGE_NUMBER_PITCH.emu, TYPE_WIDTH.emu
    element = shape_on_page(
        Frame(number, "横排页码", width, height),
        profile.footer,
        LEFT_MARGIN,
        _TEXT_BOX.format(width=width, height=height),
    )
    content = next(element.iter(qn("w:txbxContent")))
    content.append(page_number(profile, side, shown))
    return paragraph(StyleName.PAGE_NUMBER, (element,))
