"""Parse numbers as offices type them (数字) into exact decimals.

Full-width digits, digits grouped in threes, the multipliers up to 亿 and Chinese numbers are parsed.
A text that is not one plain number is refused, never rounded: “约30个” goes back to the unit.
:mod:`pipeline.values.number_doubts` classifies the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.values.chinese_numbers import read_chinese_number
from pipeline.values.text import VALUE_AT_MOST, narrow, narrowing

_TIMES: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# A comma or a space parts the thousands (千分撇, 千分空: GB/T 15835-2011, 5.1.1), one of them throughout.
_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?P<part>\.\d+)?"
    r"\s*(?P<times>[十百千]?万亿|[十百千]?[万亿]|[百千]?)",
    re.ASCII,
)
# “1亿2000万”, “3万5千”, “1万2000”: each part is the next lower one. In “1万2” and “1亿5千” the last part
# is ambiguous.
_IN_PARTS: Final = re.compile(
    r"(?P<sign>[+-]?)(?:(?P<hundred_millions>\d{1,6})亿(?=\d))?"
    r"(?:(?P<ten_thousands>\d{1,4})万(?:(?P<thousands>\d)千|(?P<rest>\d{4})|(?!\d)))",
    re.ASCII,
)
_MINUS: Final = re.compile(
    r"^(?:−|负\s*)(?=[\d〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾])"
)
_QUOTE: Final = re.compile(r"^['‘’](?=.)")
_TOGETHER: Final = re.compile(r"^(?:(?:共|合|总)计|总共|一共|共有|共)[:\s]*(?=.)")
_FULL_STOP: Final = re.compile("。$")
_WHOLE_SUM: Final = re.compile(r"(?<=[元圆])整$")
_AROUND: Final = (
    (_QUOTE, "去单引号"),
    (_FULL_STOP, "去句号"),
    (_TOGETHER, "去“共计”等字"),
    (_WHOLE_SUM, "去“整”字"),
)
_HUNDREDTHS: Final = re.compile(r"^百分之\s*(?=.)")
# Alone in a cell they are as often a dash that strikes it out, or a circle to be filled in.
_STROKES: Final = frozenset("一〇○")
_ANY_MEASURE: Final = "个"  # counts whatever a form without a measure asks for
# Decimal's arithmetic keeps 28 digits and would round what is longer, without a word.
_DIGITS_AT_MOST: Final = 28
_MEASURE: Final = "去计量单位"


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A parsed number, and each change made to what was typed (取值说明)."""

    value: Decimal
    changes: tuple[str, ...]


def read_number(typed: str, measure: str = "") -> NumberRead | None:
    """Parse *typed* as a number; return ``None`` where it is not one plain number.

    *measure* (计量单位) may follow the number, or 个 by default, and nothing else.

    >>> read_number("１，２００")
    NumberRead(value=Decimal('1200'), changes=('全角转半角', '去千分位'))
    >>> read_number("12万").value
    Decimal('120000')
    >>> read_number("共三十二个", "个")
    NumberRead(value=Decimal('32'), changes=('去“共计”等字', '去计量单位', '中文数字折算'))
    >>> read_number("约30个", "个") is None
    True
    """
    if len(typed) > VALUE_AT_MOST or narrow(typed) in _STROKES:
        return None
    bare, changes = strip_number(typed, measure)
    for read in (_in_digits, _in_parts, _in_chinese):
        found = read(bare)
        if found is not None:
            return NumberRead(_without_exponent(found.value), (*changes, *found.changes))
    return None


def strip_number(typed: str, measure: str = "") -> tuple[str, tuple[str, ...]]:
    """Return *typed* without what may surround a number, and the changes made.

    >>> strip_number("'共30 个。", "个")
    ('30', ('去单引号', '去句号', '去“共计”等字', '去计量单位'))
    """
    text = narrow(typed)
    changes = [*narrowing(typed)]
    for pattern, change in _AROUND:
        changed = pattern.sub("", text)
        changes += [change] if changed != text else []
        text = changed.strip()
    bare = text.removesuffix(narrow(measure) or _ANY_MEASURE).rstrip()
    changes += [_MEASURE] if bare != text else []
    signed = _MINUS.sub("-", bare)
    return signed, (*changes, *(["统一负号"] if signed != bare else []))


