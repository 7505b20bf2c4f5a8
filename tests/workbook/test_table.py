"""A plain table on a sheet: where its title, headings and rows are, and how each value looks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl

from pipeline.model.grid import Address
from pipeline.workbook.reading.read import read_book
from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan, Style, Styled, TableRows
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.write import write_book
from tests.workbook.packages import MOMENT

if TYPE_CHECKING:
    from pipeline.model.grid import CellValue

COLUMNS = (("单位", 20), ("数", 8.5))


def test_title_headings_and_rows_follow_each_other() -> None:
    plan = table_sheet("汇总", "各单位", COLUMNS, [("东河区", Decimal(3))])

    assert [(str(cell.at), cell.value, cell.style) for cell in plan.cells] == [
        ("A1", "各单位", Style.TITLE),
        ("A2", "单位", Style.HEADER),
        ("B2", "数", Style.HEADER),
    ]
    assert plan.table == TableRows(3, (("东河区", Decimal(3)),), heights=(18.0,))
    assert plan.cells[0].span == Address(1, 2)
    assert (plan.freeze, plan.repeat_rows, plan.widths) == (Address(3, 1), (2, 2), (20.0, 8.5))


def test_without_a_title_the_headings_are_the_first_row() -> None:
    plan = table_sheet("来源", "", COLUMNS, [])

    assert [str(cell.at) for cell in plan.cells] == ["A1", "B1"]
    assert (plan.freeze, plan.repeat_rows, plan.heights) == (Address(2, 1), (1, 1), ((1, 22.0),))


def test_each_value_looks_like_what_it_is() -> None:
    columns = [(name, 10) for name in ("文字", "数", "日期", "空", "灯", "长数", "公式", "长文字")]
    row = (
        " 甲<乙>\n丙", Decimal("0.10"), date(2026, 10, 9), "", Styled("已收", Style.GREEN),
        Decimal(1234567890123456), Styled(Formula("=SUM(B2:B3)", Decimal(3)), Style.TOTAL), "字" * 40_000,
    )  # fmt: skip

    written = write_book([table_sheet("单", "", columns, [row, row])], MOMENT)

    sheet = openpyxl.load_workbook(io.BytesIO(written))["单"]
    (grid,) = read_book(written, "单.xlsx").sheets
    assert sheet.dimensions == "A1:H3"
    for number in (2, 3):
        cells = sheet[number]
        assert [cell.value for cell in cells] == [
            " 甲<乙>\n丙", 0.1, datetime(2026, 10, 9), None, "已收",  # noqa: DTZ001 - a file keeps no zone
            "1234567890123456", "=SUM(B2:B3)", "字" * 32_767,
        ]  # fmt: skip
        assert [(c.alignment.horizontal, c.number_format) for c in cells] == [
            ("left", "General"), ("right", "General"), ("center", "yyyy-mm-dd"), ("left", "General"),
            ("center", "General"), ("right", "General"), ("right", "General"), ("left", "General"),
        ]  # fmt: skip
        assert cells[4].fill.fgColor.rgb == "FFC6E7C8"
        assert grid.cells[Address(number, 7)].value == Decimal(3)  # the result beside the formula


def test_a_table_is_what_the_library_writes_cell_by_cell() -> None:
    rows: list[tuple[CellValue, ...]] = [
        (f"第{n}个", Decimal(n) / 4, "", f"{n % 3}") for n in range(40)
    ]
    columns = [("甲", 10), ("乙", 11), ("丙", 12), ("丁", 13)]
    plan = table_sheet("表", "各单位", columns, rows)
    cells = [
        PlannedCell(Address(row, column), value, Style.NUMBER if column == 2 else Style.TEXT)
        for row, values in enumerate(rows, start=3)
        for column, value in enumerate(values, start=1)
    ]

    ours = opened(plan)
    theirs = opened(replace(plan, cells=(*plan.cells, *cells), table=None))

    assert ours == theirs
    assert len(ours) == 1 + 4 + 4 * 40 + 3  # the cells of the merged title


def opened(plan: SheetPlan) -> dict[str, tuple[object, ...]]:
    """Return value and look of each cell of the sheet *plan*, and its print area, as openpyxl reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(write_book([plan], MOMENT))).worksheets[0]
    return {
        cell.coordinate: (
            cell.value, cell.data_type, cell.number_format, cell.font.name, cell.border.left.style,
            cell.alignment.horizontal, cell.alignment.wrap_text, sheet.print_area, sheet.dimensions,
        )
        for row in sheet.iter_rows()
        for cell in row
    }  # fmt: skip
