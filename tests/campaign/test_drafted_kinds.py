"""What a draft states of the kinds of figures (指标种类): flows of cumulative ones, parts of ratios, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.book.kind_doubts import kind_doubts
from pipeline.campaign.book.load import load_book
from pipeline.campaign.drafting.draft import draft_book
from pipeline.model.campaign import Aggregation
from pipeline.model.figure_kind import FigureKind
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import MOMENT, drawn
from tests.campaign.test_figure_kinds import UNITS

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign

FORM = """
    | 隐患排查月报   | <    | <        |
    | 填报单位：     |      |          |
    | 指标           | 计量单位 | 填报数 |
    | 本月应整改数   | 项   |          |
    | 本月已整改数   | 项   |          |
    | 本年累计已整改数 | 项 |          |
    | 整改率         | %    |          |
    | 企业数         | 个   |          |
"""


def drafted(form: str, folder: Path) -> tuple[Campaign, tuple[str, ...]]:
    """The campaign that is drafted from *form*, as its book loads."""
    own = drawn({"月报": form})
    content, remarks = draft_book(
        ("form.xlsx", own), ("units.xlsx", drawn({"单位": UNITS})), "月报", MOMENT
    )
    (folder / "任务书.xlsx").write_bytes(content)
    (folder / "表样.xlsx").write_bytes(own)
    campaign, faults = load_book(folder / "任务书.xlsx")
    assert faults == ()
    assert campaign is not None
    return campaign, remarks


def test_a_draft_states_the_kinds_with_flows_and_parts(tmp_path: Path) -> None:
    campaign, _ = drafted(FORM.replace("本月应", "应").replace("本月已", "已"), tmp_path)

    by_name = {field.name: field for field in campaign.fields}
    assert by_name["本年累计已整改数"].accumulates == by_name["已整改数"].code
    assert [part.name for part in by_name["整改率"].parts] == ["已整改数", "应整改数"]
    assert by_name["整改率"].aggregation is Aggregation.RATIO


def test_a_draft_of_a_cross_table_relates_columns_of_one_row(tmp_path: Path) -> None:
    campaign, _ = drafted(
        """
        | 税收收入月报表 | <        | <    | <        | <      | <      | <      |
        | 填报单位：     |          |      |          |        |        |        |
        | 项目           | 计量单位 | 本月 | 本年累计 | 应检查数 | 已检查数 | 检查率（%） |
        | 国税           | 件       |      |          |        |        |        |
        | 地税           | 件       |      |          |        |        |        |
        """,
        tmp_path,
    )

    by_name = {field.name: field for field in campaign.fields}
    codes = {field.code: field.name for field in campaign.fields}
    assert codes[by_name["国税·本年累计"].accumulates] == "国税·本月"
    assert [part.name for part in by_name["地税·检查率"].parts] == [
        "地税·已检查数",
        "地税·应检查数",
    ]


@pytest.mark.parametrize(
    "form",
    [
        """
        | 安全月报     | <        | <    | <        |
        | 填报单位：   |          |      |          |
        | 指标         | 计量单位 | 本月 | 本年累计 |
        | 事故起数     | 起       |      |          |
        | 直接损失     | 万元     |      |          |
        | 同比增幅     | %        |      |          |
        """,
        """
        | 安全月报   | <              | <                | <             |
        | 填报单位： |                |                  |               |
        | 时段       | 事故起数（起） | 直接损失（万元） | 同比增幅（%） |
        | 本月       |                |                  |               |
        | 本年累计   |                |                  |               |
        """,
    ],
)
def test_kinds_by_column_and_measures_by_row_are_both_drafted(form: str, tmp_path: Path) -> None:
    campaign, _ = drafted(form, tmp_path)

    kinds: dict[str, list[tuple[str, FigureKind | None, bool]]] = {}
    for field in campaign.fields:
        measure, related = field.measure, bool(field.accumulates)
        kinds.setdefault(measure, []).append((field.name, field.figure_kind, related))
    for measure in ("起", "万元"):
        of = {(kind, related) for _, kind, related in kinds[measure]}
        assert of == {(FigureKind.FLOW, False), (FigureKind.YEAR_TO_DATE, True)}
    assert {kind for _, kind, _ in kinds["%"]} == {FigureKind.RATIO}


def test_a_ratio_whose_parts_are_not_clear_is_pointed_out_by_the_draft(tmp_path: Path) -> None:
    campaign, _ = drafted(
        """
        | 养老机构月报 | <      | <      | <        | <          |
        | 填报单位：   |        |        |          |            |
        | 类别         | 床位数 | 入住数 | 入住率（%） | 同比增减（%） |
        | 公办         |        |        |          |            |
        | 民办         |        |        |          |            |
        """,
        tmp_path,
    )
    book_of_draft = read_book((tmp_path / "任务书.xlsx").read_bytes(), "任务书.xlsx")

    lines = kind_doubts(book_of_draft, campaign, drafted=True)

    (line,) = [each for each in lines if "没有认出分子、分母" in each]
    assert "“入住率”是比率" in line
    assert "同比" not in line


def test_means_and_points_are_averaged_and_a_question_may_be_within_a_name(tmp_path: Path) -> None:
    campaign, _ = drafted(
        """
        | 测评表 | < | < | < |
        | 填报单位： | | 平均降雨量（毫米） | |
        | 测评得分（分） | | 累计扣分（分） | |
        | 主要负责人是否带队检查 | | 平均办理天数（天） | |
        """,
        tmp_path,
    )

    ways = {field.name: (field.aggregation, field.options) for field in campaign.fields}
    assert ways == {
        "平均降雨量": (Aggregation.AVERAGE, ()),
        "测评得分": (Aggregation.AVERAGE, ()),
        "累计扣分": (Aggregation.SUM, ()),
        "主要负责人是否带队检查": (Aggregation.TALLY, ("是", "否")),
        "平均办理天数": (Aggregation.AVERAGE, ()),
    }
