"""Compute a share (占比) in percent, rounded so that it doesn't say all or nothing where it isn't."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_HUNDRED: Final = Decimal(100)
_PLACES_AT_MOST: Final = 4


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return *part* of *whole* in percent, one decimal, half up; 0 of 0 is 0.

    A part that isn't none and isn't all gets as many decimals, up to four, as it needs not to be printed as
    0% or 100%.

    >>> percent_of(Decimal(1), Decimal(3)), percent_of(Decimal(2999), Decimal(3000))
    (Decimal('33.3'), Decimal('99.97'))
    """
    if not whole:
        return Decimal(0)
    exact = part / whole * _HUNDRED
    for places in range(1, _PLACES_AT_MOST + 1):
        value = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if value not in {0, _HUNDRED} or value == exact:
            return value
    return value
