"""The 任务书 is read whole or refused whole, and every fault is reported with its cell and a remedy."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.campaign.book.load import form_version, list_campaigns, load_book, load_campaign
from pipeline.campaign.book.write import BookRows, book_workbook
from pipeline.campaign.errors import CampaignBookFaulty
from pipeline.clock import BEIJING
from pipeline.model.campaign import Cycle, Field, Kind, Shape
from pipeline.model.figure_kind import FigureKind
from pipeline.model.finding import Level
from pipeline.setup.example import example_rows
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workspace import make_workspace
from tests.campaign.books import (
    MOMENT,
    drawn,
    field_row,
    loaded,
    loaded_bytes,
    places_of,
    spoilt,
    with_item,
)

if TYPE_CHECKING:
    from pathlib import Path

TASK = """
    | 项目     | 内容             |
    | 任务名称 | 节前检查         |
    | 牵头单位 | 市文明办         |
    | 发文机关 | 市文明办         |
    | 截止时间 | 2026-10-10 18:00 |
    | 周期     | 月               |
"""
UNITS = """
    | 单位名称 |
    | 东河区   |
"""
FIELDS = """
    | 代码 | 名称     | 工作表   | 形式 | 类型 |
    | A01  | 检查次数 | 基本情况 | 单项 | 整数 |
