"""What our own inspection would send back gets no number: told before, and overridden only with a recorded reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.errors import IssueRefused
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.ledger.read import list_events
from pipeline.ledger.register import list_numbers
from pipeline.model.verdict import Result, Strength
from pipeline.office.context import open_office
from pipeline.official.inspection.inspect import file_verdicts
from pipeline.setup.init import EXAMPLE
from tests.programs import baosong_here

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.issuing.issue import Issued
    from pipeline.workspace import Workspace

TODAY: Final = date(2026, 10, 21)
BEFORE_THE_DEADLINE: Final = date(2026, 10, 9)
CLOCK: Final = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))
KINDS: Final = ("通知", "催报", "督办", "通报", "函", "报告")


def set_cell(workspace: Workspace, sheet: str, row: str, column: int, words: str) -> None:
    """Write *words* into the row of that name of the example's 任务书."""
    path = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    for cells in book[sheet].iter_rows(min_row=2):
        if cells[0].value == row:
            cells[column].value = words
    book.save(path)


def column_of(workspace: Workspace, heading: str) -> int:
    book = openpyxl.load_workbook(workspace.campaign_folder(EXAMPLE) / "任务书.xlsx")
    return [str(cell.value) for cell in book["发文"][1]].index(heading)


def issue(workspace: Workspace, kind: str, options: IssueOptions | None = None) -> Issued:
    with open_office(workspace, CLOCK) as office:
        units = ("东河区",) if kind in {"函", "督办", "催报"} else ()
        dated = BEFORE_THE_DEADLINE if kind == "通知" else TODAY
        order = NoticeOrder(kind, options or IssueOptions(dated), units)
        return issue_notice(office, office.campaign(EXAMPLE), order)[0]


def register(workspace: Workspace) -> list[str]:
    with open_office(workspace, CLOCK) as office:
        return [number.word for number in list_numbers(office.ledger)]


def lines(path: Path) -> list[str]:
    body = docx.Document(str(path)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def reword(workspace: Workspace, kind: str, old: str, new: str) -> None:
    path = workspace.document_templates / f"{kind}.docx"
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(str(path))


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_shipped_templates_print_passes_our_own_inspection(
    fresh: Workspace, kind: str
) -> None:
    set_cell(fresh, "发文", "报告", column_of(fresh, "主送"), "云川市人民政府")
    set_cell(fresh, "发文", "报告", column_of(fresh, "签发人"), "〇〇〇")
    set_cell(fresh, "任务", "零报告", 1, "否")

    issued = issue(fresh, kind)

    failed = [
        verdict.message
        for verdict in file_verdicts(issued.path.read_bytes(), issued.path.name)
        if verdict.result is Result.FAILED and verdict.strength is Strength.REQUIRED
    ]
    assert failed == []
    assert not [line for line in lines(issued.path) if "零报告" in line and kind != "通知"]


def test_a_circular_without_addressees_has_no_line_of_a_colon(fresh: Workspace) -> None:
    set_cell(fresh, "发文", "通报", column_of(fresh, "主送"), "")

    printed = lines(issue(fresh, "通报").path)

    assert "：" not in printed
    assert any(line.startswith("按照《") for line in printed)


def test_an_empty_copy_to_names_nobody_not_even_the_lead_office(fresh: Workspace) -> None:
    set_cell(fresh, "任务", "牵头单位", 1, "云川市委宣传部")
    for kind in ("通报", "函"):
        set_cell(fresh, "发文", kind, column_of(fresh, "抄送"), "")

        assert not [line for line in lines(issue(fresh, kind).path) if line.startswith("抄送")]


def test_a_fault_is_refused_and_overridden_only_with_a_recorded_reason(fresh: Workspace) -> None:
    reword(fresh, "通报", "通报如下。", "通报如下。。")

    with pytest.raises(IssueRefused, match=r"标点重复.*--yes 和 --reason"):
        issue(fresh, "通报")
    with pytest.raises(IssueRefused, match="请加 --reason 写明理由"):
        issue(fresh, "通报", IssueOptions(TODAY, confirmed=True))
    assert register(fresh) == [], "no number is spent"
    assert not list(fresh.results(EXAMPLE).glob("通知/*.docx"))

    done = baosong_here(
        "-w", fresh.root, "--by", "王芳", "notice", "通报", EXAMPLE, "--dated", "2026-10-21",
        "--yes", "--reason", "存档用", BAOSONG_NOW="2026-10-21T09:00:00+08:00",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    with open_office(fresh, CLOCK) as office:
        (told,) = [each for each in list_events(office.ledger) if each.action == "仍予印发"]
    assert told.actor == "王芳"
    assert told.subject.startswith("存档用：")
    assert "标点重复" in told.subject
    assert told.detail == "云文明办〔2026〕1号"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("现将截至", "××××××，现将截至", "占位符"),
        ("现将截至", "根据要求,现将截至", "全角标点"),
        ("一、总体情况", "一、", "只有序号没有文字"),
        ("通报如下。", "通报如下。。", "标点重复"),
    ],
)
def test_a_template_of_the_office_with_a_fault_is_refused_with_the_words_around_it(
    fresh: Workspace, old: str, new: str, said: str
) -> None:
    reword(fresh, "通报", old, new)

    with pytest.raises(IssueRefused, match=said):
        issue(fresh, "通报")

    assert register(fresh) == []


