"""One cell and one field → an :class:`Answer`, with each change between the two recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Kind
from pipeline.model.filling import Answer, Given
from pipeline.values.choices import read_choice
from pipeline.values.dates import read_date
from pipeline.values.identity import read_phone
from pipeline.values.numbers import plain, read_number, read_percent
from pipeline.values.text import is_struck, means_nothing, narrow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.campaign import Field
    from pipeline.model.finding import Place
    from pipeline.model.grid import Cell, CellValue

_EPOCH: Final = date(1899, 12, 30)  # day 0 of a spreadsheet's date numbers
_SERIALS: Final = (Decimal(32874), Decimal(55153))  # 1990-01-01 … 2050-12-31
_CELL_FAULTS: Final = {"uncomputed": "formula-uncomputed", "long-number": "long-number"}


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell was read as, or the rule that says why it could not be."""

    value: str | Decimal | date | None
    changes: tuple[str, ...] = ()
    fault: str = ""


def interpret(
    cell: Cell | None, field: Field, place: Place, year: int, explanation: str = ""
) -> Answer:
    """Read *cell* as an answer to *field*; *year* stands in where a date has none.

    Empty, “无”, “/” and 0 are different things and stay so (:class:`Given`).
    """

    def answer(given: Given, read: Read | None = None) -> Answer:
        read = read or Read(None)
        return Answer(
            field.code, place, given, typed, read.value, read.changes, read.fault, explanation
        )

    typed = typed_text(cell.value) if cell is not None else ""
    if cell is not None and cell.fault:
        fault = _CELL_FAULTS.get(cell.fault, "error-value")
        return answer(Given.UNREAD, Read(None, fault=fault))
    if cell is None or not narrow(typed):
        return answer(Given.EMPTY)
    # 否 and 没有 may be options; only what is none of them says “nothing here”.
    if means_nothing(typed) and typed not in field.options:
        return answer(Given.NOTHING)
    if is_struck(typed) and typed not in field.options:
        return answer(Given.STRUCK)
    read = _READERS[field.kind](cell.value, field, year)
    return answer(Given.UNREAD if read.fault else Given.VALUE, read)


def typed_text(value: CellValue) -> str:
    """What stands in a cell, as a person sees it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _text(value: CellValue, field: Field, year: int) -> Read:  # noqa: ARG001 - one shape for all
    text = typed_text(value)
    trimmed = text.strip()
    return Read(trimmed, ("去首尾空格",) if trimmed != text else ())


def _number(value: CellValue, field: Field, year: int) -> Read:  # noqa: ARG001
    fault = "not-a-whole-number" if field.kind is Kind.INTEGER else "not-a-number"
    if isinstance(value, Decimal):
        number: Decimal = value
        changes: tuple[str, ...] = ()
    elif isinstance(value, str):
        read = read_number(value, field.measure)
        if read is None:
            return Read(None, fault=fault)
        number, changes = read.value, read.changes or ("文本转数字",)
    else:
        return Read(None, fault=fault)
    if field.kind is Kind.INTEGER and number != number.to_integral_value():
        return Read(None, fault=fault)
    return Read(number, changes)


def _percent(value: CellValue, field: Field, year: int) -> Read:  # noqa: ARG001
    if isinstance(value, Decimal):
        # A cell formatted as a percentage holds 0.85 for 85%.
        if 0 < value < 1:
            return Read(value * 100, ("按百分数折算",))
        return Read(value)
    read = read_percent(value) if isinstance(value, str) else None
    return Read(read.value, read.changes) if read else Read(None, fault="not-a-percent")


def _date(value: CellValue, field: Field, year: int) -> Read:  # noqa: ARG001
    if isinstance(value, datetime):
        return Read(value.date(), ("去时间",))
    if isinstance(value, date):
        return Read(value)
    if isinstance(value, Decimal):
        read_text = read_date(plain(value))  # 20260930 typed as a number
        if read_text is not None:
            return Read(read_text.value, read_text.changes)
        low, high = _SERIALS
        if low <= value <= high and value == value.to_integral_value():
            return Read(_EPOCH + timedelta(days=int(value)), ("按日期序号折算",))
    read = read_date(value, year) if isinstance(value, str) else None
    return Read(read.value, read.changes) if read else Read(None, fault="not-a-date")


def _choice(value: CellValue, field: Field, year: int) -> Read:  # noqa: ARG001
    read = read_choice(typed_text(value), field.options)
    return Read(read[0], read[1]) if read else Read(None, fault="not-an-option")


def _phone(value: CellValue, field: Field, year: int) -> Read:  # noqa: ARG001
    read = read_phone(typed_text(value))
    return Read(read[0], read[1]) if read else Read(None, fault="not-a-phone")


_READERS: Final[dict[Kind, Callable[[CellValue, Field, int], Read]]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.PERCENT: _percent,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.PHONE: _phone,
}
