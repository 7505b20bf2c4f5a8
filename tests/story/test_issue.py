"""Numbered papers: what is checked before they are issued, and what happens when they can't be."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import docx
import openpyxl
import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.errors import FileHeldOpen
from pipeline.issuing import issue as numbering
from pipeline.issuing import pdf as pdfs
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.ledger.read import list_events
from pipeline.ledger.register import list_numbers, reserve
from pipeline.model.document_number import Intent, Status
from pipeline.office.context import Office, open_office
from pipeline.official.errors import RendererMissing, RenderFailed, TemplateFaulty, TemplateMissing
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.workspace import Workspace

TODAY = date(2026, 10, 21)
CLOCK = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))


@pytest.fixture
def office(fresh: Workspace) -> Iterator[Office]:
    with open_office(fresh, CLOCK) as opened:
        yield opened


def edit_item(workspace: Workspace, name: str, said: str) -> None:
    book = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    for row in edited["任务"].iter_rows(min_row=2):
        if row[0].value == name:
            row[1].value = said
    edited.save(book)


def ordered(kind: str, *units: str, **more: object) -> NoticeOrder:
    dated = date(2026, 10, 9) if kind == "通知" else TODAY  # before the deadline that it states
    return NoticeOrder(kind, IssueOptions(dated), units, **more)  # type: ignore[arg-type]


def test_a_paper_that_could_not_be_made_leaves_its_number_released_with_the_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise FileHeldOpen(Path("简报.docx"))

    monkeypatch.setattr(numbering, "publish", fail)
    with pytest.raises(FileHeldOpen):
        issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(TODAY))
    monkeypatch.undo()

    issued = issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(TODAY))

    first, second = list_numbers(office.ledger)
    assert first.status is Status.RELEASED
    assert "简报.docx" in first.reason
    assert second.status is Status.CONFIRMED
    assert issued.number == "第2期（总第2期）"
    register = openpyxl.load_workbook(office.workspace.outbox / "发文登记簿.xlsx").active
    assert [row[4].value for row in register.iter_rows(min_row=3)] == ["已作废", "已印发"]


def test_pdf_without_a_renderer_is_refused_before_a_number_is_taken(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "find_renderer", lambda: None)

    with pytest.raises(RendererMissing):
        issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(TODAY, pdf=True))

    assert list_numbers(office.ledger) == ()


def test_a_paper_is_valid_though_its_pdf_failed_and_the_pdf_can_be_made_later(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RenderFailed("简报.docx", "超过 90 秒没有完成")

    monkeypatch.setattr(pdfs, "find_renderer", lambda: Path("soffice"))
    monkeypatch.setattr(pdfs, "to_pdf", fail)
    with pytest.raises(RenderFailed):
        issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(TODAY, pdf=True))
    (number,) = list_numbers(office.ledger)
    monkeypatch.setattr(pdfs, "to_pdf", _written)

    again = issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(TODAY, pdf=True))

    assert number.status is Status.CONFIRMED
    assert again.unchanged
    assert again.pdf is not None
    assert again.pdf.read_bytes() == b"%PDF"


def test_papers_for_many_units_are_rendered_in_one_call(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def counted(files: Sequence[Path], folder: Path) -> tuple[Path, ...]:
        calls.append(len(files))
        return _written(files, folder)

    monkeypatch.setattr(pdfs, "find_renderer", lambda: Path("soffice"))
    monkeypatch.setattr(pdfs, "to_pdf", counted)
    campaign = office.campaign(EXAMPLE)
    units = [unit.full_name for unit in campaign.units()][:3]

    issued = issue_notice(
        office, campaign, NoticeOrder("督办", IssueOptions(TODAY, pdf=True), tuple(units))
    )

    assert calls == [3]
    assert all(paper.pdf and paper.pdf.is_file() for paper in issued)


def _written(files: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    made = tuple(folder / f"{file.stem}.pdf" for file in files)
    for pdf in made:
        pdf.write_bytes(b"%PDF")
    return made


def test_a_number_left_reserved_by_a_killed_run_is_released_by_the_next(office: Office) -> None:
    campaign = office.campaign(EXAMPLE)
    reserve(office.ledger, campaign.paper("通报"), Intent("通报"), 2026, CLOCK.now())

    (issued,) = issue_notice(office, campaign, ordered("通报"))

    first, second = list_numbers(office.ledger)
    assert (first.status, first.reason) == (Status.RELEASED, "程序中断，未印发")
    assert issued.number == "云文明办〔2026〕2号"
    assert second.status is Status.CONFIRMED


def test_a_paper_that_a_killed_run_had_published_is_entered_by_the_next_and_not_issued_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> NoReturn:
        raise KeyboardInterrupt  # nothing catches it on its way out, as nothing catches a kill

    campaign = office.campaign(EXAMPLE)
    monkeypatch.setattr(numbering, "confirm", killed)
    with pytest.raises(KeyboardInterrupt):
        issue_notice(office, campaign, ordered("催报", "东河区", "西河区"))
    monkeypatch.undo()
    before = [event.action for event in list_events(office.ledger)]

    (again,) = issue_notice(office, campaign, ordered("催报", "东河区", "西河区"))

    (entered,) = list_numbers(office.ledger)
    assert (entered.status, again.unchanged) == (Status.CONFIRMED, True)
    assert before == ["内容指纹"], "of where its numbers come from"
    assert [(event.action, event.subject) for event in list_events(office.ledger)] == [
        ("内容指纹", "溯源1"),
        ("印发", again.number),
        ("催报", f"{EXAMPLE}／东河区"),
        ("催报", f"{EXAMPLE}／西河区"),
        ("内容指纹", "文号云文明办函〔2026〕1"),
    ]
    assert {event.detail for event in list_events(office.ledger)[2:4]} == {again.number}


def test_the_same_figures_are_not_issued_twice(office: Office) -> None:
    campaign = office.campaign(EXAMPLE)
    first = issue_briefing(office, campaign, IssueOptions(TODAY))

    second = issue_briefing(office, campaign, IssueOptions(date(2026, 10, 22)))
    third = issue_briefing(office, campaign, IssueOptions(TODAY, reissue=True))

    assert (second.path, second.unchanged) == (first.path, True)
    assert third.number == "第2期（总第2期）"


def test_a_draft_takes_no_number(office: Office) -> None:
    issued = issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(TODAY, draft=True))

    assert issued.path.parent.name == "草稿"
    assert list_numbers(office.ledger) == ()


def spoil_template(workspace: Workspace, kind: str, old: str, new: str) -> None:
    path = workspace.document_templates / f"{kind}.docx"
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(str(path))


def test_an_unknown_name_in_a_template_is_reported_by_paragraph_before_a_number_is_taken(
    office: Office,
) -> None:
    spoil_template(office.workspace, "通报", "{{ 应报数 }}", "{{ 应报总数 }}")

    with pytest.raises(TemplateFaulty, match=r"通报\.docx.*第\d+段.*应报总数"):
        issue_notice(office, office.campaign(EXAMPLE), ordered("通报"))

    assert list_numbers(office.ledger) == ()
    assert not list(office.workspace.results(EXAMPLE).glob("通知/*"))


def test_a_broken_tag_in_a_template_is_reported_by_paragraph(office: Office) -> None:
    spoil_template(office.workspace, "通报", "{%p if 未报 %}", "{%p if 未报")

    with pytest.raises(TemplateFaulty, match=r"通报\.docx 正文第\d+段.*没有写完"):
        issue_notice(office, office.campaign(EXAMPLE), ordered("通报"))

    assert list_numbers(office.ledger) == ()


def test_an_office_may_reword_a_template(office: Office) -> None:
    spoil_template(office.workspace, "通报", "现将截至", "经研究，现将截至")

    (issued,) = issue_notice(office, office.campaign(EXAMPLE), ordered("通报"))

    said = "\n".join(p.text for p in docx.Document(str(issued.path)).paragraphs)
    assert "经研究，现将截至10月21日9时的报送情况通报如下。" in said


def test_a_campaigns_own_template_precedes_the_offices(office: Office) -> None:
    own = office.workspace.campaign_folder(EXAMPLE) / "通报.docx"
    document = docx.Document()
    document.add_paragraph("本任务专用：{{ 标题 }}，{{ 发文字号 }}")
    document.save(str(own))

    (issued,) = issue_notice(office, office.campaign(EXAMPLE), ordered("通报"))

    (paragraph,) = docx.Document(str(issued.path)).paragraphs
    assert any("天头" in remark for remark in issued.remarks), "its own page is listed"
    assert paragraph.text.startswith("本任务专用：关于文明单位创建")
    assert paragraph.text.endswith("云文明办〔2026〕1号")


def test_a_notice_without_basis_and_necessity_is_refused(fresh: Workspace) -> None:
    edit_item(fresh, "依据", "")
    with open_office(fresh, CLOCK) as office:
        campaign = office.campaign(EXAMPLE)
        with pytest.raises(IssueRefused, match="没有写明依据"):
            issue_notice(office, campaign, ordered("通知"))

        (issued,) = issue_notice(office, campaign, ordered("通知", basis="市委有关要求"))

        assert issued.number == "云文明办〔2026〕1号"


def test_fields_that_another_campaign_collects_already_are_named(fresh: Workspace) -> None:
    other = fresh.campaigns / "文明城市" / "任务书.xlsx"
    other.parent.mkdir()
    edited = openpyxl.load_workbook(fresh.campaign_folder(EXAMPLE) / "任务书.xlsx")
    edited["任务"]["B2"].value, edited["任务"]["B3"].value = "文明城市", "WMCS"
    edited.save(other)

    with open_office(fresh, CLOCK) as office:
        with pytest.raises(IssueRefused, match=r"“文明城市”里已经要求报送.*--yes"):
            issue_notice(office, office.campaign(EXAMPLE), ordered("通知"))
        assert list_numbers(office.ledger) == (), "told before a number is taken"

        (issued,) = issue_notice(office, office.campaign(EXAMPLE), ordered("通知", confirmed=True))
        (again,) = issue_notice(office, office.campaign(EXAMPLE), ordered("通知", basis="市委要求"))

    assert any("“文明城市”里已经要求报送" in note for note in issued.notes)
    assert any("开展活动次数" in note for note in issued.notes)
    assert again.number.endswith("2号"), "once confirmed, it isn't asked again"


def test_a_department_may_not_direct_governments_unless_it_states_who_agreed(
    fresh: Workspace,
) -> None:
    book = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    edited["发文"]["F2"].value = "各县（市、区）人民政府，市直各部门"
    edited.save(book)
    with open_office(fresh, CLOCK) as office:
        (issued,) = issue_notice(office, office.campaign(EXAMPLE), ordered("通知"))
        assert issued.notes == ()  # 经市委同意 stands in the text
    edit_item(fresh, "经何机关同意", "")

    with open_office(fresh, CLOCK) as office:
        campaign = office.campaign(EXAMPLE)
        with pytest.raises(IssueRefused, match="第十六条"):
            issue_notice(office, campaign, ordered("通知"))
        (issued,) = issue_notice(office, campaign, ordered("通知", confirmed=True))

    assert "第十六条" in issued.notes[0]


def test_no_reminder_is_issued_when_no_unit_owes(office_folder: Workspace) -> None:
    with (
        open_office(office_folder, CLOCK) as office,
        pytest.raises(NothingToIssue, match="东河区已经报送"),
    ):
        issue_notice(office, office.campaign(EXAMPLE), ordered("催报", "东河区"))


def test_a_reminder_counts_the_reminders_before_it(office: Office) -> None:
    campaign = office.campaign(EXAMPLE)
    issue_notice(office, campaign, ordered("催报", "东河区"))

    (second,) = issue_notice(
        office, campaign, NoticeOrder("催报", IssueOptions(date(2026, 10, 23)), ("东河区",))
    )

    table = docx.Document(str(second.path)).tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "东河区", "未报", "11", "1"]


def test_a_kind_without_a_template_names_those_there_are(office: Office) -> None:
    with pytest.raises(TemplateMissing, match=r"没有“公函”的模板.*通知"):
        issue_notice(office, office.campaign(EXAMPLE), ordered("公函"))


def test_a_letter_requires_its_unit(office: Office) -> None:
    with pytest.raises(IssueRefused, match="--unit"):
        issue_notice(office, office.campaign(EXAMPLE), ordered("函"))


def test_a_unit_by_any_of_its_names(office: Office, tmp_path: Path) -> None:
    del tmp_path
    (issued,) = issue_notice(office, office.campaign(EXAMPLE), ordered("函", "市地税局"))

    said = [p.text for p in docx.Document(str(issued.path)).paragraphs]
    assert "市税务局：" in said


def test_a_drafted_campaign_is_not_issued_before_its_organ_is_filled_in(fresh: Workspace) -> None:
    edit_item(fresh, "发文机关", "（待填）")

    with open_office(fresh, CLOCK) as office, pytest.raises(IssueRefused, match="还没有填"):
        issue_notice(office, office.campaign(EXAMPLE), ordered("通报"))


def test_consolidating_again_without_news_rewrites_nothing(office_folder: Workspace) -> None:
    later = stopped_clock(datetime(2026, 10, 20, 9, 0, tzinfo=BEIJING))
    written = {
        path: path.read_bytes() for path in office_folder.results(EXAMPLE).glob("汇总/*.xlsx")
    }
    assert f"{EXAMPLE}汇总表" in {path.stem for path in written}

    with open_office(office_folder, later) as office:
        consolidate(office, office.campaign(EXAMPLE))

    assert {path: path.read_bytes() for path in written} == written