"""
CONDITIONS = "| 代码 | 级别 | 条件 | 提示 | 启用 |"
SCORING = "| 项目 | 分值 |"
PAPERS = "| 文种 | 标题 |"


def small(**changed: str) -> dict[str, str]:
    """The smallest book that can be used, with some of its sheets drawn otherwise."""
    return {
        "任务": TASK, "单位": UNITS, "填报项": FIELDS, "核对": CONDITIONS, "考核": SCORING,
        "发文": PAPERS,
    } | changed  # fmt: skip


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    campaign, faults = loaded(tmp_path, example_rows())

    assert faults == ()
    assert campaign is not None
    rows = example_rows()
    assert [unit.full_name for unit in campaign.units()] == [row[0] for row in rows.units]
    assert [field.code for field in campaign.fields] == [row[0] for row in rows.fields]
    assert [condition.text for condition in campaign.conditions] == [r[2] for r in rows.conditions]
    assert campaign.deadline == datetime(2026, 10, 10, 18, 0, tzinfo=BEIJING)
    assert campaign.cycle is Cycle.ONCE
    assert campaign.zero_report
    assert campaign.text("会议名称") == "全市文明单位创建工作推进会"
    assert campaign.conditions[0].level is Level.ERROR
    date_field = campaign.field("A02")
    assert date_field is not None
    assert (date_field.minimum, date_field.section) == (date(2026, 8, 1), "一、贯彻部署")
    limited = campaign.field("D02")
    assert limited is not None
    assert (limited.change_limit, limited.minimum) == (Decimal(50), Decimal(0))


def test_the_same_rows_give_the_same_bytes() -> None:
    assert book_workbook(example_rows(), MOMENT) == book_workbook(example_rows(), MOMENT)


def test_columns_may_be_anywhere_among_others(tmp_path: Path) -> None:
    fields = """
        | 报送表填报项一览 | <    | <        | <    | <        | <    |
        | 类型             | 备忘 | 名　称   | 代码 | 工作表： | 形式 |
        | 整数             | 急   | 检查次数 | A01  | 基本情况 | 单项 |
    """

    campaign, faults = loaded_bytes(tmp_path, drawn(small(填报项=fields)))

    assert faults == ()
    assert campaign is not None
    flow = Field(
        "A01", "检查次数", "基本情况", Shape.SINGLE, Kind.INTEGER, figure_kind=FigureKind.FLOW
    )
    assert campaign.fields == (flow,)


def test_a_merged_category_holds_for_each_of_its_rows(tmp_path: Path) -> None:
    units = """
        | 类别   | 单位名称 |
        | 县市区 | 东河区   |
        | ^      | 西河区   |
        | 部门   | 市教育局 |
    """

    campaign, faults = loaded_bytes(tmp_path, drawn(small(单位=units)))

    assert faults == ()
    assert campaign is not None
    assert [unit.category for unit in campaign.units()] == ["县市区", "县市区", "部门"]


@pytest.mark.parametrize(
    ("typed", "hour", "minute"),
    [
        ("2026-10-10 18:00", 18, 0),
        ("2026年10月10日18:00前", 18, 0),
        ("2026.10.10 ９：３０", 9, 30),
        ("2026年10月10日18时30分", 18, 30),
        ("2026-10-10 下午6时", 18, 0),
        ("2026-10-10 下午12时30分", 12, 30),
        ("2026-10-10 晚上12时", 23, 59),
        ("2026-10-10 晚8点", 20, 0),
        ("2026-10-10 下午3点半前", 15, 30),
        ("2026-10-10 上午8点半", 8, 30),
        ("2026-10-10 0:30", 0, 30),
        ("2026-10-10 24:00", 23, 59),
        ("2026-10-10", 23, 59),
    ],
)
def test_a_deadline_is_read_as_offices_write_it(
    typed: str, hour: int, minute: int, tmp_path: Path
) -> None:
    campaign, faults = loaded(tmp_path, with_item("截止时间", typed))

    assert faults == ()
    assert campaign is not None
    due = campaign.deadline
    assert (due.date(), due.hour, due.minute) == (date(2026, 10, 10), hour, minute)


def test_a_date_cell_is_a_deadline_to_the_end_of_its_day(tmp_path: Path) -> None:
    task = TASK.replace("2026-10-10 18:00", "@2026-10-10")

    campaign, faults = loaded_bytes(tmp_path, drawn(small(任务=task)))

    assert faults == ()
    assert campaign is not None
    assert campaign.deadline == datetime(2026, 10, 10, 23, 59, 59, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "typed",
    [
        "10月底",
        "2026-9-31",
        "2026-10-10 24:30",
        "2026-10-10 25:00",
        "2026-10-10 晚上12点半",
        "尽快",
    ],
)
def test_a_deadline_that_is_no_moment_is_refused(typed: str, tmp_path: Path) -> None:
    campaign, faults = loaded(tmp_path, with_item("截止时间", typed))

    assert campaign is None
    (fault,) = faults
    assert fault.sheet == "任务"
    assert typed in fault.message
    assert "请改填 2026-10-10 18:00" in fault.message


FAULTY = [
    ("unknown type", spoilt("fields", 1, 6, "日子"), ("填报项", "F2"), "请从"),
    ("unknown shape", spoilt("fields", 1, 5, "表格"), ("填报项", "E2"), "请从 单项、列表"),
    ("unknown aggregation", spoilt("fields", 1, 13, "相加"), ("填报项", "M2"), "请从"),
    ("unknown level", spoilt("conditions", 1, 2, "严重"), ("核对", "B2"), "请从 错误"),
    ("unknown cycle", with_item("周期", "半年"), ("任务", "B10"), "请从 一次性"),
    ("unclear yes or no", spoilt("fields", 1, 7, "也许"), ("填报项", "G2"), "“是”或“否”"),
    ("code twice", spoilt("fields", 2, 1, "A01"), ("填报项", "A3"), "与 A2 重复"),
    ("name twice", spoilt("fields", 4, 2, "3.是否制定实施方案："), ("填报项", "B5"), "与 B4 重复"),
    ("no code", spoilt("fields", 1, 1, ""), ("填报项", "A2"), "请补填或删去整行"),
    ("unit twice", spoilt("units", 2, 1, "东河区"), ("单位", "A3"), "与 A2 的单位重名"),
    ("alias of two", spoilt("units", 2, 3, "东河区 文明办"), ("单位", "C3"), "与 C2 的单位重名"),
    ("category scattered", spoilt("units", 1, 4, "驻市单位"), ("单位", "D39"), "排在一起"),
    ("no telephone", spoilt("units", 1, 6, "有事找值班室"), ("单位", "F2"), "0000-1234567"),
    ("office telephone", with_item("电话", "12345"), ("任务", "B12"), "0000-1234567"),
    ("no options", spoilt("fields", 1, 10, "是"), ("填报项", "J2"), "不足两个"),
    ("needless options", spoilt("fields", 5, 10, "多、少"), ("填报项", "J6"), "清空此格"),
    ("dates summed", spoilt("fields", 2, 13, "合计"), ("填报项", "M3"), "不能合计"),
    ("numbers tallied", spoilt("fields", 5, 13, "计数"), ("填报项", "M6"), "“选项”类型"),
    ("minimum no number", spoilt("fields", 5, 8, "很少"), ("填报项", "H6"), "应为整数"),
    ("minimum no whole", spoilt("fields", 5, 8, "1.5"), ("填报项", "H6"), "应为整数"),
    ("minimum no date", spoilt("fields", 2, 8, "上半年"), ("填报项", "H3"), "应为日期"),
    ("minimum of a text", spoilt("fields", field_row("F01"), 8, "3"), ("填报项", "H33"), "不设最小"),
    ("dates the wrong way", spoilt("fields", 2, 8, "2026-11-30"), ("填报项", "H3"), "大于最大"),
    ("limit below zero", spoilt("fields", 5, 15, "-5"), ("填报项", "O6"), "大于 0"),
    ("limit on a text", spoilt("fields", field_row("F01"), 15, "50"), ("填报项", "O33"), "清空此格"),
    ("sheet named badly", spoilt("fields", 1, 4, "基本/情况"), ("填报项", "D2"), "不能用"),
    ("list among singles", spoilt("fields", field_row("L04"), 4, "基本情况"), ("填报项", "E40"), "另一张工作表"),
    ("condition unreadable", spoilt("conditions", 1, 3, "甲 比 乙 多"), ("核对", "C2"), "甲"),
    ("condition empty", spoilt("conditions", 1, 3, ""), ("核对", "C2"), "请补填"),
    ("condition code twice", spoilt("conditions", 2, 1, "H01"), ("核对", "A3"), "重复"),
    ("points no number", spoilt("scoring", 1, 2, "四五十"), ("考核", "B2"), "整数"),
    ("points for what", spoilt("scoring", 1, 1, "态度"), ("考核", "A2"), "请从 及时"),
    ("number not whole", spoilt("papers", 1, 4, "1.5"), ("发文", "D2"), "整数"),
    ("number zero", spoilt("papers", 1, 4, "0"), ("发文", "D2"), "不小于 1"),
    ("kind twice", spoilt("papers", 2, 1, "通知"), ("发文", "A3"), "只留一行"),
    ("nobody reports", replace(example_rows(), units=()), ("单位", "A2"), "至少填一个"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "place", "remedy"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY]
)
def test_a_fault_is_reported_once_at_its_cell_with_a_remedy(
    rows: BookRows, place: tuple[str, str], remedy: str, tmp_path: Path
) -> None:
    result = loaded(tmp_path, rows)

    assert places_of(result) == [place]
    assert remedy in result[1][0].message


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    rows = replace(
        with_item("截止时间", "月底"),
        units=spoilt("units", 1, 6, "未知").units,
        fields=spoilt("fields", 1, 7, "也许").fields,
        papers=spoilt("papers", 1, 4, "甲").papers,
    )

    assert places_of(loaded(tmp_path, rows)) == [
        ("任务", "B9"),
        ("单位", "F2"),
        ("填报项", "G2"),
        ("发文", "D2"),
    ]


@pytest.mark.parametrize("sheet", ["任务", "单位", "填报项", "核对", "考核", "发文"])
def test_a_missing_sheet_is_one_fault(sheet: str, tmp_path: Path) -> None:
    tables = small()
    del tables[sheet]

    (fault,) = loaded_bytes(tmp_path, drawn(tables))[1]

    assert (fault.sheet, fault.cell) == (sheet, "")
    assert fault.message == f"缺少工作表“{sheet}”，请照示例任务书补上。"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    fields = FIELDS.replace("工作表", "页面").replace("类型", "种类")

    (fault,) = loaded_bytes(tmp_path, drawn(small(填报项=fields)))[1]

    assert "缺少“工作表”“类型”列" in fault.message


def test_a_column_written_twice_is_a_fault_as_one_would_go_unread(tmp_path: Path) -> None:
    units = """
        | 单位名称 | 电话         | 电话    |
        | 东河区   | 0000-3123456 | 3123456 |
    """

    assert places_of(loaded_bytes(tmp_path, drawn(small(单位=units)))) == [("单位", "C1")]


def test_an_item_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    task = TASK.replace("| 发文机关 | 市文明办         |", "| 发文机关 |  |").replace(
        "周期", "频次"
    )

    faults = loaded_bytes(tmp_path, drawn(small(任务=task)))[1]

    assert [(fault.cell, fault.message[:8]) for fault in faults] == [
        ("B4", "没有填“发文机关"),
        ("", "没有填“周期”，"),
    ]


def test_an_item_written_twice_is_a_fault(tmp_path: Path) -> None:
    rows = replace(example_rows(), items=(*example_rows().items, ("周期", "月")))

    assert places_of(loaded(tmp_path, rows)) == [("任务", f"A{len(rows.items) + 1}")]


def test_an_error_value_is_reported_and_not_read_as_a_name(tmp_path: Path) -> None:
    units = """
        | 单位名称 | 电话    |
        | 东河区   |         |
        | #REF!    | 3123456 |
    """

    (fault,) = loaded_bytes(tmp_path, drawn(small(单位=units)))[1]

    assert (fault.cell, fault.message) == ("A3", "单元格是错误值 #REF!，请改填正确的内容。")


def test_a_faulty_field_does_not_make_its_conditions_faulty_too(tmp_path: Path) -> None:
    rows = replace(
        spoilt("fields", 2, 6, "日子"), conditions=spoilt("conditions", 1, 3, "甲 = 乙").conditions
    )

    assert places_of(loaded(tmp_path, rows)) == [("填报项", "F3"), ("核对", "C2")]


def test_a_condition_switched_off_is_not_even_read(tmp_path: Path) -> None:
    conditions = "| 代码 | 级别 | 条件 | 启用 |\n| K01 | 错误 | 还没想好 | 否 |"

    campaign, faults = loaded_bytes(tmp_path, drawn(small(核对=conditions)))

    assert faults == ()
    assert campaign is not None
    assert campaign.conditions == ()


def test_a_faulty_book_is_refused_with_every_fault_as_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "任务书.xlsx"
    path.write_bytes(book_workbook(spoilt("fields", 6, 8, "很少"), MOMENT))

    with pytest.raises(CampaignBookFaulty) as caught:
        load_campaign(path)

    assert caught.value.faults == (
        "任务书.xlsx「填报项」H7：最小“很少”应为整数，请改填 0 这样的数字。",
    )


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "任务书.xlsx"
    path.write_bytes(b"not a workbook")

    with pytest.raises(WorkbookUnreadable):
        load_book(path)


def test_the_version_follows_the_form_and_not_the_roster(tmp_path: Path) -> None:
    def version(rows: BookRows) -> str:
        campaign, faults = loaded(tmp_path, rows)
        assert campaign is not None, faults
        return campaign.version

    own = version(example_rows())

    assert re.fullmatch(r"[0-9a-f]{6}", own)
    assert version(replace(example_rows(), units=example_rows().units[:3])) == own
    assert version(spoilt("fields", 1, 16, "另一条说明")) == own
    changed = [
        spoilt("fields", 1, 10, "是、否、筹备中"),
        spoilt("fields", field_row("F01"), 2, "经办人"),
        spoilt("fields", field_row("F01"), 1, "F09"),
        spoilt("fields", field_row("F01"), 6, "长文本"),
    ]
    assert own not in {version(rows) for rows in changed}


@given(st.lists(st.sampled_from(["甲", "乙", "丙"]), min_size=2, max_size=3, unique=True))
def test_the_version_distinguishes_what_the_form_distinguishes(options: list[str]) -> None:
    field = Field("A01", "甲乙", "表", Shape.SINGLE, Kind.CHOICE, options=tuple(options))

    assert form_version([field]) == form_version([replace(field, note="说明")])
    assert form_version([field]) != form_version([replace(field, options=(*options, "丁"))])
    assert form_version([field]) != form_version([replace(field, sheet="另一张")])


def test_campaigns_are_the_folders_that_hold_a_book(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    for name in ("乙任务", "甲任务"):
        workspace.campaign_folder(name).mkdir()
        (workspace.campaign_folder(name) / "任务书.xlsx").write_bytes(b"")
    workspace.campaign_folder("没有任务书").mkdir()
    (workspace.campaign_folder("甲任务") / "~$任务书.xlsx").write_bytes(b"")

    assert {path.parent.name for path in list_campaigns(workspace)} == {"甲任务", "乙任务"}
