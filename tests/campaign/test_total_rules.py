"""The total row (合计) of a cross table becomes conditions, where the form has no formula there and it is plain."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.campaign.drafting.draft import draft_book
from pipeline.model.grid import Address
from tests.campaign.books import MOMENT, drawn
from tests.products.six_campaigns import WITHOUT_CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.campaign.form.formulas import Formulas

PLAIN = """
    | 安全生产情况表 | < | < |
    | 行业 | 事故起数（起） | 隐患整改率（%） |
    | 道路交通 | | |
    | 建筑施工 | | |
    | 合计 | | |
"""
SUM = "合计·事故起数 = 道路交通·事故起数 + 建筑施工·事故起数"


def rules(form: str, formulas: Formulas | None = None) -> Mapping[str, str]:
    """The conditions of the drafted book, and whether they are enabled."""
    content, _ = draft_book(
        ("表样.xlsx", drawn({"表": form})),
        ("单位.xlsx", drawn({"名单": WITHOUT_CATEGORIES})),
        "月报",
        MOMENT,
        formulas,
    )
    sheet = openpyxl.load_workbook(io.BytesIO(content))["核对"]
    return {str(row[2]): str(row[4]) for row in sheet.iter_rows(min_row=2, values_only=True)}


def test_a_total_row_is_the_sum_of_the_others_in_each_column_that_adds_up() -> None:
    found = rules(PLAIN)

    assert found == {SUM: "是"}, "a rate has no total"


def test_the_forms_own_formula_says_it_alone() -> None:
    found = rules(PLAIN, {("表", Address(5, 2)): "=B3+B4"})

    assert list(found) == [SUM]


@pytest.mark.parametrize(
    "row", ["| 其中：客运 | | |", "| 小计 | | |", "| 合计 | | |", "| 总计 | | |"]
)
def test_a_table_with_parts_or_several_totals_is_left_to_the_office(row: str) -> None:
    form = PLAIN.replace("    | 建筑施工 | | |", f"    {row}\n    | 建筑施工 | | |")

    assert not any(" = " in text and "分项" not in text for text in rules(form))
