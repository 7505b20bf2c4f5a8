"""A document is inspected by the page profile that it records; one without a record, by 国标页边."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document
from docx.shared import Mm, Pt

from pipeline.issuing.typeset import TypesetOrder, typeset
from pipeline.model.verdict import Result
from pipeline.official.inspection.correct import correct
from pipeline.official.inspection.inspect import inspect
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.paginate import choose_layout
from pipeline.official.layout.press_seal import stamp_document
from pipeline.official.ooxml.package import read_profile
from pipeline.official.standard.profile import (
    ADJUSTED_LINES,
    COMPENSATED,
    PROFILES,
    STANDARD,
    Profile,
)
from tests.official.form_specimens import forms
from tests.official.specimens import MOMENT, letter, notice
from tests.official.sweep_specimens import body

if TYPE_CHECKING:
    from pathlib import Path

BOTH: Final = tuple(PROFILES.values())
DUPLEX: Final = replace(COMPENSATED, duplex=True)


def failed(path: Path, *, render: bool = False) -> set[str]:
    return {v.rule for v in inspect(path, render=render).verdicts if v.result is Result.FAILED}


def written(folder: Path, profile: Profile) -> Path:
    path = folder / "公文.docx"
    path.write_bytes(lay_out(notice(), MOMENT, profile))
    return path


@pytest.mark.parametrize("profile", BOTH, ids=lambda each: each.name)
@pytest.mark.parametrize("name", [*forms(), "letter"])
def test_our_own_documents_pass_in_either_profile(
    name: str, profile: Profile, tmp_path: Path
) -> None:
    path = tmp_path / "公文.docx"
    path.write_bytes(lay_out({**forms(), "letter": letter()}[name], MOMENT, profile))

    assert failed(path) == set()
    assert inspect(path, render=False).as_json()["profile"] == profile.name


@pytest.mark.parametrize("profile", BOTH, ids=lambda each: each.name)
@pytest.mark.parametrize("duplex", [False, True])
def test_a_typeset_draft_passes_in_the_profile_asked_for(
    profile: Profile, tmp_path: Path, *, duplex: bool
) -> None:
    draft = tmp_path / "文稿.txt"
    draft.write_text(
        "发文机关标志：云川市文明办文件\n云文明办〔2026〕1号\n关于做好创建工作的通知\n各县（市、区）文明办：\n"
        "请认真执行。\n云川市文明办\n2026年9月5日\n抄送：市委办公室。\n云川市文明办　2026年9月5日印发",
        encoding="utf-8",
    )

    made = typeset(draft, TypesetOrder(profile=profile.name, duplex=duplex), MOMENT)

    assert failed(made.path) == set()
    assert inspect(made.path, render=False).profile == profile.name


@pytest.mark.parametrize(
    ("attribute", "value", "rule"),
    [
        ("top_margin", Mm(37), "margin-top"),
        ("bottom_margin", Mm(35), "margin-bottom"),
        ("left_margin", Mm(31), "margin-left"),
        ("right_margin", Mm(23), "margin-right"),
    ],
)
def test_a_compensated_page_of_another_measure_fails(
    attribute: str, value: int, rule: str, tmp_path: Path
) -> None:
    path = written(tmp_path, COMPENSATED)
    document = Document(str(path))
    setattr(document.sections[0], attribute, value)
    document.save(str(path))

    assert failed(path) == {rule}


def test_a_compensated_page_with_the_other_pitch_fails(tmp_path: Path) -> None:
    path = written(tmp_path, COMPENSATED)
    document = Document(str(path))
    document.styles["Normal"].paragraph_format.line_spacing = Pt(28.95)
    document.save(str(path))

    (verdict,) = [v for v in inspect(path, render=False).verdicts if v.result is Result.FAILED]
    assert verdict.rule == "line-pitch"
    assert verdict.wanted == "29.45±0.1pt"
    assert verdict.message == "补偿页边的行距29.45磅，实为固定值28.95磅"


def test_the_same_margins_without_a_record_are_judged_by_the_standard(tmp_path: Path) -> None:
    path = written(tmp_path, STANDARD)
    document = Document(str(path))
    document.sections[0].top_margin = Mm(34.58)
    document.sections[0].bottom_margin = Mm(32.58)
    document.save(str(path))

    assert failed(path) == {"margin-top", "margin-bottom"}
    assert inspect(path, render=False).profile == STANDARD.name


def test_an_unknown_profile_is_judged_by_the_standard(tmp_path: Path) -> None:
    path = written(tmp_path, replace(COMPENSATED, name="本局页边"))

    assert {"margin-top", "margin-bottom", "line-pitch"} <= failed(path)
    assert inspect(path, render=False).profile == STANDARD.name


def test_a_sealed_and_a_corrected_copy_keep_the_record(tmp_path: Path) -> None:
    path = written(tmp_path, COMPENSATED)
    document = Document(str(path))
    document.sections[0].left_margin = Mm(20)
    document.save(str(path))

    copy = correct(path.read_bytes(), path.name)

    assert any("订口" in change for change in copy.changes)
    assert not any("天头" in change for change in copy.changes)
    for content in (copy.content, stamp_document(path.read_bytes(), "公文.docx", ())):
        assert read_profile(Document(io.BytesIO(content))) is COMPENSATED
    path.write_bytes(copy.content)
    assert failed(path) == set()


@pytest.mark.parametrize("lines", ADJUSTED_LINES)
@pytest.mark.parametrize("profile", BOTH, ids=lambda each: each.name)
def test_a_pitch_adjusted_for_the_signature_passes(
    profile: Profile, lines: int, tmp_path: Path
) -> None:
    path = written(tmp_path, profile.adjusted(lines))

    (pitch,) = [v for v in inspect(path, render=False).verdicts if v.rule == "line-pitch"]
    assert failed(path) == set()
    assert "7.3.5.5 允许调整" in pitch.message


def test_any_other_pitch_fails(tmp_path: Path) -> None:
    path = written(tmp_path, STANDARD)
    document = Document(str(path))
    document.styles["Normal"].paragraph_format.line_spacing = Pt(30)
    document.save(str(path))

    assert failed(path) == {"line-pitch"}


@pytest.mark.render
@pytest.mark.long  # tests/official/test_sweep.py settles the same one in the quick suite
def test_a_document_settled_by_another_pitch_passes_on_its_pages(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    settled = choose_layout(notice(blocks=body(780, 390)), MOMENT)
    path = tmp_path / "公文.docx"
    path.write_bytes(settled.content)

    assert "行距调为" in settled.notes[0]
    assert failed(path, render=True) == set()


@pytest.mark.render
@pytest.mark.parametrize("profile", [*BOTH, DUPLEX], ids=lambda each: f"{each.name}{each.duplex}")
def test_the_rendered_pages_pass_in_either_profile(
    profile: Profile, stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    path = written(tmp_path, profile)

    rules = {v.rule: v for v in inspect(path).verdicts}

    assert {rule for rule, v in rules.items() if v.result is Result.FAILED} == set()
    assert rules["lines-per-page"].result is Result.PASSED
    assert rules["signature-page"].result is Result.PASSED
