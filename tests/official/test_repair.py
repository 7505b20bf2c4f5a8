"""A template that Word or WPS saved again: filling still works, and what it broke is put back."""

from __future__ import annotations

import copy
import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from pipeline.official.ooxml.elements import make, words_in
from pipeline.official.ooxml.styles import PITCH
from pipeline.official.templates.fill_draft import fill_with_draft
from pipeline.official.templates.repair import repair_template, template_notes
from pipeline.official.templates.starters import starter_templates
from tests.official.kinds.drafts import draft

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document as WordDocument


def opened(content: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(content))


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def split_tags(document: WordDocument) -> None:
    """Every tag in three runs, with what a spelling check and a bookmark leave between them."""
    for run in list(document.element.body.iter(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        if len(texts) != 1 or len(run) > 2 or "{" not in (texts[0].text or ""):
            continue
        words = texts[0].text
        cuts = (words[:4], words[4:7], words[7:])
        for part in cuts:
            piece = copy.deepcopy(run)
            piece.set(qn("w:rsidR"), "00A77B3E")
            piece.find(qn("w:t")).text = part
            piece.find(qn("w:rPr")).append(make("lang", eastAsia="zh-CN"))
            run.addprevious(piece)
            run.addprevious(make("proofErr", type="gramStart"))
            run.addprevious(make("bookmarkStart", id=7, name="_GoBack"))
            run.addprevious(make("bookmarkEnd", id=7))
        run.getparent().remove(run)


def number_style_ids(document: WordDocument) -> None:
    """Style ids as Word gives them to Chinese names (a3, a4…), and the sheet in another order."""
    sheet = document.styles.element
    renamed = {}
    for number, style in enumerate(sheet.findall(qn("w:style"))):
        if style.get(qn("w:customStyle")):
            renamed[style.get(qn("w:styleId"))] = f"a{number}"
            style.set(qn("w:styleId"), f"a{number}")
        sheet.append(style) if number % 2 else None
    for part in (document.element.body, document.sections[0].footer._element):  # noqa: SLF001
        for reference in part.iter(qn("w:pStyle")):
            reference.set(qn("w:val"), renamed.get(reference.get(qn("w:val")), "a0"))


def drop_unused_styles(document: WordDocument) -> None:
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) in {"表头", "表题", "表内文字", "附件标题", "不盖章署名"}:
            style.getparent().remove(style)


def theme_fonts(document: WordDocument) -> None:
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.set(qn("w:eastAsiaTheme"), "minorEastAsia")
        fonts.attrib.pop(qn("w:eastAsia"), None)


def default_spacing(document: WordDocument) -> None:
    defaults = document.styles.element.find(f".//{qn('w:pPrDefault')}/{qn('w:pPr')}")
    defaults.append(make("spacing", after=160, line=259, lineRule="auto"))


def grid_of_characters(document: WordDocument) -> None:
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:charSpace"), "-842")


def no_odd_and_even(document: WordDocument) -> None:
    document.settings.odd_and_even_pages_header_footer = False


def compatibility(document: WordDocument) -> None:
    settings = document.settings.element
    settings.append(OxmlElement("w:compat"))


def wide_margins(document: WordDocument) -> None:
    for side in ("top_margin", "bottom_margin", "left_margin", "right_margin"):
        setattr(document.sections[0], side, Cm(2.54))


def letter_paper(document: WordDocument) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Cm(21.59), Cm(27.94)


def loose_lines(document: WordDocument) -> None:
    document.styles["Normal"].paragraph_format.line_spacing = 1.5


def short_rule(document: WordDocument) -> None:
    line = next(
        p
        for p in document.paragraphs
        if p._p.find(f".//{qn('w:pBdr')}") is not None  # noqa: SLF001
    )
    line.paragraph_format.left_indent = Cm(3)


SAVED = (
    split_tags, number_style_ids, drop_unused_styles, theme_fonts, default_spacing,
    grid_of_characters, compatibility,
)  # fmt: skip
BROKEN = (
    (no_odd_and_even, "奇偶页不同"), (wide_margins, "页边距被改为上 25.4"),
    (letter_paper, "纸张被改为 215.9×279.4"), (loose_lines, "行距"), (short_rule, "红色分隔线"),
)  # fmt: skip


def shape(document: WordDocument) -> list[object]:
    """What the page stands on: paper, margins, grid, base style, and each paragraph's style."""
    base = document.styles["Normal"].paragraph_format
    body = document.element.body
    page = [dict(body.sectPr.find(qn(f"w:{tag}")).attrib) for tag in ("pgSz", "pgMar", "docGrid")]
    styles = [
        (p.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")), words_in(p))
        for p in body.iter(qn("w:p"))
    ]
    paired = document.settings.odd_and_even_pages_header_footer
    faces = [
        document.styles[name].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for name in ("公文正文", "公文标题", "一级标题")
    ]
    return [base.line_spacing, paired, faces, *page, *styles]


def filled(path: Path, content: bytes) -> WordDocument:
    path.write_bytes(content)
    return opened(fill_with_draft(path, draft("请示")))


@pytest.mark.parametrize("spoil", [*SAVED, *(each for each, _ in BROKEN)])
def test_a_template_saved_elsewhere_fills_as_before(
    spoil: Callable[[WordDocument], None], tmp_path: Path
) -> None:
    made = starter_templates()["请示.docx"]
    edited = opened(made)
    spoil(edited)

    again = filled(tmp_path / "请示.docx", saved(edited))

    assert shape(again) == shape(filled(tmp_path / "请示.docx", made))


def test_all_of_it_at_once_fills_as_before(tmp_path: Path) -> None:
    made = starter_templates()["请示.docx"]
    edited = opened(made)
    for spoil in (*SAVED, *(each for each, _ in BROKEN)):
        spoil(edited)

    again = filled(tmp_path / "请示.docx", saved(edited))

    assert shape(again) == shape(filled(tmp_path / "请示.docx", made))


@pytest.mark.parametrize(("spoil", "told"), BROKEN)
def test_what_a_hand_changed_is_told(spoil: Callable[[WordDocument], None], told: str) -> None:
    edited = opened(starter_templates()["通知.docx"])
    spoil(edited)

    (note,) = template_notes("通知.docx", saved(edited))

    assert note.startswith("模板 通知.docx 的")
    assert told in note


@pytest.mark.parametrize("spoil", SAVED)
def test_what_saving_alone_does_is_put_back_in_silence(
    spoil: Callable[[WordDocument], None],
) -> None:
    edited = opened(starter_templates()["通知.docx"])
    spoil(edited)

    assert template_notes("通知.docx", saved(edited)) == ()


@pytest.mark.parametrize("name", sorted(starter_templates()))
def test_our_own_templates_need_no_repair(name: str) -> None:
    made = opened(starter_templates()[name])

    assert repair_template(made) == ()
    assert (
        opened(saved(made)).element.body.xml == opened(starter_templates()[name]).element.body.xml
    )


def test_what_an_office_chose_is_kept() -> None:
    edited = opened(starter_templates()["通知.docx"])
    edited.styles["公文正文"].font.size = Pt(15)
    edited.styles["一级标题"].element.find(f".//{qn('w:rFonts')}").set(qn("w:eastAsia"), "宋体")

    assert repair_template(edited) == ()
    assert edited.styles["公文正文"].font.size == Pt(15)
    assert edited.styles["一级标题"].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "宋体"  # fmt: skip
    assert edited.styles["公文正文"].paragraph_format.line_spacing == Pt(PITCH.twips / 20)


def test_an_office_s_own_form_is_left_as_it_is_and_said() -> None:
    own = docx.Document()
    width = own.sections[0].page_width

    (note,) = repair_template(own)

    assert "本单位自制的版式" in note
    assert own.sections[0].page_width == width
