"""同式汇总表: the office's own form with sums in its cells, a sheet for each unit, live formulas, the trail of each number."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from pipeline.consolidation.own_form.names import SheetNames
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

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

    from tests.consolidation.own_forms import Round

Rows = list[list[Any]]
TABLE: Rows = [
    ["养老机构情况表"],
    ["填报单位："],
    ["机构类别", "机构数（个）", "床位数（张）", "入住人数（人）", "入住率（%）"],
    ["公办", None, None, None, "=IF(C4=0,0,D4/C4*100)"],
    ["民办", None, None, None, "=IF(C5=0,0,D5/C5*100)"],
    ["合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)", "=IF(C6=0,0,D6/C6*100)"],
]
LIST: Rows = [
    ["资金明细表"],
    ["填报单位："],
    ["序号", "乡镇", "户数（户）", "金额（万元）"],
    [1],
    [2],
    [3],
    ["合计", None, "=SUM(C4:C6)", "=SUM(D4:D6)"],
    ["存在问题："],
    ["注：按季报送。"],
]


def book_of(sheets: dict[str, Rows]) -> Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def figures_of(number: int) -> dict[tuple[str, str], Any]:
    """What a unit fills into the table; its own rates and sums as a spreadsheet would show them."""
    cells: dict[str, float] = {
        "B4": number, "C4": number * 10, "D4": number * 5, "B5": 1, "C5": 40, "D5": 10,
    }  # fmt: skip
    cells |= {"B6": number + 1, "C6": number * 10 + 40, "D6": number * 5 + 10}
    for row in "456":
        cells[f"E{row}"] = cells[f"D{row}"] / cells[f"C{row}"] * 100
    return {("表一", cell): value for cell, value in cells.items()}


def listed(names: str, *, problem: str = "") -> dict[tuple[str, str], Any]:
    """Rows of the list: each name with its place in the alphabet as 户数, and a tenth of it as 金额."""
    cells: dict[tuple[str, str], Any] = {}
    for row, name in enumerate(names, start=4):
        cells |= {
            ("表二", f"B{row}"): f"{name}乡",
            ("表二", f"C{row}"): ord(name) - 64,
            ("表二", f"D{row}"): (ord(name) - 64) / 10,
        }
    return cells | ({("表二", "B8"): problem} if problem else {})


@pytest.fixture(scope="module")
def table() -> Round:
    """Three of four units filled in the table with formulas."""
    form = saved(book_of({"表一": TABLE}))
    campaign = campaign_of(form)
    filled = {name: typed_in(form, figures_of(n)) for n, (name, _) in enumerate(UNITS[:3], start=1)}
    return collected(campaign, filled)


def test_sums_are_live_over_the_units_and_rates_by_their_own_formula(table: Round) -> None:
    content, _ = table.summary()

    formulas, values = formulas_of(content), values_of(content)
    assert formulas["表一", "B4"] == "=SUM(东河区:北山县!B4)"
    assert formulas["区", "B4"] == "=SUM(东河区:西河区!B4)"
    assert formulas["县", "B4"] == "=SUM(北山县!B4)"
    assert formulas["表一", "B6"] == "=SUM(B4:B5)", "the form's own, which agrees"
    assert formulas["表一", "E6"] == "=IF(C6=0,0,D6/C6*100)"
    assert (values["表一", "B4"], values["表一", "B6"], values["表一", "D6"]) == (6, 9, 60)
    assert values["表一", "E6"] == pytest.approx(60 / 180 * 100)
    assert values["区", "B4"] == 4
    assert values["表一", "B2"] == "合计（应报4个单位，计入3个）"
    assert values["东河区", "B2"] == "东河区"


@pytest.mark.render
def test_the_form_s_formulas_are_stored_with_what_a_spreadsheet_computes(
    table: Round, tmp_path: Path
) -> None:
    content, _ = table.summary()

    (shown,) = recalculated([content], tmp_path)

    stored = values_of(content)
    cells = list(formulas_of(content))
    assert len(cells) > 40
    for cell in cells:
        assert exact(shown[cell]) == exact(stored[cell]), cell


def test_a_sum_that_units_filled_in_otherwise_counts_before_the_form_s_formula() -> None:
    form = saved(book_of({"表一": TABLE}))
    campaign = campaign_of(form)
    odd = {**figures_of(2), ("表一", "B6"): 100}
    filled = {"东河区": typed_in(form, figures_of(1)), "西河区": typed_in(form, odd)}

    content, trail = collected(campaign, filled).summary()

    assert formulas_of(content)["表一", "B6"] == "=SUM(东河区:西河区!B6)"
    assert values_of(content)["表一", "B6"] == 102
    assert values_of(content)["西河区", "B6"] == 100
    remarks = [value for (sheet, _), value in values_of(content).items() if sheet == "说明"]
    assert "表样公式算得 5，各单位所报合计是 102，填后者。" in remarks
    assert {entry.figure.text for entry in trail if entry.at == "表一!B6"} == {"102"}


def test_every_number_of_the_form_has_its_trail(table: Round) -> None:
    content, trail = table.summary()

    values = values_of(content)
    traced = {entry.at: entry.figure for entry in trail}
    numbers = {
        f"{sheet}!{cell}": value
        for (sheet, cell), value in values.items()
        if isinstance(value, int | float) and sheet not in {"说明", "来源"}
    }
    assert set(traced) == set(numbers)
    assert [source.unit for source in traced["表一!B4"].sources] == ["东河区", "西河区", "北山县"]
    assert len(traced["表一!E6"].sources) == 12, "the rate comes from all that was added up"


def test_the_same_figures_give_the_same_bytes(table: Round) -> None:
    assert table.summary()[0] == table.summary()[0]


@pytest.fixture(scope="module")
def lists() -> Round:
    """A form with a list between a head and a text, longer in the sum than the form has room for."""
    book = book_of({"表一": TABLE, "表二": LIST})
    sheet = book["表二"]
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B8:D8")
    sheet.merge_cells("A9:D9")
    sheet.print_area = "A1:D9"
    rule = DataValidation("whole", operator="greaterThan", formula1="0")
    rule.add("C4:C6")
    sheet.add_data_validation(rule)
    sheet["A9"].comment = Comment("说明", "")
    book["表一"]["A8"] = "另见"
    book["表一"]["B8"] = "=表二!C7"
    form = saved(book)
    campaign = campaign_of(form)
    texts = {"东河区": "ABC", "北山县": "D", "西河区": "EF"}
    filled = {
        name: typed_in(form, {**figures_of(n), **listed(rows, problem=f"{name}的问题。")})
        for n, (name, rows) in enumerate(texts.items(), start=1)
    }
    return collected(campaign, filled)


def test_a_list_has_the_rows_of_all_units_and_sums_by_category(lists: Round) -> None:
    content, _ = lists.summary()
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["表二"]

    rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert rows[0] == ["序号", "乡镇", "户数（户）", "金额（万元）", "报送单位"]
    assert [row[1] for row in rows[1:9]] == ["A乡", "B乡", "C乡", "E乡", "F乡", None, "D乡", None]
    assert rows[6] == ["区小计", None, 17, 1.7, None]
    assert rows[8] == ["县小计", None, 4, 0.4, None]
    assert rows[9] == ["合计", None, 21, 2.1, None]
    assert rows[10][1] == "东河区：东河区的问题。\n西河区：西河区的问题。\n北山县：北山县的问题。"
    assert rows[11][0] == "注：按季报送。"
    assert rows[4][4] == "西河区"


def test_sums_of_a_list_that_begins_with_figures_are_named_right_of_it() -> None:
    head = ["户数（户）", "联系人", "金额（万元）"]
    rows: Rows = [["明细表"], ["填报单位："], head, [], [], [], ["注：按月报送。"]]
    answers = {"东河区": {"A4": 1, "C4": 2}, "北山县": {"A4": 3, "C4": 4}}

    content = small(rows, answers, lambda _: None)

    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["表"]
    shown = [list(row) for row in sheet.iter_rows(min_row=3, max_row=9, values_only=True)]
    assert shown == [
        ["户数（户）", "联系人", "金额（万元）", "报送单位"],
        [1, None, 2, "东河区"],
        [1, None, 2, "区小计"],
        [3, None, 4, "北山县"],
        [3, None, 4, "县小计"],
        [4, None, 6, "合计"],
        ["注：按月报送。", None, None, None],
    ]


def test_what_is_under_a_list_moves_with_the_rows_that_are_inserted(lists: Round) -> None:
    content, _ = lists.summary()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["表二"]

    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:D1", "B13:D13", "A14:D14"}
    assert sheet.print_area == "'表二'!$A$1:$E$14"
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "C4:C11"
    assert sheet["C12"].value == "=SUBTOTAL(9,C4:C11)"
    assert book["表一"]["B8"].value == "=表二!C12"
    assert book["东河区_表一"]["B8"].value == "=东河区_表二!C7"
    assert book["东河区_表二"].print_area == "'东河区_表二'!$A$1:$D$9"
    assert sheet["A14"].comment is not None


@pytest.mark.render
def test_lists_and_sheets_that_refer_to_each_other_compute_alike(
    lists: Round, tmp_path: Path
) -> None:
    content, _ = lists.summary()

    (shown,) = recalculated([content], tmp_path)

    stored = values_of(content)
    for cell in formulas_of(content):
        assert exact(shown[cell]) == exact(stored[cell]), cell
    assert stored["表一", "B8"] == 21
    assert stored["东河区_表一", "B8"] == 6


def test_parts_of_the_form_that_are_not_filled_stay_byte_for_byte(lists: Round) -> None:
    form = lists.campaign.form
    assert form is not None
    content, _ = lists.summary()

    with (
        zipfile.ZipFile(io.BytesIO(form.content)) as before,
        zipfile.ZipFile(io.BytesIO(content)) as after,
    ):
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml",
        # Below the rows that were inserted is a comment.
        "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip


def small(
    rows: Rows, answers: dict[str, dict[str, Any]], edit: Callable[[Workbook], None]
) -> bytes:
    """The summary of a form of one sheet that the units answered so."""
    book = book_of({"表": rows})
    edit(book)
    form = saved(book)
    campaign = campaign_of(form)
    filled = {
        unit: typed_in(form, {("表", cell): value for cell, value in cells.items()})
        for unit, cells in answers.items()
    }
    return collected(campaign, filled).summary()[0]


SINGLES: Rows = [
    ["工作情况表"],
    ["填报单位：", None, "是否召开动员会", None],
    ["活动次数（次）", None, "满意率", None],
    ["存在问题", None, "联系电话", None],
    ["填报人：____"],
]


def drop_down(book: Workbook) -> None:
    rule = DataValidation("list", formula1='"是,否"')
    rule.add("D2")
    book["表"].add_data_validation(rule)


def test_texts_are_stacked_choices_counted_and_the_rest_left_empty() -> None:
    content = small(
        SINGLES,
        {
            "东河区": {"D2": "是", "B3": 3, "D3": 80, "B4": "缺人。", "D4": "0571-1234567",
                       "A5": "填报人：甲"},
            "西河区": {"D2": "否", "B3": "无", "D3": 90, "D4": "0571-7654321"},
            "北山县": {"D2": "是", "B3": "1,200", "B4": "缺钱。"},
        },
        drop_down,
    )  # fmt: skip

    values = values_of(content)
    assert values["表", "D2"] == "是 2 家；否 1 家"
    assert values["表", "B3"] == 1203
    assert values["表", "D3"] == 85, "the mean of those who answered, by the 汇总方式"
    assert values["表", "B4"] == "东河区：缺人。\n北山县：缺钱。"
    assert ("表", "D4") not in values
    assert values["表", "A5"] == "填报人：____"
    assert values["东河区", "A5"] == "填报人：甲"
    assert values["西河区", "B3"] == 0, "as it counts"
    sheet = openpyxl.load_workbook(io.BytesIO(content))["表"]
    assert sheet["B4"].alignment.wrap_text
    assert formulas_of(content)["表", "D3"] == "=ROUND(AVERAGE(东河区:北山县!D3),2)"
    assert len(sheet.data_validations.dataValidation) == 1


def test_a_percentage_is_written_as_its_cell_stores_it() -> None:
    def percent(book: Workbook) -> None:
        drop_down(book)
        book["表"]["D3"].number_format = "0.0%"

    content = small(SINGLES, {"东河区": {"D3": 0.8}, "西河区": {"D3": 0.9}}, percent)

    values = values_of(content)
    assert (values["东河区", "D3"], values["表", "D3"]) == (0.8, 0.85)
    assert formulas_of(content)["表", "D3"] == "=ROUND(AVERAGE(东河区:西河区!D3),4)"


def test_with_many_units_the_sums_are_values_and_their_sources_are_listed() -> None:
    form = saved(book_of({"表": [["统计表"], ["填报单位："], ["活动次数（次）", None]]}))
    units = [(f"{n}号镇", "镇") for n in range(1, 71)]
    campaign = campaign_of(form, units)
    filled = {name: typed_in(form, {("表", "B3"): 2}) for name, _ in units}

    content, trail = collected(campaign, filled).summary()

    assert formulas_of(content) == {}
    values = values_of(content)
    assert values["表", "B3"] == 140
    assert len([cell for cell in values if cell[0] == "来源" and cell[1].startswith("A")]) == 71
    assert len(trail) == 1
    assert len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames) == 3


def test_units_whose_names_need_quotes_are_added_one_by_one() -> None:
    form = saved(book_of({"表": [["统计表"], ["填报单位："], ["活动次数（次）", None]]}))
    units = [("1号镇", "镇"), ("二·甲镇", "镇")]
    campaign = campaign_of(form, units)
    filled = {name: typed_in(form, {("表", "B3"): 2}) for name, _ in units}

    content, _ = collected(campaign, filled).summary()

    assert formulas_of(content)["表", "B3"] == "=SUM('1号镇'!B3,'二·甲镇'!B3)"


def test_names_of_sheets_are_valid_short_and_each_once() -> None:
    names = SheetNames(("统计表",))

    assert names.free("统计表") == "统计表_2"
    assert names.free("A/B:C") == "ABC"
    assert names.free("abc") == "abc_2"
    long = names.free("很" * 40, "附表 2")
    assert (len(long), long[-4:]) == (31, "_附表2")
    assert names.free("很" * 40, "附表 2").endswith("_附表2_2")


def test_a_decimal_is_added_up_to_the_last_digit() -> None:
    rows: Rows = [["统计表"], ["填报单位："], ["资金（万元）", None]]
    answers = {
        name: {"B3": value} for (name, _), value in zip(UNITS, (0.1, 0.2, 0.3), strict=False)
    }

    content = small(rows, answers, lambda _: None)

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"<v>0.6</v>" in package.read("xl/worksheets/sheet1.xml")
    assert Decimal(str(values_of(content)["表", "B3"])) == Decimal("0.6")
