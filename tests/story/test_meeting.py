"""A meeting from its draft to the papers on the tables: replies in, lists, agenda and collection out."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from cli import cli
from pipeline.campaign.book.load import load_campaign
from pipeline.clock import BEIJING, stopped_clock
from pipeline.office.context import open_office
from pipeline.official.rendering.render import find_renderer
from pipeline.receiving.run import run_pass
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.workbook.reading.read import read_book
from pipeline.workspace import Workspace
from tests.conftest import require
from tests.story.own_offices import words_of_file
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


@pytest.fixture(scope="module")
def first_drafted(untouched: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace in which the meeting has been drafted; tests change copies of it."""
    workspace = copied(untouched, tmp_path_factory.mktemp("起草"))
    result = run(workspace, "campaign", "new", NAME, "--like", "会议")
    assert result.exit_code == 0, result.output
    return workspace


@pytest.fixture(scope="module")
def replied(first_drafted: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The meeting to which four units have replied, out of the roster's order."""
    workspace = copied(first_drafted, tmp_path_factory.mktemp("回执"))
    state(workspace, **STATED)
    people = ("甲某某 副局长 0000-3210123 是", "乙某某 科长")
    given = {**gives("教育系统"), "交流材料题目": "抓细节 促提升"}
    reply(workspace, "市教育局", given, *people)
    given = {**gives("东河"), "交流材料题目": "以创建促治理的实践"}
    reply(workspace, "东河区", given, "丙某某 东河区副区长 0000-3210124 是 晚到十分钟")
    reply(workspace, "西河区", {"是否参会": "否", "请假原因": "同日迎接上级检查"})
    reply(workspace, "新城区", {"是否参会": "是"})  # nobody is named: returned
    receive(workspace)
    return workspace


def gives(place: str) -> dict[str, str]:
    """The answers of a unit that comes and hands a material in."""
    return {"是否参会": "是", "是否提交交流材料": "是", "交流材料": long_text(place)}


@pytest.fixture
def drafted(first_drafted: Workspace, tmp_path: Path) -> Workspace:
    return copied(first_drafted, tmp_path)


@pytest.fixture
def meeting(replied: Workspace, tmp_path: Path) -> Workspace:
    return copied(replied, tmp_path)


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


def test_the_draft_takes_the_roster_of_the_office_and_waits_for_day_and_place(
    drafted: Workspace,
) -> None:
    held = campaign(drafted)

    assert [unit.full_name for unit in held.units()][:2] == ["东河区", "西河区"]
    assert held.issuing_organ == "云川市精神文明建设指导委员会办公室"
    assert {paper.kind for paper in held.papers} == {"会议通知", "催报", "会议简报", "纪要"}
    checked = run(drafted, "campaign", "check", NAME)
    assert checked.exit_code == 1
    assert "「任务」B6：还留着“（待填）”" in checked.output
    state(drafted, **STATED)
    checked = run(drafted, "campaign", "check", NAME)
    assert (checked.exit_code, "任务书没有问题" in checked.output) == (0, True), checked.output


def test_the_draft_takes_a_list_of_units_and_keeps_a_book_that_is_there(
    tmp_path: Path, fresh: Workspace
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["单位名称"], ["市甲局"], ["市乙局"]):
        book.active.append(row)
    units = tmp_path / "名单.xlsx"
    book.save(units)

    assert run(fresh, "campaign", "new", NAME, "--like", "会议", "--units", units).exit_code == 0
    assert [unit.full_name for unit in campaign(fresh).units()] == ["市甲局", "市乙局"]
    again = run(fresh, "campaign", "new", NAME, "--like", "会议", "--units", units)
    assert (again.exit_code, "已经" in str(again.exception)) == (1, True)


def test_an_office_without_any_roster_is_told_to_give_one(tmp_path: Path) -> None:
    folder = tmp_path / "空"
    assert CliRunner().invoke(cli, ["init", str(folder)]).exit_code == 0

    result = CliRunner().invoke(cli, ["-w", str(folder), "campaign", "new", NAME, "--like", "会议"])

    assert isinstance(result.exception, Exception)
    assert "--units 名单.xlsx" in str(result.exception)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--like", "考试"), "--like 会议"),
        (("--form", "表.xlsx"), "--units"),
        ((), "--like 会议"),
    ],
)
def test_another_starter_and_a_draft_from_nothing_are_refused(
    fresh: Workspace, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"")
    given = [str(tmp_path / word) if word.endswith("xlsx") else word for word in words]

    result = run(fresh, "campaign", "new", NAME, *given)

    assert result.exit_code != 0
    assert said in result.output + str(result.exception)


