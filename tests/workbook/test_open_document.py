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
