"""Workbooks as they come: right ones read exactly, hostile ones refused in time and in words."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clock import BEIJING
from pipeline.model.grid import Address, Cell, address_of
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.stamp import Stamp, read_stamp, stamp_sheet, visible_stamp
from pipeline.workbook.writing.plan import (
    Formula,
    InputRule,
    PlannedCell,
    RuleKind,
    SheetPlan,
    Style,
)
from pipeline.workbook.writing.write import write_book

MOMENT = datetime(2026, 10, 9, tzinfo=BEIJING)
_SHEET = "xl/worksheets/sheet1.xml"


def book_of(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    for at, value in cells.items():
        book.active[at] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(content: bytes, path: str, xml: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for entry in old.infolist():
            new.writestr(entry, xml if entry.filename == path else old.read(entry))
    return stream.getvalue()


def cells(content: bytes) -> dict[str, Cell]:
    grid = read_book(content, "表.xlsx").sheets[0]
    return {str(at): cell for at, cell in grid.cells.items()}


def test_values_come_exactly_as_the_file_has_them() -> None:
    found = cells(
        book_of(A1=0.1 + 0.2, A2=30.0, A3="３０", A4=date(2026, 9, 30), A5=True, A6="  ", B7="=1+1")
    )

    assert found == {
        "A1": Cell(Decimal("0.3")),
        "A2": Cell(Decimal(30)),
        "A3": Cell("３０"),
        "A4": Cell(date(2026, 9, 30)),
        "A5": Cell(value=True),
        "B7": Cell("", "uncomputed"),
    }


def test_faults_of_a_cell_are_named() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
    sheet.write_number("A2", 330100199001011234)
    sheet.write_formula("A3", '=IF(B1="","",B1)', None, "")
    book.close()

    found = cells(stream.getvalue())

    assert found["A1"].fault == "#DIV/0!"
    assert found["A2"].fault == "long-number"


def test_a_computed_empty_text_is_no_fault() -> None:
    plain = book_of(A1="x")
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c></row></sheetData></worksheet>'
    )

    assert cells(with_part(plain, _SHEET, xml)) == {}


def test_a_false_dimension_hides_nothing() -> None:
    content = book_of(A1="标题", C7=30)
    xml = zipfile.ZipFile(io.BytesIO(content)).read(_SHEET)
    lying = xml.replace(b'ref="A1:C7"', b'ref="A1"')
    assert lying != xml

    assert cells(with_part(content, _SHEET, lying))["C7"] == Cell(Decimal(30))


def test_merges_and_hidden_sheets_are_read() -> None:
    book = openpyxl.Workbook()
    book.active.merge_cells("B2:D3")
    book.active["B2"] = "合并"
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "veryHidden"
    hidden["A1"] = 1
    stream = io.BytesIO()
    book.save(stream)

    first, second = read_book(stream.getvalue(), "表.xlsx").sheets

    (merge,) = first.merges
    assert (str(merge.first), str(merge.last)) == ("B2", "D3")
    assert (first.visible, second.visible) == (True, False)


def far_cell(at: str) -> bytes:
    row = address_of(at)
    assert row is not None
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row.row}"><c r="{at}"><v>1</v></c></row></sheetData></worksheet>'
    )
    return with_part(book_of(A1="x"), _SHEET, xml.encode())


def bomb() -> bytes:
    return with_part(book_of(A1="x"), "xl/styles.xml", b" " * (70 * 1024 * 1024))


def entities() -> bytes:
    xml = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
        b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">&b;</workbook>'
    )
    return with_part(book_of(A1="x"), "xl/workbook.xml", xml)


def missing_string() -> bytes:
    xml = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData></worksheet>'
    )
    return with_part(book_of(A1="x"), _SHEET, xml)


def encrypted() -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return head + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(3000)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (far_cell("XFD1048576"), "一直用到了 XFD1048576"),
        (far_cell("A1048576"), "一直用到了 A1048576"),
        (bomb(), "超过 64 MB"),
        (entities(), "不该有的内容"),
        (missing_string(), "已损坏"),
        (book_of(A1="x")[:3000], "不完整或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "已损坏"),
        (encrypted(), "设了打开密码"),
        (b"plain text", "里面没有表格"),
    ],
    ids=[
        "far corner",
        "far row",
        "bomb",
        "entities",
        "missing string",
        "cut off",
        "ole",
        "encrypted",
        "text",
    ],
)
def test_a_hostile_workbook_is_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(WorkbookUnreadable, match=message):
        read_book(content, "表.xlsx")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for head in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x00"):
        with pytest.raises(WorkbookUnreadable):
            read_book(head + content, "乱.xlsx")


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for head in (
        "",
        "<table><tr><td>",
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    ):
        with suppress(WorkbookUnreadable):
            read_book((head + text).encode(), "乱.xls")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_a_text_that_is_written_stays_a_text(text: str) -> None:
    plan = SheetPlan("表", (PlannedCell(Address(1, 1), text, Style.TEXT),))
    content = write_book([plan], MOMENT)

    xml = zipfile.ZipFile(io.BytesIO(content)).read(_SHEET)
    assert b"<f>" not in xml
    if text.strip() and not text.startswith("#"):
        assert read_book(content, "表.xlsx").sheets[0].cells[Address(1, 1)].value == text


def test_a_written_workbook_is_the_same_every_time_and_reads_back() -> None:
    plan = SheetPlan(
        "表",
        (
            PlannedCell(Address(1, 1), "=1+1", Style.TEXT),
            PlannedCell(Address(2, 1), Decimal("30.5"), Style.NUMBER),
            PlannedCell(Address(3, 1), date(2026, 9, 30), Style.DATE),
            PlannedCell(Address(4, 1), Formula("=SUM(A2:A2)", Decimal("30.5")), Style.TOTAL),
        ),
        rules=(InputRule(Address(5, 1), Address(9, 1), RuleKind.LIST, options=("是", "否")),),
        protected=True,
    )

    content = write_book([plan], MOMENT)

    assert content == write_book([plan], MOMENT)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert sheet["A4"].value == "=SUM(A2:A2)"
    assert openpyxl.load_workbook(io.BytesIO(content), data_only=True).active["A4"].value == 30.5
    assert sheet.data_validations.dataValidation[0].formula1 == '"是,否"'
    assert sheet.protection.sheet
    assert sheet.page_setup.paperSize == 9


def test_a_list_of_options_too_long_for_a_rule_goes_to_a_hidden_sheet() -> None:
    options = tuple(f"第{number}个选项名称比较长" for number in range(40))
    rule = InputRule(Address(1, 1), Address(1, 1), RuleKind.LIST, options=options)
    content = write_book([SheetPlan("表", (), rules=(rule,))], MOMENT)

    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book["报送通选项"].sheet_state == "veryHidden"
    assert [row[0] for row in book["报送通选项"].iter_rows(values_only=True)] == list(options)


def test_a_stamp_is_read_from_the_hidden_sheet_or_from_print() -> None:
    stamp = Stamp("WMDW-2026", "3f9a12", "U07")
    printed = SheetPlan("表", (PlannedCell(Address(3, 1), visible_stamp(stamp), Style.NOTE),))

    for sheets in ([stamp_sheet(stamp)], [printed], [printed, stamp_sheet(stamp)]):
        assert read_stamp(read_book(write_book(sheets, MOMENT), "表.xlsx")) == stamp
    assert read_stamp(read_book(book_of(A1="表号"), "表.xlsx")) is None
