"""Workbooks of ours: what Excel finds in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from pipeline.model.grid import Address
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import (
    Formula,
    InputRule,
    Link,
    PlannedCell,
    RuleKind,
    SheetPlan,
    Style,
)
from pipeline.workbook.writing.write import write_book
from tests.workbook.packages import MOMENT, parts_of, plan, written

A1 = Address(1, 1)


def opened(*sheets: SheetPlan) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(written(*sheets)))


def ruled(*rules: InputRule) -> SheetPlan:
    return SheetPlan("基本情况", (PlannedCell(A1, "甲", Style.TEXT),), rules=rules)


@pytest.mark.parametrize("text", ["=1+1", "+3", "-无", "@甲", "http://example.cn", "{=A1}", "001"])
def test_text_stays_text_with_any_first_character(text: str) -> None:
    cell = opened(plan(text)).worksheets[0]["A1"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_control_characters_are_left_out_of_what_is_printed() -> None:
    cells = read_book(written(plan("甲\x0b\x00乙\n丙")), "表.xlsx").sheets[0].cells

    assert cells[A1].value == "甲乙\n丙"


def test_another_moment_gives_other_bytes() -> None:
    assert written(plan("甲")) != write_book([plan("甲")], MOMENT + timedelta(days=1))


def test_the_stated_time_of_making_is_the_moment_handed_in() -> None:
    made = opened(plan("甲")).properties.created

    assert made == datetime(2026, 9, 1, 9, 0)  # noqa: DTZ001 - Excel keeps no zone


def test_a_formula_is_next_to_its_result() -> None:
    xml = parts_of(written(plan(Formula("=SUM(B1:B9)", Decimal("12.5")))))

    assert b"<f>SUM(B1:B9)</f><v>12.5</v>" in xml["xl/worksheets/sheet1.xml"]


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_stays_text() -> None:
    cells = read_book(written(plan(Decimal("1234567890123456.78"))), "表.xlsx").sheets[0].cells

    assert cells[A1].value == "1234567890123456.78"


def test_a_link_leads_to_a_neighbour_or_to_a_place_in_the_workbook() -> None:
    links = plan(Link("退回单", "退回/东河区.docx"), Link("见下", "#基本情况!A9"))

    sheet = opened(links).worksheets[0]

    assert (sheet["A1"].value, sheet["A2"].value) == ("退回单", "见下")
    assert sheet["A1"].hyperlink.target == "退回\\东河区.docx"
    assert sheet["A2"].hyperlink.location == "基本情况!A9"


def test_only_what_the_unit_fills_in_is_unlocked() -> None:
    styles = list(Style)
    cells = tuple(PlannedCell(Address(row, 1), "甲", s) for row, s in enumerate(styles, start=1))
    sheet = opened(SheetPlan("基本情况", cells, protected=True)).worksheets[0]

    unlocked = {styles[row[0].row - 1] for row in sheet.iter_rows() if not row[0].protection.locked}

    assert unlocked == {Style.INPUT, Style.INPUT_LONG, Style.INPUT_DATE, Style.INPUT_TEXT}
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.formatRows, "a unit may make a row higher"
    assert not sheet.protection.formatColumns


def test_a_sheet_prints_on_a4_one_page_wide_with_its_heading_on_each_page() -> None:
    cells = tuple(PlannedCell(Address(row, 2), "甲", Style.TEXT) for row in range(1, 9))
    planned = SheetPlan("基本情况", cells, repeat_rows=(4, 4), freeze=Address(5, 1))

    sheet = opened(planned).worksheets[0]

    assert str(sheet.page_setup.paperSize) == "9"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight in {0, "0"}
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area.endswith("$A$1:$B$8")
    assert sheet.freeze_panes == "A5"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_a_hidden_sheet_is_not_in_excels_menu_and_never_printed() -> None:
    sheet = opened(plan("甲"), SheetPlan("标记", plan("乙").cells, hidden=True))["标记"]

    assert sheet.sheet_state == "veryHidden"
    assert not sheet.print_area


def test_a_drop_down_states_in_chinese_what_is_wrong() -> None:
    message = "请从下拉清单中选：是、否。"
    rule = InputRule(A1, Address(9, 1), RuleKind.LIST, ("是", "否"), message=message)

    (found,) = opened(ruled(rule)).worksheets[0].data_validations.dataValidation

    assert (found.type, found.formula1, str(found.sqref)) == ("list", '"是,否"', "A1:A9")
    assert (found.errorTitle, found.error) == ("填报有误", message)


@pytest.mark.parametrize("options", [("甲,乙", "丙"), ('"甲"', "乙")])
def test_options_that_a_rule_cannot_hold_are_on_a_hidden_sheet(options: tuple[str, ...]) -> None:
    rule = InputRule(A1, A1, RuleKind.LIST, options)

    book = opened(ruled(rule, rule))

    lists = book.worksheets[1]
    sources = {item.formula1 for item in book.worksheets[0].data_validations.dataValidation}
    assert sources == {f"'{lists.title}'!$A$1:$A$2"}
    assert lists.sheet_state == "veryHidden"
    assert tuple(row[0].value for row in lists.iter_rows()) == options


@pytest.mark.parametrize(
    ("kind", "low", "high", "wanted"),
    [
        (RuleKind.INTEGER, "0", "", ("whole", "greaterThanOrEqual", "0", None)),
        (RuleKind.INTEGER, "", "99", ("whole", "lessThanOrEqual", "99", None)),
        (RuleKind.DECIMAL, "0.5", "100", ("decimal", None, "0.5", "100")),
        (RuleKind.DATE, "2026-08-01", "2026-10-31", ("date", None, "46235", "46326")),
    ],
)
def test_an_input_rule_carries_its_bounds(
    kind: RuleKind, low: str, high: str, wanted: tuple[str | None, ...]
) -> None:
    rule = InputRule(A1, A1, kind, minimum=low, maximum=high)

    (found,) = opened(ruled(rule)).worksheets[0].data_validations.dataValidation

    assert (found.type, found.operator, found.formula1, found.formula2) == wanted


def test_a_rule_without_bounds_still_requires_its_type() -> None:
    rule = InputRule(A1, A1, RuleKind.INTEGER)

    (found,) = opened(ruled(rule)).worksheets[0].data_validations.dataValidation

    assert (found.type, found.operator) == ("whole", "greaterThanOrEqual")
    assert Decimal(found.formula1) < 0


@pytest.mark.parametrize("digits", ["123456789012345", "999999999999999", "0.123456789012345"])
def test_fifteen_digits_are_a_number_and_a_sixteenth_makes_it_text(digits: str) -> None:
    sheet = opened(plan(Decimal(digits), Decimal(f"{digits}1"))).worksheets[0]

    assert sheet["A1"].data_type == "n"
    assert Decimal(repr(sheet["A1"].value)) == Decimal(digits)
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", f"{digits}1")
