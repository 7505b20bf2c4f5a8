"""The stamp: which of the two speaks, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.grid import Address, Book, Cell, Grid
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.stamp import (
    STAMP_SHEET,
    Stamp,
    read_stamp,
    read_visible_stamp,
    stamp_sheet,
    visible_stamp,
)
from tests.workbook.packages import plan, written

STAMP = Stamp("WMDW-2026", "3f9a12", "U07")
words = st.text(st.characters(categories=["L", "N", "Pd"]), min_size=1)


@given(words, words, words)
def test_the_visible_stamp_is_read_back(campaign: str, version: str, unit: str) -> None:
    stamp = Stamp(campaign, version, unit)

    assert read_visible_stamp(visible_stamp(stamp)) == stamp


def test_the_hidden_stamp_goes_before_the_visible_one() -> None:
    other = Stamp("WMDW-2026", "3f9a12", "U08")
    content = written(plan(visible_stamp(other)), stamp_sheet(STAMP))

    assert read_stamp(read_book(content, "表.xlsx")) == STAMP


@pytest.mark.parametrize("text", ["", "表号", "表号 A 版本 B", "版本 3f9a12　单位编号 U07"])
def test_half_a_visible_stamp_is_none(text: str) -> None:
    assert read_visible_stamp(text) is None


def test_half_a_hidden_stamp_is_none() -> None:
    hidden = Grid(STAMP_SHEET, {Address(2, 1): Cell("任务")}, visible=False)

    assert read_stamp(Book("表.xlsx", (hidden,))) is None
