"""A campaign may have fields of every type (类型); each paper on it is issued."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import docx
import openpyxl
import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.blanks import make_blanks
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.model.campaign import Kind
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

TODAY: Final = date(2026, 10, 21)
CLOCK: Final = stopped_clock(datetime(2026, 10, 21, 9, 0, tzinfo=BEIJING))
SHAPES: Final = {"单项": "基本情况", "列表": "创建单位名单"}


@pytest.fixture
def workspace(fresh: Workspace) -> Workspace:
    """A workspace whose campaign has a field of each type, once in the form and once in a list."""
    path = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["填报项"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for shape, name in SHAPES.items():
        for number, kind in enumerate(Kind, start=1):
            row = {
                "代码": f"{'S' if shape == '单项' else 'T'}{number:02}",
                "名称": f"{kind.value}（{shape}）样项",
                "分组": "七、各种类型" if shape == "单项" else None,
                "工作表": name,
                "形式": shape,
                "类型": kind.value,
                "必填": "否",
                "选项": "甲、乙" if kind is Kind.CHOICE else None,
                "汇总方式": "不汇总",
            }
            at = sheet.max_row + 1
            for column, value in row.items():
                sheet.cell(at, columns[column]).value = value
    book.save(path)
    return fresh


@pytest.mark.parametrize("kind", ["通知", "催报", "通报", "督办", "函", "报告"])
def test_every_type_of_field_leaves_in_every_kind_of_paper(workspace: Workspace, kind: str) -> None:
    with open_office(workspace, CLOCK) as office:
        campaign = office.campaign(EXAMPLE)
        assert {field.kind for field in campaign.fields} == set(Kind)

        dated = date(2026, 9, 11) if kind == "通知" else TODAY  # what it demands is still to come
        issued = issue_notice(office, campaign, NoticeOrder(kind, IssueOptions(dated), ("东河区",)))

    assert all(paper.path.is_file() for paper in issued)


def test_a_notice_states_what_each_type_of_field_requires(workspace: Workspace) -> None:
    template = workspace.campaign_folder(EXAMPLE) / "通知.docx"
    document = docx.Document()
    document.add_paragraph("{%p for 项 in 填报项 %}")
    document.add_paragraph("{{ 项.名称 }}：{{ 项.要求 }}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(template))

    with open_office(workspace, CLOCK) as office:
        campaign = office.campaign(EXAMPLE)
        (issued,) = issue_notice(office, campaign, NoticeOrder("通知", IssueOptions(TODAY)))

    said = {p.text for p in docx.Document(str(issued.path)).paragraphs}
    assert said >= {
        "文本（单项）样项：文字",
        "长文本（单项）样项：文字",
        "整数（单项）样项：整数",
        "数值（单项）样项：数字",
        "百分比（单项）样项：百分数",
        "日期（单项）样项：日期",
        "选项（单项）样项：甲、乙",
        "电话（单项）样项：电话",
        "身份证号（单项）样项：身份证号",
        "统一社会信用代码（单项）样项：统一社会信用代码",
        "身份证号（列表）样项：身份证号（“创建单位名单”逐行填写）",
    }


def test_every_type_of_field_is_blanked_briefed_and_consolidated(workspace: Workspace) -> None:
    with open_office(workspace, CLOCK) as office:
        campaign = office.campaign(EXAMPLE)

        blanks = make_blanks(office, campaign, campaign.units()[:1])
        briefing = issue_briefing(office, campaign, IssueOptions(TODAY))
        summary = consolidate(office, campaign)

    assert all(path.is_file() for path in (*blanks, briefing.path, summary))
