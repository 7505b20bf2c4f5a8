"""Repair what an edit in Word or WPS broke in a template (模板修复), with a note for each repair.

Saving alone renames styles, adds theme fonts and default spacing; an edit may change margins.
Repaired are paper, margins, grid, the base style's exact pitch, odd and even page numbers. An office's
choices are kept: sizes, typefaces and colours, the mark, its own wording. A template without our
styles is an office's own form; its page is not changed, and a note reports it.
"""

from __future__ import annotations

import io
from copy import deepcopy
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import THEME_ATTRIBUTES, make
from pipeline.official.ooxml.line_breaks import keep_measures_in_line
from pipeline.official.ooxml.page import PAPER_HEIGHT, PAPER_WIDTH, margins_of
from pipeline.official.ooxml.style_names import BASE_STYLE, StyleName
from pipeline.official.ooxml.styles import PITCH, style_sheet
from pipeline.official.standard.clauses import CLAUSES, figure
from pipeline.official.standard.lengths import Length, mm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import _BaseHeaderFooter

_STYLE_NAMES: Final = frozenset(name.value for name in StyleName)
# A smaller deviation is how another program rounds.
_TOLERANCE: Final = mm(CLAUSES["margin-top"].tolerance).twips
_REFERENCES: Final = ("pStyle", "basedOn", "next", "link")
_MARGINS: Final = margins_of()
_SIDES: Final = {"top": "上", "bottom": "下", "left": "左", "right": "右"}
_PAPER: Final = f"{figure('paper-width')}×{figure('paper-height')} 毫米"
_STANDARD_MARGINS: Final = "/".join(
    str(figure(f"margin-{side}")) for side in ("top", "bottom", "left", "right")
)


def template_notes(name: str, package: bytes) -> tuple[str, ...]:
    """Return a sentence for each repair of the template *name*, or for a deviating form of its own."""
    return tuple(f"模板 {name} {note}" for note in repair_template(Document(io.BytesIO(package))))


def repair_template(document: WordDocument) -> tuple[str, ...]:
    """Repair styles and page of *document*; return notes on visible changes."""
    _restore_ids(document)
    if not any(_name(style) == StyleName.BODY for style in _styles(document)):
        return tuple(_foreign_page_notes(document))
    notes = [
        *_restore_page(document),
        *_restore_base(document),
        *_restore_page_numbers(document),
        *_restore_rules(document),
    ]
    _restore_faces(document)
    keep_measures_in_line(document)
    add_missing_styles(document)
    return tuple(dict.fromkeys(notes))


def add_missing_styles(document: WordDocument) -> None:
    """Add our styles that a program deleted because no paragraph used them."""
    present = {_name(style) for style in _styles(document)}
    ids = {style.get(qn("w:styleId")) for style in _styles(document)}
    base = next((s for s in _styles(document) if _is_base(s)), None)
    for name, own in _our_styles().items():
        if name in _STYLE_NAMES - present:
            style = deepcopy(own)
            if style.get(qn("w:styleId")) in ids:
                continue
            if base is not None:
                style.find(qn("w:basedOn")).set(qn("w:val"), base.get(qn("w:styleId")))
            document.styles.element.append(style)


@cache  # building them takes most of a repair; nobody may change them, so they are copied
def _our_styles() -> Mapping[str, Element]:
    """Return our styles by name; an element that goes into a document must be copied."""
    return MappingProxyType(
        {_name(style): style for style in style_sheet() if style.tag == qn("w:style")}
    )


def _restore_ids(document: WordDocument) -> None:
    """Restore the ids of our styles, which are their names: other programs use numbers (a3, a4)."""
    renamed = {
        style.get(qn("w:styleId")): _name(style)
        for style in _styles(document)
        if _name(style) in _STYLE_NAMES and style.get(qn("w:styleId")) != _name(style)
    }
    if not renamed:
        return
    for style in _styles(document):
        key = style.get(qn("w:styleId"))
        style.set(qn("w:styleId"), renamed.get(key, key))
    for root in _style_users(document):
        for reference in root.iter(*(qn(f"w:{tag}") for tag in _REFERENCES)):
            key = reference.get(qn("w:val"))
            reference.set(qn("w:val"), renamed.get(key, key))


def _style_users(document: WordDocument) -> Iterator[Element]:
    """Yield every part that can refer to a style: text, style sheet, headers and footers."""
    yield document.element.body
    yield document.styles.element
    for part in _headers_and_footers(document):
        yield part._element  # noqa: SLF001 - the library has no words for it


def _headers_and_footers(document: WordDocument) -> Iterator[_BaseHeaderFooter]:
    for section in document.sections:
        yield from (
            part
            for part in (
                section.header,
                section.footer,
                section.first_page_header,
                section.first_page_footer,
                section.even_page_header,
                section.even_page_footer,
            )
            if not part.is_linked_to_previous
        )


def _restore_page(document: WordDocument) -> Iterator[str]:
    """Restore paper, margins and grid (5.1, 5.2); a landscape page keeps its own."""
    for properties in document.element.body.iter(qn("w:sectPr")):
        size, margins = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
        if size is None or margins is None or size.get(qn("w:orient")) == "landscape":
            continue
        if _deviates(size, {"w": PAPER_WIDTH, "h": PAPER_HEIGHT}):
            yield f"的纸张被改为 {_mm(size, 'w')}×{_mm(size, 'h')} 毫米，已按 A4（{_PAPER}）排版"
        _set_lengths(size, {"w": PAPER_WIDTH, "h": PAPER_HEIGHT})
        if _deviates(margins, {side: _MARGINS[side] for side in _SIDES}):
            now = "、".join(f"{word} {_mm(margins, side)}" for side, word in _SIDES.items())
            yield f"的页边距被改为{now} 毫米，已按上下左右 {_STANDARD_MARGINS} 毫米排版"
        _set_lengths(margins, _MARGINS)
        _restore_grid(properties)


