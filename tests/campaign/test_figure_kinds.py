"""The column 指标种类 of the 任务书: what it says, what is guessed without it, and what can't be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.book.kind_guess import Described, flow_of, guess_figure_kind, parts_of
from pipeline.model.campaign import Aggregation, Cycle, Kind
from pipeline.model.figure_kind import FigureKind
from pipeline.setup.draft_campaign import figure_notes
from pipeline.workspace import Workspace
from tests.campaign.books import drawn, loaded_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.campaign import Field

ITEMS = """
    | 项目       | 内容             |
    | 任务名称   | 隐患月报         |
    | 编号       | YH               |
    | 表样标题   | 隐患排查月报     |
    | 牵头单位   | 市安委办         |
    | 发文机关   | 市安委办         |
    | 发文机关层级 | 市级部门       |
    | 截止时间   | 2026-06-25 18:00 |
    | 周期       | 月               |
    | 零报告     | 是               |
"""
UNITS = """
    | 单位名称 | 类别 |
    | 东河区   | 县区 |
"""
SHEETS = {
    "任务": ITEMS, "单位": UNITS, "核对": "| 代码 | 级别 | 条件 | 提示 | 启用 |",
    "考核": "| 项目 | 分值 |\n| 及时 | #40 |", "发文": "| 文种 | 标题 |\n| 通知 | |",
}  # fmt: skip
HEAD = "| 代码 | 名称 | 工作表 | 形式 | 类型 | 计量单位 | 指标种类 | 汇总方式 |\n"
USUAL = (
    ("A1", "应整改数", "整数", "项", "时期", "合计"),
    ("A2", "已整改数", "整数", "项", "时期", "合计"),
    ("A3", "整改率", "百分比", "", "比率：已整改数/应整改数", "平均"),
)


def book(*fields: tuple[str, str, str, str, str, str]) -> bytes:
    """A 任务书 whose fields have these codes, names, types, measures, 指标种类 and 汇总方式."""
    rows = "\n".join(
        f"| {code} | {name} | 表 | 单项 | {kind} | {measure} | {figure} | {way} |"
        for code, name, kind, measure, figure, way in fields
    )
    return drawn({**SHEETS, "填报项": HEAD + rows})


def read(folder: Path, *fields: tuple[str, str, str, str, str, str]) -> Mapping[str, Field]:
    campaign, faults = loaded_bytes(folder, book(*fields))
    assert faults == ()
    assert campaign is not None
    return {field.code: field for field in campaign.fields}


def faults_of(folder: Path, *fields: tuple[str, str, str, str, str, str]) -> list[tuple[str, str]]:
    campaign, faults = loaded_bytes(folder, book(*fields))
    assert campaign is None
    return [(fault.cell, fault.message) for fault in faults]


def test_each_kind_is_read_from_its_column(tmp_path: Path) -> None:
    fields = read(
        tmp_path,
        *USUAL,
        ("B1", "在册人数", "整数", "人", "时点数", "合计"),
        ("B2", "累计处理数", "整数", "件", "累计：已整改数", "合计"),
        ("B3", "学校代码", "整数", "", "代码", "合计"),
    )

    kinds = {code: field.figure_kind for code, field in fields.items()}
    assert kinds == {
        "A1": FigureKind.FLOW, "A2": FigureKind.FLOW, "A3": FigureKind.RATIO,
        "B1": FigureKind.STOCK, "B2": FigureKind.CUMULATIVE, "B3": FigureKind.CODE,
    }  # fmt: skip
    assert fields["B2"].accumulates == "A2"
    assert fields["B3"].aggregation is Aggregation.NONE
    assert fields["A3"].aggregation is Aggregation.RATIO
    assert [part.code for part in fields["A3"].parts] == ["A2", "A1"]


@pytest.mark.parametrize(
    "stated",
    [
        "比率：已整改数/应整改数",
        "比率: A2 ÷ A1",
        "比率(已整改数, 应整改数)",
        "比率（已整改数，应整改数）",
        "比率：已整改数/应整改数*100",
    ],
)
def test_a_ratio_is_stated_in_several_ways(stated: str, tmp_path: Path) -> None:
    field = read(tmp_path, *USUAL[:2], ("A3", "整改率", "百分比", "", stated, "重算"))["A3"]

    assert field.is_ratio
    assert {part.code for part in field.parts} == {"A1", "A2"}


def test_a_ratio_with_several_terms_is_read_as_a_condition_is(tmp_path: Path) -> None:
    stated = "比率：(已整改数 + 其他数)/应整改数"
    field = read(
        tmp_path,
        *USUAL[:2],
        ("A4", "其他数", "整数", "项", "", "合计"),
        ("A3", "整改率", "百分比", "", stated, "重算"),
    )["A3"]

    assert {part.code for part in field.parts} == {"A1", "A2", "A4"}


FAULTY = [
    ("比率：已整改数/应改数", "看不懂"),
    ("比率：整改率/应整改数", "循环"),
    ("比率：已整改数/说明", "不是可以相加的数"),
    ("比率：另一率/应整改数", "不是可以相加的数"),
    ("比率：100", "没有填报项"),
    ("比率(已整改数)", "看不懂"),
    ("增量", "不认识"),
    ("时期：已整改数", "不用再写"),
    ("本年累计：没有的项", "没有“没有的项”"),
    ("本年累计：整改率", "没有“整改率”"),
]


@pytest.mark.parametrize(("stated", "said"), FAULTY)
def test_what_cannot_be_meant_is_a_fault_at_its_cell(
    stated: str, said: str, tmp_path: Path
) -> None:
    ((cell, message),) = faults_of(
        tmp_path,
        *USUAL[:2],
        ("A3", "整改率", "百分比", "", stated, "平均"),
        ("A4", "说明", "文本", "", "", "罗列"),
        ("A5", "另一率", "百分比", "", "", "平均"),
    )

    assert cell == "G4"
    assert said in message
    assert "请" in message


def test_ratios_that_are_computed_from_each_other_are_a_circle(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path,
        *USUAL[:2],
        ("A3", "整改率", "百分比", "", "比率：办结率/应整改数", "重算"),
        ("A4", "办结率", "百分比", "", "比率：整改率/应整改数", "重算"),
    )

    assert [cell for cell, _ in found] == ["G4", "G5"]
    assert all("循环" in message for _, message in found)


def test_the_kind_of_a_text_is_a_fault(tmp_path: Path) -> None:
    ((cell, message),) = faults_of(tmp_path, ("A1", "说明", "文本", "", "时期", "罗列"))

    assert (cell, "不分指标种类" in message) == ("G2", True)


GUESSES = [
    ("本月来访批次", "批", FigureKind.FLOW),
    ("本年累计来访批次", "批", FigureKind.YEAR_TO_DATE),
    ("1-本月税收收入", "万元", FigureKind.YEAR_TO_DATE),
    ("税收收入·本年累计", "万元", FigureKind.YEAR_TO_DATE),
    ("累计投资", "万元", FigureKind.CUMULATIVE),
    ("开工以来完成投资", "万元", FigureKind.CUMULATIVE),
    ("月末在册人数", "人", FigureKind.STOCK),
    ("贷款余额", "万元", FigureKind.STOCK),
    ("本月新增在册人数", "人", FigureKind.FLOW),
    ("同比增减", "%", FigureKind.RATIO),
    ("整改率", "", FigureKind.RATIO),
    ("人均收入", "元", FigureKind.RATIO),
    ("学校代码", "", FigureKind.CODE),
    ("全市排名", "", FigureKind.CODE),
    ("检查次数", "次", FigureKind.FLOW),
]


@pytest.mark.parametrize(("name", "measure", "kind"), GUESSES)
def test_a_kind_is_guessed_from_name_and_measure(name: str, measure: str, kind: FigureKind) -> None:
    guess = guess_figure_kind(Described(name, Kind.DECIMAL, measure))

    assert guess is not None
    assert guess.kind is kind


def test_what_an_older_book_adds_up_is_still_added_up(tmp_path: Path) -> None:
    old = """
        | 代码 | 名称     | 工作表 | 形式 | 类型   | 计量单位 | 汇总方式 |
        | A1   | 学校代码 | 表     | 单项 | 整数   |          | 合计     |
        | A2   | 人均收入 | 表     | 单项 | 数值   | 元       | 合计     |
        | A3   | 整改率   | 表     | 单项 | 百分比 |          | 平均     |
    """
    content = drawn({**SHEETS, "填报项": old})

    campaign, faults = loaded_bytes(tmp_path, content)

    assert faults == ()
    assert campaign is not None
    ways = [field.aggregation for field in campaign.fields]
    assert ways == [Aggregation.SUM, Aggregation.SUM, Aggregation.AVERAGE]
    assert all(field.adds_up for field in campaign.fields[:2])


def test_a_cumulative_figure_begins_anew_where_its_name_says_so(tmp_path: Path) -> None:
    fields = read(
        tmp_path,
        ("A1", "本月累计", "整数", "件", "", "合计"),
        ("A2", "本季度累计数", "整数", "件", "累计", "合计"),
        ("A3", "本年累计", "整数", "件", "", "合计"),
        ("A4", "累计", "整数", "件", "本年累计：无", "合计"),
        ("A5", "累计投资", "整数", "件", "累计", "合计"),
    )

    restarts = [field.restarts for field in fields.values()]
    assert restarts == [Cycle.MONTH, Cycle.QUARTER, Cycle.YEAR, Cycle.YEAR, None]
    assert fields["A4"].accumulates == ""


@pytest.mark.parametrize(
    ("name", "flows", "flow"),
    [
        ("本年累计来访批次", ["本月来访批次", "本月信件"], "本月来访批次"),
        ("累计完成投资", ["本期完成投资", "完成投资"], "本期完成投资"),
        ("累计检查次数", ["检查次数", "处罚次数"], "检查次数"),
        ("合计·本年累计·起数", ["合计·本月·起数", "建筑·本月·起数"], "合计·本月·起数"),
        ("累计收入", ["本月支出"], ""),
    ],
)
def test_the_flow_of_a_cumulative_figure_is_found_by_its_name(
    name: str, flows: list[str], flow: str
) -> None:
    assert flow_of(name, flows) == flow


def test_the_year_beside_the_month_is_the_year_so_far(tmp_path: Path) -> None:
    fields = read(
        tmp_path,
        ("A1", "收入·本月", "数值", "万元", "", "合计"),
        ("A2", "收入·本年", "数值", "万元", "", "合计"),
        ("A3", "支出·本年", "数值", "万元", "", "合计"),
        ("A4", "本年收入", "数值", "万元", "时期", "合计"),
    )

    assert fields["A2"].figure_kind is FigureKind.YEAR_TO_DATE
    assert (fields["A2"].accumulates, fields["A2"].restarts) == ("A1", Cycle.YEAR)
    assert fields["A3"].figure_kind is FigureKind.FLOW
    assert fields["A4"].figure_kind is FigureKind.FLOW


def test_nothing_is_recomputed_without_its_parts(tmp_path: Path) -> None:
    ((cell, message),) = faults_of(tmp_path, ("A1", "整改率", "百分比", "", "比率", "重算"))

    assert cell == "H2"
    assert "没有写分子、分母" in message


@pytest.mark.parametrize(
    ("name", "figures", "parts"),
    [
        ("整改率", ["排查隐患数", "应整改数", "已整改数"], ("已整改数", "应整改数")),
        ("办结率", ["应办结件数", "办结件数"], ("办结件数", "应办结件数")),
        ("完成率", ["计划完成投资额", "实际完成投资额"], None),
        ("入住率", ["床位数", "入住人数"], None),
    ],
)
def test_the_parts_of_a_ratio_are_found_only_where_they_are_clear(
    name: str, figures: list[str], parts: tuple[str, str] | None
) -> None:
    assert parts_of(name, figures) == parts


def notes(folder: Path, content: bytes) -> tuple[str, ...]:
    target = folder / "templates" / "任务" / "隐患月报" / "任务书.xlsx"
    target.parent.mkdir(parents=True)
    target.write_bytes(content)
    return figure_notes(Workspace(folder), "隐患月报")


def test_doubtful_kinds_are_listed_by_their_cells(tmp_path: Path) -> None:
    found = notes(
        tmp_path,
        book(
            ("A1", "企业数", "整数", "家", "", "合计"),
            ("A2", "整改率", "百分比", "", "比率", "平均"),
            ("A3", "累计投资", "数值", "万元", "", "合计"),
            ("A4", "学校代码", "整数", "", "", "合计"),
            ("A5", "检查次数", "整数", "次", "", "合计"),
        ),
    )

    assert [line.partition("：")[0] for line in found] == [
        f"任务书「填报项」{cell}" for cell in ("G2", "G3", "G4", "G5")
    ]


def test_following_the_advice_leaves_no_doubt(tmp_path: Path) -> None:
    found = notes(
        tmp_path,
        book(
            *USUAL,
            ("B1", "企业数", "整数", "家", "时点", "合计"),
            ("B2", "累计投资", "数值", "万元", "本年累计", "合计"),
            ("B3", "学校代码", "整数", "", "代码", "合计"),
        ),
    )

    assert found == ()
