"""Write which characters may not begin or end a line (首尾字符): the usual marks, and common measures.

A figure is then not parted from its measure in Word, and no character is added to the text. LibreOffice
doesn't read these settings (7.4): what it parts is moved on the rendered page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import make
from pipeline.official.standard.measure_words import COMMON_MEASURES

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_LANGUAGE: Final = "zh-CN"
# Word's own sets for Chinese, which the setting replaces (ECMA-376, 17.15.1.59 and 17.15.1.60).
_NEVER_LAST: Final = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"
_NEVER_FIRST: Final = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
_BEFORE: Final = qn("w:characterSpacingControl")
_NAMES: Final = (qn("w:noLineBreaksAfter"), qn("w:noLineBreaksBefore"))


def keep_measures_in_line(document: WordDocument) -> None:
    """Write the setting into *document*, unless the office has one of its own."""
    settings = document.settings.element
    place = settings.find(_BEFORE)
    if place is None or any(settings.find(name) is not None for name in _NAMES):
        return
    place.addnext(make("noLineBreaksBefore", lang=_LANGUAGE, val=_NEVER_FIRST + COMMON_MEASURES))
    place.addnext(make("noLineBreaksAfter", lang=_LANGUAGE, val=_NEVER_LAST))