def read_percent(typed: str) -> NumberRead | None:
    """Parse a percentage (百分比): return the number before its sign, which is optional.

    >>> read_percent("85.5％")
    NumberRead(value=Decimal('85.5'), changes=('全角转半角',))
    >>> read_percent("百分之八十五")
    NumberRead(value=Decimal('85'), changes=('“百分之”读作%', '中文数字折算'))
    >>> read_percent("85").value
    Decimal('85')
    """
    narrowed = narrow(typed).rstrip("。")
    named = _HUNDREDTHS.sub("", narrowed)
    named = "一百" if (named, narrowed) == ("百", "百分之百") else named
    read = read_number(named if named == narrowed else f"{named}%", "%")
    if read is None:
        return None
    changes = {
        **dict.fromkeys(narrowing(typed), True),
        "去句号": narrowed != narrow(typed),
        "“百分之”读作%": named != narrowed,
    }
    # The sign is no measure: it belongs to the notation of a percentage.
    others = (change for change in read.changes if change != _MEASURE)
    return NumberRead(
        read.value, (*(name for name, was_made in changes.items() if was_made), *others)
    )


def states_percent(typed: str) -> bool:
    """Return whether *typed* bears a percent sign or 百分之: “0.5%” does, “0.5” doesn't.

    >>> [states_percent(typed) for typed in ("0.5％", "百分之五", "0.5")]
    [True, True, False]
    """
    text = narrow(typed)
    return "%" in text or "百分之" in text


def plain(value: Decimal) -> str:
    """Return a number as it is printed: no exponent, no trailing zeros.

    >>> plain(Decimal("1.20E+3"))
    '1200'
    >>> plain(Decimal("-0.50"))
    '-0.5'
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _in_digits(bare: str) -> NumberRead | None:
    match = _NUMBER.fullmatch(bare)
    if match is None or sum(char.isdigit() for char in bare) > _DIGITS_AT_MOST:
        return None
    whole = match["whole"].replace(",", "").replace(" ", "")
    times = Decimal(1)
    for char in match["times"]:
        times *= _TIMES[char]
    value = Decimal(match["sign"] + whole + (match["part"] or "")) * times
    parted = ("去千分位",) if whole != match["whole"] else ()
    return NumberRead(value, (*parted, *_multiplied(match["times"])))


def _in_parts(bare: str) -> NumberRead | None:
    match = _IN_PARTS.fullmatch(bare)
    if match is None or not (match["hundred_millions"] or match["thousands"] or match["rest"]):
        return None
    value = (
        int(match["hundred_millions"] or 0) * _TIMES["亿"]
        + int(match["ten_thousands"]) * _TIMES["万"]
        + int(match["thousands"] or 0) * _TIMES["千"]
        + int(match["rest"] or 0)
    )
    return NumberRead(Decimal(f"{match['sign']}{value}"), _multiplied(bare))


def _in_chinese(bare: str) -> NumberRead | None:
    unsigned = bare.removeprefix("-")
    value = read_chinese_number(unsigned)
    if value is None:
        return None
    return NumberRead(value if unsigned == bare else -value, ("中文数字折算",))


def _multiplied(text: str) -> tuple[str, ...]:
    changes = {
        "按“万”“亿”折算": any(char in text for char in "万亿"),
        "按“百”“千”折算": any(char in text for char in "十百千"),
    }
    return tuple(name for name, was_made in changes.items() if was_made)


def _without_exponent(value: Decimal) -> Decimal:
    """Return the same number without the exponent or the trailing zeros of arithmetic."""
    return Decimal(plain(value))
