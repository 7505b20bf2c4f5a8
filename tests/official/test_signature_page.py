"""Clause 7.3.5.5 has one definition: layout and inspection agree on when a signature is alone."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from docx import Document

from pipeline.model.document import Attachment, Closing, OfficialDocument
from pipeline.model.verdict import Result
from pipeline.official.inspection import rendered_header
from pipeline.official.inspection.elements import read_finished
from pipeline.official.inspection.rendered import page_verdicts
from pipeline.official.inspection.verdicts import RenderedPage
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering.measure import Measurements, TextLine
from pipeline.official.rendering.signature_page import (
    SignatureBlock,
    is_signature_alone,
    signature_block,
)
from tests.official.form_specimens import ORGANS, forms, joint
from tests.official.specimens import DATED, MOMENT, ORGAN, notice, text

TEXT: Final = "请结合实际抓好落实。"
NOTED: Final = notice(attachments=(Attachment("文明单位名单", (text("略。"),)),))


def page(*texts: str, left_mm: float = 30) -> Measurements:
    """The last page of a document that shows *texts*, all beginning near the left edge."""
    lines = tuple(
        TextLine(2, left_mm, 150, 50 + 10 * at, 16.0, "仿宋", words)
        for at, words in enumerate(texts)
    )
    return Measurements(2, lines, ())


@pytest.mark.parametrize(
    ("document", "texts", "alone"),
    [
        (notice(), (ORGAN, DATED), True),
        (notice(), (TEXT, ORGAN, DATED), False),
        (NOTED, ("附件：文明单位名单", ORGAN, DATED), True),
        (NOTED, (TEXT, "附件：文明单位名单", ORGAN, DATED), False),
        (joint(organs=ORGANS[:2]), (f"{ORGANS[0]} {ORGANS[1]}", DATED), True),
        (joint(organs=ORGANS[:2]), (TEXT, f"{ORGANS[0]} {ORGANS[1]}", DATED), False),
        (forms()["joint-stamps"], ("中共云川市委宣传部局长 甲乙丙", DATED), True),
    ],
)
def test_layout_and_inspection_agree(
    document: OfficialDocument,
    texts: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    *,
    alone: bool,
) -> None:
    monkeypatch.setattr(rendered_header, "ink_box", lambda *_, **__: None)
    measured = page(*texts)
    content = lay_out(document, MOMENT)
    finished = read_finished("公文.docx", Document(io.BytesIO(content)))
    rendered = RenderedPage(Path(), measured, "通知", frozenset(), finished.signature)

    assert is_signature_alone(measured, signature_block(document)) is alone
    (verdict,) = [v for v in page_verdicts(rendered) if v.rule == "signature-page"]
    assert (verdict.result is Result.FAILED) is alone


def test_a_padded_date_is_the_date_all_the_same() -> None:
    assert is_signature_alone(
        page(ORGAN, "2026年09月05日"), SignatureBlock("2026年9月5日", (ORGAN,))
    )


def test_without_a_date_nothing_is_alone() -> None:
    undated = notice(closing=Closing(ORGAN, ""))

    assert signature_block(undated) is None
    assert signature_block(replace(undated, closing=None)) is None
    assert not is_signature_alone(page(ORGAN), None)
