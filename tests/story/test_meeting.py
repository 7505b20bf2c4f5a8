"""A meeting from its draft to the papers on the tables: replies in, lists, agenda and collection out."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from cli import cli
from pipeline.official.rendering.render import find_renderer
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.workbook.reading.read import read_book
from tests.conftest import require
from tests.story.meetings import (
    MOMENT,
    NAME,
    PEOPLE,
    STATED,
    TITLE,
    book_path,
    campaign,
    gives,
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

    from pipeline.workspace import Workspace


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
        (("--form", "表.xlsx", "--like", "会议"), "--like 和 --form 一次只用一个"),
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
    assert not book_path(fresh).exists()


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
@pytest.mark.long
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


def test_a_column_that_the_office_adds_is_printed_too(drafted: Workspace) -> None:
    book = openpyxl.load_workbook(book_path(drafted))
    sheet = book["填报项"]
    last = [cell.value for cell in sheet[sheet.max_row]]
    sheet.append(["L06", "住宿要求", *last[2:]])
    book.save(book_path(drafted))
    state(drafted, **STATED)
    held = campaign(drafted)
    at = held.units()[0]
    person = {"姓名": "甲某某", "职务": "主任", "住宿要求": "单间"}
    singles = {"是否参会": "是", "是否提交交流材料": "否"}
    answers = Answers(singles, {"参会人员": (person,)})
    drop(drafted, f"{at.full_name}.xlsx", as_workbook(filled_sheets(held, at, answers), MOMENT))
    receive(drafted)

    run(drafted, "meeting", NAME)

    head, row = tables(paper(drafted, "参会名单"))[0]
    assert (head[-1], row[-1]) == ("住宿要求", "单间")


def test_the_same_replies_give_the_same_papers(meeting: Workspace) -> None:
    run(meeting, "meeting", NAME)
    first = {path.name: path.read_bytes() for path in paper(meeting, "").parent.glob("*.docx")}
    assert set(first) == {f"{each}.docx" for each in ("参会名单", "签到表", "议程", "交流材料汇编")}

    run(meeting, "meeting", NAME)

    assert first == {p.name: p.read_bytes() for p in paper(meeting, "").parent.glob("*.docx")}


def test_a_campaign_that_is_no_meeting_and_one_without_replies_are_refused(
    drafted: Workspace,
) -> None:
    other = str(run(drafted, "meeting", "文明单位创建").exception)
    assert "不是会议" in other
    assert "--like 会议" in other
    state(drafted, **STATED)
    assert "还没有收下一份回执" in str(run(drafted, "meeting", NAME).exception)
