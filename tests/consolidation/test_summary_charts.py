"""The sheet 图表 of the summary: what is charted, from which cells, and when there is nothing to chart."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl

from pipeline.consolidation.summary import summary_workbook
from pipeline.model.unit import Roster
from tests.offices import MOMENT, campaign, collected, reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model.campaign import Campaign
    from pipeline.model.figure import TrailEntry

    Given = Mapping[str, Mapping[str, object] | None]


def office(*names: str, departments: int = 0) -> Campaign:
    """A campaign whose last *departments* units are of another category."""
    held = campaign(*names)
    units = held.units()
    others = [replace(unit, category="市直部门") for unit in units[len(units) - departments :]]
    return replace(held, roster=Roster((*units[: len(units) - departments], *others)))


def summary(
    held: Campaign, given: Given, before: Given | None = None
) -> tuple[bytes, tuple[TrailEntry, ...]]:
    standings = reported(held, given)
    previous = reported(held, before) if before is not None else ()
    return summary_workbook(collected(held, standings, previous), MOMENT)


def charted(content: bytes) -> Worksheet | None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book["图表"] if "图表" in book.sheetnames else None


def numbers(content: bytes) -> list[list[object]]:
    """The numbers beside the charts, as their formulas are stored with their results."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["图表"]
    return [
        [value for value in row if value is not None]
        for row in sheet.iter_rows(min_row=3, min_col=12, values_only=True)
    ]


def test_completion_is_charted_by_category_and_stays_live() -> None:
    held = office("甲县", "乙县", "丙局", departments=1)

    content, trail = summary(held, {"甲县": {"B1": 3}, "丙局": {"B1": 0}})

    sheet = charted(content)
    assert sheet is not None
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        drawn = [name for name in package.namelist() if name.startswith("xl/charts/")]
    assert len(drawn) == 1 + 1, "the rates, and the ranking of two reports"
    assert numbers(content)[:3] == [
        ["类别", "应报", "已报", "报送率"], ["县市区", 2, 1, 50], ["市直部门", 1, 1, 100],
    ]  # fmt: skip
    assert sheet["N4"].value == (
        '=COUNTIFS(汇总表!$C$4:$C$8,"=县市区",汇总表!$D$4:$D$8,"<>免报")'
        '-COUNTIFS(汇总表!$C$4:$C$8,"=县市区",汇总表!$D$4:$D$8,"未报")'
        '-COUNTIFS(汇总表!$C$4:$C$8,"=县市区",汇总表!$D$4:$D$8,"退回")'
    )
    (rate,) = [entry.figure for entry in trail if entry.at == "图表!O4"]
    assert rate.text == "50%"
    assert [source.unit for source in rate.sources] == ["甲县", "乙县"]


def test_units_are_ranked_by_the_cells_of_the_first_sheet() -> None:
    names = [f"第{number}县" for number in range(1, 13)]
    held = office(*names)

    content, trail = summary(held, {name: {"B1": n} for n, name in enumerate(names, start=1)})

    sheet = charted(content)
    assert sheet is not None
    rows = numbers(content)[:11]
    assert rows[0] == ["单位", "开展活动次数（次）"]
    assert rows[1:] == [[f"第{n}县", n] for n in range(12, 2, -1)]
    assert [sheet["M4"].value, sheet["M13"].value] == ["=汇总表!F15", "=汇总表!F6"]
    traced = {entry.at: entry.figure.sources[0].unit for entry in trail}
    assert traced["图表!M4"] == traced["汇总表!F15"] == "第12县"


def test_change_is_charted_over_the_units_that_gave_both_periods() -> None:
    held = office("甲县", "乙县", "丙县")

    content, trail = summary(
        held, {"甲县": {"B1": 30}, "乙县": {"B1": 15}, "丙县": {"B1": 900}},
        {"甲县": {"B1": 40}, "乙县": {"B1": 20}},
    )  # fmt: skip

    found = numbers(content)
    at = found.index(["指标", "上期", "本期", "增减"])
    assert found[at + 1] == ["开展活动次数（次）", 60, 45, -25]
    (changed,) = [entry.figure for entry in trail if entry.figure.text == "-25%"]
    assert {source.unit for source in changed.sources} == {"甲县", "乙县"}


def test_there_is_no_chart_where_there_is_nothing_to_compare() -> None:
    assert charted(summary(office("甲县", "乙县"), {})[0]) is None
    assert charted(summary(office("甲县"), {"甲县": {"B1": 3}})[0]) is None
    assert charted(summary(office("甲县", "丙局", departments=1), {})[0]) is None


def test_charts_are_printed_on_one_page_without_their_numbers() -> None:
    sheet = charted(summary(office("甲县", "乙县"), {"甲县": {"B1": 3}, "乙县": {"B1": 4}})[0])

    assert sheet is not None
    assert sheet.print_area.endswith("$J$18")
    assert (sheet.page_setup.fitToHeight or 1) == 1


def test_the_same_figures_give_the_same_bytes_with_charts_too() -> None:
    held, given = office("甲县", "乙县"), {"甲县": {"B1": 3}, "乙县": {"B1": 4}}

    assert summary(held, given, given)[0] == summary(held, given, given)[0]
