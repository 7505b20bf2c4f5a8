"""A superior's form filled by its headings: lists, percentages, ratios over the sums; nothing is guessed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.consolidation.into_form.fill import fill_superior
from pipeline.consolidation.own_form.summary import FormFacts
from pipeline.workbook.filling.percents import percent_cells
from pipeline.workbook.reading.formulas import written_formulas
from pipeline.workbook.reading.read import read_book
from tests.consolidation.own_forms import (
    UNITS,
    campaign_of,
    collected,
    exact,
    formulas_of,
    recalculated,
    saved,
    typed_in,
    values_of,
)
from tests.consolidation.test_own_form import LIST, TABLE, book_of, figures_of, listed

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from pipeline.consolidation.into_form.fill import IntoForm
    from tests.consolidation.own_forms import Round

    Rows = list[list[Any]]


@pytest.fixture(scope="module")
def done() -> Round:
    form = saved(book_of({"表一": TABLE, "表二": LIST}))
    campaign = campaign_of(form)
    texts = {"东河区": "ABC", "北山县": "D", "西河区": "EF"}
    filled = {
        name: typed_in(form, {**figures_of(n), **listed(rows)})
        for n, (name, rows) in enumerate(texts.items(), start=1)
    }
    return collected(campaign, filled)


def into(done: Round, book: Workbook) -> IntoForm:
    content = saved(book)
    facts = FormFacts(written_formulas(content, "省.xlsx"), percent_cells(content, "省.xlsx"))
    read = read_book(content, "省.xlsx")
    return fill_superior(done.campaign, done.standings, read, (content, facts))


def superior(percent: str = "General") -> Workbook:
    book = book_of(
        {
            "省表": [
                ["全省养老机构情况"],
                ["机构类别", "入住率（%）", "床位数（张）", "护理员（人）"],
                ["民办"],
                ["公办"],
                ["合计", None, "=SUM(C3:C4)"],
            ]
        }
    )
    for row in (3, 4, 5):
        book["省表"].cell(row, 2).number_format = percent
    return book


def test_sums_are_put_in_by_headings_and_ratios_are_computed_over_them(done: Round) -> None:
    filled = into(done, superior())

    values = values_of(filled.content)
    assert [values["省表", cell] for cell in ("C3", "C4", "C5")] == [120, 60, 180]
    assert values["省表", "B3"] == 25
    assert values["省表", "B4"] == 50
    assert formulas_of(filled.content)["省表", "C5"] == "=SUM(C3:C4)"
    assert "「省表」D3 “民办·护理员”在本任务里没有对应的填报项，留空。" in filled.report
    assert "填报项“公办·机构数”在上级表里没有找到位置。" in filled.report
    traced = {entry.at: entry.figure for entry in filled.trail}
    assert len(traced["省表!C3"].sources) == 3
    assert (traced["省表!B3"].basis, len(traced["省表!B3"].sources)) == ("公式", 6)


def test_a_percentage_is_stored_as_its_cell_shows_it(done: Round) -> None:
    filled = into(done, superior("0%"))

    assert values_of(filled.content)["省表", "B3"] == 0.25


def test_two_places_of_one_name_on_a_sheet_are_left_empty(done: Round) -> None:
    rows: Rows = [["省表"], ["项目", "数"], ["床位数"], ["床位数"]]

    filled = into(done, book_of({"省表": rows}))

    assert filled.placed == 0
    assert all("没有找到位置" in line or "没有对应" in line for line in filled.report)


@pytest.mark.render
def test_a_list_takes_the_rows_of_all_units_and_what_is_below_moves(
    done: Round, tmp_path: Path
) -> None:
    rows: Rows = [
        ["全省资金明细"],
        ["序号", "金额（万元）", "乡镇", "户数（户）", "批次"],
        [1], [2], [3],
        ["合计", "=SUM(B3:B5)", None, "=SUM(D3:D5)"],
        ["制表人："],
    ]  # fmt: skip

    filled = into(done, book_of({"明细": rows}))

    sheet = openpyxl.load_workbook(io.BytesIO(filled.content), data_only=True)["明细"]
    shown = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert shown[0] == ["序号", "金额（万元）", "乡镇", "户数（户）", "批次", "报送单位"]
    assert shown[1] == [1, 0.1, "A乡", 1, None, "东河区"]
    assert [row[2] for row in shown[1:9]] == ["A乡", "B乡", "C乡", "E乡", "F乡", None, "D乡", None]
    assert shown[9][:4] == ["合计", 2.1, None, 21]
    assert shown[10][0] == "制表人："
    (calculated,) = recalculated([filled.content], tmp_path)
    for cell in formulas_of(filled.content):
        assert exact(calculated[cell]) == exact(values_of(filled.content)[cell]), cell


def test_units_that_count_not_leave_their_row_empty(done: Round) -> None:
    rows: Rows = [
        ["各地床位"],
        ["地区", "公办", None],
        [None, "床位数（张）", "机构数（个）"],
        *([name] for name, _ in UNITS),
        ["合计"],
    ]
    book = book_of({"各地": rows})
    book["各地"].merge_cells("B2:C2")
    book["各地"].merge_cells("A2:A3")

    filled = into(done, book)

    sheet = openpyxl.load_workbook(io.BytesIO(filled.content))["各地"]
    assert [tuple(row) for row in sheet.iter_rows(min_row=4, values_only=True)] == [
        ("东河区", 10, 1), ("北山县", 20, 2), ("西河区", 30, 3), ("南山县", None, None), ("合计", 60, 6),
    ]  # fmt: skip
