"""Levels of units (层级): county, town, village. A total is over one level; towns are never added to their county."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation.collected_values import collected_values, values_csv, values_document
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.field_columns import field_columns
from pipeline.consolidation.field_table import field_table
from pipeline.consolidation.levels import level_called, level_names, levels_of, total_level
from pipeline.consolidation.list_lines import ListLine, column_sums
from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.statistics import ranked_figures
from pipeline.consolidation.summary import summary_workbook
from pipeline.consolidation.totals import tally, total
from pipeline.model.campaign import Aggregation
from pipeline.model.figure import Figure
from pipeline.model.unit import Roster, Unit
from tests.consolidation.own_forms import formulas_of, recalculated, values_of
from tests.offices import FIELDS, MOMENT, campaign, collected, reported

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import TrailEntry

CHOICE, TIMES, _ = FIELDS
UNITS = (
    Unit("q", "青石县", "青石县", category="县区"),
    Unit("qs", "青石县石门镇", "石门镇", category="乡镇", superior="q"),
    Unit("q1", "石门镇一村", "一村", category="村", superior="qs"),
    Unit("q2", "石门镇二村", "二村", category="村", superior="qs"),
    Unit("qc", "青石县城关镇", "城关镇", category="乡镇", superior="q"),
    Unit("b", "白水县", "白水县", category="县区"),
    Unit("bc", "白水县城关镇", "城关镇", category="乡镇", superior="b"),
    Unit("t", "市交通局", "市交通局", category="市直部门"),
)
SAID = {
    "青石县": 480, "青石县石门镇": 300, "石门镇一村": 120, "石门镇二村": 180, "青石县城关镇": 180,
    "白水县": 70, "白水县城关镇": 66, "市交通局": 5,
}  # fmt: skip


def office(units: tuple[Unit, ...] = UNITS) -> Campaign:
    return campaign(roster=Roster(units).by_superior())


def round_of(
    said: Mapping[str, int | None], units: tuple[Unit, ...] = UNITS
) -> tuple[Campaign, CollectionRound]:
    """The round in which the units of *said* reported so many times, ``None`` for a gap."""
    held = office(units)
    answers = {name: {"A1": "是", "B1": value, "C1": "有"} for name, value in said.items()}
    return held, collected(held, reported(held, answers))


def rows_of(content: bytes, sheet: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def sums_of(rows: list[list[Any]], column: int, name: int = 1) -> dict[str, Any]:
    """The rows of sums by their names, with the sum in a column."""
    return {
        row[name]: row[column] for row in rows if str(row[name] or "").endswith(("小计", "合计"))
    }


def test_each_level_has_its_name_by_the_categories_of_its_units() -> None:
    same = Roster(
        (
            Unit("a", "甲", "甲", category="单位"),
            Unit("b", "乙", "乙", category="单位", superior="a"),
        )
    )

    assert level_names(office().roster) == {1: "县区、市直部门", 2: "乡镇", 3: "村"}
    assert level_names(same) == {1: "第一级单位", 2: "第二级单位"}


@pytest.mark.parametrize(
    ("heading", "level"),
    [("县（市、区）", 1), ("乡镇（街道）", 2), ("村（社区）", 3), ("部门", 0), ("报送单位", 0)],
)
def test_a_heading_says_which_level_a_table_is_about(heading: str, level: int) -> None:
    assert level_called(heading, office()) == level


def test_counts_are_by_level() -> None:
    held, done = round_of({"青石县": 1, "青石县石门镇": 1, "白水县城关镇": 1})

    levels = levels_of(held, done.standings)

    assert [(each.words, len(each.submitted.members)) for each in levels] == [
        ("县区、市直部门3家", 1),
        ("乡镇3个", 2),
        ("村2个", 0),
    ]


def test_the_summary_lists_units_under_their_superiors_and_adds_up_each_level_alone() -> None:
    _, done = round_of(SAID)

    content, _ = summary_workbook(done, MOMENT)
    rows = rows_of(content, "汇总表")

    assert [row[1] for row in rows[3:]] == [
        "青石县", "青石县石门镇", "石门镇一村", "石门镇二村", "石门镇所属小计", "青石县城关镇",
        "青石县所属小计", "白水县", "白水县城关镇", "白水县所属小计", "县区小计",
        "市交通局", "市直部门小计", "乡镇合计", "村合计", "合计",
    ]  # fmt: skip
    assert [row[0] for row in rows[3:6]] == ["1", "1.1", "1.1.1"]
    assert rows[2][:5] == ["序号", "单位", "类别", "报送情况", "级次"]
    assert sums_of(rows, 6) == {
        "石门镇所属小计": 300, "青石县所属小计": 480, "白水县所属小计": 66, "县区小计": 550,
        "市直部门小计": 5, "乡镇合计": 546, "村合计": 300, "合计": 555,
    }  # fmt: skip
    assert "应报县区、市直部门3家、乡镇3个、村2个" in rows[1][0]
    assert "各级分别合计，不相加" in rows[1][0]
    assert rows[-1][3] == "县区、市直部门计入3家"


def test_before_any_county_reports_the_total_is_that_of_the_towns() -> None:
    held, done = round_of({"青石县石门镇": 300, "白水县城关镇": 66, "石门镇一村": 9})

    content, _ = summary_workbook(done, MOMENT)
    rows = rows_of(content, "汇总表")

    assert total_level(held, done.standings) == 2
    assert sums_of(rows, 6)["合计"] == 366
    assert sums_of(rows, 6)["县区、市直部门合计"] == "—"
    assert rows[-1][3] == "乡镇计入2个"


def test_counties_that_needn_t_report_leave_the_total_to_their_towns() -> None:
    units = (
        Unit("q", "青石县", "青石县", category="县区", exempt=True),
        Unit("qs", "石门镇", "石门镇", category="乡镇", superior="q"),
    )

    held, done = round_of({}, units)

    assert total_level(held, done.standings) == 2


def test_a_table_by_unit_adds_up_each_level_alone() -> None:
    held, done = round_of(SAID)
    columns = field_columns(held, "开展活动次数")

    content, trail = field_table(done, "开展活动次数", columns, MOMENT)
    rows = rows_of(content, "分户表")

    assert rows[1][:4] == ["单位", "类别", "报送情况", "级次"]
    assert sums_of(rows, 4, 0) == {
        "石门镇所属小计": 300, "青石县所属小计": 480, "白水县所属小计": 66, "县区小计": 550,
        "市直部门小计": 5, "乡镇合计": 546, "村合计": 300, "合计": 555,
    }  # fmt: skip
    (last,) = [entry for entry in trail if entry.at == f"分户表!E{len(rows)}"]
    assert {source.unit for source in last.figure.sources} == {"青石县", "白水县", "市交通局"}


@pytest.mark.render
def test_recalculated_the_sums_of_each_level_are_the_same(tmp_path: Path) -> None:
    held, done = round_of(SAID)
    averaged = replace(TIMES, code="B2", name="平均次数", aggregation=Aggregation.AVERAGE)
    held = replace(held, fields=(*held.fields, averaged))
    said = {name: {"A1": "是", "B1": n, "B2": n, "C1": "有"} for name, n in SAID.items()}
    done = collected(held, reported(held, said))
    columns = field_columns(held, "开展活动次数")
    books = [
        summary_workbook(done, MOMENT)[0],
        field_table(done, "开展活动次数", columns, MOMENT)[0],
    ]

    shown = recalculated(books, tmp_path)

    for content, own in zip(books, shown, strict=True):
        stored = values_of(content)
        assert any("SUMIFS" in formula for formula in formulas_of(content).values())
        for cell, formula in formulas_of(content).items():
            if "AVERAGE" in formula:
                assert own[cell] == pytest.approx(stored[cell], abs=0.01), (cell, formula)
            else:
                assert own[cell] == stored[cell], (cell, formula)


def test_every_value_says_the_level_of_its_unit() -> None:
    _, done = round_of({"青石县": 1, "青石县石门镇": 2})

    found = {value["unit"]: value for value in values_document(done)["values"]}
    table = values_csv(collected_values(done)).splitlines()

    assert (found["青石县"]["level"], found["青石县"]["superior"]) == (1, None)
    assert (found["青石县石门镇"]["level"], found["青石县石门镇"]["superior"]) == (2, "青石县")
    assert table[0].endswith("版本,级次,上级单位")
    assert table[-1].endswith(",2,青石县")


def test_an_office_of_one_level_sees_nothing_of_levels() -> None:
    held = campaign("东河区", "西河区")
    done = collected(held, reported(held, {"东河区": {"A1": "是", "B1": 3, "C1": "有"}}))

    rows = rows_of(summary_workbook(done, MOMENT)[0], "汇总表")

    assert "级次" not in rows[2]
    assert "级" not in rows[1][0]
    assert values_csv(collected_values(done)).splitlines()[0].endswith("版本")


# Offices of any depth: of each unit the place of its superior among those before it, and its figure.
trees = st.lists(
    st.tuples(st.integers(-1, 8), st.one_of(st.none(), st.integers(0, 999)), st.booleans()),
    min_size=1,
    max_size=12,
)


def office_of(
    tree: list[tuple[int, int | None, bool]],
) -> tuple[tuple[Unit, ...], dict[str, int | None]]:
    units: list[Unit] = []
    said: dict[str, int | None] = {}
    for number, (above, figure, reports) in enumerate(tree):
        superior = units[above].code if 0 <= above < len(units) else ""
        name = f"单位{number}"
        units.append(Unit(f"u{number}", name, name, category="单位", superior=superior))
        if reports:
            said[name] = figure
    return tuple(units), said


class Model:
    """The rules said again: the level of each unit, and what the units of some codes reported together."""

    def __init__(self, tree: list[tuple[int, int | None, bool]]) -> None:
        self.units, self.said = office_of(tree)
        self.above = {unit.code: unit.superior for unit in self.units}
        self.reporting = [self.level(u.code) for u in self.units if u.full_name in self.said]
        self.highest = min(self.reporting or [1])

    def level(self, code: str) -> int:
        return 1 + self.level(self.above[code]) if self.above[code] else 1

    def of_highest(self) -> list[str]:
        return [unit.code for unit in self.units if self.level(unit.code) == self.highest]

    def summed(self, codes: list[str]) -> Decimal | None:
        own = (self.said.get(unit.full_name) for unit in self.units if unit.code in codes)
        found = [value for value in own if value is not None]
        return Decimal(sum(found)) if found else None


@settings(max_examples=60, deadline=None)
@given(tree=trees)
def test_every_figure_of_several_units_is_of_one_level(
    tree: list[tuple[int, int | None, bool]],
) -> None:
    model = Model(tree)
    held, done = round_of(model.said, model.units)
    counted = counted_units(held, done.standings)

    found = total(counted, TIMES)

    assert (found and found.value) == model.summed(model.of_highest())
    assert consolidated(TIMES, counted) == found
    assert {unit.code for unit, _ in ranked_figures(counted, TIMES)} <= set(model.of_highest())
    assert dict(tally(counted, CHOICE))["是"].value == model.reporting.count(model.highest)


@settings(max_examples=25, deadline=None)
@given(tree=trees)
def test_every_sum_of_the_tables_is_the_sum_of_one_level(
    tree: list[tuple[int, int | None, bool]],
) -> None:
    model = Model(tree)
    held, done = round_of(model.said, model.units)
    columns = field_columns(held, "开展活动次数")
    summary, table = summary_workbook(done, MOMENT), field_table(done, "次数", columns, MOMENT)
    for (content, trail), sheet, heading, name in (
        (summary, "汇总表", 2, 1),
        (table, "分户表", 1, 0),
    ):
        check_sums(content, sheet, trail)
        rows = rows_of(content, sheet)
        titles = [str(title).split("（")[0].strip() for title in rows[heading]]
        sums = sums_of(rows, titles.index("开展活动次数"), name)
        assert as_number(sums["合计"]) == model.summed(model.of_highest())
        for unit in model.units:
            below = [code for code, superior in model.above.items() if superior == unit.code]
            if below:
                assert as_number(sums[f"{unit.full_name}所属小计"]) == model.summed(below)


def as_number(value: Any) -> Decimal | None:
    return None if value == "—" else Decimal(str(value))


def check_sums(content: bytes, sheet: str, trail: tuple[TrailEntry, ...]) -> None:
    """Each SUMIFS, computed anew from the cells above it, is what the sheet shows, and the sum of its sources."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[sheet]
    traced = {entry.at: entry.figure for entry in trail}
    for row in book[sheet].iter_rows():
        for cell in row:
            match = re.fullmatch(
                r"=SUMIFS\((\w+):(\w+),\$([A-Z]+)\$\d+:\$[A-Z]+\$\d+,(\d+)\)", str(cell.value)
            )
            if match is None:
                continue
            first, last, levels, level = match.groups()
            rows = range(int(first.lstrip("ABCDEFGH")), int(last.lstrip("ABCDEFGH")) + 1)
            values = [
                shown.cell(number, cell.column).value
                for number in rows
                if shown[f"{levels}{number}"].value == int(level)
            ]
            added = sum(value for value in values if isinstance(value, int | float))
            assert shown[cell.coordinate].value == added
            figure = traced[f"{sheet}!{cell.coordinate}"]
            assert sum(int(source.typed) for source in figure.sources) == added


def test_a_list_is_added_up_over_the_highest_level_that_reports() -> None:
    def line(value: int, level: int) -> ListLine:
        figure = Figure(Decimal(value), str(value), TIMES.name, "原值", ())
        return ListLine((figure,), "单位", level=level)

    (found,) = column_sums([TIMES], [line(880, 1), line(500, 2), line(380, 2), line(70, 1)])

    assert found is not None
    assert found.value == 950
