"""Parse one cell as the answer to one field (填报值), and record each conversion.

Empty, 0, 无 and / are different things and are kept apart
(:class:`pipeline.model.filling.AnswerState`). What is not clearly a value of the field's type stays
unread, with the rule id of its fault.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Aggregation, Kind
from pipeline.model.filling import Answer, AnswerState
from pipeline.values.choices import read_choice
from pipeline.values.date_doubts import DateDoubt, date_doubt
from pipeline.values.dates import read_date, read_serial
from pipeline.values.identity import (
    credit_code_fault,
    id_number_fault,
    phone_digits,
    read_identifier,
    read_phone,
)
from pipeline.values.number_doubts import NumberDoubt, number_doubt
from pipeline.values.numbers import plain, read_number, read_percent, states_percent
from pipeline.values.text import is_struck, is_turned, means_nothing, narrow
from pipeline.workbook.reading.cells import LONG_NUMBER, SHOWN_OTHERWISE, UNCOMPUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.campaign import Field
    from pipeline.model.finding import Place
    from pipeline.model.grid import Cell, CellValue

FROM_FRACTION: Final = "小数按百分数折算"
FROM_SERIAL: Final = "按日期序号折算"
_FROM_BOOLEAN: Final = "逻辑值读作是/否"
_CLEANED: Final = "去首尾空白和不可见字符"
_SPACES: Final = str.maketrans("\u00a0\t\r\v\f\x85\u2028\u2029", "  \n\n\n\n\n\n")

_WITHOUT_TIME: Final = "去时间"
_DOUBTS: Final = MappingProxyType(
    {
        NumberDoubt.APPROXIMATE: "number-approximate",
        NumberDoubt.RANGE: "number-range",
        NumberDoubt.SCIENTIFIC: "number-scientific",
        NumberDoubt.BRACKETED: "number-bracketed",
        NumberDoubt.LETTERS: "number-letters",
        NumberDoubt.NUMERAL: "number-ambiguous",
        NumberDoubt.MEASURE: "measure-unclear",
        DateDoubt.NO_DAY: "date-without-day",
        DateDoubt.SEVERAL: "date-several",
        DateDoubt.IMPOSSIBLE: "date-impossible",
        DateDoubt.ORDER: "date-ambiguous",
        DateDoubt.WEEKDAY: "date-weekday-differs",
    }
)
_CELL_FAULTS: Final = MappingProxyType(
    {
        UNCOMPUTED: "formula-uncomputed",
        LONG_NUMBER: "long-number",
        SHOWN_OTHERWISE: "shown-otherwise",
    }
)


@dataclass(frozen=True, slots=True)
class _Parsed:
    value: str | Decimal | date
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rejected:
    fault: str


_Reading = _Parsed | _Rejected


def interpret(cell: Cell | None, field: Field, place: Place, near: date) -> Answer:
    """Read *cell* as the answer to *field*; return the :class:`Answer`.

    *near* is the date that decides the year of a date typed without one. A value that can't be used
    is returned as ``UNREAD`` with the rule id of its fault.
    """
    if cell is None:
        return Answer(field.code, place, AnswerState.EMPTY)
    typed = typed_text(cell.value)
    if cell.fault:
        fault = "error-value" if cell.fault.startswith("#") else _CELL_FAULTS.get(cell.fault)
        shown = typed or (cell.fault if cell.fault.startswith("#") else "")
        return Answer(
            field.code, place, AnswerState.UNREAD, shown, fault=fault or "cell-unreadable"
        )
    given = _given_without_value(typed, field)
    if given is not None:
        return Answer(field.code, place, given, typed)
    reading = _READERS[field.kind](cell.value, field, near)
    if is_turned(typed) and not field.kind.is_text:
        reading = _Rejected("cell-unreadable")
    if isinstance(reading, _Rejected):
        return Answer(field.code, place, AnswerState.UNREAD, typed, fault=reading.fault)
    return Answer(field.code, place, AnswerState.VALUE, typed, reading.value, reading.changes)


def typed_text(value: CellValue) -> str:
    """Return the content of a cell as text that a person would recognise."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return (
            value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
        )
    return value if isinstance(value, str) else value.isoformat()


def _given_without_value(typed: str, field: Field) -> AnswerState | None:
    text = _clean(typed)
    if not text:
        return AnswerState.EMPTY
    if field.kind is Kind.CHOICE and read_choice(text, field.options) is not None:
        return None  # “无” may be one of the options, and “没有” an answer to 是/否
    if means_nothing(text):
        return AnswerState.NOTHING
    return AnswerState.STRUCK if is_struck(text) else None


def _clean(text: str) -> str:
    # Width stays as it is: “，” is right in a Chinese sentence. Invisible characters (Cc, Cf) go.
    lines = text.replace("\r\n", "\n").translate(_SPACES)
    return "".join(
        char for char in lines if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf"}
    ).strip()


def _text(value: CellValue, _field: Field, _near: date) -> _Reading:
    typed = typed_text(value)
    cleaned = _clean(typed)
    return _Parsed(cleaned, (_CLEANED,) if cleaned != typed else ())


