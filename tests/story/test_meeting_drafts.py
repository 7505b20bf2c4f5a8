"""Papers of a meeting that the program drafts: the notice with its reply form, the briefing and the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipeline.clock import stopped_clock
from pipeline.ledger.register import list_numbers
from pipeline.office.context import open_office
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from tests.story.meetings import (
    MOMENT,
    NAME,
    STATED,
    TITLE,
    book_path,
    campaign,
    paper,
    receive,
    reply,
    run,
    state,
    tables,
)
from tests.story.own_offices import words_of_file
from tests.submissions import drop

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from pipeline.workspace import Workspace

SCOPE = "各县（市、区）分管负责同志\n市直各部门分管负责同志"
OUTLINE = """一、会议指出
创建工作要落到岗位，落到窗口。
二、会议要求
各单位10月10日前书面报送贯彻落实情况。
"""
DATED = ("--dated", "2026-09-26")


def notice(workspace: Workspace, *more: object) -> Result:
    return run(workspace, "notice", "会议通知", NAME, "--dated", "2026-09-20", *more)


def about(workspace: Workspace, kind: str, outline: str, *more: object) -> Result:
    file = workspace.root / "提纲.txt"
    file.write_text(outline, "utf-8")
    return run(workspace, "notice", kind, NAME, "--outline", file, *DATED, *more)


def issued(workspace: Workspace, folder: str = "通知") -> Path:
    (path,) = (workspace.results(NAME) / folder).glob("*.docx")
    return path


def said_by(result: Result) -> str:
    return result.output + str(result.exception)


def numbers(workspace: Workspace) -> int:
    with open_office(workspace, stopped_clock(MOMENT)) as office:
        return len(list_numbers(office.ledger))


def test_the_notice_is_written_from_the_book_with_the_reply_form_as_its_attachment(
    drafted: Workspace,
) -> None:
    state(drafted, **STATED, 参会范围=SCOPE, 会前准备="准备5分钟的发言材料")

    result = notice(drafted)

    assert result.exit_code == 0, said_by(result)
    words = words_of_file(issued(drafted))
    lines = [line for line in words.split("\n") if line]
    assert f"关于召开{TITLE}的通知" in "".join(lines)
    assert f"定于2026年9月25日召开{TITLE}。现将有关事项通知如下。" in words
    for heading, below in (
        ("一、会议时间", "2026年9月25日（星期五）9:00，会期半天。"),
        ("二、会议地点", "市政府二楼会议室。"),
        ("三、会议内容", "（一）传达上级会议精神。"),
        ("四、参会人员", "（一）各县（市、区）分管负责同志。"),
        ("五、会前准备", "准备5分钟的发言材料。"),
    ):
        assert lines[lines.index(heading) + 1] == below
    assert "请于2026年9月22日18:00前报送" in words
    assert "联系人：市文明办创建科，电话：0000-3210123。" in words
    assert f"附件：{NAME}参会回执" in lines
    assert lines.index("附件") < lines.index(f"{NAME}参会回执")
    answers, people, _ = docx.Document(str(issued(drafted))).tables
    assert [cell.text for cell in answers.column_cells(0)][:3] == ["项目", "单位名称", "是否参会"]
    assert answers.cell(2, 1).text == "□是　　□否"
    assert [c.text for c in people.rows[0].cells][:3] == ["序号", "姓名", "职务"]
    assert f"baosong blanks {NAME}" in result.output


def test_a_renamed_column_and_a_further_one_are_in_the_form(drafted: Workspace) -> None:
    book = openpyxl.load_workbook(book_path(drafted))
    sheet = book["填报项"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    sheet.cell(sheet.max_row, 2).value = "是否住宿"
    sheet.append(["L06", "车牌号", *last[2:]])
    book.save(book_path(drafted))
    state(drafted, **STATED, 参会范围=SCOPE)

    assert notice(drafted).exit_code == 0

    people = docx.Document(str(issued(drafted))).tables[1]
    assert [c.text for c in people.rows[0].cells][-2:] == ["是否住宿", "车牌号"]


@pytest.mark.parametrize(
    ("item", "typed", "said"),
    [
        ("参会范围", "", "没有填“参会范围”，请补填哪些人参加"),
        ("会议议程", "", "没有填“会议内容”，请补填会议的事项"),
        ("联系人", "", "没有填“联系人”，请补填收回执的科室或人"),
        ("截止时间", "2026-09-26 18:00", "回执的截止时间在会议之后"),
        ("会前准备", "（待填）", "还留着【待定】、（待填）"),
    ],
)
def test_a_notice_that_would_have_a_hole_is_refused_at_its_cell(
    drafted: Workspace, item: str, typed: str, said: str
) -> None:
    good = {**STATED, "参会范围": SCOPE, "联系人": "市文明办创建科", "会前准备": ""}
    cells = state(drafted, **{**good, item: typed})

    result = notice(drafted)

    assert result.exit_code == 1
    at = "会议内容" if item == "会议议程" else item
    assert "任务书.xlsx「任务」B" in said_by(result)
    assert said in said_by(result)
    if at == item:
        assert cells[item] in said_by(result)
    assert not numbers(drafted)
    state(drafted, **{item: good[item]})  # the remedy
    assert notice(drafted).exit_code == 0


def test_a_persons_notice_gets_the_form_where_it_names_it(drafted: Workspace) -> None:
    state(drafted, **STATED)
    text = drafted.root / "稿.txt"
    words = f"关于召开{TITLE}的通知\n\n定于{{{{ 会议时间 }}}}召开，请按时参加，并于{{{{ 回执截止时间 }}}}前报送回执。\n"
    text.write_text(words, "utf-8")
    without = notice(drafted, "--text", text, "--draft")
    assert f"请在正文后写一行“附件：{NAME}参会回执”" in without.output

    text.write_text(f"{words}\n附件：{NAME}参会回执\n", "utf-8")  # the remedy
    result = notice(drafted, "--text", text)

    assert result.exit_code == 0, said_by(result)
    tables = docx.Document(str(issued(drafted))).tables
    assert tables[0].cell(1, 0).text == "单位名称"
    assert "2026年9月22日18:00前报送回执" in words_of_file(issued(drafted))


def test_a_briefing_without_an_outline_takes_no_number_and_its_draft_says_what_is_to_be_written(
    meeting: Workspace,
) -> None:
    result = run(meeting, "notice", "会议简报", NAME, *DATED)
    assert result.exit_code == 1
    assert f"baosong notice 会议简报 {NAME} --outline 提纲.docx" in said_by(result)

    result = run(meeting, "notice", "会议简报", NAME, "--draft")
    assert result.exit_code == 0, said_by(result)
    draft = issued(meeting, "简报/草稿")
    words = words_of_file(draft)
    assert f"9月25日，{TITLE}在市政府二楼会议室召开。市文明办主任〇〇〇主持会议。" in words
    assert "【未写：会议精神和部署的工作】" in words
    refused = run(meeting, "issue", draft, "--series", f"{NAME}简报")
    assert (refused.exit_code, "【未写" in said_by(refused)) == (1, True)
    assert not numbers(meeting)


def test_a_briefing_is_an_outline_and_who_came_spoke_and_was_excused(meeting: Workspace) -> None:
    result = about(meeting, "会议简报", OUTLINE)

    assert result.exit_code == 0, said_by(result)
    lines = [line for line in words_of_file(issued(meeting, "简报")).split("\n") if line]
    at = lines.index(f"{TITLE}召开")
    assert lines[at + 1 : at + 8] == [
        f"9月25日，{TITLE}在市政府二楼会议室召开。市文明办主任〇〇〇主持会议。应到单位45个，到会2个、3人。",
        "会上，东河区副区长丙某某、市教育局副局长甲某某作了交流发言。",
        *OUTLINE.split("\n")[:4],
        "西河区请假。",
    ]
    assert "加了：导语、交流发言、请假说明" in result.output
    assert "新城区、" in result.output, "whose attendance isn't known"
    traced = run(meeting, "trace", issued(meeting, "简报"), "3")
    assert "市教育局回执.xlsx「参会人员」" in traced.output
    assert "正文第1段" in traced.output


def test_what_an_outline_states_itself_is_not_stated_again(meeting: Workspace) -> None:
    own = f"{TITLE}开到田间\n\n会议在市政府二楼会议室召开，{{{{ 参会人数 }}}}人参加。\n{{{{ 请假单位 }}}}请了假。\n"

    assert about(meeting, "会议简报", own + OUTLINE).exit_code == 0

    words = words_of_file(issued(meeting, "简报"))
    assert words.count("市政府二楼会议室") == 1
    assert f"{TITLE}开到田间" in words
    assert f"{TITLE}召开" not in words
    assert words.count("西河区") == 1
    assert "作了交流发言。" in words


def test_minutes_list_who_attended_was_excused_and_observed(meeting: Workspace) -> None:
    book = openpyxl.load_workbook(book_path(meeting))
    for row in book["单位"].iter_rows(min_row=2):
        if row[3].value == "市直部门":
            row[3].value = "市直部门（列席）"
    book.save(book_path(meeting))

    result = about(meeting, "纪要", OUTLINE)

    assert result.exit_code == 0, said_by(result)
    minutes = docx.Document(str(issued(meeting)))
    assert f"{TITLE}纪要" in "".join(p.text for p in minutes.paragraphs)
    opening = f"2026年9月25日，市文明办主任〇〇〇在市政府二楼会议室主持召开{TITLE}。现将会议主要内容纪要如下。"
    assert opening in [p.text for p in minutes.paragraphs]
    lists = [p for p in minutes.paragraphs if p.text[:3] in {"出席：", "请假：", "列席："}]
    assert [p.text for p in lists] == [
        "出席：东河区丙某某",
        "请假：西河区",
        "列席：市教育局甲某某、乙某某",
    ]
    for each in lists:  # GB/T 9704-2012, 10.3: the word in 黑体, the names below each other
        label = each.runs[0]._r.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")  # noqa: SLF001
        assert label is not None
        assert (each.runs[0].text[:2], label.get(qn("w:eastAsia"))) == (each.text[:2], "黑体")


def test_papers_about_a_meeting_need_its_host(meeting: Workspace) -> None:
    cell = state(meeting, 主持人="")["主持人"]

    result = about(meeting, "纪要", OUTLINE)

    assert result.exit_code == 1
    assert f"「任务」{cell} 没有填“主持人”，请补填主持会议的人" in said_by(result)
    assert "议程没有印主持" in run(meeting, "meeting", NAME).output
    state(meeting, 主持人=STATED["主持人"])  # the remedy
    assert about(meeting, "纪要", OUTLINE).exit_code == 0


def test_a_unit_that_did_not_come_is_stated_as_missing(meeting: Workspace) -> None:
    cell = state(meeting, 缺席单位="东河区、市园林局")["缺席单位"]
    result = about(meeting, "会议简报", OUTLINE)
    assert f"「任务」{cell} “市园林局”不在「单位」表里" in said_by(result)

    state(meeting, 缺席单位="东河区、新城区")  # the remedy
    assert about(meeting, "会议简报", OUTLINE).exit_code == 0

    words = words_of_file(issued(meeting, "简报"))
    assert "到会1个、2人" in words
    assert "会上，市教育局副局长甲某某作了交流发言。" in words
    assert "西河区请假，东河区、新城区缺席。" in words


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (
            {"分会场": "各县（市、区）政府视频会议室"},
            "以视频会议形式召开，主会场设在市政府二楼会议室，分会场设在各县（市、区）政府视频会议室。",
        ),
        (
            {"会议时间": "2026年9月25—26日，会期两天"},
            f"9月25日至26日，{TITLE}在市政府二楼会议室召开。",
        ),
        (
            {"会议名称": "中共平湖县委常委会会议"},
            "9月25日，中共平湖县委常委会会议在市政府二楼会议室召开。",
        ),
    ],
)
def test_other_meetings_read_as_well(meeting: Workspace, items: dict[str, str], said: str) -> None:
    state(meeting, **items)

    assert about(meeting, "会议简报", OUTLINE).exit_code == 0
    assert said in words_of_file(issued(meeting, "简报"))


def test_a_unit_that_replies_twice_counts_once_and_a_person_without_a_post_is_returned(
    meeting: Workspace,
) -> None:
    reply(meeting, "东河区", {"是否参会": "是"}, *(f"某{n}某 科长" for n in "一二三四五"))
    reply(meeting, "云岭市", {"是否参会": "是"}, "甲某某")
    assert sorted(receive(meeting)) == ["东河区:已收", "云岭市:退回"]
    slip = next((meeting.results(NAME) / "退回" / "云岭市").glob("*退回单.docx"))
    assert "职务" in words_of_file(slip)

    run(meeting, "meeting", NAME)
    table = docx.Document(str(meeting.results(NAME) / "会议" / "签到表.docx")).tables[0]
    assert [row.cells[1].text for row in table.rows[1:]] == ["东河区"] * 5 + ["市教育局"] * 2


def test_a_file_that_is_no_reply_waits_with_its_reason(meeting: Workspace) -> None:
    for name, content in (
        ("东河区交流材料.pdf", b"%PDF-1.4\n%x\n"),
        ("东河区交流材料.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("东河区交流材料.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    ):
        (meeting.inbox / name).write_bytes(content)

    result = run(meeting, "process")

    for kind in ("pdf", "doc", "jpg"):
        assert f"东河区交流材料.{kind}" in result.output


def test_columns_that_the_office_renames_are_understood(drafted: Workspace) -> None:
    book = openpyxl.load_workbook(book_path(drafted))
    names = {
        "姓名": "参会人员姓名",
        "职务": "职务（职称）",
        "是否发言": "发言与否",
        "请假原因": "不参会原因",
    }
    for row in book["填报项"].iter_rows(min_row=2):
        row[1].value = names.get(str(row[1].value), row[1].value)
    for row in book["核对"].iter_rows(min_row=2):
        row[2].value = str(row[2].value).replace("请假原因", "不参会原因")
    book.save(book_path(drafted))
    state(drafted, **STATED)
    held = campaign(drafted)
    person = {"参会人员姓名": "甲某某", "职务（职称）": "教育局副局长", "发言与否": "是"}
    comes = {"是否参会": "是", "是否提交交流材料": "否"}
    stays = {"是否参会": "否", "不参会原因": "防汛值守", "是否提交交流材料": "否"}
    for unit in held.units():
        if unit.full_name in {"市教育局", "西河区"}:
            came = unit.full_name == "市教育局"
            rows = {"参会人员": (person,)} if came else {}
            answers = Answers(comes if came else stays, rows)
            content = as_workbook(filled_sheets(held, unit, answers), MOMENT)
            drop(drafted, f"{unit.full_name}.xlsx", content)
    assert sorted(receive(drafted)) == ["市教育局:已收", "西河区:已收"]

    assert run(drafted, "meeting", NAME).exit_code == 0
    coming, absent, _ = tables(paper(drafted, "参会名单"))
    assert coming[0][2:4] == ["参会人员姓名", "职务（职称）"]
    assert absent[1:] == [["1", "西河区", "防汛值守"]]
    assert about(drafted, "会议简报", OUTLINE).exit_code == 0
    assert "会上，市教育局副局长甲某某作了交流发言。" in words_of_file(issued(drafted, "简报"))
