"""To whom the steps go, and in what words: letters with the form, counties for their towns, extended deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import docx
import pytest

from pipeline.campaign.book.write import book_workbook
from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.addressing_notes import roster_notes
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notice_facts import notice_round
from pipeline.issuing.notices import issue_notice
from pipeline.issuing.reminder_messages import reminder_messages
from pipeline.ledger.read import events_after
from pipeline.ledger.store import append_event
from pipeline.model.decision import DecisionKind
from pipeline.model.event import Action, period_subject
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.reading.identify import Claim, identify
from pipeline.receiving.decide import decide
from pipeline.receiving.decision_targets import DecisionOrder
from pipeline.setup.example import example_rows
from pipeline.setup.init import EXAMPLE
from pipeline.workbook.reading.read import read_book
from tests.submissions import MOMENT, drop, form, one_pass, unit_answers
from tests.years.campaign import CAMPAIGN, set_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.issuing.issue import Issued
    from pipeline.workspace import Workspace

# name, 简称, 别名, 类别, 联系人, 电话, 免报, 上级单位, 邮箱, 主送称谓, 行文关系
ROSTER = (
    ("青石县", "", "", "县区", "", "", "", "", "", "青石县文明办", "下级"),
    ("青石县城关镇", "城关镇", "", "乡镇", "", "", "", "青石县", "", "", ""),
    ("青石县石门镇", "石门镇", "", "乡镇", "", "", "", "青石县", "", "", ""),
    ("白水县", "", "", "县区", "", "", "", "", "", "白水县文明办", "下级"),
    ("白水县城关镇", "城关镇", "", "乡镇", "", "", "", "白水县", "", "白水县城关镇党政办", ""),
    ("市税务局", "", "", "驻市单位", "", "", "", "", "", "", "不相隶属"),
    ("市委组织部", "", "", "党委部门", "", "", "", "", "", "", "平级"),
    ("云川水泥有限公司", "", "", "企业", "", "", "", "", "", "", ""),
    ("省文明办", "", "", "上级", "", "", "", "", "", "", "上级"),
)


def write_units(workspace: Workspace, units: Sequence[tuple[str, ...]]) -> None:
    path = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    path.write_bytes(book_workbook(replace(example_rows(), units=tuple(units)), MOMENT))


def issue(
    workspace: Workspace, kind: str, day: int, *units: str, **more: object
) -> tuple[Issued, ...]:
    moment = datetime(2026, 10, day, 9, tzinfo=BEIJING)
    with open_office(workspace, stopped_clock(moment)) as office:
        order = NoticeOrder(kind, IssueOptions(moment.date(), **more), units)  # type: ignore[arg-type]
        return issue_notice(office, office.campaign(EXAMPLE), order)


def text_of(issued: Issued) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(issued.path)).paragraphs)


def addressee(issued: Issued) -> str:
    return next(line for line in text_of(issued).splitlines() if line.endswith("："))


def extend(workspace: Workspace, unit: str, until: datetime) -> None:
    with open_office(workspace, stopped_clock(MOMENT)) as office:
        order = DecisionOrder(DecisionKind.EXTEND, unit, "县里同意", campaign=EXAMPLE, until=until)
        decide(office, order)


def test_a_letter_brings_the_form_with_it(fresh: Workspace) -> None:
    (letter,) = issue(fresh, "函", 14, "国网云川供电公司")

    said = text_of(letter)
    assert "附件：全市文明单位创建工作贯彻落实情况报送表" in said
    assert "尚未收到贵单位的表" in said
    assert "请予支持为盼" in said
    assert not [word for word in ("务必", "必须", "逾期", "未完成") if word in said]
    blank = letter.path.with_name(f"{letter.number} 附件 国网云川供电公司{EXAMPLE}报送表.xlsx")
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        claim = identify(read_book(blank.read_bytes(), blank.name), office.campaigns)
    assert isinstance(claim, Claim)
    assert claim.unit.full_name == "国网云川供电公司"
    assert f"随函附上 {blank.name}" in letter.notes


def test_a_letter_before_the_deadline_asks_by_the_deadline(fresh: Workspace) -> None:
    (letter,) = issue(fresh, "函", 8, "国网云川供电公司")

    assert "请于2026年10月10日18:00前反馈" in text_of(letter)
    assert "尚未收到" not in text_of(letter)


def test_a_unit_whose_form_was_returned_is_thanked_for_it(fresh: Workspace) -> None:
    faulty = unit_answers(fresh, "市水利局").with_singles(开展活动次数=Decimal(-3))
    drop(fresh, "市水利局报送表.xlsx", form(fresh, "市水利局", faulty))
    one_pass(fresh)
    (letter,) = issue(fresh, "督办", 14, "市水利局")

    said = text_of(letter)
    assert "贵单位2026年10月9日报来的表已收悉，谨致谢意" in said
    assert "对照退回单" in said
    assert "尚未收到" not in said
    assert "如确无此项工作" not in said
    assert not list(letter.path.parent.glob("*.xlsx"))


def test_who_has_reported_gets_no_letter(fresh: Workspace) -> None:
    drop(fresh, "市水利局报送表.xlsx", form(fresh, "市水利局"))
    one_pass(fresh)

    with pytest.raises(NothingToIssue, match="市水利局已经报送"):
        issue(fresh, "函", 14, "市水利局")


@pytest.mark.parametrize(
    ("kind", "before", "due"), [("催报", 15, "2026年10月16日"), ("督办", 22, "2026年10月23日")]
)
def test_an_extended_unit_is_named_from_its_own_deadline(
    fresh: Workspace, kind: str, before: int, due: str
) -> None:
    extend(fresh, "大泉县", datetime(2026, 10, 20, 18, tzinfo=BEIJING))

    with pytest.raises(
        NothingToIssue, match=f"大泉县已延期到 2026年10月20日18:00，{due} 起才{kind}"
    ):
        issue(fresh, kind, before, "大泉县")
    both = issue(fresh, kind, before, "大泉县", "东河区")
    assert [addressee(each) for each in both] == ["东河区文明办："]
    assert any("大泉县已延期" in note for note in both[0].notes)
    assert issue(fresh, kind, before, "大泉县", confirmed=True, reason="市领导要求")
    (named,) = issue(fresh, kind, before + 1, "大泉县")
    assert addressee(named) == "大泉县文明办："


def test_a_long_delay_is_put_more_plainly_than_a_short_one(fresh: Workspace) -> None:
    extend(fresh, "大泉县", datetime(2026, 10, 20, 18, tzinfo=BEIJING))
    (early,) = issue(fresh, "督办", 20, "大泉县", confirmed=True, reason="市领导要求")
    issue(fresh, "催报", 21, "大泉县")
    (once,) = issue(fresh, "督办", 23, "大泉县")
    issue(fresh, "催报", 26, "大泉县")
    (twice,) = issue(fresh, "督办", 29, "大泉县")

    assert "逾期" not in text_of(early)
    assert "前报送（经同意，延至2026年10月20日18:00）" in text_of(once)
    assert "已逾期3天，已催报1次。" in text_of(once)
    assert "主要负责同志" not in text_of(once)
    assert "已逾期9天，经2次催报仍未完成。" in text_of(twice)
    assert "请主要负责同志过问" in text_of(twice)


def test_what_is_issued_before_its_day_is_recorded_with_the_reason(fresh: Workspace) -> None:
    issue(fresh, "督办", 12, "大泉县", confirmed=True, reason="市领导要求提前")

    with open_office(fresh, stopped_clock(MOMENT)) as office:
        said = [
            e.subject for _, e in events_after(office.ledger, 0) if e.action == Action.OVERRIDDEN
        ]
    assert said == [
        "市领导要求提前：任务书“发文”表的“步骤”定在 2026年10月14日 起发（截止时间 2026年10月10日），现在还没到"
    ]


def test_a_file_that_was_not_processed_yet_is_settled_first(fresh: Workspace) -> None:
    drop(fresh, "大泉县报送表.xlsx", form(fresh, "大泉县"))

    with pytest.raises(
        IssueRefused, match=r"“大泉县报送表\.xlsx”（大泉县）还没有处理.*baosong process"
    ):
        issue(fresh, "督办", 14)
    one_pass(fresh)
    with pytest.raises(NothingToIssue, match="大泉县已经报送"):
        issue(fresh, "督办", 14, "大泉县")


def test_a_town_is_reminded_through_its_county(fresh: Workspace) -> None:
    write_units(fresh, ROSTER)
    drop(fresh, "青石县.xlsx", form(fresh, "青石县"))
    one_pass(fresh)
    papers = issue(fresh, "督办", 14)

    first, second, third, company, *letters = papers
    assert addressee(first) == "青石县文明办："
    assert "你单位所属的青石县城关镇、青石县石门镇尚未报送，已逾期4天" in text_of(first)
    assert "督促有关单位按要求报送" in text_of(first)
    assert [addressee(each) for each in (second, third, company)] == [
        "白水县文明办：",
        "白水县城关镇党政办：",
        "云川水泥有限公司：",
    ]
    assert [addressee(each) for each in letters] == ["市税务局：", "市委组织部："]
    assert all(each.path.name.endswith("的函.docx") for each in letters)
    notes = [note for each in papers for note in each.notes]
    assert [note for note in notes if "行文关系" in note] == [
        "任务书“单位”表有 2 个单位没有填“行文关系”（白水县城关镇、云川水泥有限公司，从 A6 起），督办按下级发；其中有平级、不相隶属的，请在这一列填明，改发函。"
    ]
    assert [note for note in notes if "省文明办" in note]
    (reminder,) = issue(fresh, "催报", 14)
    assert addressee(reminder).startswith("青石县文明办、白水县文明办、白水县城关镇党政办、")
    assert "省文明办" not in text_of(reminder)


def test_who_is_above_gets_a_report_and_no_letter(fresh: Workspace) -> None:
    write_units(fresh, ROSTER)

    with pytest.raises(IssueRefused, match=r"省文明办是上级单位.*请示、报告.*notice 请示 --text"):
        issue(fresh, "函", 14, "省文明办")
    with pytest.raises(NothingToIssue, match=r"省文明办是上级单位，不发督办"):
        issue(fresh, "督办", 14, "省文明办")


def test_counties_without_an_office_to_address_are_told_once(fresh: Workspace) -> None:
    units = [(*row[:9], "", row[10]) for row in example_rows().units if row[3] == "县市区"]
    write_units(fresh, units)

    with pytest.raises(IssueRefused) as refused:
        issue(fresh, "督办", 14)
    assert str(refused.value).count("第十六条") == 1
    assert "主送“东河区、西河区、新城区、云岭市、清江市、平湖县、双溪县、石桥县等 13 个”" in str(
        refused.value
    )
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        (note,) = roster_notes(office.campaign(EXAMPLE))
    assert note.startswith(
        "任务书“单位”表有 13 个单位的主送称谓就是行政区的名称（东河区、西河区、新城区等13家，从 A2 起）"
    )
    write_units(fresh, [(*row[:9], f"{row[0]}文明办", row[10]) for row in units])
    assert len(issue(fresh, "督办", 14)) == 13


def test_reminders_count_for_the_period_that_they_are_about(fresh: Workspace) -> None:
    set_up(fresh)
    clock = stopped_clock(datetime(2025, 3, 6, 9, tzinfo=BEIJING))
    with open_office(fresh, clock) as office:
        campaign = office.campaign(CAMPAIGN)
        unit = campaign.units()[0]
        for period in ("2025年1月", "2025年2月", "2025年2月"):
            subject = period_subject(CAMPAIGN, unit.full_name, period)
            append_event(office.ledger, office.event(Action.REMINDED, subject, "〔2025〕1号"))
        counted = {
            period: notice_round(office, load_round(office, campaign, period), ()).reminders[
                unit.code
            ]
            for period in ("2025-01", "2025-02", "2025-03")
        }
    assert counted == {"2025-01": 1, "2025-02": 2, "2025-03": 0}


def test_a_group_reads_no_units_faults_and_each_unit_its_own(fresh: Workspace) -> None:
    faulty = unit_answers(fresh, "东河区").with_singles(开展活动次数=Decimal(-3))
    drop(fresh, "东河区报送表.xlsx", form(fresh, "东河区", faulty))
    one_pass(fresh)
    with open_office(fresh, stopped_clock(datetime(2026, 10, 12, 9, tzinfo=BEIJING))) as office:
        for_all, *each = reminder_messages(office, office.campaign(EXAMPLE))
    own = next(message.text for message in each if message.unit == "东河区")

    assert "退回后尚未补正1家：东河区" in for_all.text
    assert "“-3”" not in for_all.text
    assert "「基本情况」C33“开展活动次数”填的是“-3”" in own
    assert "发送至市文明办创建科" in own
    assert [message.unit for message in each if "“-3”" in message.text] == ["东河区"]


def test_a_message_to_a_large_group_comes_in_parts(fresh: Workspace) -> None:
    write_units(fresh, [(f"第{n}街道办事处", "", "", "街道", "", "", "") for n in range(1, 201)])
    with open_office(fresh, stopped_clock(datetime(2026, 10, 12, 9, tzinfo=BEIJING))) as office:
        messages = reminder_messages(office, office.campaign(EXAMPLE))
    for_all = [message.text for message in messages if not message.unit]

    assert all(len(text) <= 620 for text in for_all)
    assert for_all[0].startswith(f"各单位（1/{len(for_all)}）：")
    assert all(f"第{n}街道办事处" in "".join(for_all) for n in range(1, 201))
