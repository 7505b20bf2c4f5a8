"""Draw seals on a finished document (用印): each organ's own, over its signature.

The document itself is not changed; the result is a copy.
"""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.errors import SealUnreadable
from pipeline.official.layout.closing import sealed_indent
from pipeline.official.layout.seals import JOINT_ROW_HEIGHT, seal_in_cell, seal_over
from pipeline.official.ooxml.elements import style_of, words_in
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.pictures import SealDrawer
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.ooxml.word_file import open_word
from pipeline.official.standard.lengths import Length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Seal


def stamp_document(package: bytes, name: str, seals: Sequence[Seal]) -> bytes:
    """Return a copy of the document *package* with *seals* (印章) over its signatures, in order.

    *name* is the document's name in an error.

    Raises:
        DocumentUnreadable: *package* is no Word document.
        SealUnreadable: a picture is no usable seal, the document has no signature in the sealed
            format, or there are more seals than signatures.
    """
    document = open_word(name, package)
    places = _seal_places(document)
    if not places:
        raise SealUnreadable(f"{name} 里没有为盖章编排的署名（样式“署名”）", remedy=_NO_PLACE)
    if len(seals) > len(places):
        raise SealUnreadable(
            f"{name} 有 {len(places)} 处署名，给了 {len(seals)} 个印章", remedy=_TOO_MANY
        )
    drawer = SealDrawer(document)
    for seal, (signature, dated) in zip(seals, places, strict=False):
        _stamp_signature(seal, signature, dated, drawer)
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


_NO_PLACE: Final = "不盖章的公文不用印；确需盖章的，请用盖章格式重新排版"
_TOO_MANY: Final = "请按署名顺序一一对应"


def _seal_places(document: WordDocument) -> list[tuple[Element, str]]:
    """Return each signature to be sealed, with the date below it where it is not in a table."""
    paragraphs = list(document.element.body.iter(qn("w:p")))
    following = {id(current): after for current, after in pairwise(paragraphs)}
    places = []
    for each in paragraphs:
        if style_of(each) == StyleName.SIGNATURE and words_in(each):
            after = following.get(id(each))
            has_date = after is not None and style_of(after) == StyleName.DATE
            places.append((each, words_in(after) if after is not None and has_date else ""))
    return places


def _stamp_signature(seal: Seal, signature: Element, dated: str, drawer: SealDrawer) -> None:
    cell = signature.getparent()
    if cell.tag == qn("w:tc"):
        height = cell.getparent().find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
        room = Length(int(height.get(qn("w:val")))) if height is not None else JOINT_ROW_HEIGHT
        cell.find(qn("w:p")).append(seal_in_cell(seal, room, drawer))
        return
    indent = signature.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    stated = None if indent is None else indent.get(qn("w:left"))
    left = sealed_indent(words_in(signature), dated) if stated is None else Length(int(stated))
    signature.append(seal_over(seal, left, drawer))
