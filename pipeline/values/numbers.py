"""Numbers as offices type them (数字), read as exact decimals.

Full-width digits, thousands separators and the multipliers 万 and 亿 are understood. Whatever
is not plainly a number is refused: “约30个” is for a person to mend, not for us to round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.values.text import narrow

_MULTIPLIERS: Final = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<part>\.\d+)?\s*(?P<times>[万亿]?)",
    re.ASCII,
)
# Decimal's arithmetic keeps 28 digits and would round what is longer, without a word.
_DIGITS_AT_MOST: Final = 28


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number, and each change made to reach it from what was typed."""

    value: Decimal
    changes: tuple[str, ...]


def read_number(typed: str, measure: str = "") -> NumberRead | None:
    """Read *typed* as a number, or answer ``None`` where it is not plainly one.

    *measure* (计量单位) may follow it, and nothing else may.

    >>> read_number("１，２００")
    NumberRead(value=Decimal('1200'), changes=('全角转半角', '去千分位'))
    >>> read_number("12万").value
    Decimal('120000')
    >>> read_number("30 个", "个")
    NumberRead(value=Decimal('30'), changes=('去计量单位',))
    >>> read_number("约30个", "个") is None
    True
    """
    narrowed = narrow(typed)
    bare = narrowed.removesuffix(narrow(measure)).rstrip()
    match = _NUMBER.fullmatch(bare)
    if match is None or sum(char.isdigit() for char in bare) > _DIGITS_AT_MOST:
        return None
    whole = match["whole"].replace(",", "")
    value = Decimal(match["sign"] + whole + (match["part"] or "")) * _MULTIPLIERS[match["times"]]
    changes = {
        "全角转半角": narrowed != typed.strip(),
        "去千分位": whole != match["whole"],
        "按“万”“亿”折算": bool(match["times"]),
        "去计量单位": bare != narrowed,
    }
    return NumberRead(_settled(value), tuple(name for name, made in changes.items() if made))


def read_percent(typed: str) -> NumberRead | None:
    """Read a percentage (百分比) as the number before its sign; the sign may be left out.

    >>> read_percent("85.5％")
    NumberRead(value=Decimal('85.5'), changes=('全角转半角',))
    >>> read_percent("85").value
    Decimal('85')
    >>> read_percent("百分之八十五") is None
    True
    """
    narrowed = narrow(typed)
    read = read_number(narrowed, "%")
    if read is None:
        return None
    # The sign is no measure to be told about: it belongs to the way a percentage is written.
    changes = tuple(change for change in read.changes if change != "去计量单位")
    return NumberRead(
        read.value, (*(("全角转半角",) if narrowed != typed.strip() else ()), *changes)
    )


def plain(value: Decimal) -> str:
    """A number as a page prints it: no exponent, no trailing zeros.

    >>> plain(Decimal("1.20E+3"))
    '1200'
    >>> plain(Decimal("-0.50"))
    '-0.5'
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _settled(value: Decimal) -> Decimal:
    """The same number without the exponent or the trailing zeros that arithmetic leaves."""
    return Decimal(plain(value))
