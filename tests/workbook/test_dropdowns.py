"""The options a form offers, in each of the ways Excel keeps them."""

from __future__ import annotations

import pytest

from pipeline.model.grid import Address
from pipeline.workbook.reading.dropdowns import read_dropdowns
from pipeline.workbook.writing.plan import InputRule, RuleKind, SheetPlan
from tests.workbook.packages import changed, plan, written

C7 = Address(7, 3)
A1 = Address(1, 1)
X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14='
    '"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>选项!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>C7 D8:D9</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def ruled(sheet: SheetPlan, *rules: InputRule) -> SheetPlan:
    return SheetPlan(sheet.name, sheet.cells, rules=rules)


def with_rule(source: str) -> bytes:
    """A form with a list rule over C7, and its options on the sheet 选项."""
    options = SheetPlan("选项", plan("是", "否", "无此项").cells)
    rule = (
        '<dataValidations count="1"><dataValidation type="list" sqref="C7">'
        f"<formula1>{source}</formula1></dataValidation></dataValidations><pageMargins"
    )
    return changed(
        written(plan("甲"), options),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<pageMargins", rule.encode(), 1),
    )


def test_a_list_written_in_the_rule_is_read_for_every_cell_of_its_range() -> None:
    rule = InputRule(A1, Address(3, 1), RuleKind.LIST, ("是", "否"))

    found = read_dropdowns(written(ruled(plan("甲"), rule)), "表.xlsx")

    assert found == {("基本情况", Address(row, 1)): ("是", "否") for row in (1, 2, 3)}


def test_a_list_too_long_for_the_rule_is_read_from_its_sheet() -> None:
    options = tuple(f"第{number}个市直部门" for number in range(1, 60))
    rule = InputRule(A1, A1, RuleKind.LIST, options)

    found = read_dropdowns(written(ruled(plan("甲"), rule)), "表.xlsx")

    assert found == {("基本情况", A1): options}


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ('"全国, 省级 ,市级"', ("全国", "省级", "市级")),
        ("选项!$A$1:$A$2", ("是", "否")),
        ("'选项'!$A$1:$A$9", ("是", "否", "无此项")),
        ("$A$1", ("甲",)),
    ],
)
def test_every_way_to_write_a_list_is_followed(source: str, options: tuple[str, ...]) -> None:
    assert read_dropdowns(with_rule(source), "表.xlsx") == {("基本情况", C7): options}


def test_a_list_behind_a_name_is_followed() -> None:
    content = changed(
        with_rule("是否"),
        "xl/workbook.xml",
        lambda xml: xml.replace(
            b"<definedNames>",
            "<definedNames><definedName name='是否'>选项!$A$1:$A$2</definedName>".encode(),
        ),
    )

    assert read_dropdowns(content, "表.xlsx") == {("基本情况", C7): ("是", "否")}


def test_a_list_on_another_sheet_as_excel_2010_keeps_it_is_read() -> None:
    options = SheetPlan("选项", plan("是", "否", "无此项").cells)
    content = changed(
        written(plan("甲"), options),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</worksheet>", f"{X14}</worksheet>".encode()),
    )

    found = read_dropdowns(content, "表.xlsx")

    assert {str(at) for _, at in found} == {"C7", "D8", "D9"}
    assert set(found.values()) == {("是", "否", "无此项")}


@pytest.mark.parametrize("source", ["INDIRECT(B7)", "没有的表!$A$1:$A$2", "没有的名称", ""])
def test_a_list_that_cannot_be_followed_is_left_out(source: str) -> None:
    assert read_dropdowns(with_rule(source), "表.xlsx") == {}


def test_a_form_without_drop_downs_and_a_file_of_another_kind_have_none() -> None:
    assert read_dropdowns(written(plan("甲")), "表.xlsx") == {}
    assert read_dropdowns(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "表.xls") == {}
