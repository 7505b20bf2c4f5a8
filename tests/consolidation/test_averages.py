"""A field that is averaged (平均): rounded half up, live in the summary, and no source of itself."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from pipeline.consolidation.current import counted_units
from pipeline.consolidation.summary import summary_workbook
from pipeline.consolidation.totals import average_of, unit_figures
from pipeline.model.campaign import Aggregation
from tests.offices import FIELDS, MOMENT, campaign, collected, reported

MEAN = replace(FIELDS[1], aggregation=Aggregation.AVERAGE)


def summary(given: dict[str, int]) -> openpyxl.Workbook:
    """Return the summary of a campaign that averages its one figure."""
    held = campaign(*given, fields=(MEAN,))
    standings = reported(held, {name: {"B1": value} for name, value in given.items()})
    content, _ = summary_workbook(collected(held, standings), MOMENT)
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(("units", "mean"), [(8, "0.13"), (3, "0.33"), (40, "0.03")])
def test_a_mean_is_rounded_half_up_to_hundredths(units: int, mean: str) -> None:
    names = [f"{number}县" for number in range(units)]
    held = campaign(*names, fields=(MEAN,))
    given = {name: {"B1": 0} for name in names} | {names[0]: {"B1": 1}}

    figure = average_of(unit_figures(counted_units(held, reported(held, given)), MEAN), MEAN)

    assert figure is not None
    assert (figure.value, figure.text) == (Decimal(mean), mean)


def test_a_mean_is_recalculated_as_a_mean_and_not_as_a_sum() -> None:
    sheet = summary({"甲县": 1, "乙县": 2})["汇总表"]

    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == ["=SUBTOTAL(101,E4:E5)", "=SUBTOTAL(101,E4:E6)"]


def test_a_mean_of_one_unit_is_not_listed_as_that_unit_s_own_figure() -> None:
    rows = list(summary({"甲县": 3})["来源"].iter_rows(min_row=2, values_only=True))

    assert [(row[0], row[1], row[3]) for row in rows] == [("汇总表!E4", "甲县", 3)]
