"""Every word of a Word draft that a reader sees is in the lines, or in a note: whatever Word puts around it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.drafts.source import DraftSource, parse_source

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMESPACES: Final = nsdecls("w", "r", "m", "wp", "a") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(word: str) -> str:
    return f"<w:r><w:t>{word}</w:t></w:r>"


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


# What may stand around runs, or around paragraphs, rows and cells; the words inside are carried over.
AROUND_RUNS: Final = (
    "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:smartTag w:element='date'>{}</w:smartTag>",
    "<w:customXml w:element='x'>{}</w:customXml>",
    "<w:ins w:id='1' w:author='x'>{}</w:ins>",
    "<w:moveTo w:id='1' w:author='x'>{}</w:moveTo>",
    "<w:hyperlink w:anchor='x'>{}</w:hyperlink>",
    "<w:fldSimple w:instr='REF x'>{}</w:fldSimple>",
    "<w:dir w:val='ltr'>{}</w:dir>",
    (
        "<mc:AlternateContent><mc:Choice Requires='x'>{0}</mc:Choice>"
        "<mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    ),
    (
        "<mc:AlternateContent><mc:Choice Requires='x'><w:r/></mc:Choice>"
        "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
    ),
    (
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>DATE</w:instrText>"
        "<w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    ),
)
AROUND_BLOCKS: Final = (
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:customXml w:element='x'><w:customXmlPr/>{}</w:customXml>",
)
BOX: Final = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
SHAPE: Final = f"<v:shape><v:textbox>{BOX}</v:textbox></v:shape>"
DRAWING: Final = (
    "<w:drawing><wp:inline><a:graphic><a:graphicData uri='x'><wps:wsp><wps:txbx>"
    f"{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
# What stays behind, by the kind that the note names; the words are in the note.
NOTED: Final = {
    "drawing": ("图片或文本框", f"<w:r>{DRAWING}</w:r>"),
    "both": (
        "图片或文本框",
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{DRAWING}</mc:Choice>"
        f"<mc:Fallback><w:pict>{SHAPE}</w:pict></mc:Fallback></mc:AlternateContent></w:r>".replace(
            "{}", "{0}"
        ),
    ),
    "word-art": (
        "图片或文本框",
        "<w:r><w:pict><v:shape><v:textpath string='{}'/></v:shape></w:pict></w:r>",
    ),
    "object": ("嵌入的对象", f"<w:r><w:object>{SHAPE}</w:object></w:r>"),
    "formula": (
        "公式",
        "<m:oMathPara><m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath></m:oMathPara>",
    ),
    "hidden": ("隐藏文字", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>"),
    "guide": (
        "拼音",
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>{}</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        ),
    ),
    "drop-down": (
        "窗体下拉框",
        (
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
            "<w:listEntry w:val='否'/><w:listEntry w:val='{}'/></w:ddList></w:ffData></w:fldChar></w:r>"
        ),
    ),
    "symbol": ("特殊字体的符号", "<w:r><w:sym w:font='{}' w:char='F0FE'/></w:r>"),
}
GONE: Final = (
    "<w:del w:id='1' w:author='x'><w:r><w:delText>{}</w:delText></w:r></w:del>",
    "<w:del w:id='1' w:author='x'><w:r><w:t>{}</w:t></w:r></w:del>",
    "<w:moveFrom w:id='1' w:author='x'><w:r><w:t>{}</w:t></w:r></w:moveFrom>",
)


def draft(*blocks: str, parts: Iterable[tuple[str, str]] = ()) -> DraftSource:
    """The draft of *blocks*; *parts* are further parts by name, each with the XML of its entries."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        for element in parse_xml(f"<w:body {NAMESPACES}>{block}</w:body>"):
            body.insert(len(body) - 1, element)
    for name, entries in parts:
        content = f"<w:{name} {NAMESPACES}>{entries}</w:{name}>".encode()
        uri = PackURI(f"/word/{name}.xml")
        part = Part(uri, f"{TYPES}.{name}+xml", content, document.part.package)
        document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, name.upper()))
    stream = io.BytesIO()
    document.save(stream)
    return parse_source(stream.getvalue(), "文稿.docx")


def words(source: DraftSource) -> str:
    cells = (cell for line in source.lines for row in line.rows for cell in row)
    return "\n".join([*(line.text for line in source.lines), *cells])


@pytest.mark.parametrize("around", AROUND_RUNS)
def test_what_is_around_runs_hides_no_word(around: str) -> None:
    source = draft(paragraph(run("前") + around.format(run("中")) + run("后")))

    assert [line.text for line in source.lines] == ["前中后"]
    assert source.notes == ()


