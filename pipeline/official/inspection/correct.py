"""A corrected copy of a document (校对改正): only what can't change a meaning, and each change told."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn
from docx.shared import Emu

from pipeline.official.ooxml.elements import make
from pipeline.official.ooxml.package import normalise_timestamps
from pipeline.official.ooxml.page import PAPER_HEIGHT, PAPER_WIDTH, page_number
from pipeline.official.ooxml.style_names import BASE_STYLE
from pipeline.official.ooxml.styles import PITCH, first_line_indent
from pipeline.official.ooxml.word_file import open_word
from pipeline.official.standard.corrections import correct_text
from pipeline.official.standard.figures import CLAUSES
from pipeline.official.standard.lengths import Length
from pipeline.official.standard.profile import COMPENSATED, STANDARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement as Element
    from docx.section import Section

_LEADING_SPACES: Final = re.compile(r"^[ \u3000\u00a0]{1,8}(?=\S)")
_THEME_ATTRIBUTES: Final = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_FONT_SLOTS: Final = ("ascii", "hAnsi", "eastAsia", "cs")
_REVISIONS: Final = frozenset({qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo")})
_MARGINS: Final = {
    "margin-top": "top",
    "margin-bottom": "bottom",
    "margin-left": "left",
    "margin-right": "right",
}


@dataclass(frozen=True, slots=True)
class CorrectedDocument:
    """The corrected copy, and what was changed, in a sentence each."""

    content: bytes
    changes: tuple[str, ...]


def correct(path: Path) -> CorrectedDocument:
    """Put right in a copy what is mechanical: slips of writing, page, pitch, faces, properties.

    Words under revision and comments are left alone.

    Raises:
        DocumentUnreadable: it is no Word document (.docx).
    """
    document = open_word(path.name, path.read_bytes())
    changes = [
        *_correct_words(document),
        *_correct_indents(document),
        *_correct_page(document),
        *_correct_pitch(document),
        *_complete_fonts(document),
        *_add_page_numbers(document),
        *_clear_properties(document),
    ]
    stream = io.BytesIO()
    document.save(stream)
    return CorrectedDocument(normalise_timestamps(stream.getvalue()), tuple(changes))


def _correct_words(document: WordDocument) -> Iterator[str]:
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p")), start=1):
        pieces = [
            each
            for each in paragraph.iter(qn("w:t"))
            if not _REVISIONS.intersection(above.tag for above in each.iterancestors())
        ]
        old = "".join(piece.text or "" for piece in pieces)
        mended = correct_text(old)
        if mended.fixes:
            distribute_text(pieces, old, mended.text)
        for fix in mended.fixes:
            yield f"第{number}段 {fix.rule}：“{fix.before}”改为“{fix.after}”（{fix.context.strip()}）"


def distribute_text(pieces: list[Element], old: str, new: str) -> None:
    """Deal *new* out to the pieces that held *old*, so that each word keeps its formatting."""
    owners = [at for at, piece in enumerate(pieces) for _ in piece.text or ""]
    texts = [""] * len(pieces)
    for change, start, end, begin, stop in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if change == "equal":
            for offset in range(end - start):
                texts[owners[start + offset]] += new[begin + offset]
        elif stop > begin:
            texts[owners[min(start, len(owners) - 1)]] += new[begin:stop]
    for piece, text in zip(pieces, texts, strict=True):
        piece.text = text
        piece.set(qn("xml:space"), "preserve")


def _correct_indents(document: WordDocument) -> Iterator[str]:
    """Spaces that stand for an indent are taken away, and the indent is set."""
    for number, paragraph in enumerate(document.element.body.iterchildren(qn("w:p")), start=1):
        first = next(paragraph.iter(qn("w:t")), None)
        spaces = _LEADING_SPACES.match(first.text or "") if first is not None else None
        if first is None or spaces is None:
            continue
        first.text = first.text[spaces.end() :]
        properties = paragraph.get_or_add_pPr()
        for ind in properties.findall(qn("w:ind")):
            properties.remove(ind)
        properties._insert_ind(first_line_indent())  # noqa: SLF001 - in the schema's order
        yield f"第{number}段 段首空格改为首行缩进 2 字符"


def _correct_page(document: WordDocument) -> Iterator[str]:
    for number, section in enumerate(document.sections, start=1):
        margins = section._sectPr.find(qn("w:pgMar"))  # noqa: SLF001 - exact twips
        if margins is None or section.orientation:
            continue
        yield from _correct_paper(section, number)
        for rule, side in _MARGINS.items():
            stated = Length(int(margins.get(qn(f"w:{side}"), "0")))
            wanted = _margin(side)
            if CLAUSES[rule].allows(stated.mm) or _compensated(section):
                continue
            margins.set(qn(f"w:{side}"), str(wanted.twips))
            yield f"第{number}节 {CLAUSES[rule].requirement}：{stated.mm:.1f}mm 改为 {wanted.mm:.1f}mm"


def _correct_paper(section: Section, number: int) -> Iterator[str]:
    width, height = section.page_width, section.page_height
    if width is None or height is None:
        return
    sides = (("paper-width", width.mm), ("paper-height", height.mm))
    if not all(CLAUSES[rule].allows(side) for rule, side in sides):
        section.page_width = Emu(PAPER_WIDTH.emu)
        section.page_height = Emu(PAPER_HEIGHT.emu)
        yield f"第{number}节 用纸由 {width.mm:.0f}×{height.mm:.0f}mm 改为 A4"


def _margin(side: str) -> Length:
    upright = {"top": STANDARD.top, "bottom": STANDARD.bottom, "right": STANDARD.right}
    return upright.get(side) or Length(1588)


def _compensated(section: Section) -> bool:
    """Whether the page is set in the other profile that is allowed (补偿页边)."""
    stated = section.top_margin
    return stated is not None and abs(stated.mm - float(COMPENSATED.top.mm)) < 1


def _correct_pitch(document: WordDocument) -> Iterator[str]:
    properties = document.styles[BASE_STYLE].element.get_or_add_pPr()
    spacing = properties.find(qn("w:spacing"))
    if spacing is not None and spacing.get(qn("w:lineRule")) == "exact":
        return
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    properties._insert_spacing(  # noqa: SLF001 - in the schema's order
        make("spacing", before=0, after=0, line=PITCH, lineRule="exact")
    )
    yield "正文样式的行距改为固定值 28.95 磅，段前段后改为 0"


def _complete_fonts(document: WordDocument) -> Iterator[str]:
    """The East Asian face in all four slots where another one would print digits and marks."""
    changed = 0
    for fonts in document.element.body.iter(qn("w:rFonts")):
        face = fonts.get(qn("w:eastAsia"))
        themed = [name for name in _THEME_ATTRIBUTES if fonts.get(qn(f"w:{name}"))]
        if not face or (not themed and all(fonts.get(qn(f"w:{slot}")) for slot in _FONT_SLOTS)):
            continue
        for name in themed:
            del fonts.attrib[qn(f"w:{name}")]
        for slot in _FONT_SLOTS:
            if not fonts.get(qn(f"w:{slot}")):
                fonts.set(qn(f"w:{slot}"), face)
        changed += 1
    if changed:
        yield f"{changed} 处文字补全了西文、中文、复杂文种的字体"


def _add_page_numbers(document: WordDocument) -> Iterator[str]:
    """Page numbers right on odd pages and left on even ones, where the document has none (7.5)."""
    first = document.sections[0]
    stated = "".join(
        "".join(footer._element.itertext())  # noqa: SLF001
        for section in document.sections
        for footer in (section.footer, section.even_page_footer, section.first_page_footer)
        if not footer.is_linked_to_previous
    )
    if "PAGE" in stated and document.settings.odd_and_even_pages_header_footer:
        return
    if stated.replace("PAGE", "").strip("—-－ 0123456789"):
        return  # an office's own words stand there
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side, shown in (
        (first.footer, "right", 1),
        (first.even_page_footer, "left", 2),
    ):
        footer.is_linked_to_previous = False
        number = page_number(STANDARD, side, shown)
        _inline_formatting(number)
        footer._element[:] = [number]  # noqa: SLF001 - the library only appends
    first.footer_distance = Emu(Length(1410).emu)
    yield "页脚设为单页码居右、双页码居左的“— 1 —”"


def _inline_formatting(number: Element) -> None:
    """The page number's looks in itself: a document of others has no style of ours."""
    for properties in number.iter(qn("w:pPr")):
        for style in properties.findall(qn("w:pStyle")):
            properties.remove(style)
        properties.insert(0, make("spacing", before=0, after=0, line=360, lineRule="exact"))
    for run in number.iter(qn("w:r")):
        for old in run.findall(qn("w:rPr")):
            run.remove(old)
        face = dict.fromkeys(_FONT_SLOTS, "宋体")
        run.insert(0, make("rPr", make("rFonts", **face), make("sz", val=28), make("szCs", val=28)))


def _clear_properties(document: WordDocument) -> Iterator[str]:
    """Whoever wrote it, for whom and with what, is nobody's business outside (文档属性)."""
    properties = document.core_properties
    known = [
        name
        for name in ("author", "last_modified_by", "comments", "keywords")
        if getattr(properties, name)
    ]
    for name in known:
        setattr(properties, name, "")
    if known:
        yield "清除了文档属性里的作者等信息"
