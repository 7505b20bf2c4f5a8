"""Write a planned workbook to bytes; text stays text, and the same plan gives the same bytes.

XlsxWriter writes it: unlike openpyxl it stores a formula's result with the formula, so that a
viewer, a phone and our own reader show the total without recalculating.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from pipeline.model.grid import Address, column_letters
from pipeline.workbook.writing.charts import add_charts
from pipeline.workbook.writing.formats import CellFormats
from pipeline.workbook.writing.paper import EDGE, SIDE
from pipeline.workbook.writing.plan import (
    RULE_TITLE,
    InputRule,
    PlannedCell,
    RuleKind,
    SheetPlan,
    fits_in_rule,
)
from pipeline.workbook.writing.table_worksheet import TableWorksheet
from pipeline.workbook.writing.values import write_value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_OPTIONS_SHEET: Final = "报送通选项"  # no form has a sheet of that name
_ALLOWED: Final = {
    "format_rows": True,
    "format_columns": True,
    "insert_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


def write_book(sheets: Sequence[SheetPlan], moment: datetime, title: str = "") -> bytes:
    """Write *sheets* as an .xlsx with *moment* as its time of creation; return the bytes."""
    stream = BytesIO()
    workbook = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    # Excel keeps these times without a zone.
    workbook.set_properties({"title": title, "created": moment.replace(tzinfo=None)})
    formats = CellFormats(workbook)
    lists = _LongLists(workbook)
    for sheet in sheets:
        written = workbook.add_worksheet(sheet.name, worksheet_class=TableWorksheet)
        _write_sheet(written, sheet, formats, lists)
        add_charts(workbook, written, sheet.charts)
    lists.write()
    workbook.close()
    return stream.getvalue()


class _LongLists:
    """Write option lists that don't fit into a rule to a separate hidden sheet.

    In a rule, options are separated by commas, and 255 characters are the limit.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._lists: list[tuple[str, ...]] = []

    def source(self, options: tuple[str, ...]) -> list[str] | str:
        if fits_in_rule(options):
            return list(options)
        if options not in self._lists:
            self._lists.append(options)
        letters = column_letters(self._lists.index(options) + 1)
        return f"='{_OPTIONS_SHEET}'!${letters}$1:${letters}${len(options)}"

    def write(self) -> None:
        if not self._lists:
            return
        sheet = self._workbook.add_worksheet(_OPTIONS_SHEET)
        for column, options in enumerate(self._lists):
            for row, option in enumerate(options):
                sheet.write_string(row, column, option)
        sheet.very_hidden()


def _write_sheet(
    sheet: TableWorksheet, plan: SheetPlan, formats: CellFormats, lists: _LongLists
) -> None:
    for column, width in enumerate(plan.widths):
        sheet.set_column(column, column, width)
    for row, height in plan.heights:
        sheet.set_row(row - 1, height)
    for cell in plan.cells:
        _write_cell(sheet, cell, formats.of(cell.style, cell.number_format))
    if plan.table is not None:
        sheet.write_table(plan.table, formats)
    for rule in plan.rules:
        _write_rule(sheet, rule, lists)
    _set_view(sheet, plan)
    if not plan.hidden:
        _set_print(sheet, plan)  # LibreOffice prints even a hidden sheet if it has a print area


def _write_cell(sheet: Worksheet, cell: PlannedCell, cell_format: Format) -> None:
    row, column = cell.at.row - 1, cell.at.column - 1
    if cell.span is not None and cell.span != cell.at:
        sheet.merge_range(row, column, cell.span.row - 1, cell.span.column - 1, "", cell_format)
    if cell.comment:
        sheet.write_comment(row, column, cell.comment, {"x_scale": 2, "author": ""})
    write_value(sheet, cell.at, cell.value, cell_format)


def _write_rule(sheet: Worksheet, rule: InputRule, lists: _LongLists) -> None:
    options: dict[str, Any] = {
        "validate": rule.kind.value,
        "ignore_blank": True,
        "error_title": RULE_TITLE,
        "error_message": rule.message[:255],
        "input_message": "",
    }
    if rule.kind is RuleKind.LIST:
        options["source"] = lists.source(rule.options)
    else:
        options |= _bounds(rule)
    first, last = rule.first, rule.last
    sheet.data_validation(first.row - 1, first.column - 1, last.row - 1, last.column - 1, options)


def _bounds(rule: InputRule) -> dict[str, Any]:
    def bound(text: str) -> Any:
        return date.fromisoformat(text) if rule.kind is RuleKind.DATE else Decimal(text)

    low, high = rule.bounds()
    if low and high:
        return {"criteria": "between", "minimum": bound(low), "maximum": bound(high)}
    return (
        {"criteria": ">=", "value": bound(low)} if low else {"criteria": "<=", "value": bound(high)}
    )


def _set_view(sheet: Worksheet, plan: SheetPlan) -> None:
    if plan.freeze is not None:
        sheet.freeze_panes(plan.freeze.row - 1, plan.freeze.column - 1)
    if plan.filter_range is not None:
        first, last = plan.filter_range
        sheet.autofilter(first.row - 1, first.column - 1, last.row - 1, last.column - 1)
    if plan.protected:
        sheet.protect("", _ALLOWED)
    if plan.hidden:
        sheet.very_hidden()


def _set_print(sheet: Worksheet, plan: SheetPlan) -> None:
    sheet.set_paper(plan.paper.value)
    if plan.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=SIDE, right=SIDE, top=EDGE, bottom=EDGE)
    sheet.fit_to_pages(plan.pages_wide, plan.pages_tall)
    if plan.repeat_columns:
        sheet.repeat_columns(0, plan.repeat_columns - 1)
    sheet.center_horizontally()
    sheet.set_footer(plan.footer or "&C第 &P 页，共 &N 页")
    if plan.repeat_rows is not None:
        first, last = plan.repeat_rows
        sheet.repeat_rows(first - 1, last - 1)
    area = plan.print_area or _area(plan)
    if area is not None:
        first_cell, last_cell = area
        sheet.print_area(
            first_cell.row - 1, first_cell.column - 1, last_cell.row - 1, last_cell.column - 1
        )


def _area(plan: SheetPlan) -> tuple[Address, Address] | None:
    """Return the range of all cells of *plan*, or None where it has none."""
    ends = [cell.span or cell.at for cell in plan.cells]
    if plan.table is not None:
        ends.append(Address(plan.table.last, plan.table.width))
    if not ends:
        return None
    return Address(1, 1), Address(max(at.row for at in ends), max(at.column for at in ends))
