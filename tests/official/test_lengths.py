from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.official.layout.tables import column_widths
from pipeline.official.ooxml.page import LEFT_MARGIN
from pipeline.official.standard.lengths import Length, chars, mm, pt

millimetres = st.decimals(min_value=-300, max_value=300, places=3)


@given(millimetres)
def test_there_and_back_is_within_half_a_twip(value: Decimal) -> None:
    assert abs(mm(value).mm - value) <= Decimal("25.4") / 1440 / 2


@given(st.lists(st.integers(min_value=-5000, max_value=5000)))
def test_sums_of_lengths_stay_whole(twips: list[int]) -> None:
    total = sum((Length(each) for each in twips), Length(0))

    assert total.twips == sum(twips)


@given(st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=14))
def test_columns_fill_the_type_area_to_the_twip(shares: list[int]) -> None:
    assert sum(width.twips for width in column_widths(shares)) == mm(156).twips


@pytest.mark.parametrize(
    ("length", "twips"),
    [
        (mm(37), 2098),
        (LEFT_MARGIN, 1588),
        (mm(156), 8844),
        (mm(225), 12756),
        (pt(16), 320),
        (chars(28), 8844),
    ],
)
def test_the_figures_of_the_facts_come_out(length: Length, twips: int) -> None:
    assert length.twips == twips


def test_sizes_are_written_in_half_points() -> None:
    assert [pt(size).half_points for size in ("10.5", 14, 16, 22)] == [21, 28, 32, 44]
