"""Pages that lie on their side (横排表格): GB/T 9704-2012, clause 8.

The sheet is the same sheet, turned clockwise to be read: its left edge is the upper one, its foot
the left one. So a table's head stands at the binding on odd pages and at the cut on even ones, and
the page number where other pages have it, on the sheet's foot, here the left edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import make, paragraph
from pipeline.official.ooxml.page import (
    LEFT_MARGIN,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    TYPE_WIDTH,
    page_number,
)
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.figures import figure
from pipeline.official.standard.lengths import Length, mm, pt

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.profile import Profile

LANDSCAPE_WIDTH: Final = mm(figure("type-height"))
_BOX: Final = pt(18)  # as high as the line of a page number
_NONE: Final = Length(0)


def is_landscape(element: Element) -> bool:
    """Whether *element* is a table made for a page on its side."""
    width = element.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    return width is not None and width.get(qn("w:w")) == str(LANDSCAPE_WIDTH.twips)


def landscape_page(profile: Profile) -> list[Element]:
    """Paper and margins of a section on its side, and a grid that doesn't cut it to whole lines.

    The margins are the standard's in every profile: a table's text has no 22 lines to reach.
    """
    return [
        make("pgSz", w=PAPER_HEIGHT, h=PAPER_WIDTH, orient="landscape"),
        make(
            "pgMar",
            top=LEFT_MARGIN,
            right=mm(figure("margin-top")),
            bottom=PAPER_WIDTH - LEFT_MARGIN - TYPE_WIDTH,
            left=PAPER_HEIGHT - mm(figure("margin-top")) - LANDSCAPE_WIDTH,
            header=_BOX,
            footer=_BOX,
            gutter=0,
        ),
        make("docGrid", linePitch=profile.pitch),
    ]


def landscape_page_number(profile: Profile, side: str, shown: int) -> Element:
    """The footer of a lying page: the number in a turned box, where the sheet has it elsewhere.

    The box covers the sheet's foot line from the left margin to the right one; *side* is where
    the number stands in it, as on an upright page.
    """
    # An upright page's line of 18 pt has its lower edge *footer* above the sheet's.
    element: Element = parse_xml(
        _TEXT_BOX.format(
            number=101 if side == "right" else 102,
            left=profile.footer.emu,
            top=LEFT_MARGIN.emu,
            width=_BOX.emu,
            height=TYPE_WIDTH.emu,
        )
    )
    content = next(element.iter(qn("w:txbxContent")))
    content.append(page_number(profile, side, shown))
    return paragraph(StyleName.PAGE_NUMBER, (element,))


_TEXT_BOX: Final = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"
 behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{number}" name="横排页码{number}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp></a:graphicData></a:graphic></wp:anchor>
</w:drawing></w:r>
"""
