"""An office with counties, towns and villages: from files in folders to totals, level by level."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.quarantine import quarantined_files
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.setup.draft_campaign import draft_campaign
from pipeline.setup.init import start_workspace
from pipeline.watching.reminders import reminder_lines
from pipeline.workspace import Workspace
from tests.campaign.books import drawn
from tests.programs import baosong_here
from tests.submissions import MOMENT, drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.receiving.report import Outcome

NAME = "农田水利"
ROSTER = """
| 单位名称 | 类别 | 上级单位 |
| 青石县 | 县区 |  |
| 白水县 | 县区 |  |
| 石门镇 | 乡镇 | 青石县 |
| 城关镇 | 乡镇 | 青石县 |
| 城关镇 | 乡镇 | 白水县 |
| 一村 | 村 | 石门镇 |
"""


def workbook(*sheets: tuple[str, str, float | None]) -> bytes:
    """A workbook of filled forms: each with its sheet's name, its unit cell and its figure."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, unit, figure in sheets:
        sheet = book.create_sheet(name)
        for row in (
            ["农田水利情况表"],
            ["填报单位：", unit or None],
            ["指标", "计量单位", "填报数"],
            ["渠道长度", "公里", figure],
        ):
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled(unit: str, figure: float) -> bytes:
    return workbook(("统计表", unit, figure))


def new_office(folder: Path, roster: str = ROSTER) -> Workspace:
    workspace, _ = start_workspace(folder / "机关")
    (folder / "表样.xlsx").write_bytes(workbook(("统计表", "", None)))
    (folder / "单位.xlsx").write_bytes(drawn({"名单": roster.strip()}))
    draft_campaign(
        workspace, NAME, folder / "表样.xlsx", folder / "单位.xlsx", stopped_clock(MOMENT)
    )
    return workspace


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return new_office(tmp_path_factory.mktemp("起草"))


@pytest.fixture
def office(drafted: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(drafted.root, tmp_path / "机关")
    return Workspace(tmp_path / "机关")


def switch_on_the_comparison(workspace: Workspace) -> None:
    path = workspace.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    (row,) = [r for r in book["任务"].iter_rows() if r[0].value == "上下级核对"]
    assert row[1].value == "否"
    row[1].value = "是"
    book.save(path)


def received(workspace: Workspace, files: dict[str, bytes]) -> dict[str, str]:
    """Drop *files*, run a pass; return the unit of each, or “待认领”."""
    for name, content in files.items():
        drop(workspace, name, content)
    return {each.name: _whose(each) for each in one_pass(workspace).outcomes}


def _whose(outcome: Outcome) -> str:
    return "待认领" if outcome.fate is Fate.QUARANTINED else outcome.unit


def status(workspace: Workspace) -> dict[str, Any]:
    done = baosong_here("-w", workspace.root, "status", NAME, "--json")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def total_rows(workspace: Workspace) -> dict[str, Any]:
    done = baosong_here("-w", workspace.root, "consolidate", NAME)
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(
        workspace.results(NAME) / "汇总" / f"{NAME}汇总表.xlsx", data_only=True
    )
    rows = book["汇总表"].iter_rows(min_row=4, values_only=True)
    return {str(row[1]): row[-1] for row in rows}


BATCH = {
    "青石县农田水利情况表.xlsx": filled("青石县", 480),
    "青石县/石门镇.xlsx": filled("", 300),
    "青石县/城关镇农田水利.xlsx": filled("城关镇", 180),
    "白水县/报送表.xlsx": filled("白水县", 70),
    "白水县/城关镇/附件2(1).xlsx": filled("", 66),
    "青石县/一村.xlsx": filled("石门镇一村", 120),
}


def test_towns_named_short_in_their_county_s_folder_are_booked_to_them_and_never_added_to_it(
    office: Workspace,
) -> None:
    assert received(office, BATCH) == {
        "青石县农田水利情况表.xlsx": "青石县",
        "青石县/石门镇.xlsx": "石门镇",
        "青石县/城关镇农田水利.xlsx": "青石县城关镇",
        "白水县/报送表.xlsx": "白水县",
        "白水县/城关镇/附件2(1).xlsx": "白水县城关镇",
        "青石县/一村.xlsx": "一村",
    }
    rows = total_rows(office)
    assert (rows["合计"], rows["乡镇合计"], rows["村合计"]) == (550, 546, 120)
    assert (rows["青石县所属小计"], rows["白水县所属小计"]) == (480, 66)


def test_a_town_s_file_in_its_county_s_folder_is_no_version_of_the_county(tmp_path: Path) -> None:
    office = new_office(tmp_path, "| 单位名称 |\n| 云岭县 |\n| 云岭县城北镇 |\n| 白沙区 |")
    files = {
        "云岭县农田水利情况表.xlsx": filled("云岭县", 880),
        "云岭县/城北镇.xlsx": filled("", 21),
        "云岭县/城南镇.xlsx": filled("", 9),
    }

    assert received(office, files) in (
        {**dict.fromkeys(files, "待认领"), "云岭县农田水利情况表.xlsx": "云岭县",
         "云岭县/城北镇.xlsx": whose}
        for whose in ("云岭县城北镇", "待认领")
    )  # fmt: skip
    rows = total_rows(office)
    assert rows["云岭县"] == 880


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("城关镇.xlsx", ""),
        ("白水县/石门镇.xlsx", ""),
        ("青石县/新石镇.xlsx", ""),
        ("青石县新石镇农田水利情况表.xlsx", ""),
        ("报送表.xlsx", "青石县新石镇"),
        ("青石县/石门镇.xlsx", "白水县"),
        ("白水县/报送表.xlsx", "石门镇"),
        ("青石县/石门镇、城关镇.xlsx", ""),
    ],
)
def test_what_contradicts_itself_or_names_no_listed_unit_waits_for_a_person(
    office: Workspace, name: str, unit: str
) -> None:
    assert received(office, {name: filled(unit, 1)}) == {name: "待认领"}
    assert len(quarantined_files(office)) == 1


