"""Single cells as files hold them, and what they are read as."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.grid import Address, Cell, Merge
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan, Style
from tests.workbook.packages import FIRST_SHEET, changed, plan, with_rows, written

A1 = Address(1, 1)
A2 = Address(2, 1)


def first_cells(content: bytes) -> dict[Address, Cell]:
    return dict(read_book(content, "报送表.xlsx").sheets[0].cells)


@pytest.mark.parametrize(
    "value",
    [
        "东河区",
        Decimal(30),
        Decimal("0.1"),
        Decimal("-12.75"),
        True,
        date(2026, 9, 30),
        datetime(2026, 10, 10, 18, 0),  # noqa: DTZ001 - a cell knows no zone
    ],
)
def test_what_was_written_is_read_back(value: str | Decimal | bool | date) -> None:  # noqa: FBT001
    style = Style.DATE if isinstance(value, date) else Style.TEXT

    assert first_cells(written(plan(value, style=style))) == {A1: Cell(value)}


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_is_read_back_as_the_same_decimal(number: Decimal) -> None:
    (cell,) = first_cells(written(plan(number))).values()

    assert cell == Cell(number)


def test_a_whole_number_has_no_fraction_left() -> None:
    (cell,) = first_cells(written(plan(Decimal(30)))).values()

    assert str(cell.value) == "30"


def test_a_number_beyond_all_bounds_is_an_error_value() -> None:
    content = with_rows('<row r="2"><c r="A2"><v>1E+400</v></c></row>')

    assert first_cells(content)[A2] == Cell("#NUM!", "#NUM!")


def test_a_formula_with_its_result_reads_as_the_result() -> None:
    assert first_cells(written(plan(Formula("=1+1", Decimal(2))))) == {A1: Cell(Decimal(2))}


def test_cells_without_an_address_follow_the_cell_before() -> None:
    content = with_rows('<row><c><v>1</v></c><c t="e"><v>#REF!</v></c><c><f>A1</f></c></row>')

    assert {str(at): cell.fault for at, cell in first_cells(content).items()} == {
        "A1": "",
        "A2": "",
        "B2": "#REF!",
        "C2": "uncomputed",
    }


@pytest.mark.parametrize(("stored", "seen"), [("0.85", "85%"), ("1.5", "150%"), ("0.005", "0.5%")])
@pytest.mark.parametrize("code", ["9", "10", "176"])
def test_a_percentage_reads_as_the_person_sees_it(stored: str, seen: str, code: str) -> None:
    content = with_rows(f'<row r="2"><c r="A2" s="1"><v>{stored}</v></c></row>')
    own = b'<numFmts count="1"><numFmt numFmtId="176" formatCode="0.0%"/></numFmts><fonts '
    shown_as = f'<xf numFmtId="{code}" fontId="1"'.encode()

    shown_as_percent = changed(
        content,
        "xl/styles.xml",
        lambda xml: xml.replace(b"<fonts ", own).replace(b'<xf numFmtId="0" fontId="1"', shown_as),
    )

    assert first_cells(content)[A2] == Cell(Decimal(stored))
    assert first_cells(shown_as_percent)[A2] == Cell(seen)


def test_dates_of_a_workbook_that_counts_from_1904_are_right() -> None:
    from_1900 = written(plan(date(2026, 9, 30), style=Style.DATE))
    from_1904 = changed(
        changed(from_1900, FIRST_SHEET, lambda xml: xml.replace(b"<v>46295<", b"<v>44833<")),
        "xl/workbook.xml",
        lambda xml: xml.replace(b"<workbookPr", b'<workbookPr date1904="1"'),
    )

    assert first_cells(from_1904) == first_cells(from_1900) == {A1: Cell(date(2026, 9, 30))}


def test_only_the_first_cell_of_a_merged_range_holds_the_value() -> None:
    merged = PlannedCell(A1, "标题", Style.TITLE, Address(2, 3))

    (grid,) = read_book(written(SheetPlan("基本情况", (merged,))), "报送表.xlsx").sheets

    assert grid.merges == (Merge(A1, Address(2, 3)),)
    assert list(grid.cells) == [A1]
