"""分户表: units × the columns of one field; sums live, rates by their formula over the sums, gaps left as such."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.consolidation.field_columns import field_columns, near_names
from pipeline.consolidation.field_table import field_table
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
from tests.consolidation.test_own_form import LIST, TABLE, book_of, figures_of, listed

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.figure import TrailEntry
    from tests.consolidation.own_forms import Round


@pytest.fixture(scope="module")
def done() -> Round:
    rows = [list(row) for row in TABLE]
    for number in (4, 5, 6):
        rows[number - 1][4] = f"=D{number}/C{number}*100"
    form = saved(book_of({"表一": rows, "表二": LIST}))
    campaign = campaign_of(form)
    filled = {
        name: typed_in(form, {**figures_of(n), **listed("ABC"[:n])})
        for n, (name, _) in enumerate(UNITS[:3], start=1)
    }
    return collected(campaign, filled)


def table(done: Round, name: str) -> tuple[bytes, tuple[TrailEntry, ...]]:
    columns = field_columns(done.campaign, name)
    assert columns
    return field_table(
        CollectionRound(done.campaign, done.period, done.standings), name, columns, MOMENT
    )


def rows_of(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["分户表"]
    return [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_row_s_rates_are_computed_over_the_sums_and_live(done: Round) -> None:
    content, trail = table(done, "公办")

    rows = rows_of(content)
    assert rows[0][3:] == ["机构数（个）", "床位数（张）", "入住人数（人）", "入住率（%）"]
    assert rows[1] == ["东河区", "区", "已收", 1, 10, 5, 50]
    assert rows[-1][3:] == [6, 60, 30, 50]
    assert rows[-2][3:] == [2, 20, 10, 50]
    formulas = formulas_of(content)
    last = len(rows) + 1
    assert formulas["分户表", f"E{last}"] == f"=SUBTOTAL(109,E3:E{last - 1})"
    assert formulas["分户表", f"G{last}"] == f'=IFERROR(ROUND(((F{last}/E{last})*100),2),"—")'
    (rate,) = [entry for entry in trail if entry.at == f"分户表!G{last}"]
    assert (rate.figure.basis, len(rate.figure.sources)) == ("公式", 6)


def test_a_column_s_rates_are_values_where_their_parts_are_in_no_column(done: Round) -> None:
    content, _ = table(done, "入住率")

    rows = rows_of(content)
    assert rows[0][3:] == ["公办（%）", "民办（%）", "合计（%）"]
    assert rows[-1][3:] == [50, 25, 33.33]
    assert formulas_of(content) == {}


def test_a_list_s_column_is_added_up_unit_by_unit(done: Round) -> None:
    content, trail = table(done, "户数")

    rows = rows_of(content)
    assert [row[3] for row in rows[1:]] == [1, 6, 7, 3, "—", 3, 10]
    assert [row[0] for row in rows[1:]][-1] == "合计"
    assert len(trail[-1].figure.sources) == 6


@pytest.mark.render
@pytest.mark.parametrize("name", ["公办", "户数", "床位数"])
def test_recalculated_the_sums_are_the_same(done: Round, name: str, tmp_path: Path) -> None:
    content, _ = table(done, name)

    (shown,) = recalculated([content], tmp_path)

    assert formulas_of(content)
    for cell in formulas_of(content):
        assert exact(shown[cell]) == exact(values_of(content)[cell]), cell


def test_names_like_the_one_that_isn_t_there_are_listed(done: Round) -> None:
    assert field_columns(done.campaign, "床位") == ()
    assert near_names(done.campaign, "床位")[0] == "床位数"
    assert near_names(done.campaign, "……") == ()
