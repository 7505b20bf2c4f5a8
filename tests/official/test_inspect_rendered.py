"""Each rule of the rendered page: our pages pass, and a page spoilt in that point alone fails it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document

from pipeline.model.verdict import Result
from pipeline.official.inspection import rendered as inspect_rendered
from pipeline.official.inspection.elements import read_finished
from pipeline.official.inspection.page_setup import profile_of
from pipeline.official.inspection.rendered import RENDERED_RULES, page_verdicts, rendered_verdicts
from pipeline.official.inspection.verdicts import RenderedPage
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.rendering.measure import measure
from pipeline.official.rendering.render import to_pdf
from pipeline.official.standard.typefaces import XIAOBIAOSONG
from tests.official.conftest import render_all
from tests.official.form_specimens import forms
from tests.official.specimens import MOMENT, edited, notice, papers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.official.conftest import Page

pytestmark = pytest.mark.render

KINDS: Final = {"briefing": "简报", "order": "命令", "form-order": "命令", "minutes": "纪要"}
# One paragraph alone can't be parted between two pages without its signature standing alone; an
# attachment note (附件说明) above the signature is no text.
ALONE: Final = {"sealed", "sealed-opaque", "joint-stamps", "carrying", "attached"}
BODY: Final = "word/document.xml"
STYLES: Final = "word/styles.xml"
IMPRINT: Final = '<w:top w:val="single" w:sz="8"'


def spoilt(good: dict[str, bytes]) -> dict[str, tuple[bytes, set[str]]]:
    """Pages by name, with the rules that each breaks."""
    plain, hourglass = (
        good["notice"],
        notice(title="关于报送创建工作情况的\n有关\n事项和具体要求的通知"),
    )
    return {
        "pitch": (edited(plain, STYLES, 'w:line="579"', 'w:line="580"'), {"lines-per-page"}),
        "spacing": (edited(plain, STYLES, 'w:val="-5"', 'w:val="0"'), {"chars-per-line"}),
        "footer": (edited(plain, BODY, 'w:footer="1410"', 'w:footer="1587"'), {"page-number-gap"}),
        "side": (
            edited(plain, "word/footer1.xml", 'w:val="right"', 'w:val="center"'),
            {"page-number-side"},
        ),
        "imprint": (
            edited(plain, BODY, 'w:tblpYSpec="bottom"', 'w:tblpY="6000"'),
            {"imprint-bottom"},
        ),
        "thick": (edited(plain, BODY, IMPRINT, IMPRINT.replace("8", "18")), {"imprint-thick"}),
        "gap": (edited(plain, BODY, 'w:space="10"', 'w:space="24"'), {"red-rule-gap"}),
        "mark": (edited(plain, BODY, 'w:top="2098"', 'w:top="1700"'), {"mark-top"}),
        "letter": (
            edited(good["letter"], "word/header1.xml", 'cx="6120130"', 'cx="5616000"'),
            {"letter-rule-width"},
        ),
        "hourglass": (lay_out(hourglass, MOMENT), {"title-shape"}),
        "lonely": (lay_out(notice(title="关于报送创建工作情况的通\n知"), MOMENT), {"title-shape"}),
        "textless": (
            edited(plain, BODY, 'w:val="公文正文"/>', 'w:val="公文正文"/><w:pageBreakBefore/>'),
            {"first-page-text"},
        ),
        "wide": (
            edited(plain, STYLES, 'w:firstLineChars="200"', 'w:left="-600" w:firstLineChars="200"'),
            {"type-width", "chars-per-line"},
        ),
        "alone": (lay_out(forms()["sealed"], MOMENT), {"signature-page"}),
        "noted": (good["attached"], {"signature-page"}),
    }


@pytest.fixture(scope="module")
def judged(
    pages: dict[str, Page], good_forms: dict[str, Page], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[str]]:
    """The rules that each page fails."""
    bad = {f"bad-{name}": content for name, (content, _) in spoilt(papers()).items()}
    judged = {
        **{name: page for name, page in pages.items() if not name.startswith("spoilt")},
        **{"form-order" if name == "order" else name: page for name, page in good_forms.items()},
        **render_all(bad, tmp_path_factory.mktemp("judged")),
    }
    return {name: failed_rules(name, page) for name, page in judged.items()}


def failed_rules(name: str, page: Page) -> set[str]:
    paper = Document(str(page.pdf.with_suffix(".docx")))
    inspected = RenderedPage(
        page.pdf,
        page.measured,
        KINDS.get(name, "通知"),
        frozenset(),
        read_finished(name, paper).signature,
        profile_of(paper),
    )
    return {v.rule for v in page_verdicts(inspected) if v.result is Result.FAILED}


def test_every_page_of_ours_passes_every_rule(judged: dict[str, set[str]]) -> None:
    ours = {name: rules for name, rules in judged.items() if not name.startswith("bad-")}

    assert {name: rules for name, rules in ours.items() if rules and name not in ALONE} == {}
    assert all(rules <= {"signature-page"} for rules in ours.values())


def test_a_page_spoilt_in_one_point_fails_that_rule_alone(judged: dict[str, set[str]]) -> None:
    wanted = {name: rules for name, (_, rules) in spoilt(papers()).items()}

    assert {name: judged[f"bad-{name}"] for name in wanted} == wanted


def test_without_a_renderer_nothing_is_called_passed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspect_rendered, "find_renderer", lambda: None)

    verdicts = list(rendered_verdicts(tmp_path / "通知.docx", "通知"))

    assert {verdict.rule for verdict in verdicts} == set(RENDERED_RULES)
    assert {verdict.result for verdict in verdicts} == {Result.UNVERIFIED}
    assert all("没有 LibreOffice" in verdict.message for verdict in verdicts)


def test_a_figure_of_a_face_that_stands_in_is_told_and_not_confirmed(
    stand_ins: set[str], tmp_path: Path
) -> None:
    assert stand_ins
    file = tmp_path / "通知.docx"
    file.write_bytes(lay_out(notice(), MOMENT))
    (pdf,) = to_pdf([file], tmp_path)
    page = RenderedPage(pdf, measure(pdf), "通知", frozenset())

    known = {v.rule: v for v in page_verdicts(page)}["mark-top"]
    guessed = {
        v.rule: v
        for v in page_verdicts(replace(page, missing_faces=frozenset({XIAOBIAOSONG.name})))
    }["mark-top"]

    assert known.result is Result.PASSED
    assert guessed.result is Result.UNVERIFIED
    assert guessed.measured == known.measured
    assert "字体未核验" in guessed.message
