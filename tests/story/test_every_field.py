"""An office's own form with a list and a cross table: drafted, handed in, printed by its own template, and traced."""

from __future__ import annotations

import io
import shutil
from datetime import date
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipeline.clock import stopped_clock
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.issuing.trace import trace
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.official.errors import TemplateFaulty
from pipeline.official.ooxml.elements import words_in
from pipeline.official.templates.starters import briefing_template
from pipeline.setup.draft_campaign import draft_campaign
from pipeline.setup.init import start_workspace
from pipeline.workspace import Workspace
from tests.campaign.books import drawn
from tests.consolidation.own_forms import saved
from tests.products.projects import LISTED, UNITS, filled, form
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.issuing.issue import Issued

NAME = "安全月报"
LINES = (
    "总投资{{ 合计.总投资 }}万元，{{ 行数.重点项目 }}个项目平均{{ 平均.总投资 }}万元，完成率{{ 合计.完成率 }}%。",
    "{% for 户 in 分户.总投资 %}{{ 户.单位 }}{{ 户.内容 }}万元；{% endfor %}",
    '道路交通死亡{{ 合计["道路交通·死亡人数"] }}人。',
    "{{ 表.重点项目 }}",
    "{{ 表.事故情况 }}",
)


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace in which all units have handed in the form that the campaign was drafted of."""
    folder = tmp_path_factory.mktemp("起草")
    workspace, _ = start_workspace(folder / "机关")
    (folder / "表样.xlsx").write_bytes(form())
    table = "\n".join(f"| {name} | {category} |" for name, category in UNITS)
    (folder / "单位.xlsx").write_bytes(drawn({"名单": f"| 单位名称 | 类别 |\n{table}"}))
    clock = stopped_clock(MOMENT)
    draft_campaign(workspace, NAME, folder / "表样.xlsx", folder / "单位.xlsx", clock)
    fill_in(workspace.campaign_folder(NAME) / "任务书.xlsx")
    for name, _ in UNITS:
        drop(workspace, f"{name}.xlsx", filled(name))
    outcomes = one_pass(workspace).outcomes
    assert [each.fate for each in outcomes] == [Fate.ACCEPTED] * len(UNITS)
    return workspace


@pytest.fixture
def office(received: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it, which a test may change."""
    shutil.copytree(received.root, tmp_path / "机关")
    return Workspace(tmp_path / "机关")


def fill_in(path: Path) -> None:
    """Put an organ's name wherever the draft leaves one open, as the secretary does."""
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and "待填" in cell.value:
                    cell.value = "市应急管理局"
    book.save(path)


def own_template(workspace: Workspace, *lines: str) -> None:
    """The shipped briefing with *lines* before its table of units, in the campaign's folder."""
    document = docx.Document(io.BytesIO(briefing_template()))
    place = next(p for p in document.paragraphs if "表.报送情况" in p.text)
    for line in lines:
        place.insert_paragraph_before(line)
    document.save(str(workspace.campaign_folder(NAME) / "简报.docx"))


def brief(workspace: Workspace) -> Issued:
    with open_office(workspace, stopped_clock(MOMENT)) as opened:
        options = IssueOptions(date(2026, 10, 13), confirmed=True, reason="试印")
        return issue_briefing(opened, opened.campaign(NAME), options)


def test_a_template_prints_a_list_and_a_cross_table_and_each_number_is_traced_to_its_cells(
    office: Workspace,
) -> None:
    own_template(office, *LINES)

    issued = brief(office)

    words = words_in(docx.Document(str(issued.path)).element.body)
    assert "总投资2000万元，3个项目平均666.67万元，完成率50%。" in words
    assert "东河区1500万元；西河区500万元；" in words
    assert "道路交通死亡1人。" in words
    with open_office(office, stopped_clock(MOMENT)) as opened:
        entries = trace(opened, issued.path, "2000").entries
        assert {entry.at for entry in entries} >= {"重点项目第4行第4格"}
        for entry in entries:
            sources = {(s.unit, s.sheet, s.cell) for s in entry.figure.sources}
            assert sources == {
                ("东河区", LISTED, "C3"), ("东河区", LISTED, "C4"), ("西河区", LISTED, "C3"),
            }  # fmt: skip
            for source in entry.figure.sources:
                book = openpyxl.load_workbook(io.BytesIO(filled(source.unit)), data_only=True)
                assert str(book[source.sheet][source.cell].value) == source.typed
        (rate,) = {
            e.figure.text: e.figure for e in trace(opened, issued.path, "50").entries
        }.values()
        assert {source.cell[0] for source in rate.sources} == {"C", "D"}, "its parts, not the rates"