@pytest.mark.parametrize("kind", NOTED)
def test_what_stays_behind_is_noted_once_with_its_words(kind: str) -> None:
    description, xml = NOTED[kind]

    source = draft(paragraph(run("前") + xml.format("里面的话") + run("后")))

    (note,) = source.notes
    assert note.startswith(
        f"文稿里有 1 处{description}，没有带过来，请核对后手工处理。里面的文字：“里面的话"
    )
    assert "里面的话" not in words(source)
    assert words(source) in {"前后", "前字后"}


@pytest.mark.parametrize("around", AROUND_BLOCKS)
def test_rows_and_cells_in_containers_are_in_the_table(around: str) -> None:
    def cell(inside: str) -> str:
        return f"<w:tc>{inside}</w:tc>"

    a, b, c, d = (cell(paragraph(run(word))) for word in "甲乙丙丁")
    inner = cell(around.format(paragraph(run("戊"))))
    rows = (
        f"<w:tr>{a}{around.format(b)}</w:tr>",
        around.format(f"<w:tr>{c}{d}</w:tr>"),
        around.format(around.format(f"<w:tr>{around.format(around.format(inner) + a)}</w:tr>")),
    )

    source = draft(around.format(f"<w:tbl>{''.join(rows)}</w:tbl>"))

    (line,) = source.lines
    assert line.rows == (("甲", "乙"), ("丙", "丁"), ("戊", "甲"))
    assert source.notes == ()


def test_a_table_in_a_cell_is_in_the_cell_with_a_note() -> None:
    inner = "<w:tbl>" + "".join(
        f"<w:tr><w:tc>{paragraph(run(a))}</w:tc><w:tc>{paragraph(run(b))}</w:tc></w:tr>"
        for a, b in ("甲乙", "丙丁")
    )
    row = f"<w:tr><w:tc>{paragraph(run('外'))}{inner}</w:tbl></w:tc><w:tc>{paragraph(run('右'))}</w:tc></w:tr>"

    source = draft(f"<w:tbl>{row}</w:tbl>")

    assert source.lines[0].rows == (("外\n甲　乙\n丙　丁", "右"),)
    assert source.notes == (
        "文稿里有 1 处套在表格里的表格，里面的文字逐行带了过来，不再是表格，请核对。",
    )


def test_a_deleted_row_is_gone_and_an_indented_row_keeps_its_columns() -> None:
    def row(properties: str, *texts: str) -> str:
        cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in texts)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"

    rows = (
        row("", "甲", "乙"),
        row("<w:del w:id='1' w:author='x'/>", "丙", "丁"),
        row("<w:gridBefore w:val='1'/>", "戊"),
    )

    source = draft(f"<w:tbl>{''.join(rows)}</w:tbl>")

    assert source.lines[0].rows == (("甲", "乙"), ("", "戊"))
    assert any("修订中已删除的文字" in note for note in source.notes)


