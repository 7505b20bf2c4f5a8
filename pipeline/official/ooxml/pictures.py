"""Draw an office's own seal or signature stamp (印章、签名章) as a picture on the page: 7.3.5.

A seal is drawn behind the words, which stay text: nothing is hidden if the picture has no transparent
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
from pipeline.official.ooxml.drawing import PICTURE_NAMESPACES, Frame, anchored_run, offset
from pipeline.official.standard.lengths import Length, mm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Seal

_MAX_WIDTH_MM: Final = 60  # a seal is 38 to 45 mm wide; a picture much larger is no seal
_MIN_WIDTH_MM: Final = 10
_MAX_PIXELS: Final = 40_000_000
# Pillow raises these for no picture, a truncated one, or one made to fill the memory.
_PICTURE_ERRORS: Final = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class SealDrawer:
    """Draw seals in *document*; a picture used twice is stored once.

    ``drawing_ids`` are the ids of the next drawings.
    """

    document: WordDocument
    drawing_ids: Iterator[int] = field(default_factory=lambda: count(101))

    def draw_behind_text(self, seal: Seal, left: Length | None, top: Length) -> Element:
        """Return a run with *seal* behind the text, *top* below the top of its paragraph.

        *left* is the distance from the left edge of the type area; ``None`` centres the seal in a
        table cell.
        """
        number, width, height, picture = self._picture(seal)
        centred = 'relativeFrom="column"><wp:align>center</wp:align>'
        return anchored_run(
            Frame(number, "印章", width, height, behind_text=True),
            centred if left is None else offset("margin", left),
            offset("paragraph", top),
            picture,
            PICTURE_NAMESPACES,
        )

    def draw_inline(self, seal: Seal) -> Element:
        """Return a run with *seal* in the line, as a character."""
        number, width, height, picture = self._picture(seal)
        element: Element = parse_xml(
            _INLINE_RUN.format(number=number, width=width, height=height, picture=picture)
        )
        return element

    def _picture(self, seal: Seal) -> tuple[int, int, int, str]:
        width, height = (length.emu for length in seal_size(seal))
        link, _ = self.document.part.get_or_add_image(io.BytesIO(seal.picture))
        number = next(self.drawing_ids)
        picture = _PICTURE.format(link=link, number=number, width=width, height=height)
        return number, width, height, picture


def seal_size(seal: Seal) -> tuple[Length, Length]:
    """Return width and height of *seal* in print: the width as given, the height in proportion.

    Raises:
        SealUnreadable: it is no complete PNG picture, or its width can't be that of a seal.
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


_PICTURE: Final = """
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="印章{number}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>
"""
_INLINE_RUN: Final = (
    f'<w:r {PICTURE_NAMESPACES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    '<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
    '<wp:docPr id="{number}" name="印章{number}"/><wp:cNvGraphicFramePr/>{picture}</wp:inline>'
    "</w:drawing></w:r>"
)
