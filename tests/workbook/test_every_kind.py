"""A workbook reads the same in every kind of file, under any name."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book
from tests.workbook.written_otherwise import (
    as_biff5,
    as_delimited,
    as_spreadsheetml,
    as_web_page,
    as_xls,
    as_xlsb,
)

FORM = Grid(
    "基本情况",
    {
        Address(1, 1): Cell("创建情况报送表"),
        Address(3, 1): Cell("填报单位"),
        Address(3, 2): Cell("东河区"),
        Address(5, 1): Cell("已创建数"),
        Address(5, 2): Cell(Decimal("30.5")),
        Address(6, 1): Cell("主要做法,成效"),
        Address(6, 2): Cell('说"好"\n再说'),
    },
)
STAMP = Grid("_报送通", {Address(1, 1): Cell("CJ")}, visible=False)
BOOK = Book("表.xlsx", (FORM, STAMP))


def values(grid: Grid) -> dict[str, object]:
    return {str(at): cell.value for at, cell in grid.cells.items()}


@pytest.mark.parametrize("write", [as_xls, as_biff5, as_xlsb, as_spreadsheetml])
def test_every_sheet_reads_the_same(write: object) -> None:
    read = read_book(write(BOOK), "东河区.xls")  # type: ignore[operator]

    assert [grid.name for grid in read.sheets] == ["基本情况", "_报送通"]
    assert [grid.visible for grid in read.sheets] == [True, False]
    assert [values(grid) for grid in read.sheets] == [values(FORM), values(STAMP)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("parted_by", [",", "\t", ";"])
def test_a_table_of_text_reads_field_by_field(encoding: str, parted_by: str) -> None:
    (grid,) = read_book(as_delimited(BOOK, encoding, parted_by), "东河区.csv").sheets

    assert values(grid) == values(FORM) | {"B5": "30.5", "B6": '说"好"\r\n再说'.replace("\r", "")}


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-16"])
def test_a_web_page_under_the_name_xls_reads_its_table(encoding: str) -> None:
    (grid,) = read_book(as_web_page(BOOK, encoding), "东河区.xls").sheets

    assert values(grid) == values(FORM) | {"B5": "30.5", "B6": '说"好" 再说'}


def test_words_and_several_tables_of_a_page_follow_each_other() -> None:
    page = """<html><body><h2>创建<b>情况</b>报送表</h2><p>填报单位：东河区</p>
        <table><caption>一、情况</caption><tr><th rowspan=2>类别</th><th colspan=2>数量</th></tr>
        <tr><td>上年</td><td x:num="1234.56">1,235</td></tr></table>
        <div>说明</div><table><tr><td>率</td><td x:num="0.85">85%</td><td>甲<br>乙</td></tr></table>
        </body></html>"""

    (grid,) = read_book(page.encode(), "表.xls").sheets

    assert values(grid) == {
        "A1": "创建情况报送表",
        "A2": "填报单位：东河区",
        "A3": "一、情况",
        "A4": "类别",
        "B4": "数量",
        "B5": "上年",
        "C5": Decimal("1234.56"),
        "A6": "说明",
        "A7": "率",
        "B7": "85%",
        "C7": "甲\n乙",
    }
    assert grid.merges == (
        Merge(Address(4, 1), Address(5, 1)),
        Merge(Address(4, 2), Address(4, 3)),
    )


def test_a_table_in_a_cell_is_not_left_out() -> None:
    page = "<table><tr><td>填报单位：东河区<table><tr><td>已创建</td><td>3</td></tr></table></td></tr></table>"

    (grid,) = read_book(page.encode(), "表.xls").sheets

    assert values(grid) == {"A1": "填报单位：东河区", "A2": "已创建", "B2": "3"}


def test_an_xml_table_has_percentages_dates_merges_errors_and_uncalculated_cells() -> None:
    xml = """<?xml version="1.0"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s9">
      <NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet ss:Name="表"><Table><Row>
      <Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">题</Data></Cell>
      <Cell ss:StyleID="s9"><Data ss:Type="Number">0.85</Data></Cell></Row>
      <Row ss:Index="3"><Cell><Data ss:Type="DateTime">2026-09-30T00:00:00.000</Data></Cell>
      <Cell ss:Formula="=R1C1"/><Cell><Data ss:Type="Error">#REF!</Data></Cell>
      <Cell><Data ss:Type="Boolean">1</Data></Cell>
      <Cell><Data ss:Type="DateTime">1899-12-31T09:30:00.000</Data></Cell>
      <Cell><Data ss:Type="Number">0.10000000000000001</Data></Cell></Row></Table></Worksheet></Workbook>"""

    (grid,) = read_book(xml.encode(), "表.xls").sheets

    assert grid.cells == {
        Address(1, 1): Cell("题"),
        Address(1, 3): Cell("85%"),
        Address(3, 1): Cell(date(2026, 9, 30)),
        Address(3, 2): Cell("", "uncomputed"),
        Address(3, 3): Cell("#REF!", "#REF!"),
        Address(3, 4): Cell(value=True),
        Address(3, 5): Cell(time(9, 30)),
        Address(3, 6): Cell(Decimal("0.1")),
    }
    assert grid.merges == (Merge(Address(1, 1), Address(2, 2)),)


def test_a_time_of_a_day_stays_one() -> None:
    xml = (
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table><Row>'
        '<Cell><Data ss:Type="DateTime">2026-09-30T09:30:00.000</Data></Cell></Row></Table></Worksheet></Workbook>'
    )

    (grid,) = read_book(xml.encode(), "表.xls").sheets

    assert grid.cells[Address(1, 1)].value == datetime(2026, 9, 30, 9, 30)  # noqa: DTZ001 - a cell has no zone


def test_a_zero_that_was_kept_in_front_by_a_formula_of_text_stays() -> None:
    (grid,) = read_book('单位,电话\n东河区,="0123456"\n'.encode(), "表.csv").sheets

    assert grid.cells[Address(2, 2)].value == "0123456"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("大家好，请查收。\n谢谢".encode(), "里面没有表格"),
        (b"<html><body><p>404</p></body></html>", "里面没有表格"),
        (b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>", "另一个文件夹"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Worksheet>", "已损坏"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "没有工作表"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>&b;</Workbook>",
         "不该有的内容"),
        (b"a,b\n" * 30_000, "超出报送表的范围"),
        (b",".join([b"a"] * 500) + b"\n", "超出报送表的范围"),
        (b"<table><tr><td colspan=999 rowspan=999>x</td></tr></table>", "超出报送表的范围"),
        (b"a,b\n" * 5_000_000, "超过 16 MB"),
        (b"\x00\x01\x02\xff\xfe", "不是 Excel 表"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_holds_no_form_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(WorkbookUnreadable, match=message):
        read_book(content, "表.xls")


def test_a_page_that_stores_another_number_than_it_shows_has_a_faulty_cell() -> None:
    page = "<table><tr><td x:num='12'>已创建 12</td><td x:num='0.5'>12</td><td x:num='1234.5'>1,235</td></tr></table>"

    (grid,) = read_book(page.encode(), "表.xls").sheets

    assert [cell.fault for cell in grid.cells.values()] == ["", "shown-otherwise", ""]
