"""An office's own seal or signature stamp (印章、签名章) as a picture on the page: 7.3.5.

A seal lies behind the words, which stay text: nothing is hidden if the picture has no transparent
ground, and a copy still holds the organ and the date.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

from docx.oxml import parse_xml
from PIL import Image

from pipeline.official.errors import SealUnreadable
from pipeline.official.standard.lengths import Length, mm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Seal

_MAX_WIDTH_MM: Final = 60  # a seal is 38 to 45 mm wide; a picture much larger is no seal
_MIN_WIDTH_MM: Final = 10
_MAX_PIXELS: Final = 40_000_000
# What Pillow raises for what is no picture, a truncated one, or one made to fill the memory.
_PICTURE_ERRORS: Final = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class SealDrawer:
    """What draws seals in *document*; a picture used twice is kept in it once."""

    document: WordDocument
    drawing_ids: Iterator[int] = field(default_factory=lambda: count(101))

    def draw_behind_text(self, seal: Seal, left: Length | None, top: Length) -> Element:
        """*seal* behind the words, *top* below the upper edge of the paragraph it is put in.

        *left* is from the left edge of the type area; ``None`` is the middle of a table cell.
        """
        across = (
            '<wp:positionH relativeFrom="column"><wp:align>center</wp:align></wp:positionH>'
            if left is None
            else f'<wp:positionH relativeFrom="margin"><wp:posOffset>{left.emu}</wp:posOffset>'
            "</wp:positionH>"
        )
        return self._draw(_ANCHORED_RUN, seal, across=across, top=top.emu)

    def draw_inline(self, seal: Seal) -> Element:
        """*seal* standing in a line, as a character does."""
        return self._draw(_INLINE_RUN, seal)

    def _draw(self, form: str, seal: Seal, **place: object) -> Element:
        width, height = seal_size(seal)
        link, _ = self.document.part.get_or_add_image(io.BytesIO(seal.picture))
        known = {"number": next(self.drawing_ids), "width": width.emu, "height": height.emu}
        picture = _PICTURE.format(link=link, **known)
        element: Element = parse_xml(form.format(picture=picture, **known, **place))
        return element


def seal_size(seal: Seal) -> tuple[Length, Length]:
    """How wide and how high *seal* is printed: its width as given, its height as drawn.

    Raises:
        SealUnreadable: it is no whole PNG picture, or its width can't be that of a seal.
    """
    if not _MIN_WIDTH_MM <= seal.width_mm <= _MAX_WIDTH_MM:
        raise SealUnreadable(
            f"宽 {seal.width_mm} 毫米，不在 {_MIN_WIDTH_MM}～{_MAX_WIDTH_MM} 毫米之间"
        )
    try:
        with Image.open(io.BytesIO(seal.picture), formats=["PNG"]) as picture:
            width, height = picture.size
            if width * height > _MAX_PIXELS:
                raise SealUnreadable(f"图片过大（{width}×{height} 像素）")
            picture.load()
    except _PICTURE_ERRORS as error:
        raise SealUnreadable("不是完整的 PNG 图片") from error
    across = mm(seal.width_mm)
    return across, Length(across.twips * height // width)


_SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PICTURE: Final = """
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="印章{number}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>
"""
_ANCHORED_RUN: Final = (
    f"<w:r {_SPACES}><w:drawing>"
    '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"'
    ' behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '{across}<wp:positionV relativeFrom="paragraph"><wp:posOffset>{top}</wp:posOffset>'
    '</wp:positionV><wp:extent cx="{width}" cy="{height}"/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
    '<wp:docPr id="{number}" name="印章{number}"/><wp:cNvGraphicFramePr/>{picture}</wp:anchor>'
    "</w:drawing></w:r>"
)
_INLINE_RUN: Final = (
    f'<w:r {_SPACES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{number}" name="印章{number}"/><wp:cNvGraphicFramePr/>{picture}</wp:inline>'
    "</w:drawing></w:r>"
)
