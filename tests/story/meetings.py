"""A meeting of the example's office: drafted, stated, and replied to by four of its units."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import openpyxl
from click.testing import CliRunner

from cli import cli
from pipeline.campaign.book.load import load_campaign
from pipeline.clock import BEIJING, stopped_clock
from pipeline.office.context import open_office
from pipeline.receiving.run import run_pass
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.workspace import Workspace
from tests.submissions import drop

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from pipeline.model.campaign import Campaign

NAME = "推进会"
TITLE = "全市文明单位创建工作推进会"
MOMENT = datetime(2026, 9, 20, 9, 0, tzinfo=BEIJING)
STATED = {
    "会议名称": TITLE,
    "会议时间": "2026年9月25日（星期五）9:00，会期半天",
    "会议地点": "市政府二楼会议室",
    "主持人": "市文明办主任 〇〇〇",
    "会议议程": "时间|内容|主持\n9:00|传达上级会议精神|〇〇〇\n9:30|交流发言|〇〇〇\n11:00|部署下一步工作",
    "截止时间": "2026-09-22 18:00",
}


def long_text(place: str) -> str:
    """A material of more than a page, which no other place could have written."""
    line = (
        f"{place}把创建工作摆在重要位置，{place}的任务逐项细化，{place}的责任逐级压实，做到有结果。"
    )
    return f"一、主要做法\n{line * 20}\n{line * 3}"


PEOPLE = ("姓名", "职务", "联系电话", "是否发言", "备注")


def run(workspace: Workspace, *words: object) -> Result:
    return CliRunner().invoke(cli, ["-w", str(workspace.root), *map(str, words)])


def state(workspace: Workspace, **items: object) -> dict[str, str]:
    """Fill in items of the 任务 sheet, as a secretary does; return their cells."""
    path = book_path(workspace)
    book = openpyxl.load_workbook(path)
    cells = {}
    for row in book["任务"].iter_rows(min_row=2):
        name = str(row[0].value)
        if name in items:
            row[1].value = items[name]
            cells[name] = str(row[1].coordinate)
        row[2].value = str(row[2].value or "").replace("【待定】", "")
    book.save(path)
    return cells


def book_path(workspace: Workspace) -> Path:
    return workspace.campaign_folder(NAME) / "任务书.xlsx"


def campaign(workspace: Workspace) -> Campaign:
    return load_campaign(book_path(workspace))


def reply(workspace: Workspace, unit: str, singles: dict[str, str], *people: str) -> None:
    """Drop the reply of *unit* into the inbox; of each of *people* the cells are divided by a space."""
    held = campaign(workspace)
    rows = tuple(
        {column: said for column, said in zip(PEOPLE, person.split(" "), strict=False) if said}
        for person in people
    )
    given = {"是否提交交流材料": "否", **singles}
    answers = Answers(given, {"参会人员": rows} if rows else {})
    at = next(each for each in held.units() if each.full_name == unit)
    drop(workspace, f"{unit}回执.xlsx", as_workbook(filled_sheets(held, at, answers), MOMENT))


def gives(place: str) -> dict[str, str]:
    """The answers of a unit that comes and hands a material in."""
    return {"是否参会": "是", "是否提交交流材料": "是", "交流材料": long_text(place)}


def copied(workspace: Workspace, folder: Path) -> Workspace:
    shutil.copytree(workspace.root, folder / "办公室")
    return Workspace(folder / "办公室")


def receive(workspace: Workspace) -> list[str]:
    with open_office(workspace, stopped_clock(MOMENT)) as office:
        report = run_pass(office)
    return [f"{each.unit}:{each.fate.label}" for each in report.outcomes]


def paper(workspace: Workspace, name: str) -> Path:
    return workspace.results(NAME) / "会议" / f"{name}.docx"


def tables(path: Path) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(str(path)).tables
    ]


def draft(workspace: Workspace) -> None:
    """Draft the meeting by command."""
    result = run(workspace, "campaign", "new", NAME, "--like", "会议")
    assert result.exit_code == 0, result.output


def collect(workspace: Workspace) -> None:
    """State the meeting, and receive the replies of four units, out of the roster's order."""
    state(workspace, **STATED)
    people = ("甲某某 副局长 0000-3210123 是", "乙某某 科长")
    reply(workspace, "市教育局", {**gives("教育系统"), "交流材料题目": "抓细节 促提升"}, *people)
    given = {**gives("东河"), "交流材料题目": "以创建促治理的实践"}
    reply(workspace, "东河区", given, "丙某某 东河区副区长 0000-3210124 是 晚到十分钟")
    reply(workspace, "西河区", {"是否参会": "否", "请假原因": "同日迎接上级检查"})
    reply(workspace, "新城区", {"是否参会": "是"})  # without any people: returned
    receive(workspace)