def test_the_blank_is_the_reply_form(drafted: Workspace) -> None:
    assert run(drafted, "blanks", NAME, "--unit", "东河区").exit_code == 0
    (blank,) = (drafted.results(NAME) / "表样").glob("*.xlsx")

    sheets = {grid.name: grid for grid in read_book(blank.read_bytes(), blank.name).sheets}
    words = {str(cell.value) for grid in sheets.values() for cell in grid.cells.values()}
    assert {"回执", "参会人员"} <= set(sheets)
    assert any("是否参会" in word for word in words)
    assert {"姓名", "职务", "联系电话"} <= {word.rstrip(" *＊") for word in words}


def test_a_reply_that_contradicts_itself_is_returned(drafted: Workspace) -> None:
    state(drafted, **STATED)
    reply(drafted, "东河区", {"是否参会": "是"})
    reply(drafted, "西河区", {"是否参会": "否"})
    reply(drafted, "新城区", {"是否参会": "否", "请假原因": "出差"}, "甲某某 局长")
    reply(drafted, "云岭市", {"是否参会": "是", "是否提交交流材料": "是"}, "甲某某 局长")

    assert sorted(each.split(":")[1] for each in receive(drafted)) == ["退回"] * 4


def test_the_attendance_list_has_all_units_in_the_rosters_order(meeting: Workspace) -> None:
    result = run(meeting, "meeting", NAME)
    assert result.exit_code == 0, result.output

    words = words_of_file(paper(meeting, "参会名单"))
    assert f"{TITLE}参会名单" in words.replace("\n", "")
    assert "时间：2026年9月25日（星期五）9:00，会期半天" in words
    assert "应到单位45个。参会2个、3人，请假1个，未报回执42个" in words
    coming, absent, pending = tables(paper(meeting, "参会名单"))
    assert coming[0] == ["序号", "单位", *PEOPLE]
    assert [row[:4] for row in coming[1:]] == [
        ["1", "东河区", "丙某某", "东河区副区长"],
        ["2", "市教育局", "甲某某", "副局长"],
        ["3", "市教育局", "乙某某", "科长"],
    ]
    assert coming[1][-1] == "晚到十分钟"
    assert absent[1:] == [["1", "西河区", "同日迎接上级检查"]]
    assert pending[1] == ["1", "新城区", "回执退回，尚未补正"]
    assert len(pending) == 43
    assert "还不知道 42 个单位参不参会：新城区、" in result.output


def test_the_sign_in_sheet_has_a_row_to_sign_in_for_each_person(meeting: Workspace) -> None:
    run(meeting, "meeting", NAME)

    document = docx.Document(str(paper(meeting, "签到表")))
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "单位", "姓名", "职务", "签到"]
    assert [row.cells[2].text for row in table.rows[1:]] == ["丙某某", "甲某某", "乙某某"]
    assert {row.cells[4].text for row in table.rows[1:]} == {""}
    assert len(list(document.element.body.iter(qn("w:tblHeader")))) == 1
    assert all(row.height is not None and row.height.mm >= 10 for row in table.rows[1:])
    assert table.columns[4].width.mm > 25, "room to sign"


def test_the_agenda_has_the_stated_rows_and_those_who_speak(meeting: Workspace) -> None:
    run(meeting, "meeting", NAME)

    stated, speakers = tables(paper(meeting, "议程"))
    assert stated == [
        ["序号", "时间", "内容", "主持"],
        ["1", "9:00", "传达上级会议精神", "〇〇〇"],
        ["2", "9:30", "交流发言", "〇〇〇"],
        ["3", "11:00", "部署下一步工作", ""],
    ]
    assert speakers[1:] == [
        ["1", "东河区", "丙某某", "东河区副区长", "以创建促治理的实践"],
        ["2", "市教育局", "甲某某", "副局长", "抓细节 促提升"],
    ]
    assert "主持：市文明办主任 〇〇〇" in words_of_file(paper(meeting, "议程"))


