"""Convert lengths (长度): the only place where millimetres, points, twips and 字 are converted.

A length is kept in whole twips (1/20 pt), the unit of a Word file, so that sums stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from pipeline.official.standard.clauses import figure

TWIPS_PER_POINT: Final = 20
_TWIPS_PER_INCH: Final = 1440
_MM_PER_INCH: Final = Decimal("25.4")
_EMU_PER_TWIP: Final = 635
_TWIPS_PER_HALF_POINT: Final = 10
MM_PER_POINT: Final = 25.4 / 72  # for what is measured on a page, where floats come from the PDF


@dataclass(frozen=True, slots=True, order=True)
class Length:
    """Hold a length in whole twips; an indent into the margin is negative.

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
        """Return the length multiplied by *factor*, rounded to a whole twip.

        >>> pt(16).times("1.5").pt
        Decimal('24')
        """
        return Length(_round(self.twips * Decimal(factor)))

    @property
    def mm(self) -> Decimal:
        """Return the length in millimetres."""
        return self.twips * _MM_PER_INCH / _TWIPS_PER_INCH

    @property
    def pt(self) -> Decimal:
        """Return the length in points (磅)."""
        return Decimal(self.twips) / TWIPS_PER_POINT

    @property
    def half_points(self) -> int:
        """Return the length in half points, the unit of ``w:sz`` in a run."""
        return _round(Decimal(self.twips) / _TWIPS_PER_HALF_POINT)

    @property
    def eighth_points(self) -> int:
        """Return the length in eighths of a point, the unit of ``w:sz`` in a border."""
        return _round(self.pt * 8)

    @property
    def emu(self) -> int:
        """Return the length in English metric units, the unit of drawings."""
        return self.twips * _EMU_PER_TWIP


def mm(value: Decimal | int | str) -> Length:
    """Return the length of *value* millimetres, to the nearest twip.

    >>> mm(37).twips
    2098
    """
    return Length(_round(Decimal(value) * _TWIPS_PER_INCH / _MM_PER_INCH))


def pt(value: Decimal | int | str) -> Length:
    """Return the length of *value* points (磅), to the nearest twip."""
    return Length(_round(Decimal(value) * TWIPS_PER_POINT))


def half_pt(value: int) -> Length:
    """Return the length of *value* half points, as ``w:sz`` of a run states it."""
    return Length(value * _TWIPS_PER_HALF_POINT)


def chars(value: Decimal | int | str) -> Length:
    """Return the length of *value* 字, the width of a body character: 156 mm / 28 (3.1).

    >>> chars(4).twips
    1263
    """
    line = mm(figure("type-width")).twips
    return Length(_round(Decimal(value) * line / figure("chars-per-line")))


def _round(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_EVEN))
