"""Lengths (长度): the only place where millimetres, points, twips and 字 are converted.

A length is kept in whole twips (1/20 pt), the unit of a Word file, so that sums stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

TWIPS_PER_POINT: Final = 20
_TWIPS_PER_INCH: Final = 1440
_MM_PER_INCH: Final = Decimal("25.4")
_EMU_PER_TWIP: Final = 635
MM_PER_POINT: Final = 25.4 / 72  # for what is measured on a page, where floats come from the PDF


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """A length in whole twips; it may be negative, as an indent into the margin is.

    >>> (mm(156) - mm(28)).twips
    7257
    """

    twips: int

    def __add__(self, other: Length) -> Length:
        return Length(self.twips + other.twips)

    def __sub__(self, other: Length) -> Length:
        return Length(self.twips - other.twips)

    def __neg__(self) -> Length:
        return Length(-self.twips)

    def times(self, factor: Decimal | int | str) -> Length:
        """The length *factor* times over, rounded to a whole twip.

        >>> pt(16).times("1.5").pt
        Decimal('24')
        """
        return Length(_round(self.twips * Decimal(factor)))

    @property
    def mm(self) -> Decimal:
        """In millimetres."""
        return self.twips * _MM_PER_INCH / _TWIPS_PER_INCH

    @property
    def pt(self) -> Decimal:
        """In points (磅)."""
        return Decimal(self.twips) / TWIPS_PER_POINT

    @property
    def half_points(self) -> int:
        """In half points, as ``w:sz`` of a run counts."""
        return _round(Decimal(self.twips) / 10)

    @property
    def emu(self) -> int:
        """In English metric units, as drawings count."""
        return self.twips * _EMU_PER_TWIP


def mm(value: Decimal | int | str) -> Length:
    """A length in millimetres, to the nearest twip.

    >>> mm(37).twips
    2098
    """
    return Length(_round(Decimal(value) * _TWIPS_PER_INCH / _MM_PER_INCH))


def pt(value: Decimal | int | str) -> Length:
    """A length in points (磅), to the nearest twip."""
    return Length(_round(Decimal(value) * TWIPS_PER_POINT))


def chars(value: Decimal | int | str) -> Length:
    """A length in 字: the width of one body character, 156 mm / 28 (GB/T 9704-2012, 3.1).

    >>> chars(4).twips
    1263
    """
    return Length(_round(Decimal(value) * Decimal(8844) / 28))


def _round(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_EVEN))