@pytest.mark.parametrize("name", ["青石县农田水利情况表.xlsx", "青石县/各乡镇.xlsx", "青石县.xlsx"])
@pytest.mark.parametrize("cells", ["own", "empty", "sender"])
def test_a_county_s_workbook_with_its_towns_sheets_is_one_form_of_each(
    office: Workspace, name: str, cells: str
) -> None:
    said = {"own": ("石门镇", "城关镇"), "empty": ("", ""), "sender": ("青石县", "青石县")}[cells]
    book = workbook(("统计表", "青石县", 480), ("石门镇", said[0], 300), ("城关镇", said[1], 180))
    drop(office, name, book)

    outcomes = one_pass(office).outcomes

    assert [(each.fate, each.unit) for each in outcomes] == [
        (Fate.ACCEPTED, "青石县"),
        (Fate.ACCEPTED, "石门镇"),
        (Fate.ACCEPTED, "青石县城关镇"),
    ]
    rows = total_rows(office)
    assert (rows["合计"], rows["青石县城关镇"], rows["白水县城关镇"]) == (480, 180, "—")


def test_another_county_s_folder_can_t_send_for_a_town(office: Workspace) -> None:
    book = workbook(("石门镇", "石门镇", 300), ("青石县城关镇", "", 180))
    drop(office, "白水县/各乡镇.xlsx", book)

    (outcome,) = one_pass(office).outcomes

    assert outcome.fate is Fate.QUARANTINED


def test_status_lists_towns_under_their_county_with_counts_by_level(office: Workspace) -> None:
    received(office, {name: BATCH[name] for name in list(BATCH)[:3]})

    document = status(office)
    shown = baosong_here("-w", office.root, "status", NAME).stdout
    page = (office.results(NAME) / "报送情况.html").read_text("utf-8")

    assert [(each["unit"], each["level"], each["superior"]) for each in document["units"]] == [
        ("青石县", 1, None),
        ("石门镇", 2, "青石县"),
        ("一村", 3, "石门镇"),
        ("青石县城关镇", 2, "青石县"),
        ("白水县", 1, None),
        ("白水县城关镇", 2, "白水县"),
    ]
    assert document["levels"] == [
        {"level": 1, "name": "县区", "due": 2, "submitted": 1},
        {"level": 2, "name": "乡镇", "due": 3, "submitted": 2},
        {"level": 3, "name": "村", "due": 1, "submitted": 0},
    ]
    assert "县区应报2个、已报1个；乡镇应报3个、已报2个；村应报1个、已报0个" in shown
    assert (
        "县区：应报 2 个，已报 1 个；乡镇：应报 3 个，已报 2 个；村：应报 1 个，已报 0 个。" in page
    )
    assert "县区（县区2个、乡镇3个、村1个）" in page
    with open_office(office, stopped_clock(MOMENT)) as opened:
        (line,) = reminder_lines(opened, 9999)
    assert "没报 县区 1 个：白水县；乡镇 1 个：白水县城关镇；村 1 个：一村。" in line


