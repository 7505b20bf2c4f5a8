"""The door: exit codes, JSON that is only JSON, Chinese names, and no traceback for anybody."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import click
import openpyxl
import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.commands.help_page import ChineseGroup
from tests import programs
from tests.programs import LATER, ROOT, baosong_here

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace
    from tests.conftest import Demonstration

baosong = partial(baosong_here, BAOSONG_NOW=LATER)


def commands(group: click.Group = cli) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: command.name)
def test_every_command_and_option_is_explained_in_chinese(command: click.Command) -> None:
    assert re.search(r"[\u4e00-\u9fff]", command.help or ""), command.name
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name != "help":
            assert re.search(r"[\u4e00-\u9fff]", parameter.help or ""), parameter.name


def test_help_shows_both_names_of_each_command() -> None:
    said = CliRunner().invoke(cli, ["--help"]).output

    for english, chinese in {
        "process": "处理",
        "status": "情况",
        "brief": "简报",
        "notice": "发文",
    }.items():
        assert re.search(rf"{english}\s+{chinese}", said)
    assert isinstance(cli, ChineseGroup)


def test_a_chinese_name_is_the_same_command(demonstration: Demonstration) -> None:
    root = demonstration.report.workspace.root

    chinese = programs.baosong("-w", root, "情况", "文明单位创建", "--json", BAOSONG_NOW=LATER)
    english = baosong("-w", root, "status", "文明单位创建", "--json")

    assert chinese.returncode == 0, chinese.stderr
    assert json.loads(chinese.stdout) == json.loads(english.stdout)


def test_status_prints_one_json_document_and_nothing_else(demonstration: Demonstration) -> None:
    answer = baosong("-w", demonstration.report.workspace.root, "status", "文明单位创建", "--json")

    document = json.loads(answer.stdout)
    assert set(document) == {
        "campaign", "period", "deadline", "units", "counts", "decisions", "quarantined", "watcher",
        "levels", "level_differences", "outdated",
    }  # fmt: skip
    assert set(document["units"][0]) == {
        "unit", "category", "level", "superior", "state", "late", "amended_in_time", "version", "received_at",
        "original_sha256",
        "errors", "warnings", "explanations",
    }  # fmt: skip


def test_process_prints_one_json_document(fresh: Workspace) -> None:
    (fresh.inbox / "说明.txt").write_text("一份说明", encoding="utf-8")

    answer = programs.baosong("process", "--json", BAOSONG_WORKSPACE=str(fresh.root))

    document = json.loads(answer.stdout)
    assert (document["arrived"], document["quarantined"]) == (1, 1)
    assert document["files"][0]["name"] == "说明.txt"
    assert {"accepted", "returned", "duplicate", "waiting"} <= set(document)


def test_the_status_table_has_every_unit(demonstration: Demonstration) -> None:
    answer = baosong("-w", demonstration.report.workspace.root, "status", COLUMNS="160")

    for unit in demonstration.campaign.units():
        assert unit.full_name in answer.stdout
    assert "未报 3" in answer.stdout


def test_trace_leads_from_a_printed_number_to_its_cell(demonstration: Demonstration) -> None:
    (briefing,) = demonstration.results.glob("简报/*.docx")

    answer = baosong("-w", demonstration.report.workspace.root, "trace", briefing, "5,200")

    assert answer.returncode == 0, answer.stderr
    assert re.search(
        r"东河区 ← 东河区报送表（更新）\.xlsx「基本情况」C\d+　原文“5200”　指纹 [0-9a-f]{16}",
        answer.stdout,
    )


def test_trace_states_when_a_number_is_not_there(demonstration: Demonstration) -> None:
    (briefing,) = demonstration.results.glob("简报/*.docx")

    answer = baosong("-w", demonstration.report.workspace.root, "trace", briefing, "987654")

    assert answer.returncode == 1
    assert "没有印出“987654”" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-w", "{empty}", "status"], 1, "不是报送通的工作目录"),
        (["-w", "{office}", "status", "没有的任务"], 1, "没有名为“没有的任务”的报送任务。现有任务：文明单位创建"),
        (["-w", "{office}", "blanks", "文明单位创建", "--unit", "东何区"], 1, "相近的有：东河区"),
        (["-w", "{office}", "status", "文明单位创建", "--period", "2020-01"], 1, "没有“2020-01”这一期"),
        (["-w", "{office}", "notice", "公示", "文明单位创建"], 1, "没有“公示”的模板"),
        (["-w", "{office}", "trace", "{office}/templates/公文/通知.docx"], 1, "查不到数字来源"),
        (["inspect", "{office}/templates/任务/文明单位创建/任务书.xlsx"], 1, "不是 Word 文档"),
        (["-w", "{office}", "campaign", "check", "没有"], 1, "没有名为“没有”"),
        (["没有的命令"], 2, "没有 没有的命令 这个命令"),
        (["status", "--没有"], 2, "没有 --没有 这个选项"),
        (["brief"], 2, "缺少 任务名"),
        (["brief", "x", "--dated", "昨天"], 2, "“昨天”不是日期"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_one_sentence_and_an_exit_code(
    arguments: list[str], code: int, told: str, fresh: Workspace, tmp_path: Path
) -> None:
    answer = baosong(
        *(argument.format(empty=tmp_path, office=fresh.root) for argument in arguments)
    )

    assert answer.returncode == code
    assert told in answer.stderr
    assert "Traceback" not in answer.stdout + answer.stderr


def test_a_day_of_rehearsal_that_is_none_is_a_slip_of_usage(fresh: Workspace) -> None:
    answer = baosong("-w", fresh.root, "status", BAOSONG_NOW="昨天")

    assert answer.returncode == 2
    assert "BAOSONG_NOW 写的是“昨天”" in answer.stderr


def test_an_internal_fault_is_a_sentence_and_a_log(fresh: Workspace, tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "import cli\n"
        "import pipeline.receiving.run\n"
        "def fail(*_): raise ZeroDivisionError('boom')\n"
        "pipeline.receiving.run.scan = fail\n"
        "if __name__ == '__main__':\n"
        f"    sys.argv = ['baosong', '-w', {str(fresh.root)!r}, 'process']\n"
        "    cli.main()\n",
        encoding="utf-8",
    )

    answer = subprocess.run(
        [sys.executable, str(broken)], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 1
    assert "程序内部出错" in answer.stderr
    assert "Traceback" not in answer.stderr
    (log,) = fresh.logs.glob("*.log")
    assert "ZeroDivisionError: boom" in log.read_text("utf-8")


def test_a_damaged_ledger_is_reported_and_nothing_is_lost(office_folder: Workspace) -> None:
    office_folder.ledger.write_bytes(b"not a database at all" * 1000)
    for extra in office_folder.hidden.glob("ledger.sqlite3-*"):
        extra.unlink()

    answer = baosong("-w", office_folder.root, "status")

    assert answer.returncode == 1
    assert "台账" in answer.stderr
    assert "originals" in answer.stderr


def test_a_faulty_campaign_book_is_reported_by_cell(fresh: Workspace) -> None:
    book = fresh.campaigns / "文明单位创建" / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    edited["填报项"]["F2"].value = "选择"
    edited["任务"]["B9"].value = "十月上旬"
    edited.save(book)

    checked = baosong("-w", fresh.root, "campaign", "check", "文明单位创建")
    passed = baosong("-w", fresh.root, "process")

    assert checked.returncode == 1
    assert "任务书.xlsx「填报项」F2" in checked.stdout
    assert "任务书.xlsx「任务」B9" in checked.stdout
    assert passed.returncode == 0
    assert "任务书有误" in passed.stderr


def own_form(folder: Path) -> Path:
    """A form as an office draws it: a title, and a label in each row."""
    form = openpyxl.Workbook()
    sheet = form.active
    sheet.title = "统计表"
    sheet.append(["全市安全生产检查情况统计表"])
    for label in (
        "检查企业数（家）", "是否开展培训", "发现隐患数（处）", "投入资金（万元）", "检查日期",
        "存在问题", "联系电话",
    ):  # fmt: skip
        sheet.append([label])
    choice = openpyxl.worksheet.datavalidation.DataValidation(
        type="list", formula1='"是,否,计划中"'
    )
    choice.add("B3")
    sheet.add_data_validation(choice)
    form.save(folder / "表样.xlsx")
    return folder / "表样.xlsx"


def own_roster(folder: Path) -> Path:
    roster = openpyxl.Workbook()
    for row in (["序号", "单位名称", "联系人"], [1, "东河区", "〇〇〇"], [2, "西河区", ""]):
        roster.active.append(row)
    roster.save(folder / "名单.xlsx")
    return folder / "名单.xlsx"


def settle_placeholders(book: Path) -> None:
    """What the secretary does with a drafted 任务书: each placeholder becomes a content, each remark goes."""
    drafted = openpyxl.load_workbook(book)
    for sheet in drafted:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("（待填）", "安全").replace("【待定】", "")
    drafted.save(book)


def test_a_campaign_is_drafted_from_an_offices_own_form_and_can_be_used(
    fresh: Workspace, tmp_path: Path
) -> None:
    drafted = baosong(
        "-w", fresh.root, "campaign", "new", "安全生产",
        "--form", own_form(tmp_path), "--units", own_roster(tmp_path),
    )  # fmt: skip
    unedited = baosong("-w", fresh.root, "campaign", "check", "安全生产")
    assert unedited.returncode == 1
    assert "任务书.xlsx「任务」B5：还留着“（待填）”" in unedited.stdout
    settle_placeholders(fresh.campaigns / "安全生产" / "任务书.xlsx")
    checked = baosong("-w", fresh.root, "campaign", "check", "安全生产")
    made = baosong("-w", fresh.root, "blanks", "安全生产")

    assert drafted.returncode == checked.returncode == made.returncode == 0, checked.stdout
    assert "检查企业数" in drafted.stdout
    fields = openpyxl.load_workbook(fresh.campaigns / "安全生产" / "任务书.xlsx")["填报项"]
    found = {
        row[1]: (row[5], row[9] or "", row[10] or "")
        for row in fields.iter_rows(min_row=2, values_only=True)
    }
    assert found == {
        "检查企业数": ("整数", "", "家"),
        "是否开展培训": ("选项", "是、否、计划中", ""),
        "发现隐患数": ("整数", "", "处"),
        "投入资金": ("数值", "", "万元"),
        "检查日期": ("日期", "", ""),
        "存在问题": ("长文本", "", ""),
        "联系电话": ("电话", "", ""),
    }
    assert len(list(fresh.results("安全生产").glob("表样/*.xlsx"))) == 2
    folder = fresh.campaigns / "安全生产"
    assert (folder / "表样.xlsx").read_bytes() == (tmp_path / "表样.xlsx").read_bytes()
    seen = openpyxl.load_workbook(folder / "识别图.xlsx")
    assert seen.sheetnames[-1] == "填写说明"
    assert "检查企业数" in seen.worksheets[0]["B2"].comment.text


def test_each_file_is_reported_once_and_on_one_line(fresh: Workspace) -> None:
    (fresh.inbox / "换\n行.txt").write_text("说明", encoding="utf-8")

    answer = baosong("-w", fresh.root, "process")

    assert answer.stdout.count("换 行.txt") == 1
    assert "本轮：待认领 1。" in answer.stdout


def test_a_campaign_book_that_does_not_open_stops_nothing_else(fresh: Workspace) -> None:
    broken = fresh.campaigns / "坏任务" / "任务书.xlsx"
    broken.parent.mkdir()
    broken.write_bytes(b"junk")

    answer = baosong("-w", fresh.root, "status", "文明单位创建", "--json")

    assert json.loads(answer.stdout)["campaign"] == "文明单位创建"
    assert "坏任务：任务书.xlsx 打不开" in answer.stderr