def test_the_collection_has_each_material_on_a_page_of_its_own_and_in_the_contents(
    meeting: Workspace,
) -> None:
    result = run(meeting, "meeting", NAME)

    document = docx.Document(str(paper(meeting, "交流材料汇编")))
    lines = [p.text for p in document.paragraphs if p.hyperlinks]
    assert lines == ["以创建促治理的实践（东河区）\t2", "抓细节 促提升（市教育局）\t4"]
    instructions = [each.text for each in document.element.body.iter(qn("w:instrText"))]
    assert any(each.strip().startswith("TOC ") for each in instructions)
    assert sum(each.strip().startswith("PAGEREF ") for each in instructions) == 2
    new_pages = list(document.element.body.iter(qn("w:pageBreakBefore")))
    assert len(new_pages) == 2
    words = words_of_file(paper(meeting, "交流材料汇编")).split("\n")
    assert words.count("一、主要做法") == 2
    assert words.index("东河区") < words.index("市教育局")
    assert "按 F9 更新" in result.output


@pytest.mark.render
def test_the_contents_have_the_pages_on_which_the_materials_are_printed(
    meeting: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    require(find_renderer(), "LibreOffice")
    monkeypatch.setenv("BAOSONG_RENDER", "1")
    for name in ("云岭市", "清江市"):
        given = {**gives(name), "交流材料题目": f"{name}的经验"}
        reply(meeting, name, given, "丁某某 主任")
    receive(meeting)

    result = run(meeting, "meeting", NAME, "--pdf")
    assert result.exit_code == 0, (result.output, result.exception)
    assert "F9" not in result.output

    pdf = paper(meeting, "交流材料汇编").with_suffix(".pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True
    ).stdout
    pages = text.decode().split("\f")
    contents = re.findall(r"([^\s（]+)（\w+）[\s.…]*(\d+)$", pages[0], re.MULTILINE)
    assert len(contents) == 4, pages[0]
    for title, page in contents:
        assert (
            title in pages[int(page) - 1].split("\n\n")[0].replace(" ", "") + pages[int(page) - 1]
        )
    assert [int(page) for _, page in contents] == sorted({int(page) for _, page in contents})


def test_the_same_replies_give_the_same_papers(meeting: Workspace) -> None:
    run(meeting, "meeting", NAME)
    first = {path.name: path.read_bytes() for path in paper(meeting, "").parent.glob("*.docx")}
    assert set(first) == {f"{each}.docx" for each in ("参会名单", "签到表", "议程", "交流材料汇编")}

    run(meeting, "meeting", NAME)

    assert first == {p.name: p.read_bytes() for p in paper(meeting, "").parent.glob("*.docx")}


FAULTS = (
    ("会议时间", "（待填）", "没有填“会议时间”，请补填开会的日期和时间，如 2026年9月25日（星期五）9:00"),
    ("会议时间", "上午九点", "会议时间“上午九点”里没有写明哪一天，请改填 2026年9月25日（星期五）9:00"),
    ("会议时间", "2026年9月25日（星期四）", "“2026年9月25日(星期四)”的星期与日期对不上，请改正"),
    ("会议时间", "2026年9月31日", "里没有写明哪一天"),
    ("会议地点", "", "没有填“会议地点”，请补填开会的地点"),
    ("会议名称", "", "没有填“会议名称”，请补填会议的全称"),
    ("会议议程", "9:00|开会|〇〇〇", "第1行应写各列的名称，如 时间|内容|主持，请在最上面加一行"),
    ("会议议程", "开会\n9:00|讲话", "第1行应写各列的名称"),
    ("会议议程", "时间|内容", "只有各列的名称，请从第2行起写议程"),
    ("会议议程", "时间|内容\n9:00|讲话|〇〇〇", "第2行有3格，第1行只有2列"),
)  # fmt: skip


@pytest.mark.parametrize(("item", "typed", "said"), FAULTS)
def test_a_meeting_without_day_place_or_readable_agenda_is_refused_at_its_cell(
    meeting: Workspace, item: str, typed: str, said: str
) -> None:
    cell = state(meeting, **{item: typed})[item]

    result = run(meeting, "meeting", NAME)

    assert result.exit_code == 1
    sentence = str(result.exception)
    assert f"templates/任务/{NAME}/任务书.xlsx「任务」{cell} " in sentence
    assert said in sentence
    assert not paper(meeting, "").parent.exists()
    state(meeting, **{item: STATED[item]})  # the remedy
    assert run(meeting, "meeting", NAME).exit_code == 0


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (datetime(2026, 9, 25, 9, 30), "时间：2026年9月25日09:30"),  # noqa: DTZ001 - a cell has no zone
        (datetime(2026, 9, 25), "时间：2026年9月25日"),  # noqa: DTZ001
        ("二〇二六年九月二十五日上午", "时间：二〇二六年九月二十五日上午"),
        ("9月25日至26日", "时间：9月25日至26日"),
        ("2026-09-25 周五 9:00", "时间：2026-09-25 周五 9:00"),
    ],
)
def test_a_day_is_a_day_however_it_is_typed(
    meeting: Workspace, typed: object, printed: str
) -> None:
    state(meeting, 会议时间=typed)

    assert run(meeting, "meeting", NAME).exit_code == 0
    assert printed in words_of_file(paper(meeting, "签到表"))


