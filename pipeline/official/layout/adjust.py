"""Adjust a finished document to its pages (调整行距、字距): GB/T 9704-2012, 7.3.5.5, and table rows.

Only spacing is changed, never a word.
"""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import make, style_of, words_in
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.page import page_grid
from pipeline.official.ooxml.style_names import BASE_STYLE, CELL_STYLES, TEXT_STYLES, StyleName
from pipeline.official.standard.lengths import Length
from pipeline.official.standard.profile import PROFILES, STANDARD, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_UNSCALED: Final = Decimal(1)
# Properties of a run that the schema has after its spacing.
_AFTER_SPACING: Final = frozenset(
    qn(f"w:{name}")
    for name in ("w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "lang", "em")
)


@dataclass(frozen=True, slots=True)
class Widened:
    """Widen characters *start* to *end* of the text of an element by *twips* each (字距)."""

    element: int
    start: int
    end: int
    twips: int


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Hold what is changed in a laid out document.

    ``lines`` per page set the pitch (行距), 0 leaves it; ``kept`` keeps the last text on the page of
    the signature; ``rows`` scales the height of table rows.
    """

    lines: int = 0
    kept: bool = True
    rows: Decimal = _UNSCALED
    widened: tuple[Widened, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Return whether the document stays as it is laid out."""
        return self == AS_LAID_OUT


AS_LAID_OUT: Final = Adjustment()


def adjust(content: bytes, adjustment: Adjustment) -> bytes:
    """Return the document in *content* with *adjustment*; the same bytes where it changes nothing."""
    if adjustment.changes_nothing:
        return content
    document = Document(io.BytesIO(content))
    elements = body_elements(document)
    for each in adjustment.widened:  # first: they count characters of the text as it is
        _widen(elements[each.element], each)
    if not adjustment.kept:
        _release_last_text(elements)
    if adjustment.rows != _UNSCALED:
        scale_rows(elements, adjustment.rows)
    if adjustment.lines:
        _set_pitch(document, elements, adjustment.lines)
    stream = io.BytesIO()
    document.save(stream)
    return normalise_timestamps(stream.getvalue())


def body_elements(document: WordDocument) -> list[Element]:
    """Return the paragraphs and tables of the body."""
    return [each for each in document.element.body if each.tag in (qn("w:p"), qn("w:tbl"))]


def pitch_of(document: WordDocument) -> Length:
    """Return the exact pitch (行距) of the base style, the standard's where it has none."""
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) == BASE_STYLE:
            spacing = style.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            if spacing is not None and spacing.get(qn("w:lineRule")) == "exact":
                return Length(int(spacing.get(qn("w:line"))))
    return STANDARD.pitch


def profile_of(document: WordDocument) -> Profile:
    """Return the profile whose top margin the document has; the standard's by default."""
    top = document.element.body.find(f".//{qn('w:pgMar')}")
    wanted = None if top is None else top.get(qn("w:top"))
    return next((each for each in PROFILES.values() if str(each.top.twips) == wanted), STANDARD)


def _release_last_text(elements: Sequence[Element]) -> None:
    """Let the last text stay on the page before the signature, and the closing on that before the imprint."""
    for element, following in zip_longest(elements, elements[1:]):
        kept = element.find(f"{qn('w:pPr')}/{qn('w:keepNext')}")
        is_text = style_of(element) in TEXT_STYLES and words_in(element)
        if kept is not None and (is_text or _is_imprint(following)):
            kept.getparent().remove(kept)


def _is_imprint(element: Element | None) -> bool:
    return (
        element is not None
        and element.tag == qn("w:tbl")
        and any(style_of(each) == StyleName.IMPRINT for each in element.iter(qn("w:p")))
    )


def scale_rows(elements: Iterable[Element], factor: Decimal) -> None:
    """Scale the lines of tables, and the space around them, by *factor*."""
    for element in elements:
        if element.tag != qn("w:tbl"):
            continue
        for paragraph in element.iter(qn("w:p")):
            spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            if spacing is not None and style_of(paragraph) in CELL_STYLES:
                for name in ("before", "after", "line"):
                    if (value := spacing.get(qn(f"w:{name}"))) is not None:
                        scaled = Length(int(value)).times(factor)
                        spacing.set(qn(f"w:{name}"), str(scaled.twips))


def _set_pitch(document: WordDocument, elements: Sequence[Element], lines: int) -> None:
    """Set the pitch at which a page holds *lines*, and keep the organ mark in its place."""
    profile, old = profile_of(document), pitch_of(document)
    adjusted = profile.adjusted(lines)
    new = adjusted.pitch
    _keep_mark(elements, old, new)
    for root in (document.element.body, document.styles.element):
        for spacing in root.iter(qn("w:spacing")):
            if spacing.get(qn("w:line")) == str(old.twips):
                spacing.set(qn("w:line"), str(new.twips))
    for grid in document.element.body.iter(qn("w:docGrid")):
        if grid.get(qn("w:type")) is not None:
            grid.getparent().replace(grid, page_grid(adjusted))


def _keep_mark(elements: Sequence[Element], old: Length, new: Length) -> None:
    """Change the line above the organ mark by what the lines above it change."""
    for above, element in enumerate(elements):
        spacing = element.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if style_of(element) == StyleName.BLANK_LINE and spacing is not None:
            line = int(spacing.get(qn("w:line"))) - (new - old).times(above).twips
            spacing.set(qn("w:line"), str(line))
            return
        if above > len(StyleName):
            return


def _widen(paragraph: Element, widened: Widened) -> None:
    """Give the characters of a stretch their own spacing, in runs of their own."""
    at = 0
    for run in list(paragraph.iter(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        length = sum(len(text.text or "") for text in texts)
        start, end = max(widened.start - at, 0), min(widened.end - at, length)
        plain = {child.tag for child in run} <= {qn("w:rPr"), qn("w:t")} and len(texts) == 1
        if start < end and plain:
            _split_run(run, start, end, widened.twips)
        at += length


def _split_run(run: Element, start: int, end: int, twips: int) -> None:
    """Replace *run* by up to three, the one from *start* to *end* with a spacing of its own."""
    words = words_in(run)
    for part, is_widened in (
        (words[:start], False),
        (words[start:end], True),
        (words[end:], False),
    ):
        if part:
            copy = deepcopy(run)
            (text,) = copy.findall(qn("w:t"))
            text.text = part
            text.set(qn("xml:space"), "preserve")
            if is_widened:
                _set_spacing(copy, twips)
            run.addprevious(copy)
    run.getparent().remove(run)


def _set_spacing(run: Element, twips: int) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = make("rPr")
        run.insert(0, properties)
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    after = (n for n, child in enumerate(properties) if child.tag in _AFTER_SPACING)
    properties.insert(next(after, len(properties)), make("spacing", val=twips))
