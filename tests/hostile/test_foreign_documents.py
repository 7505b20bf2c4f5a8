"""Word files and drafts of others: opened in the child only, refused with their reason, and in time."""

from __future__ import annotations

import io
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import docx
import pytest
from click.testing import CliRunner

from pipeline.commands.group import cli
from pipeline.issuing.copies import write_corrected_copy
from pipeline.issuing.typeset import TypesetOrder, typeset
from pipeline.official.errors import DocumentTooLarge
from pipeline.official.inspection.inspect import inspect
from pipeline.official.ooxml import word_file
from pipeline.sandbox.run import Sandbox
from tests.hostile.measure import _cpu, peak_mb
from tests.official.specimens import MOMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


CPU_S: Final = 2.0 * 2.5  # what is promised of an idle machine, with a margin for a busy one
MB: Final = 1024 * 1024
HEAD: Final = ("关于做好某项工作的通知", "各县区：")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="measures with what Linux tells")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox.open() as opened:
        yield opened


def saved(*paragraphs: str) -> bytes:
    document = docx.Document()
    for each in (*HEAD, *paragraphs):
        document.add_paragraph(each)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_body(body: bytes) -> bytes:
    """A Word file whose text is *body*, as XML."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "word/document.xml":
                head, _, tail = part.partition(b"<w:body>")
                part = head + b"<w:body>" + body + tail
            package.writestr(info.filename, part)
    return stream.getvalue()


def table(rows: int) -> bytes:
    cell = b"<w:tc><w:p/></w:tc>"
    return with_body(b"<w:tbl>" + (b"<w:tr>" + cell * 4 + b"</w:tr>") * rows + b"</w:tbl>")


CASES: Final = (
    ("二千万个空段", lambda: with_body(b"<w:p/>" * 20_000_000), "96 MB"),
    ("三百万个空段", lambda: with_body(b"<w:p/>" * 3_000_000), "太多"),
    ("三十万个空段", lambda: with_body(b"<w:p/>" * 300_000), "60000 段"),
    ("二万行空表格", lambda: table(20_000), "60000 段"),
    ("60 MB 的样式", lambda: with_body(b"<!--" + b"x" * (60 * MB) + b"-->"), "24 MB"),
    ("一段六万个括号", lambda: saved("（" * 60_000), "第 3 段有 60000 个字"),
    ("一段六万个引号", lambda: saved("“" * 60_000), "第 3 段有 60000 个字"),
    ("五十万字", lambda: saved(*["东" * 9_000] * 56), "40 万字"),
)


@LINUX
@pytest.mark.parametrize(
    ("make", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_no_document_is_refused_with_its_reason_and_in_time(
    make: Callable[[], bytes], words: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "公文.docx"
    path.write_bytes(make())
    sandbox.stop()
    pid, crashes = sandbox.pid, sandbox.crashes
    before = _cpu(pid)

    with pytest.raises(DocumentTooLarge, match=words) as refused:
        inspect(path, render=False, sandbox=sandbox)
    with pytest.raises(DocumentTooLarge, match=words):
        typeset(path, TypesetOrder(), MOMENT, sandbox)
    with pytest.raises(DocumentTooLarge, match=words):
        write_corrected_copy(path, sandbox=sandbox)

    assert str(refused.value).startswith("公文.docx ")
    assert "请" in str(refused.value)
    assert sandbox.crashes == crashes
    assert _cpu(pid) - before <= 3 * CPU_S
    assert peak_mb(pid) <= 300
    assert [each.name for each in tmp_path.iterdir()] == ["公文.docx"]


def test_a_draft_in_plain_text_with_an_endless_line_is_refused(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    draft = tmp_path / "文稿.txt"
    draft.write_text("\n".join((*HEAD, "“" * 60_000)), "utf-8")

    with pytest.raises(DocumentTooLarge, match=r"第 3 段有 60000 个字.*分成几段"):
        typeset(draft, TypesetOrder(), MOMENT, sandbox)


@pytest.mark.parametrize("unit", ["（1", "，。", '"东', "东(", "“", "a.", "2026年1月1日 "])
def test_the_longest_paragraph_that_is_allowed_is_read_in_time(
    unit: str, sandbox: Sandbox, tmp_path: Path
) -> None:
    path = tmp_path / "公文.docx"
    path.write_bytes(saved(*[unit * (9_999 // len(unit))] * 6))
    before = _cpu(sandbox.pid)

    inspect(path, render=False, sandbox=sandbox)
    write_corrected_copy(path, sandbox=sandbox)

    assert _cpu(sandbox.pid) - before <= 2 * CPU_S


@pytest.mark.long
def test_a_document_of_three_hundred_pages_is_inspected_corrected_and_typeset(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    document = docx.Document()
    for text in HEAD:
        document.add_paragraph(text)
    for number in range(6_000):  # twenty a page
        paragraph = document.add_paragraph()
        for words in ("（一）加强领导，落实责任", f"第{number}项", "，2026年9月5日前完成。"):
            paragraph.add_run(words).bold = False
    rows = document.add_table(rows=600, cols=6).rows
    for row in rows:
        for cell in row.cells:
            cell.text = "已完成"
    path = tmp_path / "汇编.docx"
    document.save(str(path))

    assert inspect(path, render=False, sandbox=sandbox).verdicts
    assert write_corrected_copy(path, sandbox=sandbox)[1]
    assert typeset(path, TypesetOrder(), MOMENT, sandbox).kind == "通知"
    assert sandbox.crashes == 0


def _not_here(*_: object) -> None:
    raise AssertionError("opened in this process")


def test_the_commands_open_a_document_in_the_child_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "公文.docx"
    path.write_bytes(saved("请于9月5日前报送,谢谢。"))
    monkeypatch.setattr(word_file, "Document", _not_here)
    monkeypatch.setattr(word_file, "refuse_large_package", _not_here)

    for command, *arguments in (
        ("inspect", "--quick"),
        ("inspect", "--quick", "--fix"),
        ("typeset",),
    ):
        done = CliRunner().invoke(cli, [command, str(path), *arguments])
        assert done.exception is None, done.output