def test_an_agenda_of_sentences_is_numbered_and_an_empty_one_is_left_out(
    meeting: Workspace,
) -> None:
    state(meeting, 会议议程="传达文件\n讨论办法")
    run(meeting, "meeting", NAME)
    assert "一、传达文件\n二、讨论办法" in words_of_file(paper(meeting, "议程"))

    paper(meeting, "议程").unlink()
    cell = state(meeting, 会议议程="")["会议议程"]
    result = run(meeting, "meeting", NAME)
    assert (result.exit_code, paper(meeting, "议程").exists()) == (0, False)
    assert f"任务书「任务」{cell} 没有填“会议议程”" in result.output


def test_a_campaign_that_is_no_meeting_and_one_without_replies_are_refused(
    drafted: Workspace,
) -> None:
    other = str(run(drafted, "meeting", "文明单位创建").exception)
    assert "不是会议" in other
    assert "--like 会议" in other
    state(drafted, **STATED)
    assert "还没有收下一份回执" in str(run(drafted, "meeting", NAME).exception)


OUTLINE = f"""{TITLE}召开

{{{{ 会议时间 }}}}，{TITLE}在{{{{ 会议地点 }}}}召开。{{{{参会单位数}}}}个单位的{{{{ 参会人数 }}}}人参加，{{{{ 请假情况 }}}}请假。
{{{{ 发言人 }}}}作了发言。
"""


def test_a_meeting_briefing_states_who_came_and_who_spoke(meeting: Workspace) -> None:
    text = meeting.root / "提纲.txt"
    text.write_text(OUTLINE, "utf-8")

    result = run(meeting, "notice", "会议简报", NAME, "--text", text, "--dated", "2026-09-26")

    assert result.exit_code == 0, (result.output, result.exception)
    (issued,) = (meeting.results(NAME) / "简报").glob("*.docx")
    words = words_of_file(issued)
    assert "2个单位的3人参加，西河区（同日迎接上级检查）请假。" in words
    assert "东河区副区长丙某某、市教育局副局长甲某某作了发言。" in words
    assert "没有排进" not in result.output
    assert "{{" not in words


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("参会单位个数", "第3行的 {{ 参会单位个数 }} 不是能用的标签。可以写 {{ 参会单位数 }}"),
        ("参会范围", "第3行的 {{ 参会范围 }} 没有内容（参会范围一个也没有）"),
    ],
)
def test_a_tag_that_is_none_takes_no_number(meeting: Workspace, tag: str, said: str) -> None:
    text = meeting.root / "提纲.txt"
    text.write_text(f"{TITLE}召开\n\n共{{{{ {tag} }}}}参加。\n", "utf-8")

    result = run(meeting, "notice", "会议简报", NAME, "--text", text, "--dated", "2026-09-26")

    assert result.exit_code == 1
    assert said in str(result.exception)
    assert not list((meeting.results(NAME)).glob("简报/*.docx"))


def test_meeting_notice_and_minutes_are_issued_from_the_same_book(meeting: Workspace) -> None:
    texts = {
        "会议通知": f"关于召开{TITLE}的通知\n\n定于{{{{ 会议时间 }}}}在{{{{ 会议地点 }}}}召开，请按时参加。\n",
        "纪要": f"{TITLE}纪要\n\n{{{{ 参会人数 }}}}人参加会议。会议指出，要抓好落实。\n",
    }
    for kind, words in texts.items():
        text = meeting.root / f"{kind}.txt"
        text.write_text(words, "utf-8")
        result = run(meeting, "notice", kind, NAME, "--text", text, "--dated", "2026-09-26")
        assert result.exit_code == 0, (kind, result.output, result.exception)
    issued = [words_of_file(path) for path in (meeting.results(NAME) / "通知").glob("*.docx")]
    assert len(issued) == 2
    assert any("在市政府二楼会议室召开" in words for words in issued)
