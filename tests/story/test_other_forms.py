"""The same figure in two forms (报送任务): compared, questioned, explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.book.write import book_workbook
from pipeline.campaign.periods import period_at
from pipeline.checking.message_catalogue import full_message
from pipeline.clock import stopped_clock
from pipeline.ledger.read import list_events
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.example import example_rows
from tests.programs import baosong_here
from tests.submissions import MOMENT, drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

MONTHLY = "创建月报"
AGREES = (
    "H30",
    "须说明",
    "媒体报道篇数 = 任务(文明单位创建, 媒体报道篇数)",
    "应与报送表一致",
    "是",
)


@pytest.fixture
def two_forms(fresh: Workspace) -> Workspace:
    """An office that collects 文明单位创建 once and 创建月报 every month."""
    rows = example_rows()
    said = {"任务名称": MONTHLY, "编号": "CJYB-2026", "周期": "月", "表样标题": "创建工作月报表"}
    items = tuple((name, said.get(name, value)) for name, value, *_ in rows.items)
    rows = replace(rows, items=items, conditions=(*rows.conditions, AGREES))
    folder = fresh.campaign_folder(MONTHLY)
    folder.mkdir(parents=True)
    (folder / "任务书.xlsx").write_bytes(book_workbook(rows, MOMENT))
    return fresh


def report(workspace: Workspace, reports: int, moment: datetime = MOMENT) -> Outcome:
    """东河区 sends 文明单位创建 with so many reports in the media."""
    told = unit_answers(workspace, "东河区").with_singles(媒体报道篇数=Decimal(reports))
    drop(workspace, "东河区报送表.xlsx", form(workspace, "东河区", told, moment))
    (outcome,) = one_pass(workspace, moment).outcomes
    return outcome


def monthly(
    workspace: Workspace, reports: int, explained: str = "", moment: datetime = MOMENT
) -> Outcome:
    """东河区 sends 创建月报."""
    campaign = load_campaign(workspace.campaign_folder(MONTHLY) / "任务书.xlsx")
    unit = campaign.units()[0]
    told = answers_of(unit).with_singles(媒体报道篇数=Decimal(reports))
    told = replace(told, explanations={"媒体报道篇数": explained} if explained else {})
    sheets = filled_sheets(campaign, unit, told, period_at(campaign, moment))
    drop(workspace, "东河区月报.xlsx", as_workbook(sheets, MOMENT))
    (outcome,) = one_pass(workspace, moment).outcomes
    return outcome


def test_a_figure_that_differs_must_be_explained_and_both_cells_are_named(
    two_forms: Workspace,
) -> None:
    report(two_forms, 20)

    asked = monthly(two_forms, 17, moment=MOMENT + timedelta(days=1))
    assert asked.fate is Fate.RETURNED
    assert [each.rule for each in asked.findings] == ["condition-to-explain"]
    sentence = full_message(asked.findings[0])
    assert sentence.startswith("东河区月报.xlsx「基本情况」")
    assert "媒体报道篇数“17”" in sentence
    other = "“文明单位创建”报的媒体报道篇数“20”，见 东河区报送表.xlsx「基本情况」C"
    assert other in sentence
    assert "请核对；情况属实的，请在“情况说明”栏写明原因后重报" in sentence

    answered = monthly(two_forms, 17, "月报只计市级以上媒体", MOMENT + timedelta(days=2))
    assert answered.fate is Fate.ACCEPTED
    assert "（单位说明：月报只计市级以上媒体）" in full_message(answered.findings[0])


def test_a_figure_that_agrees_is_no_finding(two_forms: Workspace) -> None:
    report(two_forms, 20)

    assert monthly(two_forms, 20).findings == ()


def test_only_what_was_accepted_is_compared_with(two_forms: Workspace) -> None:
    report(two_forms, 20)
    assert report(two_forms, -3, MOMENT + timedelta(hours=1)).fate is Fate.RETURNED

    assert monthly(two_forms, 20, moment=MOMENT + timedelta(hours=2)).findings == ()


def test_where_the_unit_has_not_reported_nothing_is_questioned_and_that_is_recorded(
    two_forms: Workspace,
) -> None:
    outcome = monthly(two_forms, 17)

    assert (outcome.fate, outcome.findings) == (Fate.ACCEPTED, ())
    with open_office(two_forms, stopped_clock(MOMENT)) as office:
        (received,) = [event for event in list_events(office.ledger) if event.action == "收到"]
    said = "东河区月报.xlsx（未比对：“文明单位创建”里没有收下该单位的“媒体报道篇数”）"
    assert received.detail == said


def test_a_campaign_book_that_requires_what_is_not_there_is_reported_by_cell(
    two_forms: Workspace,
) -> None:
    assert baosong_here("-w", two_forms.root, "campaign", "check", MONTHLY).returncode == 0
    path = two_forms.campaign_folder(MONTHLY) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["核对"]
    sheet.cell(sheet.max_row, 3).value = "媒体报道篇数 = 任务(文明单位创建, 媒体报道)"
    book.save(path)

    checked = baosong_here("-w", two_forms.root, "campaign", "check", MONTHLY)

    assert checked.returncode == 1
    assert f"任务书.xlsx「核对」C{sheet.max_row}：" in checked.stdout
    assert "“文明单位创建”没有名为“媒体报道”的填报项" in checked.stdout
    assert "相近的有“媒体报道篇数”" in checked.stdout
