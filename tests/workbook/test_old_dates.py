"""Dates in workbooks of before Excel 97, which count days from 1900 or, begun on a Macintosh, from 1904."""

from __future__ import annotations

import struct
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import pytest

from pipeline.model.grid import Address, Book, Cell, Grid
from pipeline.workbook.reading.read import read_book
from tests.workbook.written_otherwise import as_biff5

A1: Final = Address(1, 1)
_SERIAL: Final = 46295  # 2026-09-30, counted from 1900
_FORMATS: Final = struct.pack("<HH", 0xE0, 16) + bytes(16)
_AS_DATE: Final = struct.pack("<HHHH", 0xE0, 16, 0, 14) + bytes(12)  # number format 14: a date
_CODEPAGE: Final = struct.pack("<HHH", 0x42, 2, 936)
_FROM_1904: Final = struct.pack("<HHH", 0x22, 2, 1)


def with_a_date(*, from_1904: bool) -> bytes:
    """Return a workbook of Excel 95 with one number in a cell that shows a date."""
    plain = as_biff5(Book("表", (Grid("表", {A1: Cell(Decimal(_SERIAL))}),)))
    dated = plain.replace(_FORMATS * 16, _FORMATS * 15 + _AS_DATE)
    # The record of the code page gives its place; without it GBK is assumed.
    return dated.replace(_CODEPAGE, _FROM_1904) if from_1904 else dated


@pytest.mark.parametrize(
    ("from_1904", "day"), [(False, date(2026, 9, 30)), (True, date(2026, 9, 30) + timedelta(1462))]
)
def test_a_day_is_counted_from_the_epoch_that_the_workbook_states(
    day: date, *, from_1904: bool
) -> None:
    (grid,) = read_book(with_a_date(from_1904=from_1904), "表.xls").sheets

    assert grid.cells[A1].value == day
