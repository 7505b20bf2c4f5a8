"""A corrected copy: what is mechanical is put right, formatting and meaning stay."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.verdict import Result
from pipeline.official.errors import DocumentUnreadable
from pipeline.official.inspection.correct import CorrectedDocument, correct, distribute_text
from pipeline.official.inspection.inspect import inspect
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.standard.corrections import correct_text
from tests.official.specimens import MOMENT, notice

if TYPE_CHECKING:
    from pathlib import Path


def corrected(path: Path) -> CorrectedDocument:
    return correct(path.read_bytes(), path.name)


@pytest.fixture
def careless(tmp_path: Path) -> Path:
    """A document as people write them: Word's defaults, spaces for indents, half-width marks."""
    document = docx.Document()
    document.core_properties.author = "某人"
    document.add_paragraph("云文明办[2026]第05号")
    document.add_paragraph("　　请于2026年09月05日前报送,逾期不候.")
    split = document.add_paragraph("共 ")
    split.add_run("12").bold = True
    split.add_run(" 家(含驻市)")
    document.save(str(tmp_path / "随手写的.docx"))
    return tmp_path / "随手写的.docx"


def texts(content: bytes) -> list[str]:
    return [each.text for each in docx.Document(io.BytesIO(content)).paragraphs]


def failed(path: Path) -> set[str]:
    return {v.rule for v in inspect(path, render=False).verdicts if v.result is Result.FAILED}


def test_slips_are_put_right_and_told(careless: Path) -> None:
    made = corrected(careless)

    assert texts(made.content) == [
        "云文明办〔2026〕5号",
        "请于2026年9月5日前报送，逾期不候。",
        "共12家（含驻市）",
    ]
    assert any("“[2026]第05号”改为“〔2026〕5号”" in change for change in made.changes)
    assert any("首行缩进" in change for change in made.changes)


def test_the_copy_passes_what_the_document_failed(careless: Path, tmp_path: Path) -> None:
    copy = tmp_path / "改正.docx"
    copy.write_bytes(corrected(careless).content)

    assert {"margin-top", "line-pitch", "page-numbers", "number-brackets"} <= failed(careless)
    assert failed(copy) == set()


def test_a_bold_number_stays_bold(careless: Path) -> None:
    paragraph = docx.Document(io.BytesIO(corrected(careless).content)).paragraphs[2]

    assert [(run.text, run.bold) for run in paragraph.runs if run.text] == [
        ("共", None),
        ("12", True),
        ("家（含驻市）", None),
    ]


def test_our_own_documents_need_no_correction(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(lay_out(notice(), MOMENT))

    assert corrected(path).changes == ()


def test_words_under_revision_are_left_alone(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文")._p.append(  # noqa: SLF001 - python-docx has no words for revisions
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>甲,乙</w:t></w:r></w:ins>'
        )
    )
    document.save(str(tmp_path / "修订.docx"))

    made = docx.Document(io.BytesIO(corrected(tmp_path / "修订.docx").content))

    assert "甲,乙" in "".join(each.text or "" for each in made.element.body.iter(qn("w:t")))


def test_margins_of_the_other_profile_are_no_fault(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(lay_out(notice(), MOMENT)))
    document.sections[0].top_margin, document.sections[0].bottom_margin = Mm(34.58), Mm(32.58)
    document.save(str(tmp_path / "补偿.docx"))

    assert corrected(tmp_path / "补偿.docx").changes == ()


def test_what_is_no_document_is_refused(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK")

    with pytest.raises(DocumentUnreadable):
        corrected(tmp_path / "坏.docx")


written = st.text("一二（）()[]〔〕0123年月日号第,.:; ab１％文明", max_size=12)


@given(st.lists(written, min_size=1, max_size=5))
def test_whatever_is_mended_is_dealt_out_to_the_pieces_whole(parts: list[str]) -> None:
    pieces = [parse_xml(f"<w:t {nsdecls('w')}/>") for _ in parts]
    for piece, part in zip(pieces, parts, strict=True):
        piece.text = part
    old = "".join(parts)
    correction = correct_text(old)

    distribute_text(pieces, correction)

    assert "".join(piece.text or "" for piece in pieces) == correction.text
    assert list(correction.origins) == sorted(correction.origins)
