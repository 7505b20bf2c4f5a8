"""How a table is printed: heights that hold its texts, and no last page with a lone row."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.text_fit import fitted, line_count
from pipeline.workbook.writing.write import write_book
from tests.workbook.packages import MOMENT

COLUMNS = (("单位", 20), ("问题", 30))


def test_a_row_is_as_high_as_its_longest_text() -> None:
    text = "应为准确的数字，请核对后改正。" * 4

    plan = table_sheet("表", "", COLUMNS, [("甲县", "无"), ("甲县", text)])

    sheet = openpyxl.load_workbook(io.BytesIO(write_book([plan], MOMENT)))["表"]
    short, long = sheet.row_dimensions[2].height, sheet.row_dimensions[3].height
    assert (short, long) == (18, 18 + 15 * (line_count(text, 30) - 1))
    assert line_count(text, 30) == 5


@pytest.mark.parametrize(
    ("rows", "pages"), [(41, 1), (42, 1), (45, 0), (60, 0), (82, 2), (1000, 0)]
)
def test_a_few_rows_too_many_are_pressed_into_the_pages_before(rows: int, pages: int) -> None:
    plan = table_sheet("表", "名单", COLUMNS, [("甲县", "无")] * rows)

    assert plan.pages_tall == pages


def test_columns_are_as_narrow_as_their_texts() -> None:
    (unit, _), (problem, _) = COLUMNS
    widths = [width for _, width in fitted(COLUMNS, [("甲县", "问题" * 40)])]

    assert (unit, problem) == ("单位", "问题")
    assert widths[0] < 8
    assert widths[1] == 30


def test_columns_beside_the_printed_ones_stay_on_the_sheet() -> None:
    plan = table_sheet("表", "名单", COLUMNS, [("甲县", "abc")], printed=1)

    sheet = openpyxl.load_workbook(io.BytesIO(write_book([plan], MOMENT)))["表"]
    assert sheet.print_area.endswith("$A$1:$A$3")
    assert sheet["B3"].value == "abc"


def test_a_total_at_the_foot_is_not_filtered() -> None:
    plan = table_sheet("表", "", COLUMNS, [("甲县", "无"), ("合计", "")])

    assert plan.filter_range is not None
    assert str(plan.filter_range[1]) == "B2"


def test_a_number_takes_one_line_however_narrow_its_column() -> None:
    plan = table_sheet(
        "表", "", (("数", 3.0), ("日", 3.0)), [(Decimal(1234567), date(2026, 10, 9))]
    )

    assert plan.table is not None
    assert plan.table.heights == (18,)
