"""Drafts as offices have them: three formats, several encodings, and files that are none."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.official.drafts.source import DraftSource, parse_source
from pipeline.official.errors import DraftUnreadable

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "关于报送情况的通知\n各单位：\n请按时报送。\n"


def read_source(path: Path) -> DraftSource:
    return parse_source(path.read_bytes(), path.name)


def texts(path: Path) -> list[str]:
    return [line.text for line in read_source(path).lines if not line.is_blank]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_every_encoding_that_offices_use(
    tmp_path: Path, encoding: str
) -> None:
    draft = tmp_path / "文稿.txt"
    draft.write_bytes(TEXT.encode(encoding))

    assert texts(draft) == ["关于报送情况的通知", "各单位：", "请按时报送。"]


@pytest.mark.parametrize("rows", ["单位\t数量\n甲县\t3\n", "|单位|数量|\n|---|---|\n|甲县|3|\n"])
def test_lines_of_cells_are_a_table(tmp_path: Path, rows: str) -> None:
    draft = tmp_path / "文稿.md"
    draft.write_text(f"如下：\n{rows}以上。", encoding="utf-8")

    table = next(line for line in read_source(draft).lines if line.rows)

    assert table.rows == (("单位", "数量"), ("甲县", "3"))


def test_markdown_loses_its_marks_and_says_so(tmp_path: Path) -> None:
    draft = tmp_path / "文稿.md"
    draft.write_text(
        "# 关于甲的通知\n\n## 一、内容\n\n- 甲\n- **乙**很重要\n\n---\n", encoding="utf-8"
    )

    source = read_source(draft)

    written = [(line.level, line.text) for line in source.lines if not line.is_blank]
    assert written == [(0, "关于甲的通知"), (1, "一、内容"), (None, "甲"), (None, "乙很重要")]
    assert len(source.notes) == 2


NUMBERING = """<w:numbering {}><w:abstractNum w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>"""


def numbered(document: docx.document.Document, text: str, level: int) -> None:
    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(  # noqa: SLF001 - python-docx has no words for lists
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
        )
    )


def test_automatic_numbers_of_word_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    document.part.numbering_part.element[:] = list(parse_xml(NUMBERING.format(nsdecls("w"))))
    for text, level in (("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1)):
        numbered(document, text, level)
    document.save(str(tmp_path / "文稿.docx"))

    assert texts(tmp_path / "文稿.docx") == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "1.丁",
        "二、戊",
        "（一）己",
    ]


def test_a_word_draft_keeps_insertions_and_tells_what_stays_behind(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("保留")
    for xml in (
        f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>新增</w:t></w:r></w:ins>',
        f'<w:del {nsdecls("w")} w:id="2" w:author="x"><w:r><w:delText>删去</w:delText></w:r></w:del>',
    ):
        paragraph._p.append(parse_xml(xml))  # noqa: SLF001 - nor for revisions
    document.save(str(tmp_path / "文稿.docx"))

    source = read_source(tmp_path / "文稿.docx")

    assert [line.text for line in source.lines] == ["保留新增"]
    assert any("修订中已删除的文字" in note for note in source.notes)


def test_cells_of_a_word_table_stand_where_they_stood(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(0, 2).text = "丙"
    for at, text in enumerate("甲乙丁"):
        table.cell(1, at).text = text
    document.save(str(tmp_path / "文稿.docx"))

    (line,) = (line for line in read_source(tmp_path / "文稿.docx").lines if line.rows)

    assert line.rows == (("合并", "", "丙"), ("甲", "乙", "丁"))


def zipped(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (b"", "正文写进去"),
        (b" \n\t\n", "正文写进去"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "另存为 .docx 或 .txt"),
        (b"%PDF-1.4\n\x00\x01\x02", "另存为 .docx 或 .txt"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        (zipped("a.txt"), "另存为 .docx"),
        (b"\xff\xfe\x00", "另存为 .docx 或 .txt"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>", "网页、XML 或 RTF 改了名.*另存为 .docx"),
        (rb"{\rtf1\ansi ", "网页、XML 或 RTF 改了名"),
    ],
)
def test_what_is_no_draft_is_refused_with_the_remedy(
    tmp_path: Path, content: bytes, remedy: str
) -> None:
    draft = tmp_path / "文稿.txt"
    draft.write_bytes(content)

    with pytest.raises(DraftUnreadable, match=remedy):
        read_source(draft)
