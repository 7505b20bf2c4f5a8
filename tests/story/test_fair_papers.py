"""Papers that are fair to the units: who amends in time, who may be judged, who is copied, which days fit."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.errors import IssueRefused
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.story.deciding import paper, text_of
from tests.submissions import drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.issuing.issue import Issued
    from pipeline.workspace import Workspace

EAST, WEST, PEER = "东河区", "西河区", "市水利局"


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=BEIJING)


def edit(workspace: Workspace, sheet: str, row_of: str, column: str, text: str) -> None:
    """Write *text* into a cell of 任务书.xlsx, by what its row begins with and by the heading of its column."""
    path = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    rows = list(book[sheet].iter_rows())
    headings = next(row for row in rows if any(cell.value == column for cell in row))
    at_column = [cell.value for cell in headings].index(column)
    next(row for row in rows if row[0].value == row_of)[at_column].value = text
    book.save(path)


def send(workspace: Workspace, unit: str, moment: datetime, **typed: Any) -> str:
    answers = unit_answers(workspace, unit).with_singles(**typed)
    drop(workspace, f"{unit}.xlsx", form(workspace, unit, answers))
    (outcome,) = one_pass(workspace, moment).outcomes
    return outcome.reason


def issue(
    workspace: Workspace, kind: str, day: date, *units: str, reason: str = "", draft: bool = False
) -> tuple[Issued, ...]:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=BEIJING)
    with open_office(workspace, stopped_clock(moment)) as office:
        options = IssueOptions(day, confirmed=bool(reason), reason=reason, draft=draft)
        return issue_notice(office, office.campaign(EXAMPLE), NoticeOrder(kind, options, units))


def command(workspace: Workspace, *words: str) -> Any:
    return CliRunner().invoke(cli, ["-w", str(workspace.root), *words])


# --- 按期补正 ---------------------------------------------------------------------------------------


def test_who_amends_within_the_days_of_its_slip_is_not_late(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in (EAST, WEST):
        assert send(fresh, unit, at(10, 10), 媒体报道篇数="正在统计") == "退回（第1版）"
    # The 10th is a Saturday on which one works; two working days later it is Tuesday.
    assert "请于2026年10月13日前重新报送" in paper(fresh, f"退回/{EAST}/*退回单.docx")

    assert "迟报" not in send(fresh, EAST, at(10, 13, 17))
    assert "迟报" in send(fresh, WEST, at(10, 14))

    assert "迟报" not in paper(fresh, f"回执/{EAST}第2版回执.docx")
    assert "迟报" in paper(fresh, f"回执/{WEST}第2版回执.docx")
    monkeypatch.setenv("BAOSONG_NOW", at(10, 20).isoformat())
    (status,) = json.loads(command(fresh, "status", "--json").stdout)
    units = {each["unit"]: each for each in status["units"]}
    assert [(units[each]["late"], units[each]["amended_in_time"]) for each in (EAST, WEST)] == [
        (False, True),
        (True, False),
    ]
    assert _timings(fresh) == {EAST: "按期补正", WEST: "迟报"}
    (circular,) = issue(fresh, "通报", date(2026, 10, 20))
    text = text_of(circular.path)
    assert "已收（按期补正）" in text
    (late,) = [each for each in text.splitlines() if "未在规定时限内报送" in each]
    assert (EAST in late, WEST in late) == (False, True)


def _timings(workspace: Workspace) -> Mapping[str, str]:
    book = openpyxl.load_workbook(workspace.results(EXAMPLE) / "报送台账.xlsx")
    rows = list(book["报送情况"].iter_rows(values_only=True))
    heading = next(row for row in rows if "迟报" in row)
    unit, timing = heading.index("单位"), heading.index("迟报")
    return {row[unit]: row[timing] for row in rows if row[unit] in {EAST, WEST}}


def test_the_days_to_amend_what_a_person_sends_back_begin_with_that_decision(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(fresh, EAST, at(10, 9))
    monkeypatch.setenv("BAOSONG_NOW", at(11, 5).isoformat())  # a Thursday

    answer = command(fresh, "return", EAST, "--reason", "与台账不符")

    assert answer.exit_code == 0, answer.output
    assert "请于2026年11月9日前重新报送" in paper(fresh, f"退回/{EAST}/*退回单.docx")
    assert "迟报" not in send(fresh, EAST, at(11, 9), 填报人="综合科")


# --- 通报 -------------------------------------------------------------------------------------------


def test_units_that_are_not_below_are_neither_scored_nor_named_without_consent(
    fresh: Workspace,
) -> None:
    edit(fresh, "任务", "经何机关同意", "内容", "")
    for unit in (EAST, "市交通运输局"):
        send(fresh, unit, at(10, 9))

    (circular,) = issue(fresh, "通报", date(2026, 10, 20))

    text = text_of(circular.path)
    assert EAST in text
    assert WEST in text
    for peer in (PEER, "市交通运输局", "国网云川供电公司"):
        assert peer not in text, peer
    assert "已报送2家" in text
    (note,) = [each for each in circular.notes if "没有给这" in each]
    assert f"{PEER}（平级）" in note
    assert "国网云川供电公司（不相隶属）" in note


def test_with_the_consent_of_an_organ_above_all_are_judged(fresh: Workspace) -> None:
    edit(fresh, "任务", "经何机关同意", "内容", "市委")  # the organ alone will do
    send(fresh, EAST, at(10, 9))

    (circular,) = issue(fresh, "通报", date(2026, 10, 20))

    text = text_of(circular.path)
    assert PEER in text
    assert "经市委同意，现将截至" in text
    assert not [each for each in circular.notes if "没有给这" in each]


# --- 抄送 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "printed"),
    [
        ("市委办公室，市精神文明建设指导委员会办公室", "市委办公室。"),
        ("市文明办、市政府办公室", "市政府办公室。"),
        ("云川市精神文明建设指导委员会办公室", ""),
        ("", ""),
    ],
)
def test_the_issuing_organ_is_not_copied(fresh: Workspace, stated: str, printed: str) -> None:
    edit(fresh, "发文", "催报", "抄送", stated)

    (reminder,) = issue(fresh, "催报", date(2026, 10, 12), EAST)

    copied = [each for each in text_of(reminder.path).splitlines() if each.startswith("抄送")]
    assert copied == ([f"抄送：{printed}"] if printed else [])
    said = [each for each in reminder.notes if "发文机关自己" in each]
    assert len(said) == bool(stated)


# --- 成文日期 ---------------------------------------------------------------------------------------


def test_a_deadline_before_the_date_of_the_paper_takes_no_number(fresh: Workspace) -> None:
    late = date(2026, 11, 9)
    with pytest.raises(
        IssueRefused, match=r"请于2026年10月10日18:00前.*2026年11月9日还早.*没有占用文号"
    ):
        issue(fresh, "通知", late)
    assert not list(fresh.results(EXAMPLE).glob("通知/*.docx"))

    (issued,) = issue(fresh, "通知", late, reason="补发存档")
    assert issued.number == "云文明办〔2026〕1号"


def test_its_remedies_are_the_deadline_and_the_date(fresh: Workspace) -> None:
    (dated,) = issue(fresh, "通知", date(2026, 10, 9))
    edit(fresh, "任务", "截止时间", "内容", "2026-11-20 18:00")
    (moved,) = issue(fresh, "通知", date(2026, 11, 9))

    assert [dated.number, moved.number] == ["云文明办〔2026〕1号", "云文明办〔2026〕2号"]


# --- 草稿 -------------------------------------------------------------------------------------------


def test_drafts_to_several_units_lie_side_by_side(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOSONG_NOW", at(10, 14).isoformat())
    units = ("大泉县", EAST, WEST)
    words = [word for unit in units for word in ("--unit", unit)]

    answer = command(fresh, "notice", "督办", EXAMPLE, *words, "--draft")

    assert answer.exit_code == 0, answer.output
    assert "已印发" not in answer.stdout
    assert answer.stdout.count("草稿：") == len(units)
    drafts = sorted(fresh.results(EXAMPLE).glob("通知/草稿/*.docx"))
    assert len(drafts) == len(units)
    assert all(any(unit in path.stem for path in drafts) for unit in units)
    assert len({text_of(path) for path in drafts}) == len(units)


def test_a_draft_that_a_person_edited_is_kept(fresh: Workspace) -> None:
    (first,) = issue(fresh, "督办", date(2026, 10, 14), EAST, draft=True)
    assert issue(fresh, "督办", date(2026, 10, 14), EAST, draft=True) == (first,)
    document = docx.Document(str(first.path))
    document.add_paragraph("经办人改过")
    document.save(str(first.path))

    (second,) = issue(fresh, "督办", date(2026, 10, 14), EAST, draft=True)

    assert second.path.stem == f"{first.path.stem}（2）"
    assert "经办人改过" in text_of(first.path)


# --- 经……同意 ---------------------------------------------------------------------------------------


def test_the_remedy_of_a_consent_names_the_template_that_doesnt_print_it(fresh: Workspace) -> None:
    edit(fresh, "单位", EAST, "主送称谓", "")
    edit(fresh, "任务", "经何机关同意", "内容", "经市委同意")
    day = date(2026, 10, 14)
    with pytest.raises(IssueRefused) as refused:
        issue(fresh, "督办", day, EAST)
    said = str(refused.value)
    assert "。；" not in said
    assert "请在模板“督办.docx”的正文里加上“{{ 经何机关同意 }}”" in said

    path = fresh.document_templates / "督办.docx"
    template = docx.Document(str(path))
    asking = next(each for each in template.paragraphs if "请于" in each.text)
    asking.runs[0].text = "{{ 经何机关同意 }}" + asking.runs[0].text
    template.save(str(path))
    (issued,) = issue(fresh, "督办", day, EAST)
    assert "经市委同意，" in text_of(issued.path)


def test_the_remedy_of_a_consent_is_the_campaign_book_where_the_template_prints_it(
    fresh: Workspace,
) -> None:
    edit(fresh, "任务", "经何机关同意", "内容", "")
    edit(fresh, "发文", "通知", "主送", "各县（市、区）")
    day = date(2026, 10, 8)
    with pytest.raises(IssueRefused, match="请在任务书“任务”表的“经何机关同意”填写"):
        issue(fresh, "通知", day)

    edit(fresh, "任务", "经何机关同意", "内容", "经市委同意")
    assert issue(fresh, "通知", day)


# --- 起草机关、溯源、新建 ---------------------------------------------------------------------------


def test_a_short_form_of_the_issuing_organ_is_noted_once(fresh: Workspace) -> None:
    edit(fresh, "任务", "发文机关", "内容", "县防汛办")

    answer = command(fresh, "campaign", "check", EXAMPLE)

    assert answer.output.count("像是略称") == 1
    edit(fresh, "任务", "发文机关", "内容", "青山县防汛抗旱指挥部办公室")
    assert "像是略称" not in command(fresh, "campaign", "check", EXAMPLE).output


def test_init_takes_the_folder_of_w(fresh: Workspace) -> None:
    root = fresh.root.parent / "另一个"

    made = CliRunner().invoke(cli, ["-w", str(root), "init"])

    assert made.exit_code == 0, made.output
    assert (root / "templates").is_dir()
    missing = CliRunner().invoke(cli, ["init"], standalone_mode=False)
    assert missing.exception is not None