def test_a_span_of_a_million_columns_takes_no_memory() -> None:
    span = "<w:tcPr><w:gridSpan w:val='1000000000'/></w:tcPr>"
    cells = f"<w:tc>{span}{paragraph(run('甲'))}</w:tc><w:tc>{paragraph(run('乙'))}</w:tc>"

    source = draft(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")

    (row,) = source.lines[0].rows
    assert len(row) < 100
    assert [text for text in row if text] == ["甲", "乙"]


def test_footnotes_endnotes_and_comments_are_named_by_their_words() -> None:
    names = {"footnote": "脚注", "endnote": "尾注", "comment": "批注"}
    parts = [
        (f"{name}s", f"<w:{name} w:id='2'>{paragraph(run(f'{word}的话'))}</w:{name}>")
        for name, word in names.items()
    ]
    references = "".join(f"<w:r><w:{name}Reference w:id='2'/></w:r>" for name in names)

    source = draft(paragraph(run("正文") + references), parts=parts)

    assert words(source) == "正文"
    assert source.notes == tuple(
        f"文稿里有 1 处{word}，没有带过来，请核对后手工处理。里面的文字：“{word}的话”。"
        for word in names.values()
    )


def test_a_broken_part_of_footnotes_loses_no_word_of_the_text() -> None:
    source = draft(
        paragraph(run("正文") + "<w:r><w:footnoteReference w:id='2'/></w:r>"),
        parts=[("footnotes", "<w:footnote w:id='2'/>")],
    )

    assert words(source) == "正文"
    assert source.notes == ("文稿里有 1 处脚注，没有带过来，请核对后手工处理。",)


@pytest.mark.parametrize(
    ("typed", "noted"), [("— 3 —", False), ("第 1 页 共 2 页", False), ("内部资料 注意保存", True)]
)
def test_words_of_a_header_are_named_and_a_page_number_is_not(typed: str, *, noted: bool) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = typed
    stream = io.BytesIO()
    document.save(stream)

    notes = parse_source(stream.getvalue(), "文稿.docx").notes

    assert [
        f"页眉文字，没有带过来，请核对后手工处理。里面的文字：“{typed}”" in note for note in notes
    ] == ([True] if noted else [])


def test_a_symbol_that_has_a_character_is_that_character() -> None:
    source = draft(paragraph(run("选") + "<w:r><w:sym w:font='宋体' w:char='2611'/></w:r>"))

    assert words(source) == "选☑"
    assert source.notes == ()


def test_a_long_text_box_is_named_by_its_beginning() -> None:
    source = draft(paragraph(run("正文") + f"<w:r>{DRAWING}</w:r>".format("长" * 900)))

    (note,) = source.notes
    assert f"“{'长' * 400}……（共 900 字）”" in note


def test_automatic_numbers_in_cells_are_written_out() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = numbering.find(qn("w:num")).find(qn("w:abstractNumId")).get(qn("w:val"))
    key = numbering.find(qn("w:num")).get(qn("w:numId"))
    level = numbering.find(
        f"{qn('w:abstractNum')}[@{qn('w:abstractNumId')}='{abstract}']/{qn('w:lvl')}"
    )
    level.find(qn("w:numFmt")).set(qn("w:val"), "decimal")
    level.find(qn("w:lvlText")).set(qn("w:val"), "%1")
    table = document.add_table(2, 2)
    for row, text in zip(table.rows, "甲乙", strict=True):
        properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr()  # noqa: SLF001 - no words for it
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{key}"/></w:numPr>'
            )
        )
        row.cells[1].text = text
    stream = io.BytesIO()
    document.save(stream)

    (line,) = (each for each in parse_source(stream.getvalue(), "文稿.docx").lines if each.rows)

    assert line.rows == (("1", "甲"), ("2", "乙"))


class Writer:
    """Writes a draft at random, and knows which of its words should be where."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data
        self.carried: list[str] = []
        self.noted: list[str] = []
        self.gone: list[str] = []

    def _draw(self, highest: int) -> int:
        return self._data.draw(st.integers(0, highest))

    def _word(self, kind: str, where: list[str]) -> str:
        number = len(self.carried) + len(self.noted) + len(self.gone)
        where.append(f"{kind}{number:04d}词")
        return where[-1]

    def inline(self, depth: int = 0) -> str:
        choice = self._draw(5 if depth < 3 else 2)
        if choice == 0:
            return run(self._word("见", self.carried))
        if choice == 1:
            _, xml = self._data.draw(st.sampled_from(sorted(NOTED.values())))
            return xml.format(self._word("注", self.noted))
        if choice == 2:
            return self._data.draw(st.sampled_from(GONE)).format(self._word("删", self.gone))
        inside = "".join(self.inline(depth + 1) for _ in range(1 + self._draw(1)))
        return self._data.draw(st.sampled_from(AROUND_RUNS)).format(inside)

    def paragraph(self) -> str:
        return paragraph("".join(self.inline() for _ in range(self._draw(3))))

    def block(self, depth: int = 0) -> str:
        choice = self._draw(2 if depth < 3 else 0)
        if choice == 0:
            return self.paragraph()
        if choice == 1:
            inside = "".join(self.block(depth + 1) for _ in range(1 + self._draw(1)))
            return self._around(inside)
        rows = "".join(self._row(depth + 1) for _ in range(1 + self._draw(1)))
        return f"<w:tbl>{rows}</w:tbl>"

    def _row(self, depth: int) -> str:
        cells = "".join(
            self._around(f"<w:tc>{self.block(depth + 1)}{self.paragraph()}</w:tc>")
            for _ in range(1 + self._draw(1))
        )
        return self._around(f"<w:tr>{cells}</w:tr>")

    def _around(self, inside: str) -> str:
        choice = self._draw(len(AROUND_BLOCKS))
        return inside if choice == 0 else AROUND_BLOCKS[choice - 1].format(inside)


@given(data=st.data())
def test_every_word_that_is_seen_is_in_the_lines_or_in_a_note(data: st.DataObject) -> None:
    writer = Writer(data)
    blocks = [writer.block() for _ in range(1 + data.draw(st.integers(0, 3)))]

    source = draft(paragraph(run("标题")), *blocks)

    carried, noted = words(source), "\n".join(source.notes)
    for word in writer.carried:
        assert carried.count(word) == 1, word
    for word in writer.noted:
        assert word not in carried
        assert noted.count(word) == 1, word
    for word in writer.gone:
        assert word not in carried + noted, word
