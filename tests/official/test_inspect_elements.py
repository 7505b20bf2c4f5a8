"""Elements are judged on finished files: ours pass, and each that is taken away is missed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.model.document import Closing
from pipeline.model.verdict import Result
from pipeline.official.inspection.elements import ELEMENTS_RULE
from pipeline.official.inspection.inspect import inspect
from pipeline.official.layout.lay_out import lay_out
from tests.official.form_specimens import forms, upward
from tests.official.specimens import DATED, MOMENT, ORGAN, briefing, letter, notice, text

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.document import OfficialDocument


def failed(folder: Path, document: OfficialDocument) -> set[str]:
    path = folder / "公文.docx"
    path.write_bytes(lay_out(document, MOMENT))
    return {v.rule for v in inspect(path, render=False).verdicts if v.result is Result.FAILED}


@pytest.mark.parametrize("name", [*forms(), "letter", "briefing"])
def test_our_own_forms_have_every_element(name: str, tmp_path: Path) -> None:
    document = {**forms(), "letter": letter(), "briefing": briefing()}[name]

    assert failed(tmp_path, document) == set()


def test_a_document_with_every_element_is_said_to_pass(tmp_path: Path) -> None:
    path = tmp_path / "公文.docx"
    path.write_bytes(lay_out(notice(), MOMENT))

    assert ELEMENTS_RULE in {v.rule for v in inspect(path, render=False).verdicts}


def request(**changes: object) -> OfficialDocument:
    base = replace(
        upward(),
        kind="请示",
        title="关于解决文明单位创建经费的请示",
        blocks=(text("现请示如下。"), text("妥否，请批示。")),
        closing=Closing(ORGAN, DATED, note="联系人：〇〇〇，电话：0000-1234567"),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (notice(closing=None), "K-date"),
        (request(header=None), "K-signer"),
        (request(closing=Closing(ORGAN, DATED)), "K-contact"),
        (request(addressees="市委，市人民政府"), "K-one-addressee"),
    ],
)
def test_what_is_missing_is_told(document: OfficialDocument, rule: str, tmp_path: Path) -> None:
    assert rule in failed(tmp_path, document)
