"""Write one value into a cell of XlsxWriter's worksheet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.workbook.writing.plan import Formula, Link

if TYPE_CHECKING:
    from datetime import date, time

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from pipeline.model.grid import Address

_CELL_CHARS_AT_MOST: Final = 32_767
_DIGITS: Final = 15  # that a spreadsheet keeps of a number
_POWERS: Final = 300  # of ten, well within those of a float


def write_value(sheet: Worksheet, at: Address, value: Any, cell_format: Format) -> None:
    """Write *value* into the cell at *at*; text stays text, and a number that a cell can't hold is text."""
    row, column = at.row - 1, at.column - 1
    if value is None or value == "":
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, str):
        sheet.write_string(row, column, printable(value), cell_format)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.expression, cell_format, _result(value.result))
    elif isinstance(value, Link):
        sheet.write_url(row, column, _url(value.target), cell_format, value.text)
    elif isinstance(value, Decimal):
        _write_number(sheet, at, value, cell_format)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, cell_format)
    else:
        _write_time(sheet, at, value, cell_format)


def _write_number(sheet: Worksheet, at: Address, value: Decimal, cell_format: Format) -> None:
    if is_exact(value):
        sheet.write_number(at.row - 1, at.column - 1, float(value), cell_format)
    else:
        sheet.write_string(at.row - 1, at.column - 1, f"{value:f}", cell_format)


def is_exact(value: Decimal) -> bool:
    """Return whether a cell keeps *value* as it is; a number that a spreadsheet would round stays text.

    XlsxWriter prints 16 digits of a float, a spreadsheet keeps 15.
    """
    if (
        value.is_finite()
        and abs(value.adjusted()) < _POWERS
        and len(value.as_tuple().digits) <= _DIGITS
    ):
        return True
    return Decimal(f"{float(value):.15g}") == value


def _write_time(
    sheet: Worksheet, at: Address, value: datetime | date | time, cell_format: Format
) -> None:
    # Excel keeps times without a zone.
    local = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    sheet.write_datetime(at.row - 1, at.column - 1, local, cell_format)


def _url(target: str) -> str:
    # XlsxWriter needs a prefix: a path relative to the workbook, or “#” and a place in it.
    return f"internal:{target[1:]}" if target.startswith("#") else f"external:{target}"


def _result(result: Decimal | str) -> float | str:
    return float(result) if isinstance(result, Decimal) else result


def printable(text: str) -> str:
    """Return *text* as a cell can hold it: without control characters, and not too long."""
    if text.isprintable():  # as almost every text is
        return text[:_CELL_CHARS_AT_MOST]
    kept = "".join(char for char in text if char >= " " or char in "\n\t")
    return kept[:_CELL_CHARS_AT_MOST]
