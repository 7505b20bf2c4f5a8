"""The document number on a finished page: found, and put in its place with nothing else changed."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import pytest
from docx.shared import Pt

from pipeline.clock import BEIJING
from pipeline.model.verdict import Result
from pipeline.official.drafts.draft_file import recognise_file
from pipeline.official.errors import NumberPlaceMissing
from pipeline.official.inspection.inspect import file_verdicts
from pipeline.official.inspection.number_line import put_number
from pipeline.official.inspection.printed_paper import read_printed_paper
from pipeline.official.layout.lay_out import lay_out

if TYPE_CHECKING:
    from pipeline.official.inspection.number_line import NumberLine

MOMENT = datetime(2026, 10, 12, tzinfo=BEIJING)
DRAFT = """发文机关标志：云川市文明办文件
{head}

关于召开推进会的{kind}

各县（市、区）文明办：

根据云文明办〔2025〕8号，现将有关事项通知如下。

云川市文明办
2026年10月12日
"""


def paper(head: str, kind: str = "通知") -> bytes:
    text = DRAFT.format(head=head, kind=kind).encode()
    return lay_out(recognise_file(text, "稿.txt", "", sealed=True).recognised.document, MOMENT)


def line(content: bytes) -> NumberLine:
    found = read_printed_paper(content, "稿.docx").number
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("head", "kind", "code", "serial"),
    [
        ("云文明办〔2026〕2号", "通知", "云文明办", 2),
        ("发文字号：云文明办〔2026〕　号", "通知", "云文明办", 0),
        ("云文明办〔2026〕　号", "通知", "云文明办", 0),
        ("发文字号：云文明办〔2026〕××号", "通知", "云文明办", 0),
        ("发文字号：（草稿未编号）", "通知", "", 0),
        ("", "通知", "", 0),
        ("签发人：〇〇〇", "报告", "", 0),
        ("云文明办〔2026〕2号\n签发人：〇〇〇", "报告", "云文明办", 2),
        ("云文明办函〔2026〕2号", "函", "云文明办函", 2),
        ("", "函", "", 0),
        ("紧急程度：特急\n发文字号：云文明办函〔2026〕　号", "函", "云文明办函", 0),
    ],
)
def test_a_number_or_its_place_is_found_and_another_one_put_there(
    head: str, kind: str, code: str, serial: int
) -> None:
    content = paper(head, kind)
    before = read_printed_paper(content, "稿.docx")

    assert (line(content).code, line(content).serial) == (code, serial)

    after = read_printed_paper(put_number(content, "稿.docx", "云文明办〔2026〕7号"), "稿.docx")
    assert after.number is not None
    assert after.number.text == "云文明办〔2026〕7号"
    assert after.words == before.words, "what is printed apart from the number stays"
    assert (after.kind, after.title, after.dated) == (kind, before.title, "2026年10月12日")


def test_a_document_that_waits_for_its_number_is_recognised_whole() -> None:
    found = file_verdicts(paper("发文字号：（草稿未编号）"), "稿.docx")

    assert {each.rule for each in found if each.result is Result.FAILED} <= {"placeholder"}


def test_only_the_line_of_the_number_is_changed_in_the_package() -> None:
    content = paper("发文字号：云文明办〔2026〕　号")

    numbered = put_number(content, "稿.docx", "云文明办〔2026〕7号")

    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(io.BytesIO(numbered)) as new:
        assert new.namelist() == old.namelist()
        changed = [name for name in old.namelist() if new.read(name) != old.read(name)]
    assert changed == ["word/document.xml"]
    texts = [
        [p.text for p in docx.Document(io.BytesIO(each)).paragraphs] for each in (content, numbered)
    ]
    differing = [(a, b) for a, b in zip(*texts, strict=True) if a != b]
    assert differing == [("云文明办〔2026〕　号", "云文明办〔2026〕7号")]


def foreign(*lines: str) -> bytes:
    """A document of another program: no styles of ours, each line in runs of three characters."""
    document = docx.Document()
    for text in lines:
        paragraph = document.add_paragraph()
        for at in range(0, len(text), 3):
            paragraph.add_run(text[at : at + 3]).font.size = Pt(16 + at % 2)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_document_of_another_program_is_numbered_in_the_line_that_holds_nothing_else() -> None:
    content = foreign(
        "云川市文明办文件",
        "云文明办〔2026〕　　号",
        "关于召开推进会的通知",
        "各县（市、区）文明办：",
        "根据云文明办〔2025〕8号，通知如下。",
    )

    numbered = put_number(content, "稿.docx", "云文明办〔2026〕7号")

    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(numbered)).paragraphs]
    assert texts[1] == "云文明办〔2026〕7号"
    assert texts[4] == "根据云文明办〔2025〕8号，通知如下。"


def test_a_number_cited_in_the_text_is_no_place_for_one() -> None:
    content = foreign("关于召开推进会的通知", "根据", "云文明办〔2025〕8号", "通知如下。")

    with pytest.raises(NumberPlaceMissing, match="单独写一行"):
        put_number(content, "稿.docx", "云文明办〔2026〕7号")
    assert read_printed_paper(content, "稿.docx").number is None


def test_a_deleted_number_under_revision_is_not_read() -> None:
    content = foreign("云文明办〔2026〕　号", "关于召开推进会的通知", "通知如下。")
    document = docx.Document(io.BytesIO(content))
    first = document.paragraphs[0]._p  # noqa: SLF001
    deleted = docx.oxml.OxmlElement("w:del")
    run = docx.oxml.OxmlElement("w:r")
    words = docx.oxml.OxmlElement("w:delText")
    words.text = "云文明办〔2026〕5号"
    run.append(words)
    deleted.append(run)
    first.insert(0, deleted)
    stream = io.BytesIO()
    document.save(stream)

    assert line(stream.getvalue()).serial == 0
