"""Define the filters that a template's tags may use (过滤器); a figure keeps its trail through each of them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Undefined
from markupsafe import Markup

from pipeline.model.figure import LISTED, Figure
from pipeline.official.templates.traced_values import (
    TracedFigure,
    TracedValue,
    figure_in,
    number_of,
    traced_like,
)
from pipeline.values.numbers import plain
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

_TEN_THOUSAND: Final = Decimal(10_000)
_HUNDRED: Final = Decimal(100)
_NAMED_AT_MOST: Final = 3
_MAX_PLACES: Final = 6


def _join_listed(values: Sequence[object]) -> object:
    """Return *values* joined by 、; a list of units as one entry of the trail."""
    return _listed(values, "、".join(map(_words, values)))


def _join_some(values: Sequence[object], at_most: int = _NAMED_AT_MOST) -> object:
    """Return the first of *values* joined by 、; beyond *at_most*, with their number (等n家)."""
    if len(values) <= at_most:
        return _join_listed(values)
    named = "、".join(map(_words, values[:at_most]))
    return _listed(values, f"{named}等{len(values)}家")


def _listed(values: Sequence[object], text: str) -> object:
    names = [value for value in values if isinstance(value, TracedFigure)]
    if not names or len(names) < len(values) or any(figure_in(name).is_number for name in names):
        return text if not names else "、".join(map(str, values))
    return _merged(names, text, LISTED)


def _merged(names: Sequence[TracedFigure], text: str, basis: str) -> TracedFigure:
    figures = [figure_in(name) for name in names]
    sources = tuple(source for figure in figures for source in figure.sources)
    label = figures[0].label
    return traced_like(names[0], Figure(Decimal(len(figures)), text, label, basis, sources))


def _words(value: object) -> str:
    return figure_in(value).text if isinstance(value, TracedFigure) else str(printable(value))


def printable(value: object) -> object:
    """Return *value* as a template prints it; None, a float or a date raises TypeError.

    A traced value is printed with its marks.
    """
    if isinstance(value, TracedValue):
        return str(value)
    if isinstance(value, Undefined | Markup | str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise TypeError(f"“{value}”不是可以直接印出的文字或数字")


def _count(values: Sequence[object]) -> object:
    """Return how many *values* there are; of a list of units, with the units as sources."""
    names = [value for value in values if isinstance(value, TracedFigure)]
    if not isinstance(values, list) or not names or len(names) < len(values):
        return len(values)
    return _merged(names, str(len(names)), "计数")


def _format_date(value: date) -> str:
    return chinese_date(value)


def _grouped(value: object) -> object:
    """Return a number with its thousands parted by commas: 12,345."""
    return _printed(value, lambda number: f"{number:,f}")


def _in_ten_thousands(value: object) -> object:
    """Return a number from 10,000 on in 万 with two decimals: 4.64万."""
    return _printed(
        value,
        lambda number: (
            f"{plain(_rounded(number / _TEN_THOUSAND, 2))}万"
            if abs(number) >= _TEN_THOUSAND
            else plain(number)
        ),
    )


def _in_ten_thousand_yuan(value: object) -> object:
    """Return an amount in yuan as 万元 with two decimals: 18.5万元."""
    return _printed(value, lambda number: f"{plain(_rounded(number / _TEN_THOUSAND, 2))}万元")


def _in_percent(value: object) -> object:
    """Return a ratio in percent with one decimal: 0.375 is 37.5%."""
    return _printed(value, lambda number: f"{plain(_rounded(number * _HUNDRED, 1))}%")


def _with_places(value: object, places: int = 2) -> object:
    """Return a number rounded half up to so many decimals: 3.10."""
    shown = min(max(places, 0), _MAX_PLACES)
    return _printed(value, lambda number: f"{_rounded(number, shown):f}")


def _share(part: object, whole: object) -> object:
    """Return the share (占比) of *part* in *whole* in percent with one decimal; 0 of 0 is 0%."""
    one, other = number_of(part), number_of(whole)
    if one is None or other is None:
        raise TypeError("“占”的前后都要是数字")
    value = _rounded(one / other * _HUNDRED, 1) if other else Decimal(0)
    text = f"{plain(value)}%"
    if not isinstance(part, TracedFigure) or not isinstance(whole, TracedFigure):
        return text
    first, second = figure_in(part), figure_in(whole)
    sources = tuple(dict.fromkeys((*first.sources, *second.sources)))
    label = f"{first.label}占{second.label}"
    return traced_like(part, Figure(value, text, label, "占比", sources))


def _printed(value: object, worded: Callable[[Decimal], str]) -> object:
    """Return the number *value* printed as *worded*; its exact value is in the trail."""
    number = number_of(value)
    if number is None:
        raise TypeError(f"“{_words(value)}”不是数字")
    if not isinstance(value, TracedFigure):
        return worded(number)
    old = figure_in(value)
    return traced_like(value, Figure(old.value, worded(number), old.label, old.basis, old.sources))


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "顿号": _join_listed,
        "列举": _join_some,
        "个数": _count,
        "日期": _format_date,
        "千分位": _grouped,
        "万": _in_ten_thousands,
        "万元": _in_ten_thousand_yuan,
        "百分数": _in_percent,
        "小数": _with_places,
        "占": _share,
    }
)
