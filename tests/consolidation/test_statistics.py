"""Totals, shares and ranks: they add up for any submissions in any order."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.consolidation.current import counted_units as counting
from pipeline.consolidation.statistics import change, find_extremes, share
from pipeline.consolidation.summary import summary_workbook
from pipeline.consolidation.totals import average_of, tally, total, unit_figure, unit_figures
from pipeline.model.figure import Figure
from pipeline.model.unit import Unit
from pipeline.workbook.reading.read import read_book
from tests.offices import FIELDS, MOMENT, campaign, collected, reported

ACTIVITIES = FIELDS[1]
counts = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


def figure(value: int | Decimal) -> Figure:
    return Figure(Decimal(value), str(value), "数", "原值", ())


@given(counts)
def test_the_total_is_the_sum_of_what_the_units_gave(values: list[int]) -> None:
    names = [f"{number}县" for number in range(len(values))]
    held = campaign(*names)
    items = counting(
        held, reported(held, {n: {"B1": v} for n, v in zip(names, values, strict=True)})
    )

    found = total(items, ACTIVITIES)

    assert found is not None
    assert found.value == sum(values)
    assert [source.unit for source in found.sources] == names


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 1, "100%"),
        (0, 5, "0%"),
        (0, 0, "0%"),
        (39, 44, "88.6%"),
    ],
)
def test_a_share_is_printed_with_one_decimal_and_no_trailing_zero(
    part: int, whole: int, said: str
) -> None:
    assert share(figure(part), figure(whole)).text == said


def test_units_that_share_a_rank_are_named_together() -> None:
    units = [Unit(name, name, name) for name in "甲乙丙"]

    order = find_extremes(list(zip(units, map(figure, (5, 5, 1)), strict=True)))

    assert order is not None
    assert [unit.full_name for unit in order.top] == ["甲", "乙"]
    assert [unit.full_name for unit in order.bottom] == ["丙"]


def test_nothing_is_reported_of_a_change_from_zero() -> None:
    assert change(figure(5), figure(0)) is None


def test_the_mean_leaves_gaps_out() -> None:
    held = campaign("甲县", "乙县", "丙县")
    items = counting(
        held, reported(held, {"甲县": {"B1": 1}, "乙县": {"B1": 2}, "丙县": {"A1": "是"}})
    )

    mean = average_of(unit_figures(items, ACTIVITIES), ACTIVITIES)

    assert mean is not None
    assert mean.text == "1.5"


def test_a_figure_no_one_gave_is_no_total() -> None:
    held = campaign("甲县")

    assert total(counting(held, reported(held, {"甲县": {"A1": "是"}})), ACTIVITIES) is None


def test_the_answer_none_counts_as_zero_and_is_noted() -> None:
    held = campaign("甲县")
    (item,) = counting(held, reported(held, {"甲县": {"B1": "无"}}))

    found = unit_figure(item, ACTIVITIES)

    assert found is not None
    assert (found.value, found.basis) == (Decimal(0), "“无”按0计")


def test_each_option_is_counted_with_who_chose_it() -> None:
    held = campaign("甲县", "乙县")
    items = counting(held, reported(held, {"甲县": {"A1": "是"}, "乙县": {"A1": "是"}}))

    found = dict(tally(items, FIELDS[0]))

    assert (found["是"].value, found["否"].value) == (Decimal(2), Decimal(0))
    assert [source.unit for source in found["是"].sources] == ["甲县", "乙县"]


def test_no_text_of_a_unit_becomes_a_formula_in_the_summary() -> None:
    held = campaign("=HYPERLINK(1)", "乙县")
    standings = reported(held, {"=HYPERLINK(1)": {"C1": "=1+1"}, "乙县": {"C1": "@SUM(A1)"}})

    content, _ = summary_workbook(collected(held, standings), MOMENT)

    texts = read_book(content, "汇总表.xlsx").sheet("文字材料")
    assert texts is not None
    assert {"=1+1", "@SUM(A1)", "=HYPERLINK(1)"} <= {str(c.value) for c in texts.cells.values()}


def test_consolidating_twice_gives_the_same_bytes() -> None:
    held = campaign("甲县", "乙县")
    standings = reported(held, {"甲县": {"B1": 3}})
    made = collected(held, standings)

    first, second = (summary_workbook(made, MOMENT) for _ in range(2))

    assert first == second
