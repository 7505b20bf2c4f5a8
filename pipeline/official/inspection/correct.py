"""Write a corrected copy of a document (校对改正): only what can't change a meaning, each change listed."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn
from docx.shared import Emu

from pipeline.official.ooxml.elements import FONT_SLOTS, THEME_ATTRIBUTES, exact_line, make
from pipeline.official.ooxml.package import normalise_timestamps, read_profile
from pipeline.official.ooxml.page import PAPER_HEIGHT, PAPER_WIDTH, margins_of, page_number
from pipeline.official.ooxml.style_names import BASE_STYLE
from pipeline.official.ooxml.styles import PAGE_NUMBER_PITCH, first_line_indent
from pipeline.official.ooxml.word_file import open_word
from pipeline.official.standard.clauses import CLAUSES
from pipeline.official.standard.corrections import correct_text
from pipeline.official.standard.lengths import Length
from pipeline.official.standard.profile import COMPENSATED, STANDARD, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

    from pipeline.official.standard.corrections import TextCorrection

_LEADING_SPACES: Final = re.compile(r"^[ \u3000\u00a0]{1,8}(?=\S)")
_REVISIONS: Final = frozenset({qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")})
_SIDES: Final = ("top", "bottom", "left", "right")


@dataclass(frozen=True, slots=True)
class CorrectedDocument:
    """Hold the corrected copy, and a sentence for each change."""

    content: bytes
    changes: tuple[str, ...]


def correct(content: bytes, name: str) -> CorrectedDocument:
    """Return a copy of the document *content* with mechanical corrections: wording, page, pitch, fonts, properties.

    Text under revision (修订) and comments stay as they are.

    Raises:
        DocumentUnreadable: it is no Word document (.docx).
        DocumentTooLarge: it is beyond the limits of a document.
    """
    document = open_word(name, content)
    profile = read_profile(document)
    changes = [
        *_correct_words(document),
        *_correct_indents(document),
        *_correct_page(document, profile),
        *_correct_pitch(document, profile),
        *_complete_fonts(document),
        *_add_page_numbers(document, profile),
        *_clear_properties(document),
    ]
    stream = io.BytesIO()
    document.save(stream)
    return CorrectedDocument(normalise_timestamps(stream.getvalue()), tuple(changes))


def _correct_words(document: WordDocument) -> Iterator[str]:
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p")), start=1):
        pieces = [
            text
            for text in paragraph.iter(qn("w:t"))
            if not _REVISIONS.intersection(ancestor.tag for ancestor in text.iterancestors())
        ]
        old = "".join(piece.text or "" for piece in pieces)
        correction = correct_text(old)
        if correction.fixes:
            distribute_text(pieces, correction)
        for fix in correction.fixes:
            yield f"第{number}段 {fix.rule}：“{fix.before}”改为“{fix.after}”（{fix.context.strip()}）"


def distribute_text(pieces: list[Element], correction: TextCorrection) -> None:
    """Write the corrected text into the *pieces* that held it, so that it keeps its formatting."""
    owners = [at for at, piece in enumerate(pieces) for _ in piece.text or ""]
    texts: list[list[str]] = [[] for _ in pieces]
    for char, origin in zip(correction.text, correction.origins, strict=True):
        texts[owners[origin]].append(char)
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = "".join(text)
        piece.set(qn("xml:space"), "preserve")


def _correct_indents(document: WordDocument) -> Iterator[str]:
    """Replace spaces at the beginning of a paragraph by a first-line indent (首行缩进)."""
    for number, paragraph in enumerate(document.element.body.iterchildren(qn("w:p")), start=1):
        first = next(paragraph.iter(qn("w:t")), None)
        spaces = _LEADING_SPACES.match(first.text or "") if first is not None else None
        if first is None or spaces is None:
            continue
        first.text = first.text[spaces.end() :]
        properties = paragraph.get_or_add_pPr()
        for indent in properties.findall(qn("w:ind")):
            properties.remove(indent)
        properties._insert_ind(first_line_indent())  # noqa: SLF001 - in the schema's order
        yield f"第{number}段 段首空格改为首行缩进 2 字符"


def _correct_page(document: WordDocument, profile: Profile) -> Iterator[str]:
    """Set paper and margins by *profile*; a document that looks compensated keeps its margins."""
    expected = margins_of(profile)
    for number, section in enumerate(document.sections, start=1):
        margins = section._sectPr.find(qn("w:pgMar"))  # noqa: SLF001 - exact twips
        if margins is None or section.orientation:
            continue
        yield from _correct_paper(section, number)
        if profile == STANDARD and _looks_compensated(section):
            continue
        for side in _SIDES:
            clause = profile.clause(f"margin-{side}")
            stated = Length(int(margins.get(qn(f"w:{side}"), "0")))
            if clause.allows(stated.mm):
                continue
            margins.set(qn(f"w:{side}"), str(expected[side].twips))
            yield f"第{number}节 {clause.requirement}：{stated.mm:.1f}mm 改为 {expected[side].mm:.1f}mm"


def _correct_paper(section: Section, number: int) -> Iterator[str]:
    width, height = section.page_width, section.page_height
    if width is None or height is None:
        return
    sides = (("paper-width", width.mm), ("paper-height", height.mm))
    if not all(CLAUSES[rule].allows(side) for rule, side in sides):
        section.page_width = Emu(PAPER_WIDTH.emu)
        section.page_height = Emu(PAPER_HEIGHT.emu)
        yield f"第{number}节 用纸由 {width.mm:.0f}×{height.mm:.0f}mm 改为 A4"


def _looks_compensated(section: Section) -> bool:
    """Return whether the page has the margins of 补偿页边 without recording that profile."""
    margin = section.top_margin
    return margin is not None and COMPENSATED.clause("margin-top").allows(margin.mm)


def _correct_pitch(document: WordDocument, profile: Profile) -> Iterator[str]:
    properties = document.styles[BASE_STYLE].element.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    if spacing is not None and spacing.get(qn("w:lineRule")) == "exact":
        return
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    properties._insert_spacing(exact_line(profile.pitch))  # noqa: SLF001 - in the schema's order
    yield f"正文样式的行距改为固定值 {profile.pitch.pt} 磅，段前段后改为 0"


def _complete_fonts(document: WordDocument) -> Iterator[str]:
    """Write the East Asian typeface into all four slots, where another would print digits."""
    changed = 0
    for fonts in document.element.body.iter(qn("w:rFonts")):
        face = fonts.get(qn("w:eastAsia"))
        themed = [name for name in THEME_ATTRIBUTES if fonts.get(qn(f"w:{name}"))]
        if not face or (not themed and all(fonts.get(qn(f"w:{slot}")) for slot in FONT_SLOTS)):
            continue
        for name in themed:
            del fonts.attrib[qn(f"w:{name}")]
        for slot in FONT_SLOTS:
            if not fonts.get(qn(f"w:{slot}")):
                fonts.set(qn(f"w:{slot}"), face)
        changed += 1
    if changed:
        yield f"{changed} 处文字补全了西文、中文、复杂文种的字体"


def _add_page_numbers(document: WordDocument, profile: Profile) -> Iterator[str]:
    """Add page numbers, odd pages right and even pages left, where there are none (7.5)."""
    first = document.sections[0]
    text = "".join(
        "".join(footer._element.itertext())  # noqa: SLF001
        for section in document.sections
        for footer in (section.footer, section.even_page_footer, section.first_page_footer)
        if not footer.is_linked_to_previous
    )
    if "PAGE" in text and document.settings.odd_and_even_pages_header_footer:
        return
    if text.replace("PAGE", "").strip("—-－ 0123456789"):
        return  # an office's own text stays
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side, shown in (
        (first.footer, "right", 1),
        (first.even_page_footer, "left", 2),
    ):
        footer.is_linked_to_previous = False
        number = page_number(profile, side, shown)
        _inline_formatting(number, profile)
        footer._element[:] = [number]  # noqa: SLF001 - the library only appends
    first.footer_distance = Emu(profile.footer.emu)
    yield "页脚设为单页码居右、双页码居左的“— 1 —”"


def _inline_formatting(number: Element, profile: Profile) -> None:
    """Write the formatting of a page number into itself: a foreign document lacks our styles."""
    for properties in number.iter(qn("w:pPr")):
        for style in properties.findall(qn("w:pStyle")):
            properties.remove(style)
        properties.insert(0, exact_line(PAGE_NUMBER_PITCH))
    size = profile.number_size.half_points
    for run in number.iter(qn("w:r")):
        for old in run.findall(qn("w:rPr")):
            run.remove(old)
        fonts = make("rFonts", **dict.fromkeys(FONT_SLOTS, profile.number_face.name))
        run.insert(0, make("rPr", fonts, make("sz", val=size), make("szCs", val=size)))


def _clear_properties(document: WordDocument) -> Iterator[str]:
    """Clear author, editor, comments and keywords (文档属性): they are not for other offices."""
    properties = document.core_properties
    filled = [
        name
        for name in ("author", "last_modified_by", "comments", "keywords")
        if getattr(properties, name)
    ]
    for name in filled:
        setattr(properties, name, "")
    if filled:
        yield "清除了文档属性里的作者等信息"