def _restore_grid(properties: Element) -> None:
    # A letter's first page has no grid; with a character grid a line holds fewer characters.
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    is_letter = properties.find(qn("w:titlePg")) is not None
    kind = {} if is_letter else {"type": "lines"}
    properties.append(make("docGrid", **kind, linePitch=PITCH))


def _restore_base(document: WordDocument) -> Iterator[str]:
    """Restore the base style's exact pitch off the grid, and delete default spacing."""
    sheet = document.styles.element
    for spacing in sheet.findall(
        f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}/{qn('w:spacing')}"
    ):
        spacing.getparent().remove(spacing)
    ours = _our_styles()
    for style in _styles(document):
        if not _is_base(style):
            continue
        expected, current = deepcopy(ours[BASE_STYLE].find(qn("w:pPr"))), style.find(qn("w:pPr"))
        if _pitch(current) != _pitch(expected):
            yield f"的基本样式“正文”的行距被改动，已按固定值 {PITCH.pt} 磅（每面{figure('lines-per-page')}行）排版"
        if current is None:
            style.insert(_properties_index(style), expected)
        else:
            style.replace(current, expected)
        return


def _properties_index(style: Element) -> int:
    """Return the index of pPr in a style: before rPr, after its names and flags."""
    characters = style.find(qn("w:rPr"))
    return len(style) if characters is None else list(style).index(characters)


def _restore_faces(document: WordDocument) -> None:
    """Remove theme fonts from our styles, and restore a typeface that the theme replaced."""
    ours = _our_styles()
    for style in _styles(document):
        fonts = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        original = ours.get(_name(style)) if fonts is not None else None
        if fonts is None or original is None:
            continue
        themed = [name for name in THEME_ATTRIBUTES if fonts.attrib.pop(qn(f"w:{name}"), None)]
        if themed and fonts.get(qn("w:eastAsia")) is None:
            fonts.attrib.update(original.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").attrib)
    marginals = (part._element for part in _headers_and_footers(document))  # noqa: SLF001 - as above
    roots = chain([document.element.body], marginals)
    for fonts in chain.from_iterable(root.iter(qn("w:rFonts")) for root in roots):
        for name in THEME_ATTRIBUTES:
            fonts.attrib.pop(qn(f"w:{name}"), None)


def _restore_page_numbers(document: WordDocument) -> Iterator[str]:
    """Restore different odd and even footers (7.5), a setting that some programs delete."""
    settings = document.settings
    has_even = any(not s.even_page_footer.is_linked_to_previous for s in document.sections)
    if has_even and not settings.odd_and_even_pages_header_footer:
        settings.odd_and_even_pages_header_footer = True
        yield "的“奇偶页不同”被取消，已恢复（单页码居右、双页码居左）"


def _restore_rules(document: WordDocument) -> Iterator[str]:
    """Remove indents that make the red rule shorter than the type area (7.2.7)."""
    for paragraph in document.element.body.iter(qn("w:p")):
        properties = paragraph.find(qn("w:pPr"))
        if properties is None or properties.find(f"{qn('w:pBdr')}/{qn('w:bottom')}") is None:
            continue
        indent = properties.find(qn("w:ind"))
        sides = ("left", "right", "start", "end", "leftChars", "rightChars")
        removed = [] if indent is None else [s for s in sides if indent.attrib.pop(qn(f"w:{s}"), "0") != "0"]  # fmt: skip
        if removed:
            yield f"的红色分隔线因缩进变短，已恢复为与版心等宽（{figure('type-width')} 毫米）"


def _foreign_page_notes(document: WordDocument) -> Iterator[str]:
    """Yield a note where an office's own form deviates from the standard's page."""
    properties = document.sections[0]._sectPr  # noqa: SLF001 - as above
    size, margins = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
    if size is not None and _deviates(size, {"w": PAPER_WIDTH, "h": PAPER_HEIGHT}):
        yield "是本单位自制的版式，纸张不是 A4，已按模板原样排版，请核对"
    elif margins is not None and _deviates(margins, {side: _MARGINS[side] for side in _SIDES}):
        yield f"是本单位自制的版式，页边距不是 {_STANDARD_MARGINS} 毫米，已按模板原样排版，请核对"


def _styles(document: WordDocument) -> list[Element]:
    return list(document.styles.element.findall(qn("w:style")))


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val")))


def _is_base(style: Element) -> bool:
    default = style.get(qn("w:default")) in {"1", "true", "on"}
    return default and style.get(qn("w:type")) == "paragraph"


def _pitch(properties: Element | None) -> tuple[str | None, str | None]:
    spacing = None if properties is None else properties.find(qn("w:spacing"))
    if spacing is None:
        return (None, None)
    return spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))


def _deviates(element: Element, expected: dict[str, Length]) -> bool:
    return any(
        abs(int(element.get(qn(f"w:{name}"), "0")) - length.twips) > _TOLERANCE
        for name, length in expected.items()
    )


def _set_lengths(element: Element, values: dict[str, Length]) -> None:
    for name, length in values.items():
        element.set(qn(f"w:{name}"), str(length.twips))


def _mm(element: Element, name: str) -> str:
    length = Length(int(element.get(qn(f"w:{name}"), "0")))
    return str(round(float(length.mm), 1)).removesuffix(".0")