def test_an_older_template_that_invites_a_zero_report_is_refused_where_there_is_none(
    fresh: Workspace,
) -> None:
    reword(fresh, "催报", "{% if 零报告制度 %}", "")
    reword(fresh, "催报", "{% endif %}", "")
    issue(fresh, "催报")
    set_cell(fresh, "任务", "零报告", 1, "否")

    with pytest.raises(IssueRefused, match="“零报告”写的是“否”"):
        issue(fresh, "催报", IssueOptions(date(2026, 10, 22)))

    assert register(fresh) == ["已印发"]


def test_a_reviewer_that_the_form_does_not_have_is_not_demanded(fresh: Workspace) -> None:
    path = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["填报项"]
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[1].value == "审核人")
    sheet.delete_rows(row)
    book.save(path)

    printed = "\n".join(lines(issue(fresh, "通知").path))

    assert "填报人、联系电话填写完整。" in printed
    reword(fresh, "通知", "{{ 签名栏 }}", "填报人、审核人、联系电话")
    with pytest.raises(IssueRefused, match="要求填写“审核人”，表样里没有"):
        issue(fresh, "通知", IssueOptions(date(2026, 10, 22)))


def test_a_date_before_the_facts_it_states_is_refused(fresh: Workspace) -> None:
    early = IssueOptions(date(2026, 10, 1))

    with pytest.raises(IssueRefused, match="成文日期早于文中所说的情况（截至2026年10月21日）"):
        issue(fresh, "通报", early)

    assert register(fresh) == []


def test_half_width_marks_of_the_campaign_book_are_printed_in_full_width(fresh: Workspace) -> None:
    set_cell(fresh, "任务", "表样标题", 1, "创建情况报送表(试行):2026")

    printed = "\n".join(lines(issue(fresh, "催报").path))

    assert "《创建情况报送表（试行）：2026》" in printed


def test_a_draft_shows_what_it_is_and_takes_no_number(fresh: Workspace) -> None:
    reword(fresh, "通报", "现将截至", "××××××，现将截至")

    issued = issue(fresh, "通报", IssueOptions(TODAY, draft=True))

    assert issued.path.is_file()
    assert register(fresh) == []


def test_a_briefing_is_checked_too(office: Workspace) -> None:
    set_cell(office, "任务", "简报标题", 1, "（待填）创建工作情况")

    with open_office(office, CLOCK) as opened, pytest.raises(IssueRefused, match="（待填）"):
        issue_briefing(opened, opened.campaign(EXAMPLE), IssueOptions(TODAY, reissue=True))


def test_a_briefing_is_printed_with_full_width_marks(office: Workspace) -> None:
    set_cell(office, "任务", "简报标题", 1, "创建工作情况,有关进展")

    with open_office(office, CLOCK) as opened:
        issued = issue_briefing(opened, opened.campaign(EXAMPLE), IssueOptions(TODAY, reissue=True))

    assert "创建工作情况，有关进展" in lines(issued.path)
