"""A plain table on a sheet: where its title, headings and rows are, and how each value looks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.model.grid import Address
from pipeline.workbook.writing.plan import Style
from pipeline.workbook.writing.table import table_sheet

COLUMNS = (("单位", 20), ("数", 8.5))


def test_title_headings_and_rows_follow_each_other() -> None:
    plan = table_sheet("汇总", "各单位", COLUMNS, [("东河区", Decimal(3))])

    assert [(str(cell.at), cell.value, cell.style) for cell in plan.cells] == [
        ("A1", "各单位", Style.TITLE),
        ("A2", "单位", Style.HEADER),
        ("B2", "数", Style.HEADER),
        ("A3", "东河区", Style.TEXT),
        ("B3", Decimal(3), Style.NUMBER),
    ]
    assert plan.cells[0].span == Address(1, 2)
    assert (plan.freeze, plan.repeat_rows, plan.widths) == (Address(3, 1), (2, 2), (20.0, 8.5))


def test_without_a_title_the_headings_are_the_first_row() -> None:
    plan = table_sheet("来源", "", COLUMNS, [])

    assert [str(cell.at) for cell in plan.cells] == ["A1", "B1"]
    assert (plan.freeze, plan.repeat_rows, plan.heights) == (Address(2, 1), (1, 1), ())


def test_a_day_looks_like_a_day() -> None:
    plan = table_sheet("单", "单", (("日期", 10),), [(date(2026, 10, 9),)])

    assert plan.cells[-1].style is Style.DATE
