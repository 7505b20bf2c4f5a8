"""Write DrawingML: shapes and pictures anchored at a place on the page (浮动图形)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.lengths import Length

_MAIN: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
PICTURE_NAMESPACES: Final = (
    f'{_MAIN} xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SHAPE_NAMESPACES: Final = (
    f'{_MAIN} xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_SHAPE: Final = (
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    "<wps:wsp>{shape}</wps:wsp></a:graphicData></a:graphic>"
)
_ANCHOR: Final = (
    "<w:r {namespaces}><w:drawing>"
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"'
    ' behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    "<wp:positionH {horizontal}</wp:positionH><wp:positionV {vertical}</wp:positionV>"
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="{number}" name="{name}{number}"/><wp:cNvGraphicFramePr/>{graphic}</wp:anchor>'
    "</w:drawing></w:r>"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """Describe the frame of a drawing: id, name, size in EMU, and whether text covers it."""

    number: int
    name: str
    width: int
    height: int
    behind_text: bool = False


def offset(origin: str, distance: Length) -> str:
    """Return a position *distance* from *origin*: page, margin, paragraph."""
    return f'relativeFrom="{origin}"><wp:posOffset>{distance.emu}</wp:posOffset>'


def anchored_run(
    frame: Frame, horizontal: str, vertical: str, graphic: str, namespaces: str
) -> Element:
    """Return a run that holds *graphic* at a position; see :func:`offset` for positions."""
    element: Element = parse_xml(
        _ANCHOR.format(
            namespaces=namespaces,
            number=frame.number,
            name=frame.name,
            behind=int(frame.behind_text),
            horizontal=horizontal,
            vertical=vertical,
            width=frame.width,
            height=frame.height,
            graphic=graphic,
        )
    )
    return element


def shape_on_page(frame: Frame, left: Length, top: Length, shape: str) -> Element:
    """Return a run with a shape whose upper left corner is *left* and *top* from the paper's edges.

    *shape* is the content of ``wps:wsp``.
    """
    return anchored_run(
        frame,
        offset("page", left),
        offset("page", top),
        _SHAPE.format(shape=shape),
        SHAPE_NAMESPACES,
    )
