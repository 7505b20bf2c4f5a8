"""Compare the value that a cell stores with the text that it shows (显示值), where a file holds both.

People fill in and check what they see. Where the two can't both be right, neither is taken: the cell
is reported. Formats that shorten are no contradiction: rounding, thousands, 万, words for a value.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Cell
from pipeline.workbook.reading.cells import ERRORS, SHOWN_OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Iterator

# Error values of every program and language: #DIV/0!, #N/A, #名称?, Err:502, 错误:502.
_ERROR: Final = re.compile(r"#[^#\s]{1,15}[!?！？]|#N/A|(?:Err|错误)[:：]\s?\d{3}", re.IGNORECASE)
_ERRORS_BEGIN: Final = frozenset("#Ee错")  # most cells hold none: a look at one character tells
_NUMERAL: Final = re.compile(
    r"[-+]?(?:\d{1,3}(?:[,，]\d{3})+|\d{1,15})(?:\.(?P<decimals>\d{1,15}))?(?P<percent>%?)"
)
_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_TOLERANCE: Final = Decimal("0.5001")  # of the last digit shown: programs round in binary
# What formats divide by: nothing, thousand, 万, million, 亿, billion.
_SCALES: Final = (0, 3, 4, 6, 8, 9)


def error_shown(text: str) -> str:
    """Return the error value (错误值) that *text* is; empty if it is none.

    >>> error_shown("#DIV/0!"), error_shown("Err:502"), error_shown("3")
    ('#DIV/0!', '#VALUE!', '')
    """
    word = text.strip()
    if word[:1] not in _ERRORS_BEGIN or not _ERROR.fullmatch(word):
        return ""
    return word if word in ERRORS else "#VALUE!"


def against_shown(cell: Cell, shown: str) -> Cell:
    """Return *cell*, or the faulty cell of the text *shown* where the two contradict each other."""
    contradiction = not cell.fault and _contradict(cell.value, shown.strip())
    return Cell(shown, SHOWN_OTHERWISE) if contradiction else cell


def _contradict(value: object, shown: str) -> bool:
    if isinstance(value, date):
        day = _DAY.fullmatch(shown)
        return day is not None and (value.year, value.month, value.day) != tuple(
            map(int, day.groups())
        )
    if str(value) == shown:
        return False
    if isinstance(value, str) and value.endswith("%"):
        stored = Decimal(value.removesuffix("%")) / 100
    elif isinstance(value, Decimal):
        stored = value
    else:
        return False
    numeral = _NUMERAL.fullmatch(shown)
    return numeral is not None and not _rounds_to(stored, numeral)


def _rounds_to(stored: Decimal, numeral: re.Match[str]) -> bool:
    if numeral["percent"]:
        stored *= 100
    signs = (stored, abs(stored))  # a format may leave the minus to a colour
    return any(
        abs(one.scaleb(-scale) - number) <= _TOLERANCE * unit
        for number, unit in _numbers(numeral)
        for scale in _SCALES
        for one in signs
    )


def _numbers(numeral: re.Match[str]) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield each number that the numeral may be, and the unit of its last digit: “1,700” may be 1.7."""
    text = numeral[0].rstrip("%").replace("，", ",")
    yield Decimal(text.replace(",", "")), Decimal(1).scaleb(-len(numeral["decimals"] or ""))
    if text.count(",") == 1 and not numeral["decimals"]:
        yield Decimal(text.replace(",", ".")), Decimal("0.001")
