"""What a library or a file calls a value → :class:`Cell`: exact, and what is wrong with it named."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from pipeline.model.grid import Cell

ERRORS: Final = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NULL!", "#NUM!"})
# A spreadsheet keeps 15 significant digits; an identity number typed as a number is spoilt already.
_LONG_NUMBER: Final = 10**15


def cell_of(value: object) -> Cell | None:
    """The cell that holds *value*; an empty one is ``None``."""
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return Cell(value.date() if midnight else value)
    if isinstance(value, bool | date | time):
        return Cell(value)
    if isinstance(value, int | float):
        return number_cell(value)
    return Cell(str(value)) if isinstance(value, timedelta) else None


def text_cell(value: str) -> Cell | None:
    """A cell of text; an error value is named as what it is, white space alone is nothing."""
    if not value.strip():
        return None
    return Cell(value, value) if value in ERRORS else Cell(value)


def number_cell(value: float) -> Cell:
    """A cell of an exact decimal, of the 15 significant digits that a spreadsheet shows."""
    # The rest is binary noise.
    if not math.isfinite(value):
        return Cell("#NUM!", "#NUM!")  # 1E+400 in the file: a spreadsheet shows the same
    exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
    if exact == exact.to_integral_value():
        exact = Decimal(int(exact))
    return Cell(exact, "long-number" if abs(exact) >= _LONG_NUMBER else "")


def percent_cell(share: Decimal) -> Cell:
    """The text a person sees where a share is shown as a percentage: 0.85 is ``"85%"``."""
    return Cell(f"{(share * 100).normalize():f}%")
