"""A share (占比) is rounded by itself, and says all or nothing only where it is so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.shares import percent_of


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 12, "8.3"), (10, 12, "83.3"), (2999, 3000, "99.97"), (1, 30_000, "0.003"), (0, 0, "0")],
)
def test_a_share_is_as_exact_as_it_must_be(part: int, whole: int, said: str) -> None:
    assert str(percent_of(Decimal(part), Decimal(whole))) == said


@given(st.integers(0, 9_999), st.integers(1, 9_999))
def test_a_share_says_all_or_nothing_only_where_it_is_so(part: int, more: int) -> None:
    whole = part + more - 1

    value = percent_of(Decimal(part), Decimal(whole))

    assert (value == 0) == (part == 0)
    assert (value == 100) == (part == whole > 0)
    assert not whole or abs(value - Decimal(part * 100) / whole) <= Decimal("0.05")
