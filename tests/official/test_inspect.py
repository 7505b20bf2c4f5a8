"""Proof-reading: what our own papers pass, what a spoilt one fails, what nobody measured."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import docx
import pytest
from docx.shared import Mm

from pipeline.model.verdict import Result
from pipeline.official.errors import DocumentUnreadable
from pipeline.official.inspection.inspect import inspect
from pipeline.official.inspection.rendered import RENDERED_RULES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Demonstration


@pytest.fixture
def circular(demonstration: Demonstration, tmp_path: Path) -> Path:
    (found,) = demonstration.results.glob("通知/*通报.docx")
    copy = tmp_path / "通报.docx"
    shutil.copy(found, copy)
    return copy


def failed(path: Path) -> set[str]:
    return {v.rule for v in inspect(path, render=False).verdicts if v.result is Result.FAILED}


def test_our_own_papers_pass(demonstration: Demonstration) -> None:
    for pattern in (
        "通知/云文明办〔2026〕1号*.docx",
        "通知/*通报.docx",
        "通知/*催报*.docx",
        "简报/*.docx",
    ):
        for path in demonstration.results.glob(pattern):
            assert failed(path) == set(), path.name


@pytest.mark.render
def test_the_rendered_pages_of_our_own_papers_pass(
    renderer: Path, demonstration: Demonstration
) -> None:
    assert renderer
    for pattern in ("通知/*通报.docx", "通知/*函〔2026〕7号*.docx", "简报/*.docx"):
        for path in demonstration.results.glob(pattern):
            verdicts = inspect(path).verdicts
            assert [v.message for v in verdicts if v.result is Result.FAILED] == [], path.name
            assert {"lines-per-page", "page-number-gap"} <= {v.rule for v in verdicts}


def test_what_was_not_measured_is_never_called_passed(circular: Path) -> None:
    document = inspect(circular, render=False).as_json()

    unverified = {f["rule"] for f in document["findings"] if f["result"] == "unverified"}
    assert unverified == set(RENDERED_RULES)
    assert document["unverified"] == len(RENDERED_RULES)
    assert document["kind"] == "通报"


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("云文明办[2026]15号", "number-brackets"),
        ("云文明办〔2026〕第15号", "number-padded"),
        ("2026年09月05日", "date-padded"),
        ("二〇二六年九月", "date-in-characters"),
        ("（此页无正文）", "no-text-page"),
        ("附件：1. 《名单》", "note-quoted"),
        ("主题词：精神文明", "subject-words"),
        ("各单位,请按时报送", "half-width-marks"),
        ("各单位(含驻市单位)", "half-width-brackets"),
        ("（一）、总体情况", "outline-marks"),
        ("一.总体情况", "outline-comma"),
        ("共３家", "full-width-digits"),
        ("26年10月", "short-year"),
        ("{{ 标题 }}", "placeholder"),
        ("　　各单位要", "spaces-as-indent"),
        ("六、跳号的标题", "outline-sequence"),
    ],
)
def test_a_document_spoilt_in_one_point_fails_that_rule_alone(
    words: str, rule: str, circular: Path
) -> None:
    document = docx.Document(str(circular))
    document.add_paragraph(words)
    document.save(str(circular))

    assert failed(circular) == {rule}


@pytest.mark.parametrize(
    ("attribute", "rule"),
    [
        ("top_margin", "margin-top"), ("left_margin", "margin-left"),
        ("right_margin", "margin-right"), ("bottom_margin", "margin-bottom"),
        ("page_width", "paper-width"), ("page_height", "paper-height"),
    ],
)  # fmt: skip
def test_a_page_of_another_measure_fails(attribute: str, rule: str, circular: Path) -> None:
    document = docx.Document(str(circular))
    setattr(document.sections[0], attribute, getattr(document.sections[0], attribute) + Mm(3))
    document.save(str(circular))

    assert failed(circular) == {rule}


def test_a_document_of_words_default_fails_page_and_pitch(tmp_path: Path) -> None:
    path = tmp_path / "随手写的.docx"
    docx.Document().save(str(path))

    assert {"margin-top", "line-pitch", "page-numbers"} <= failed(path)


def test_what_is_no_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK")

    with pytest.raises(DocumentUnreadable, match="不是 Word 文档"):
        inspect(path)


def test_a_document_that_states_no_page_is_still_inspected(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("关于报送情况的通知")
    paper.element.body.remove(paper.element.body.sectPr)
    path = tmp_path / "无页面.docx"
    paper.save(str(path))

    assert inspect(path, render=False).verdicts
