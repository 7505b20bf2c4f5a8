"""Convert a library's or file's value to a :class:`Cell`: exact, with the name of its fault."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from pipeline.model.grid import Cell

# Error values by the code that binary workbooks store [MS-XLS] 2.5.10.
ERROR_CODES: Final = MappingProxyType(
    {
        0x00: "#NULL!",
        0x07: "#DIV/0!",
        0x0F: "#VALUE!",
        0x17: "#REF!",
        0x1D: "#NAME?",
        0x24: "#NUM!",
        0x2A: "#N/A",
    }
)
ERRORS: Final = frozenset(ERROR_CODES.values())
# Faults of a cell that are no error values.
UNCOMPUTED: Final = "uncomputed"  # a formula without a stored result
SHOWN_OTHERWISE: Final = "shown-otherwise"  # the value stored is another than the text shown
LONG_NUMBER: Final = "long-number"  # a number of more digits than a spreadsheet keeps
# A spreadsheet keeps 15 significant digits; an identity number typed as a number is corrupt already.
_TOO_LONG: Final = 10**15


def cell_of(value: object) -> Cell | None:
    """Return the cell that holds *value*; an empty one is ``None``."""
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return Cell(value.date() if midnight else value)
    if isinstance(value, bool | date | time):
        return Cell(value)
    if isinstance(value, int | float):
        return number_cell(value)
    return duration_cell(value) if isinstance(value, timedelta) else None


def duration_cell(duration: timedelta) -> Cell:
    """Return a duration (时长) as a spreadsheet shows it, the hours counted on: ``"48:30:00"``."""
    seconds = round(abs(duration).total_seconds())
    sign = "-" if duration < timedelta(0) else ""
    return Cell(f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}")


def text_cell(value: str) -> Cell | None:
    """Return a cell of text; an error value becomes its fault, white space alone is ``None``."""
    if not value.strip():
        return None
    return Cell(value, value) if value in ERRORS else Cell(value)


def number_cell(value: float) -> Cell:
    """Return a cell of an exact decimal, of the 15 significant digits that a spreadsheet shows."""
    # The rest is binary noise.
    if not math.isfinite(value):
        return Cell("#NUM!", "#NUM!")  # 1E+400 in the file: a spreadsheet shows the same
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if exact == exact.to_integral_value():
        exact = Decimal(int(exact))
    return Cell(exact, LONG_NUMBER if abs(exact) >= _TOO_LONG else "")


def percent_cell(share: Decimal) -> Cell:
    """Return the text that is shown for a share formatted as a percentage: 0.85 is ``"85%"``."""
    return Cell(f"{(share * 100).normalize():f}%")
