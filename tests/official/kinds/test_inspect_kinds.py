"""Every kind is recognised on the finished file and its elements are judged; silence is no answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import docx
import pytest

from pipeline.model.document import Closing, Header, OfficialDocument
from pipeline.model.verdict import Result
from pipeline.official.inspection.elements import ELEMENTS_RULE
from pipeline.official.inspection.inspect import Inspection, inspect
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.standard.kinds import (
    KINDS,
    Requirement,
    draft_template_name,
    draft_template_names,
    kind_names,
    requirements_of,
    variant_of,
)
from pipeline.official.templates.fill_draft import fill_with_draft
from pipeline.official.templates.starters import STARTER_DATE, starter_templates
from tests.official.kinds.drafts import DATED, NAMES, ORGAN, draft
from tests.official.specimens import MOMENT

if TYPE_CHECKING:
    from pathlib import Path

# A title for each variant, as an office would write it.
TITLES: Final = {
    "通知（任免）": "关于〇〇〇等任职的通知",
    "通知（转发）": "转发市财政局关于加强管理的意见的通知",
    "通知（印发）": "关于印发《办法》的通知",
    "通知（会议）": "关于召开全市创建工作推进会的通知",
    "通知（部署）": "关于做好创建工作的通知",
    "通报（表彰）": "关于表扬创建工作先进单位的通报",
    "通报（批评）": "关于给予某局通报批评的通报",
    "通报（情况）": "关于创建工作进展情况的通报",
    "会议简报": "全市创建工作推进会议召开",
    "工作简报": "东河区创建工作见成效",
}


def kind_of(template: str) -> str:
    """The kind that inspection must name for a document from *template*."""
    name = template.partition("（")[0]
    return name if name in kind_names() else "简报"


def complete(template: str) -> OfficialDocument:
    """A complete draft of the template's kind, under its variant's title."""
    kind = kind_of(template)
    document = draft("工作简报" if kind == "简报" else kind)
    return replace(document, title=TITLES.get(template, document.title))


def inspected(folder: Path, content: bytes) -> Inspection:
    path = folder / "公文.docx"
    path.write_bytes(content)
    return inspect(path, render=False)


def elements(found: Inspection) -> dict[str, Result]:
    return {
        verdict.rule: verdict.result
        for verdict in found.verdicts
        if verdict.rule == ELEMENTS_RULE or verdict.rule.startswith("K-")
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_every_kind_is_recognised_and_judged(name: str, tmp_path: Path) -> None:
    found = inspected(tmp_path, lay_out(draft(name), MOMENT))

    assert found.kind == kind_of(name)
    assert elements(found) == {ELEMENTS_RULE: Result.PASSED}
    assert not [v.message for v in found.verdicts if v.result is Result.FAILED]


@pytest.mark.parametrize("template", draft_template_names())
def test_a_draft_in_every_template_is_recognised_and_judged(template: str, tmp_path: Path) -> None:
    path = tmp_path / f"{template}.docx"
    path.write_bytes(starter_templates()[path.name])

    found = inspected(tmp_path, fill_with_draft(path, complete(template)))

    assert found.kind == kind_of(template)
    assert draft_template_name(found.kind, found.variant) == template
    assert elements(found) == {ELEMENTS_RULE: Result.PASSED}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("ending", ["", "（试行）"])
def test_a_document_of_others_is_recognised_by_its_title(
    kind: object, ending: str, tmp_path: Path
) -> None:
    name = kind.name  # type: ignore[attr-defined]
    paper = docx.Document()
    for text in (
        f"{ORGAN}文件",
        "云文明办〔2026〕12号",
        f"关于推进创建的{name}{ending}",
        "现说明如下。",
    ):
        paper.add_paragraph(text)
    paper.save(str(tmp_path / "来文.docx"))

    found = inspect(tmp_path / "来文.docx", render=False)

    assert found.kind == name
    assert Result.UNVERIFIED not in elements(found).values()


def test_a_title_on_two_lines_is_read_to_its_end(tmp_path: Path) -> None:
    paper = docx.Document()
    for text in ("云川市人民政府关于做好年度报告", "工作的通知", "各县（市、区）：", "请执行。"):
        paper.add_paragraph(text)
    paper.save(str(tmp_path / "来文.docx"))

    assert inspect(tmp_path / "来文.docx", render=False).kind == "通知"


WITHOUT_CLOSING: Final = [
    name for name in NAMES if requirements_of(name).closing is Requirement.REQUIRED
]


@pytest.mark.parametrize("name", WITHOUT_CLOSING)
def test_a_missing_date_is_found_in_every_kind_that_needs_one(name: str, tmp_path: Path) -> None:
    found = inspected(tmp_path, lay_out(draft(name, closing=None), MOMENT))

    assert elements(found)["K-date"] is Result.FAILED


@pytest.mark.parametrize(
    ("document", "rule"),
    [
        (draft("议案", addressees=""), "K-addressee"),
        (draft("决议", title="关于工作报告的决议", blocks=draft("通知").blocks), "K-meeting"),
        (draft("公报", title="关于工作报告的公报", blocks=draft("通知").blocks), "K-meeting"),
        (draft("公告", addressees="各单位"), "K-no-addressee"),
        (draft("纪要", attendance=()), "K-attendance"),
        (draft("命令", closing=Closing("云川市人民政府", DATED)), "K-signature"),
        (draft("命令", title="", closing=Closing("云川市人民政府", DATED)), "K-signature"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.kind,
)
def test_what_a_kind_lacks_is_found_on_the_finished_file(
    document: OfficialDocument, rule: str, tmp_path: Path
) -> None:
    assert elements(inspected(tmp_path, lay_out(document, MOMENT))) == {rule: Result.FAILED}


def test_an_order_without_a_title_is_known_by_its_mark(tmp_path: Path) -> None:
    found = inspected(tmp_path, lay_out(draft("命令", title=""), MOMENT))

    assert found.kind == "命令"
    assert elements(found) == {ELEMENTS_RULE: Result.PASSED}


@pytest.mark.parametrize("signed", ["市长　〇〇〇", "市长", "州长张三"])
def test_an_order_signed_in_plain_text_is_signed(signed: str, tmp_path: Path) -> None:
    paper = docx.Document()
    for text in ("云川市人民政府令", "第12号", "《办法》已经审议通过，现予公布。", signed, DATED):
        paper.add_paragraph(text)
    paper.save(str(tmp_path / "令.docx"))

    found = inspect(tmp_path / "令.docx", render=False)

    assert found.kind == "命令"
    assert "K-signature" not in elements(found)


def test_a_notice_about_briefings_is_a_notice(tmp_path: Path) -> None:
    document = draft(
        "通知", title="关于编发工作简报的通知", header=Header(f"{ORGAN}文件", "云文明办〔2026〕1号")
    )

    assert inspected(tmp_path, lay_out(document, MOMENT)).kind == "通知"


@pytest.mark.parametrize("name", ["退回单", "回执"])
def test_a_paper_that_is_no_kind_is_unverified_and_says_so(name: str, tmp_path: Path) -> None:
    found = inspected(tmp_path, starter_templates()[f"{name}.docx"])

    assert (found.kind, found.variant) == ("", "")
    assert elements(found) == {ELEMENTS_RULE: Result.UNVERIFIED}
    (verdict,) = [v for v in found.verdicts if v.rule == ELEMENTS_RULE]
    assert verdict.message == "标题和版头看不出文种，应有的要素未核验"
    assert verdict.rule in {
        finding["rule"]
        for finding in found.as_json()["findings"]
        if finding["result"] == "unverified"
    }


def test_a_file_without_text_is_unverified_and_says_so(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "空.docx"))

    found = inspect(tmp_path / "空.docx", render=False)

    assert elements(found) == {ELEMENTS_RULE: Result.UNVERIFIED}


def test_every_template_for_drafts_is_made_and_none_has_two_names() -> None:
    names = draft_template_names()

    assert len(set(names)) == len(names)
    assert {f"{name}.docx" for name in names} <= set(starter_templates())
    assert all(variant_of(kind_of(name), TITLES[name]) in name for name in TITLES)
    assert STARTER_DATE.year == 2026
