"""What a draft concludes from the words of a form: cycle, parts (其中), ratios, bounds, sums of a list."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pipeline.campaign.book.deadlines import read_due_rule
from pipeline.campaign.drafting.cycle import RULES, cycle_advice, guess_cycle
from pipeline.checking.check import check
from pipeline.model.campaign import Aggregation, Cycle, Kind
from pipeline.model.finding import Level
from pipeline.model.grid import Address, Cell
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim
from pipeline.workbook.reading.read import read_book
from tests.campaign.books import drawn
from tests.reading.office_forms.table import drafted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Filling
    from pipeline.model.grid import CellValue

PETITIONS = """
    | 矛盾纠纷化解情况统计表 | < |
    | 填报单位             |   |
    | 纠纷总数（件）       |   |
    | 其中：邻里（件）     |   |
    | 其中：婚姻家庭（件） |   |
    | 其中：其他（件）     |   |
    | 已化解（件）         |   |
    | 化解率（%）          |   |
    | 排查隐患点（处）     |   |
    | 其中：已整改（处）   |   |
    | 整改率（%）          |   |
    | 任务完成率（%）      |   |
    | 存在的困难           |   |
"""


def filled(campaign: Campaign, content: bytes, values: Mapping[str, CellValue]) -> Filling:
    """The form of *content* with *values* by cell of column B, as it is read."""
    book = read_book(content, "东河区.xlsx")
    (grid,) = book.sheets
    cells = {Address(int(cell[1:]), 2): Cell(value) for cell, value in values.items()}
    own = replace(book, sheets=(replace(grid, cells={**grid.cells, **cells}),))
    return read_form(own, campaign, Claim(campaign, campaign.units()[0]))


def test_a_part_is_named_without_its_mark_and_checked_against_its_whole(tmp_path: Path) -> None:
    content = drawn({"统计表": PETITIONS})
    campaign = drafted(tmp_path, content)

    assert [field.name for field in campaign.fields][1:4] == ["邻里", "婚姻家庭", "其他"]
    assert [condition.text for condition in campaign.conditions][:5] == [
        "邻里 <= 纠纷总数",
        "婚姻家庭 <= 纠纷总数",
        "其他 <= 纠纷总数",
        "纠纷总数 = 邻里 + 婚姻家庭 + 其他",
        "已整改 <= 排查隐患点",
    ]
    assert {condition.level for condition in campaign.conditions[:5]} == {Level.WARNING}


def test_the_form_with_its_marks_is_read_by_the_names_without(tmp_path: Path) -> None:
    content = drawn({"统计表": PETITIONS})
    campaign = drafted(tmp_path, content)

    filling = filled(
        campaign,
        content,
        {
            "B3": Decimal(40),
            "B4": Decimal(30),
            "B5": Decimal(5),
            "B6": Decimal(4),
            "B7": Decimal(20),
            "B8": Decimal(50),
        },
    )

    codes = {field.name: field.code for field in campaign.fields}
    answer = filling.answer(codes["婚姻家庭"])
    assert answer is not None
    assert answer.value == Decimal(5)
    said = [each.wanted for each in check(filling, campaign) if each.rule == "condition-doubtful"]
    assert len(said) == 1, "39 of 40 are accounted for"
    assert "纠纷总数 = 邻里 + 婚姻家庭 + 其他" in said[0]


def test_parts_that_may_overlap_are_added_up_only_where_the_office_says_so(tmp_path: Path) -> None:
    drawing = """
        | 党员情况统计表 | < |
        | 党员数（人）     |   |
        | 其中：女（人）   |   |
        | 其中：少数民族（人） | |
    """
    campaign = drafted(tmp_path, drawn({"统计表": drawing}))

    grid = read_book((tmp_path / "任务书.xlsx").read_bytes(), "任务书.xlsx").sheet("核对")
    assert grid is not None
    written = {
        str(grid.cells[Address(row, 3)].value): str(grid.cells[Address(row, 5)].value)
        for row in range(2, 5)
    }
    assert written == {
        "女 <= 党员数": "是",
        "少数民族 <= 党员数": "是",
        "女 + 少数民族 <= 党员数": "否",
    }
    assert len({field.figure_kind for field in campaign.fields}) == 1, "parts are of one kind"


def test_a_ratio_is_divided_by_what_its_figure_is_part_of_or_by_the_total(tmp_path: Path) -> None:
    campaign = drafted(tmp_path, drawn({"统计表": PETITIONS}))

    by_name = {field.name: field for field in campaign.fields}
    assert [part.name for part in by_name["化解率"].parts] == ["已化解", "纠纷总数"]
    assert [part.name for part in by_name["整改率"].parts] == ["已整改", "排查隐患点"]
    assert by_name["整改率"].aggregation is Aggregation.RATIO
    assert by_name["任务完成率"].parts == ()


def test_a_share_lies_between_nothing_and_all(tmp_path: Path) -> None:
    content = drawn({"统计表": PETITIONS})
    campaign = drafted(tmp_path, content)

    filling = filled(
        campaign, content, {"B9": Decimal(9), "B11": Decimal("133.3"), "B12": Decimal(140)}
    )

    faulty = [each.label for each in check(filling, campaign) if each.level is Level.ERROR]
    assert faulty == ["整改率"], "a plan may be exceeded, a share may not"


def test_money_columns_of_a_list_take_the_measure_above_the_head(tmp_path: Path) -> None:
    drawing = """
        | 重点项目进度月报表 | < | < | < | < |
        | 填报单位： |  |  |  | 单位：万元 |
        | 序号 | 项目名称 | 总投资 | 参建户数 | 需要协调的事项 |
        | 1 |  |  |  |  |
        | 2 |  |  |  |  |
        | 3 |  |  |  |  |
        | 合计 |  |  |  |  |
    """
    campaign = drafted(tmp_path, drawn({"进度": drawing}))

    listed = {field.name: field for field in campaign.fields}
    assert (listed["总投资"].kind, listed["总投资"].measure) == (Kind.DECIMAL, "万元")
    assert listed["总投资"].aggregation is Aggregation.SUM
    assert (listed["参建户数"].kind, listed["参建户数"].measure) == (Kind.INTEGER, "")
    assert listed["需要协调的事项"].kind is Kind.LONG_TEXT


@pytest.mark.parametrize(
    ("names", "cycle"),
    [
        (("防汛物资周报",), Cycle.WEEK),
        (("项目建设", "2026年重点项目建设进度月报表"), Cycle.MONTH),
        (("按季度报送情况",), Cycle.QUARTER),
        (("疫情日报告",), Cycle.DAY),
        (("2026年度考核情况统计表",), Cycle.ONCE),
        (("文明单位创建", ""), Cycle.ONCE),
    ],
)
def test_a_name_states_the_cycle(names: tuple[str, ...], cycle: Cycle) -> None:
    assert guess_cycle(*names) is cycle


@pytest.mark.parametrize("cycle", [each for each in Cycle if each is not Cycle.ONCE])
def test_the_advice_on_a_cycle_can_be_followed(cycle: Cycle) -> None:
    assert not RULES[cycle] or read_due_rule(RULES[cycle], cycle) is not None
    assert f"改为“{cycle.value}”" in cycle_advice(f"防汛物资{cycle.value}报")
    assert RULES[cycle] in cycle_advice(f"防汛物资{cycle.value}报")


ZERO_FORM = """
    | 信访积案月报 | < |
    | 填报单位     |   |
    | 积案数（件） |   |
    | 存在问题     |   |
"""


@pytest.mark.parametrize("typed", ["零报告", "本月零报告。", "无此项工作，零报告"])
def test_a_form_without_a_place_for_it_may_declare_a_zero_report(
    tmp_path: Path, typed: str
) -> None:
    content = drawn({"统计表": ZERO_FORM})
    campaign = replace(drafted(tmp_path, content), zero_report=True)

    assert filled(campaign, content, {"B4": typed}).is_zero
    assert not filled(replace(campaign, zero_report=False), content, {"B4": typed}).is_zero


def test_a_word_beside_figures_declares_nothing(tmp_path: Path) -> None:

    content = drawn({"统计表": ZERO_FORM})
    campaign = replace(drafted(tmp_path, content), zero_report=True)

    assert not filled(campaign, content, {"B3": Decimal(4), "B4": "零报告"}).is_zero
    assert not filled(campaign, content, {"B4": "实行零报告制度不够严格"}).is_zero
