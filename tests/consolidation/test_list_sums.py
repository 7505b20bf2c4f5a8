"""Lists in 汇总表: the rows of all units, sums by category and of all, live and each with its trail."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.consolidation.summary import summary_workbook
from pipeline.model.collection_round import CollectionRound
from tests.campaign.books import MOMENT
from tests.consolidation.own_forms import (
    UNITS,
    campaign_of,
    collected,
    exact,
    formulas_of,
    recalculated,
    saved,
    typed_in,
    values_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.figure import TrailEntry

ROWS: list[list[Any]] = [
    ["资金明细表"],
    ["填报单位："],
    ["序号", "乡镇", "户数（户）", "金额（万元）", "完成率（%）"],
    [1],
    [2],
    ["合计"],
]


def summary(units: Sequence[tuple[str, str]]) -> tuple[bytes, tuple[TrailEntry, ...]]:
    """Each unit lists two townships: 1 and 2 households, 0.1 and 0.2 万元, the next one more each."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "明细"
    for line in ROWS:
        sheet.append(line)
    form = saved(book)
    campaign = campaign_of(form, units)
    filled = {}
    for number, (name, _) in enumerate(units):
        cells: dict[tuple[str, str], Any] = {}
        for row in (4, 5):
            figure = number + row - 3
            values = {"B": f"{name}{row}乡", "C": figure, "D": figure / 10, "E": 50}
            cells |= {("明细", f"{column}{row}"): value for column, value in values.items()}
        filled[name] = typed_in(form, cells)
    done = collected(campaign, filled)
    return summary_workbook(CollectionRound(done.campaign, done.period, done.standings), MOMENT)


def test_every_category_and_all_have_a_live_sum_and_rates_have_none() -> None:
    content, _ = summary(UNITS)

    rows = list(openpyxl.load_workbook(io.BytesIO(content))["明细"].iter_rows(values_only=True))
    assert [row[0] for row in rows[2:]] == [
        "东河区", "东河区", "西河区", "西河区", "区小计", "北山县", "北山县", "南山县", "南山县", "县小计", "合计",
    ]  # fmt: skip
    assert rows[6][2:5] == ("=SUBTOTAL(109,C3:C6)", "=SUBTOTAL(109,D3:D6)", None)
    assert rows[11][2] == "=SUBTOTAL(109,C8:C11)"
    assert rows[12][2] == "=SUBTOTAL(109,C3:C12)"
    values = values_of(content)
    assert (values["明细", "C7"], values["明细", "C12"], values["明细", "C13"]) == (10, 14, 24)
    assert values["明细", "D13"] == 2.4


def test_of_one_category_only_all_are_added_up() -> None:
    content, _ = summary(UNITS[::2])

    rows = list(openpyxl.load_workbook(io.BytesIO(content))["明细"].iter_rows(values_only=True))
    assert [row[0] for row in rows[2:]] == ["东河区", "东河区", "西河区", "西河区", "合计"]


def test_the_sums_have_their_trail() -> None:
    _, trail = summary(UNITS)

    traced = {entry.at: entry.figure for entry in trail}
    assert (traced["明细!C13"].text, len(traced["明细!C13"].sources)) == ("24", 8)
    assert {source.unit for source in traced["明细!C7"].sources} == {"东河区", "西河区"}
    assert "明细!E13" not in traced


@pytest.mark.render
def test_recalculated_the_sums_are_the_same(tmp_path: Path) -> None:
    content, _ = summary(UNITS)

    (shown,) = recalculated([content], tmp_path)

    for cell in formulas_of(content):
        if cell[0] == "明细":
            assert exact(shown[cell]) == exact(values_of(content)[cell]), cell