def test_a_notice_prints_the_rows_of_a_list_and_is_another_one_when_they_change(
    office: Workspace,
) -> None:
    """重点项目一览表 in a 通知, a row of the template's table for each row of the list."""
    notice_template(office)

    first = notice(office)
    again = notice(office)
    book = openpyxl.load_workbook(io.BytesIO(filled("西河区")))
    book[LISTED]["D3"], book[LISTED]["E3"] = 450, 90
    drop(office, "西河区.xlsx", saved(book))
    assert [each.fate for each in one_pass(office).outcomes] == [Fate.ACCEPTED]
    changed = notice(office)

    printed = [
        [cell.text for cell in row.cells] for row in docx.Document(str(first.path)).tables[0].rows
    ]
    listed = next(
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(str(first.path)).tables
        if "一号水库加固投资1200万元已开工" in table.rows[0].cells[2].text
    )
    assert printed[-1][:3] == ["", "合计（3条）", ""]
    assert [row[1] for row in listed] == ["东河区", "东河区", "西河区"]
    assert again.unchanged
    assert not changed.unchanged


def notice_template(office: Workspace) -> None:
    """The shipped 通知 with the table of the projects, and with a table of its own that repeats a row."""
    document = docx.Document(str(office.document_templates / "通知.docx"))
    place = next(p for p in document.paragraphs if "报送对象" in p.text)
    place.insert_paragraph_before("{{ 表.重点项目 }}")
    rows = document.add_table(3, 3)
    body = document.element.body
    heading = next(p for p in body.iterchildren(qn("w:p")) if "报送对象" in words_in(p))
    heading.addprevious([*body.iterchildren(qn("w:tbl"))][-1])
    for row, texts in enumerate(
        (
            ["{%tr for 行 in 列表.重点项目 %}", "", ""],
            [
                "{{ 行.序号 }}",
                "{{ 行.单位 }}",
                "{{ 行.项目名称 }}投资{{ 行.总投资 }}万元{{ 行.进展 }}",
            ],
            ["{%tr endfor %}", "", ""],
        )
    ):
        for cell, text in zip(rows.rows[row].cells, texts, strict=True):
            cell.text = text
    document.save(str(office.campaign_folder(NAME) / "通知.docx"))


def notice(workspace: Workspace) -> Issued:
    with open_office(workspace, stopped_clock(MOMENT)) as opened:
        options = IssueOptions(date(2026, 10, 13), confirmed=True, reason="试印")
        order = NoticeOrder(
            "通知", options, basis="年度计划", necessity="没有现成数据", confirmed=True
        )
        return issue_notice(opened, opened.campaign(NAME), order)[0]


def test_a_wrong_name_is_told_with_the_nearest_and_takes_no_number(office: Workspace) -> None:
    own_template(office, "{{ 表.重点工程 }}")

    with pytest.raises(
        TemplateFaulty, match=r"“表\.重点工程”没有这个内容可填，是不是“表\.重点项目”"
    ):
        brief(office)


def test_what_is_never_added_up_is_a_dash_and_the_remark_says_what_to_do(office: Workspace) -> None:
    book = openpyxl.load_workbook(office.campaign_folder(NAME) / "任务书.xlsx")
    sheet = book["填报项"]
    titles = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[1].value == "总投资")
    row[titles.index("汇总方式")].value = "不汇总"
    book.save(office.campaign_folder(NAME) / "任务书.xlsx")
    own_template(office, "总投资：{{ 合计.总投资 }}。")

    issued = brief(office)

    assert "总投资：—。" in words_in(docx.Document(str(issued.path)).element.body)
    assert any(
        "“总投资”印成“—”：任务书的汇总方式是“不汇总”，要有的请改为“合计”。" in remark
        for remark in issued.remarks
    )