def _decimal(value: CellValue, field: Field, _near: date) -> _Reading:
    if isinstance(value, Decimal):
        return _Parsed(value) if value.is_finite() else _Rejected("not-a-number")
    if not isinstance(value, str):
        return _Rejected("not-a-number")
    read = read_number(value, field.measure)
    if read is None and _may_be_percentage(field) and states_percent(value):
        read = read_percent(value)
    if read is None:
        doubt = number_doubt(value, field.measure)
        return _Rejected(_DOUBTS[doubt] if doubt else "not-a-number")
    if _measure_is_unclear(value, field):
        return _Rejected("measure-unclear")
    return _Parsed(read.value, read.changes)


def _may_be_percentage(field: Field) -> bool:
    """Return whether a figure of a table may be a rate (同比) whose heading states no measure."""
    of_table = field.crossing is not None or field.is_ratio
    return (
        of_table
        and not field.measure
        and field.aggregation in {Aggregation.NONE, Aggregation.RATIO}
    )


def _measure_is_unclear(typed: str, field: Field) -> bool:
    # “12万” where the measure is 万元: twelve of them, or 120,000? Only the unit knows.
    number = narrow(typed).rstrip("。").removesuffix(narrow(field.measure))
    if any(mark in field.measure for mark in "万亿"):
        return any(mark in number for mark in "万亿")
    return any(mark in number for mark in "百千" if field.measure.startswith(mark))


def _integer(value: CellValue, field: Field, near: date) -> _Reading:
    reading = _decimal(value, field, near)
    if isinstance(reading, _Rejected):
        fault = "not-a-whole-number" if reading.fault == "not-a-number" else reading.fault
        return _Rejected(fault)
    number = reading.value
    if not isinstance(number, Decimal) or number != number.to_integral_value():
        return _Rejected("not-a-whole-number")
    return _Parsed(number.to_integral_value(), reading.changes)


def _percent(value: CellValue, field: Field, near: date) -> _Reading:
    measured = field if field.measure else replace(field, measure="%")
    reading = _percent_from_text(value) or _decimal(value, measured, near)
    if isinstance(reading, _Rejected):
        unmeasured = reading.fault == "measure-unclear" and not field.measure
        known = reading.fault != "not-a-number" and not unmeasured
        return reading if known else _Rejected("not-a-percent")
    number = reading.value
    if not isinstance(number, Decimal) or not number or abs(number) > 1:
        return reading
    # 85% typed into a spreadsheet leaves 0.85 in the cell, and 1 for 100%; in a text, 0.85 may
    # also be meant as 0.85%.
    if isinstance(value, Decimal):
        return _Parsed(number * 100, (*reading.changes, FROM_FRACTION))
    return reading if states_percent(str(value)) else _Rejected("percent-unclear")


def _percent_from_text(value: CellValue) -> _Parsed | None:
    read = read_percent(value) if isinstance(value, str) else None
    return _Parsed(read.value, read.changes) if read else None


def _date(value: CellValue, _field: Field, near: date) -> _Reading:
    if isinstance(value, datetime):
        return _Parsed(value.date(), (_WITHOUT_TIME,) if value.time() != time() else ())
    if isinstance(value, date):
        return _Parsed(value)
    if not isinstance(value, str | Decimal):
        return _Rejected("not-a-date")
    typed = typed_text(value)
    read = read_date(typed, near)
    if read is not None:
        return _Parsed(read.value, read.changes)
    day = read_serial(value, near) if isinstance(value, Decimal) else None
    if day is not None:
        return _Parsed(day, (FROM_SERIAL,))
    doubt = date_doubt(typed, near)
    return _Rejected(_DOUBTS[doubt] if doubt else "not-a-date")


def _choice(value: CellValue, field: Field, _near: date) -> _Reading:
    typed = ("是" if value else "否") if isinstance(value, bool) else typed_text(value)
    read = read_choice(typed, field.options)
    if read is None:
        return _Rejected("not-an-option")
    option, changes = read
    return _Parsed(option, (_FROM_BOOLEAN,) if isinstance(value, bool) else changes)


def _phone(value: CellValue, _field: Field, _near: date) -> _Reading:
    typed = typed_text(value)
    read = read_phone(typed)
    if read is None:
        return _Rejected("phone-digits" if phone_digits(typed) else "not-a-phone")
    return _Parsed(*read)


def _id_number(value: CellValue, _field: Field, _near: date) -> _Reading:
    typed = typed_text(value)
    wrong = id_number_fault(typed)
    return _Rejected("id-number-wrong") if wrong else _Parsed(*read_identifier(typed))


def _credit_code(value: CellValue, _field: Field, _near: date) -> _Reading:
    typed = typed_text(value)
    wrong = credit_code_fault(typed)
    return _Rejected("credit-code-wrong") if wrong else _Parsed(*read_identifier(typed))


_READERS: Final[Mapping[Kind, Callable[[CellValue, Field, date], _Reading]]] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.LONG_TEXT: _text,
        Kind.INTEGER: _integer,
        Kind.DECIMAL: _decimal,
        Kind.PERCENT: _percent,
        Kind.DATE: _date,
        Kind.CHOICE: _choice,
        Kind.PHONE: _phone,
        Kind.ID_NUMBER: _id_number,
        Kind.CREDIT_CODE: _credit_code,
    }
)
