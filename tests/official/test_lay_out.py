"""The Word file itself: its words, styles, settings and traces, opened by a Word library."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import (
    Column,
    DocumentForm,
    Imprint,
    OfficialDocument,
    Paragraph,
    Table,
)
from pipeline.model.figure import Figure
from pipeline.official.layout.header import mark_size
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.standard.lengths import mm
from pipeline.official.standard.typefaces import FACES, width_in_chars
from tests.official.specimens import (
    DATED,
    MOMENT,
    ORGAN,
    SENTENCE,
    briefing,
    letter,
    notice,
    request,
    text,
    with_attachments,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

ALL = (notice, letter, briefing, request, with_attachments)


def opened(document: OfficialDocument) -> WordDocument:
    return Document(io.BytesIO(lay_out(document, MOMENT)))


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def styles_and_words(document: WordDocument) -> list[tuple[str, str]]:
    return [(each.style.name or "", each.text) for each in document.paragraphs if each.style]


def blanks_before(document: WordDocument, style: str) -> int:
    """Empty paragraphs right above the first paragraph of *style*."""
    listed = styles_and_words(document)
    at = next(number for number, (name, _) in enumerate(listed) if name == style)
    count = 0
    while at > count and not listed[at - count - 1][1]:
        count += 1
    return count


@pytest.mark.parametrize("paper", ALL)
def test_the_same_words_give_the_same_bytes(paper: object) -> None:
    document = paper()  # type: ignore[operator]

    assert lay_out(document, MOMENT) == lay_out(document, MOMENT)
    assert lay_out(document, MOMENT) != lay_out(document, MOMENT + timedelta(days=1))


@pytest.mark.parametrize("paper", ALL)
def test_nobodys_traces_are_left_in_the_file(paper: object) -> None:
    content = lay_out(paper(), MOMENT)  # type: ignore[operator]
    properties = Document(io.BytesIO(content)).core_properties

    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created is not None
    assert properties.created.isoformat() == "2026-10-09T01:00:00+00:00"
    assert not [name for name in parts(content) if "theme" in name or "thumbnail" in name]
    assert "python" not in "".join(parts(content).values()).lower()


@pytest.mark.parametrize("paper", ALL)
def test_every_face_fills_all_four_slots_and_every_run_has_the_hint(paper: object) -> None:
    for name, content in parts(lay_out(paper(), MOMENT)).items():  # type: ignore[operator]
        assert "Theme=" not in content, name
        for fonts in re.findall(r"<w:rFonts [^>]*>", content):
            assert 'w:hint="eastAsia"' in fonts
            assert len(set(re.findall(r'w:(?:ascii|hAnsi|eastAsia|cs)="([^"]*)"', fonts))) <= 1
        for run in re.findall(r"<w:r>.*?</w:r>", content):
            assert "<w:t" not in run or "<w:rFonts" in run


def test_the_page_is_the_standards_and_its_grid_one_of_lines() -> None:
    section = opened(notice()).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)

    assert [round(each.mm) for each in margins if each is not None] == [37, 35, 28, 26]
    grid = opened(notice()).element.body.sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_normal_stands_off_the_grid_with_exact_lines_and_tightened_characters() -> None:
    normal = opened(notice()).styles["Normal"].element.xml

    for setting in (
        'snapToGrid w:val="0"',
        'w:line="579" w:lineRule="exact"',
        '<w:spacing w:val="-5"/>',
        'widowControl w:val="0"',
    ):
        assert setting in normal


def test_odd_and_even_pages_are_told_apart_and_numbers_have_a_stored_result() -> None:
    document = opened(notice())
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert section.even_page_footer.paragraphs[0].text == "— 2 —"


def test_a_font_that_is_missing_has_an_alternative_named() -> None:
    table = parts(lay_out(notice(), MOMENT))["word/fontTable.xml"]

    for face in FACES:
        assert f'w:name="{face.name}"><w:altName w:val="{face.alternatives[0]}"' in table


def test_blank_lines_are_where_the_standard_wants_them() -> None:
    document = opened(with_attachments())

    assert blanks_before(document, "发文字号") == 2
    assert blanks_before(document, "公文标题") == 2
    assert blanks_before(document, "主送机关") == 1
    assert blanks_before(document, "附件说明") == 1
    assert blanks_before(document, "附件标题") == 1
    assert blanks_before(opened(request()), "不盖章署名") == 1


def test_the_words_stand_in_their_order() -> None:
    listed = [
        (style, words) for style, words in styles_and_words(opened(with_attachments())) if words
    ]

    assert [style for style, _ in listed] == [
        *("发文机关标志", "发文字号", "公文标题", "主送机关"),
        *("一级标题", "二级标题", "三级标题", "公文正文"),
        *("附件说明", "附件说明", "署名", "成文日期"),
        *("附件标识", "附件标题", "公文正文", "附件标识", "附件标题", "公文正文"),
    ]
    assert listed[3][1] == "各县（市、区）文明办，市直有关部门："
    assert listed[8][1] == "附件：1.\t文明单位创建工作情况统计表"


def test_a_single_attachment_has_no_number() -> None:
    one = replace(with_attachments(), attachments=with_attachments().attachments[:1])
    listed = styles_and_words(opened(one))

    assert ("附件说明", "附件：文明单位创建工作情况统计表") in listed
    assert ("附件标识", "附件") in listed


def test_tags_stay_whole_in_one_run_each() -> None:
    tags = ("{%p for 段 in 正文 %}", "{{ 段 }}，“引”2026年", "{%p endfor %}")
    document = opened(
        notice(title="{{ 标题 }}", addressees="{{ 主送 }}", blocks=tuple(text(tag) for tag in tags))
    )
    runs = {run.text for each in document.paragraphs for run in each.runs}

    assert {*tags, "{{ 标题 }}", "{{ 主送 }}："} <= runs


def test_a_templates_loop_is_not_tied_to_the_signature() -> None:
    tags = ("{%p for 段 in 正文 %}", "{{ 段 }}", "{%p endfor %}")
    document = opened(notice(blocks=tuple(text(tag) for tag in tags)))

    assert not [
        each.text
        for each in document.paragraphs
        if each.text in tags and each.paragraph_format.keep_with_next
    ]


def test_a_unit_s_line_breaks_become_paragraphs_and_control_characters_vanish() -> None:
    document = opened(notice(blocks=(text("一\n\n二\x0b\x00\u202e三"),)))

    assert [words for style, words in styles_and_words(document) if style == "公文正文"] == [
        "一",
        "二三",
    ]


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_text_is_set_and_the_file_opens(words: str) -> None:
    columns = (Column("甲", 1), Column("乙", 3))
    document = notice(title=words or "题", blocks=(text(words), Table(columns, ((words, words),))))

    opened(document)


def test_figures_print_as_their_text() -> None:
    figure = Figure(Decimal(36), "36", "已报", "计数", ())
    document = opened(notice(blocks=(Paragraph(("已报", figure, "家。")),)))

    assert ("公文正文", "已报36家。") in styles_and_words(document)


def test_a_table_fills_the_width_repeats_its_header_and_keeps_rows_whole() -> None:
    (table, _) = opened(briefing()).tables
    widths = [int(each.get(qn("w:w"))) for each in table._element.tblGrid]  # noqa: SLF001 - as below

    assert sum(widths) == mm(156).twips
    rows = table._element.findall(qn("w:tr"))  # noqa: SLF001 - what the library has no word for
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)


@pytest.mark.parametrize(("columns", "half_points"), [(4, 28), (6, 24), (9, 21)])
def test_more_columns_are_set_smaller(columns: int, half_points: int) -> None:
    table = Table(tuple(Column(str(number), 1) for number in range(columns)), (("1",) * columns,))
    content = parts(lay_out(notice(blocks=(table,)), MOMENT))["word/document.xml"]

    assert f'<w:sz w:val="{half_points}"/>' in content.split("<w:tbl>")[1]


def test_tables_never_touch_and_never_end_the_document() -> None:
    table = Table((Column("甲", 1),), (("1",),))
    body = opened(OfficialDocument("退回单", DocumentForm.PLAIN, "题", (table, table))).element.body

    kinds = [each.tag.rpartition("}")[2] for each in body]
    assert kinds[-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_the_imprint_floats_at_the_foot_and_a_paragraph_follows_it() -> None:
    document = opened(notice())
    table, anchor = list(document.element.body)[-3:-1]
    place = table.tblPr.find(qn("w:tblpPr"))

    assert {
        name: place.get(qn(f"w:{name}"))
        for name in ("vertAnchor", "horzAnchor", "tblpX", "tblpYSpec")
    } == {
        "vertAnchor": "margin",
        "horzAnchor": "page",
        "tblpX": "1588",
        "tblpYSpec": "bottom",
    }
    assert anchor.tag == qn("w:p")


@pytest.mark.parametrize("printed", [DATED, f"{DATED}印发"])
def test_the_date_printed_ends_in_the_word_once(printed: str) -> None:
    content = parts(lay_out(notice(imprint=Imprint((), ORGAN, printed)), MOMENT))[
        "word/document.xml"
    ]

    assert content.count("印发<") == 1


@given(st.integers(min_value=1, max_value=40))
def test_a_mark_of_any_length_fits_the_type_area(count: int) -> None:
    size, scale = mark_size("文" * count)

    assert size.pt * scale * count <= mm(156).pt
    assert size.pt <= 62


def test_a_letter_without_copied_organs_has_no_table() -> None:
    bare = replace(letter(), imprint=Imprint(()))

    assert not opened(bare).tables


def test_a_long_last_paragraph_is_not_dragged_to_another_page() -> None:
    def kept(last: str) -> bool:
        document = opened(notice(blocks=(text("一"), text(last))))
        return bool(
            next(
                each for each in document.paragraphs if each.text == last
            ).paragraph_format.keep_with_next
        )

    assert kept(SENTENCE)
    assert not kept(SENTENCE * 10)
    assert width_in_chars(SENTENCE * 10) > 224