def test_a_county_that_differs_from_its_towns_is_told_where_all_have_reported(
    office: Workspace,
) -> None:
    switch_on_the_comparison(office)
    received(office, {"石门镇.xlsx": filled("石门镇", 300)})
    received(office, {"青石县.xlsx": filled("青石县", 488)})
    assert status(office)["level_differences"] == [], "one town is still missing"

    received(office, {"青石县/城关镇.xlsx": filled("青石县城关镇", 180)})

    (sentence,) = status(office)["level_differences"]
    assert sentence == (
        "青石县.xlsx「统计表」C4 “渠道长度”：填的是“488”，应等于所属2个单位合计的 480"
        "（石门镇.xlsx「统计表」C4 填 300、城关镇.xlsx「统计表」C4 填 180），请与所属单位核对，有误的改正后重报。"
    )
    assert f"上下级核对：{sentence}" in baosong_here(
        "-w", office.root, "status", NAME
    ).stdout.replace("\n", "")
    assert sentence in (office.results(NAME) / "报送情况.html").read_text("utf-8")
    total_rows(office)
    folder = office.results(NAME) / "汇总"
    summary = openpyxl.load_workbook(folder / f"{NAME}汇总表.xlsx")
    assert summary["上下级核对"]["B3"].value == "青石县.xlsx「统计表」C4"
    own = openpyxl.load_workbook(folder / f"{NAME}同式汇总表.xlsx")
    assert [row[2].value for row in own["说明"].iter_rows() if row[0].value == "上下级核对"] == [
        sentence
    ]


def test_a_county_that_reports_after_its_towns_reads_the_difference_on_its_receipt(
    office: Workspace,
) -> None:
    switch_on_the_comparison(office)
    received(office, {"石门镇.xlsx": filled("石门镇", 300), "青石县/城关镇.xlsx": filled("", 180)})
    drop(office, "青石县.xlsx", filled("青石县", 488))
    drop(office, "白水县/城关镇.xlsx", filled("", 66))

    outcomes = {each.unit: each for each in one_pass(office).outcomes}

    assert [finding.rule for finding in outcomes["青石县"].findings] == ["level-sum-differs"]
    assert outcomes["青石县"].fate is Fate.ACCEPTED
    assert outcomes["白水县城关镇"].findings == ()
    drop(office, "白水县.xlsx", filled("白水县", 66))
    (equal,) = one_pass(office).outcomes
    assert equal.findings == ()


def test_without_the_item_nothing_is_compared(office: Workspace) -> None:
    received(office, {"石门镇.xlsx": filled("石门镇", 1), "青石县/城关镇.xlsx": filled("", 1)})
    drop(office, "青石县.xlsx", filled("青石县", 488))

    (outcome,) = one_pass(office).outcomes

    assert outcome.findings == ()
    assert status(office)["level_differences"] == []


def test_an_unclear_item_is_reported_by_its_cell(office: Workspace) -> None:
    switch_on_the_comparison(office)
    path = office.campaign_folder(NAME) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    (row,) = [r for r in book["任务"].iter_rows() if r[0].value == "上下级核对"]
    row[1].value = "看情况"
    book.save(path)

    done = baosong_here("-w", office.root, "campaign", "check", NAME)

    assert done.returncode == 1
    assert f"「任务」{row[1].coordinate}：“看情况”看不出是或否" in done.stdout + done.stderr
