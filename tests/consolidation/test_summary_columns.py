"""The columns of 汇总表: a choice is one column, figures are aligned, and nothing is printed alone."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.consolidation.summary import summary_workbook
from pipeline.model.campaign import Aggregation, Kind
from tests.offices import FIELDS, MOMENT, campaign, collected, reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from pipeline.model.campaign import Field
    from pipeline.model.figure import TrailEntry

CHOICE, COUNT, _ = FIELDS


def summary(
    given: Mapping[str, Mapping[str, object]], *fields: Field
) -> tuple[openpyxl.Workbook, tuple[TrailEntry, ...]]:
    held = campaign(*given, fields=fields or FIELDS)
    standings = reported(held, given)
    content, trail = summary_workbook(collected(held, standings), MOMENT)
    return openpyxl.load_workbook(io.BytesIO(content)), trail


def test_a_choice_is_one_column_whose_total_counts_each_option() -> None:
    book, trail = summary({"甲县": {"A1": "是"}, "乙县": {"A1": "否"}, "丙县": {"A1": "是"}})
    sheet = book["汇总表"]

    assert [cell.value for cell in sheet["E"][2:6]] == ["是否召开动员会", "是", "否", "是"]
    assert sheet["E8"].value == '="是"&COUNTIF(E4:E7,"=是")&" "&"否"&COUNTIF(E4:E7,"=否")'
    totals = {e.figure.label: e.figure for e in trail if e.at == "汇总表!E8"}
    assert {label: str(figure.value) for label, figure in totals.items()} == {
        "是否召开动员会：是": "2", "是否召开动员会：否": "1",
    }  # fmt: skip
    assert [source.unit for source in totals["是否召开动员会：是"].sources] == ["甲县", "丙县"]
    rows = list(book["来源"].iter_rows(min_row=2, max_col=4, values_only=True))
    assert ("汇总表!E5", "乙县", "是否召开动员会：否", "否") in rows


def test_the_stored_total_of_a_choice_is_what_its_formula_gives() -> None:
    held = campaign("甲县", "乙县")
    standings = reported(held, {"甲县": {"A1": "是"}, "乙县": {"A1": "是"}})
    content, _ = summary_workbook(collected(held, standings), MOMENT)

    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["汇总表"]

    assert stored["E7"].value == "是2 否0"


def test_an_option_that_reads_like_a_criterion_counts_only_itself() -> None:
    field = replace(CHOICE, options=(">3", '甲"乙*'))

    book, _ = summary({"甲县": {"A1": ">3"}}, field)

    formula = str(book["汇总表"]["E6"].value)
    assert 'COUNTIF(E4:E5,"=>3")' in formula
    assert 'COUNTIF(E4:E5,"=甲""乙~*")' in formula


@pytest.mark.parametrize(
    ("kind", "measure", "values", "shown"),
    [
        (Kind.INTEGER, "次", (3, 12), "0"),
        (Kind.DECIMAL, "万元", (3, 12000), "#,##0"),
        (Kind.PERCENT, "", (85, 95), '0"%"'),
        (Kind.PERCENT, "%", (85, 95), "0"),
    ],
)
def test_figures_have_the_format_of_their_kind(
    kind: Kind, measure: str, values: tuple[int, int], shown: str
) -> None:
    way = Aggregation.AVERAGE if kind is Kind.PERCENT else Aggregation.SUM
    field = replace(COUNT, kind=kind, measure=measure, aggregation=way)

    book, _ = summary({"甲县": {"B1": values[0]}, "乙县": {"B1": values[1]}}, field)

    assert [book["汇总表"][at].number_format for at in ("E4", "E5", "E7")] == [shown] * 3


def test_a_mean_gives_its_column_the_decimals_that_it_needs() -> None:
    field = replace(COUNT, aggregation=Aggregation.AVERAGE)

    book, _ = summary({"甲县": {"B1": 1}, "乙县": {"B1": 2}}, field)

    assert [book["汇总表"][at].number_format for at in ("E4", "E7")] == ["0.0", "0.0"]


def wide(columns: int) -> Worksheet:
    fields = [
        replace(COUNT, code=f"B{n}", name=f"全国文明单位第{n}批已命名数", measure="个")
        for n in range(columns)
    ]
    book, _ = summary({"甲县": {"B1": 1}}, *fields)
    return book["汇总表"]


@pytest.mark.parametrize(
    ("columns", "paper", "orientation", "pages"),
    [(4, "9", "portrait", 1), (12, "9", "landscape", 1), (24, "8", "landscape", 1),
     (60, "8", "landscape", 2)],
)  # fmt: skip
def test_the_paper_is_the_smallest_on_which_all_columns_are_read(
    columns: int, paper: str, orientation: str, pages: int
) -> None:
    sheet = wide(columns)

    assert str(sheet.page_setup.paperSize or 9) == paper
    assert sheet.page_setup.orientation == orientation
    assert int(sheet.page_setup.fitToWidth or 1) == pages
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$3", "$A:$B")


def test_a_heading_has_its_measure_on_a_line_of_its_own() -> None:
    assert wide(2)["E3"].value == "全国文明单位第0批已命名数\n（个）"


def test_what_is_only_looked_up_is_last_and_not_printed() -> None:
    book, _ = summary({"甲县": {"B1": 1}})

    sources = book.worksheets[-1]
    assert sources.title == "来源"
    assert sources.print_area.endswith("$L$1")
    assert sources["L1"].value is None
    assert "取消打印区域" in sources["A1"].comment.text
