"""Gather each tag of a part into one place (标签归拢), whatever pieces a program saved it in.

Word, WPS and LibreOffice cut the text of a paragraph into runs by revision, language and spelling
check, so that a tag is rarely in one piece. A paragraph's text is joined here, its tags are found, and
each is replaced by a token where it began; the pieces of it elsewhere are removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn

from pipeline.official.templates.marks import token
from pipeline.official.templates.tag_text import (
    Tag,
    TagFault,
    find_tags,
    without_escapes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_MATH: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTS: Final = frozenset(
    {
        *(qn(f"w:{name}") for name in ("t", "delText", "instrText", "delInstrText")),
        f"{{{_DRAWING}}}t",
        f"{{{_MATH}}}t",
    }
)
# What separates two pieces of text within a paragraph; within a tag it is a space, and is removed.
_GAPS: Final = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-"}
_PARAGRAPHS: Final = frozenset({qn("w:p"), f"{{{_DRAWING}}}p"})
_TEXT_BOX: Final = qn("w:txbxContent")
_RUN: Final = qn("w:r")
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Hold where a tag is, for a message: part, number of the paragraph (from 1), and its first words."""

    part: str
    number: int
    words: str

    def __str__(self) -> str:
        numbered = f"第{self.number}段" if self.number else ""
        return f"{self.part}{numbered}“{self.words[:_SHOWN]}”"


class PlacedFault(Exception):
    """Report a fault in a template with the place of its tag."""

    def __init__(self, place: Place | None, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PlacedTag:
    """Hold a tag with its place; ``carrier`` is the element whose text has its token, None in an attribute."""

    tag: Tag
    place: Place
    carrier: Any = None

    def fault(self, reason: str) -> PlacedFault:
        """Return the fault *reason* at this tag."""
        return PlacedFault(self.place, reason)


def gather(root: Any, part: str) -> list[PlacedTag]:
    """Replace each tag in the tree *root* by a token; return the tags in the order of their numbers.

    Raises:
        PlacedFault: a tag isn't closed or is otherwise no tag, with its paragraph.
    """
    tags: list[PlacedTag] = []
    paragraphs, others = _texts(root)
    for number, (paragraph, pieces) in enumerate(paragraphs.items(), start=1):
        words = "".join(_text(piece) for piece in pieces)
        if _may_contain_tags(words):
            boxed = next(paragraph.iterancestors(_TEXT_BOX), None) is not None
            place = Place(f"{part}文本框里" if boxed else part, number, words.strip())
            _gather_paragraph(pieces, words, place, tags)
    for element in others:
        if _may_contain_tags(element.text):
            element.text = _with_tokens(element, element.text, part, tags)
    for element, name in _attributes(root):
        value = _with_tokens(None, element.get(name), part, tags)
        element.set(name, value)
    return tags


def _may_contain_tags(text: str) -> bool:
    return "{" in text or "}" in text or "｛" in text


def _texts(root: Any) -> tuple[dict[Any, list[Any]], list[Any]]:
    """Return the pieces of text of each paragraph in order, and the other elements with a text."""
    paragraphs: dict[Any, list[Any]] = {}
    repeated: dict[Any, list[Any]] = {}
    others = []
    inside: dict[Any, Any] = {}  # the nearest paragraph of each element
    for element in root.iter():
        above = inside.get(element.getparent())
        if element.tag in _PARAGRAPHS:
            inside[element] = element
            once = next(element.iterancestors(_FALLBACK), None) is None
            (paragraphs if once else repeated)[element] = []
            continue
        inside[element] = above
        if above is not None and (element.tag in _TEXTS or _is_gap(element)):
            (paragraphs if above in paragraphs else repeated)[above].append(element)
        elif isinstance(element.tag, str) and element.text and not element.text.isspace():
            others.append(element)
    return {**paragraphs, **repeated}, others


def _is_gap(element: Any) -> bool:
    return element.tag in _GAPS and element.getparent().tag == _RUN


def _text(piece: Any) -> str:
    return _GAPS.get(piece.tag, piece.text or "")


def _gather_paragraph(pieces: list[Any], words: str, place: Place, tags: list[PlacedTag]) -> None:
    """Put a token for each tag into the piece in which it begins, and cut the tag from all pieces."""
    try:
        found = list(find_tags(words))
    except TagFault as fault:
        raise PlacedFault(place, str(fault)) from fault
    spans = iter([*((each.tag, each.start, each.end) for each in found), (None, len(words), -1)])
    tag, start, end = next(spans)
    position = 0
    for piece in pieces:
        own = _text(piece)
        after = position + len(own)
        kept: list[str] = []
        while position < after:
            if position < start:
                kept.append(without_escapes(words[position : min(start, after)]))
                position = min(start, after)
                continue
            if position == start and tag is not None:
                kept.append(token(len(tags)))
                tags.append(PlacedTag(tag, place, piece))
            position = min(end, after)
            if position == end:
                tag, start, end = next(spans)
        if "".join(kept) != own:
            _replace_text(piece, "".join(kept))


def _replace_text(piece: Any, text: str) -> None:
    """Give *piece* the *text*; without any it is removed, with its run if nothing else is in that."""
    if text and piece.tag not in _GAPS:
        piece.text = text
        if piece.tag == qn("w:t"):
            piece.set(qn("xml:space"), "preserve")
        return
    run = piece.getparent()
    run.remove(piece)
    if run.tag == _RUN and all(child.tag == qn("w:rPr") for child in run):
        run.getparent().remove(run)


def _with_tokens(element: Any, text: str, part: str, tags: list[PlacedTag]) -> str:
    """Return a *text* that is no paragraph's, with a token for each tag in it."""
    place = Place(part, 0, text.strip())
    pieces = []
    position = 0
    try:
        for found in find_tags(text):
            pieces += [text[position : found.start], token(len(tags))]
            tags.append(PlacedTag(found.tag, place, element))
            position = found.end
    except TagFault as fault:
        raise PlacedFault(place, str(fault)) from fault
    return without_escapes("".join([*pieces, text[position:]]))


def _attributes(root: Any) -> Iterator[tuple[Any, str]]:
    """Yield the attributes that contain a tag: alternative texts, watermarks, properties of controls."""
    everything = chain([root], root.iterdescendants())
    for element in everything:
        if isinstance(element.tag, str):
            for name, value in element.attrib.items():
                if "{{" in value or "{%" in value:
                    yield element, name
