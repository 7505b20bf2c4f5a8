"""What an .ods has beyond its texts: merged ranges, percentages, errors, hidden sheets, repeats."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from pipeline.model.grid import Address, Book, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book
from tests.workbook.open_document import as_ods
from tests.workbook.packages import changed

BOOK = Book("表", (Grid("表", {Address(1, 1): Cell("甲")}),))


def with_cells(cells: str) -> Grid:
    """The sheet of an .ods whose second row holds *cells* as XML."""
    row = f"<table:table-row>{cells}</table:table-row></table:table>".encode()
    space = (
        b' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    )
    content = changed(
        as_ods(BOOK),
        "content.xml",
        lambda xml: xml.replace(b"</table:table>", row).replace(
            b"<office:document-content ", b"<office:document-content" + space, 1
        ),
    )
    (grid,) = read_book(content, "表.ods").sheets
    return grid


def test_sheets_merged_ranges_and_hidden_parts_are_read() -> None:
    grid = Grid(
        "一",
        {Address(1, 1): Cell("题"), Address(2, 1): Cell("甲\n乙"), Address(4, 3): Cell(Decimal("0.1"))},
        (Merge(Address(1, 1), Address(1, 3)), Merge(Address(2, 1), Address(3, 2))),
    )  # fmt: skip
    hidden = Grid("二", {Address(1, 1): Cell("CJ")}, visible=False)

    assert read_book(as_ods(Book("表.ods", (grid, hidden))), "表.ods").sheets == (grid, hidden)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ('office:value-type="percentage" office:value="0.85"><text:p>85%</text:p>', Cell("85%")),
        ('office:value-type="float" office:value="1e400"><text:p>x</text:p>', Cell("#NUM!", "#NUM!")),
        ('office:value-type="float" office:value="约"><text:p>约三十</text:p>', Cell("约三十")),
        ('office:value-type="date" office:date-value="2026-09-30">', Cell(date(2026, 9, 30))),
        (
            'office:value-type="date" office:date-value="2026-09-30T09:30:00">',
            Cell(datetime(2026, 9, 30, 9, 30)),  # noqa: DTZ001 - a cell has no zone
        ),
        ('office:value-type="time" office:time-value="PT09H30M00S">', Cell(time(9, 30))),
        (
            'office:value-type="time" office:time-value="PT99H30M00S"><text:p>99:30</text:p>',
            Cell("99:30"),
        ),
        ('office:value-type="boolean" office:boolean-value="true">', Cell(value=True)),
        (
            'office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p>',
            Cell("#REF!", "#REF!"),
        ),
        ('table:formula="of:=[.A1]">', Cell("", "uncomputed")),
        (
            '><text:p>甲<text:s text:c="2"/>乙<text:line-break/><text:span>丙</text:span></text:p>',
            Cell("甲  乙\n丙"),
        ),
        ("><office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p>", Cell("正文")),
    ],
)  # fmt: skip
def test_each_kind_of_value_is_read_as_what_it_is(cell: str, read: Cell) -> None:
    grid = with_cells(f"<table:table-cell {cell}</table:table-cell>")

    assert grid.cells[Address(2, 1)] == read


def test_a_repeated_cell_is_read_in_every_place() -> None:
    grid = with_cells(
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:number-columns-repeated="3"><text:p>是</text:p></table:table-cell>'
    )

    assert {str(at) for at in grid.cells} == {"A1", "C2", "D2", "E2"}


def test_an_ods_without_a_table_is_refused() -> None:
    content = changed(
        as_ods(BOOK), "content.xml", lambda xml: xml.replace(b"office:spreadsheet", b"office:text")
    )

    with pytest.raises(WorkbookUnreadable, match="损坏"):
        read_book(content, "表.ods")


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        # LibreOffice; Excel and older programs; Gnumeric and Google; a constant in a Chinese window.
        ('table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>', "#DIV/0!"),
        ('table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>', "#DIV/0!"),
        ('table:formula="of:=NA()" office:value-type="float" office:value="0"><text:p>#N/A</text:p>', "#N/A"),
        ('table:formula="of:=1/0" office:value-type="percentage" office:value="0"><text:p>#DIV/0!</text:p>', "#DIV/0!"),
        ('table:formula="of:=1/0" office:value-type="date" office:date-value="1899-12-30"><text:p>#VALUE!</text:p>', "#VALUE!"),
        ('office:value-type="string"><text:p>#REF!</text:p>', "#REF!"),
        ('table:formula="of:=x" office:value-type="float" office:value="0"><text:p>#名称?</text:p>', "#VALUE!"),
        ('table:formula="of:=x" office:value-type="float" office:value="0"><text:p>Err:508</text:p>', "#VALUE!"),
        ('table:formula="of:=x" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>错误:508</text:p>', "#VALUE!"),
    ],
)  # fmt: skip
def test_an_error_is_one_whichever_program_wrote_it(cell: str, fault: str) -> None:
    assert (
        with_cells(f"<table:table-cell {cell}</table:table-cell>").cells[Address(2, 1)].fault
        == fault
    )


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("float", "0", "12"), ("float", "12", "21"), ("float", "1234.5", "1,235.9"),
        ("percentage", "0.85", "58%"), ("currency", "30", "300"),
    ],
)  # fmt: skip
def test_a_number_beside_a_text_that_contradicts_it_is_a_fault(
    kind: str, value: str, shown: str
) -> None:
    cells = f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'

    assert with_cells(cells).cells[Address(2, 1)] == Cell(shown, "shown-otherwise")


def test_a_day_beside_another_day_is_a_fault() -> None:
    cells = '<table:table-cell office:value-type="date" office:date-value="2026-09-30"><text:p>2026年9月29日</text:p></table:table-cell>'

    assert with_cells(cells).cells[Address(2, 1)] == Cell("2026年9月29日", "shown-otherwise")


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("float", "1234.567", "1,234.57"), ("float", "1234567", "1,235"), ("float", "1234567", "123.46"),
        ("float", "123456789", "1.23"), ("float", "-3", "3"), ("float", "-3", "(3)"), ("float", "0", "无"),
        ("float", "0", ""), ("float", "0.225", "0,225"), ("float", "0.5", "1/2"), ("float", "12", "########"),
        ("float", "1E+20", "1E+20"), ("float", "12", "12 万元"), ("currency", "12.5", "￥12.50"),
        ("percentage", "0.855", "86%"), ("percentage", "0.855", "85.5%"), ("float", "2.675", "2.68"),
    ],
)  # fmt: skip
def test_a_format_that_shortens_or_adds_words_is_no_contradiction(
    kind: str, value: str, shown: str
) -> None:
    cells = f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'

    assert with_cells(cells).cells[Address(2, 1)].fault in {"", "long-number"}
