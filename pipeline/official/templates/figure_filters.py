"""Print a figure in another form (万元, 百分数 …); its exact value and its sources stay in the trail."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.model.figure import LISTED, Figure
from pipeline.official.templates.budget import Unfillable
from pipeline.official.templates.traced_values import (
    TracedFigure,
    figure_in,
    number_of,
    traced_like,
)
from pipeline.official.templates.values import given, joined, shown
from pipeline.values.numbers import plain
from pipeline.values.shares import percent_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NAMED_AT_MOST: Final = 3
_TEN_THOUSAND: Final = Decimal(10_000)
_HUNDRED: Final = Decimal(100)
_MAX_PLACES: Final = 6
_SCALED_ALREADY: Final = ("千", "百", "十", "%", "‰")  # 1.2万千元 is no amount that one reads


def merged_names(items: Sequence[Any], text: str, basis: str = LISTED) -> TracedFigure | None:
    """Return a list of units' names printed as *text* as one figure, with all units as its sources.

    Return ``None`` for a list of anything else.
    """
    names = [item for item in items if isinstance(item, TracedFigure)]
    if not names or len(names) < len(items) or any(figure_in(name).is_number for name in names):
        return None
    figures = [figure_in(name) for name in names]
    sources = tuple(source for figure in figures for source in figure.sources)
    figure = Figure(Decimal(len(figures)), text, figures[0].label, basis, sources)
    return traced_like(names[0], figure)


def words_of(value: Any) -> str:
    """Return the text that *value* prints, without its marks."""
    return figure_in(value).text if isinstance(value, TracedFigure) else joined([value])


def printed_as(value: TracedFigure, text: str, number: Decimal | int | None = None) -> TracedFigure:
    """Return the figure printed as *text*; its value too is changed where *number* is given."""
    old = figure_in(value)
    exact = old.value if number is None else Decimal(number)
    return traced_like(value, Figure(exact, text, old.label, old.basis, old.sources))


def _grouped(value: Any) -> Any:
    """Return a number with its thousands parted by commas: 12,345."""
    return _printed(value, lambda number: f"{number:,f}")


def _in_ten_thousands(value: Any, measure: Any = None) -> Any:
    """Return a number from 10,000 on in 万 with two decimals: 4.64万.

    With its *measure* both are printed: 5.43亿元 for 54,300 in 万元. A number in 千元 or % stays as it is.
    """
    if measure is None:
        return _printed(value, partial(_scaled, larger="万"))
    words = joined([measure])
    larger, rest = ("亿", words[1:]) if words.startswith("万") else ("万", words)
    number = number_of(given(value))
    if words.startswith(_SCALED_ALREADY) or number is None or abs(number) < _TEN_THOUSAND:
        return joined([_printed(value, plain), words])
    return joined([_printed(value, partial(_scaled, larger=larger)), rest])


def _scaled(number: Decimal, larger: str) -> str:
    if abs(number) < _TEN_THOUSAND:
        return plain(number)
    return f"{plain(_rounded(number / _TEN_THOUSAND, 2))}{larger}"


def _in_ten_thousand_yuan(value: Any) -> Any:
    """Return an amount in yuan as 万元 with two decimals: 18.5万元."""
    return _printed(value, lambda number: f"{plain(_rounded(number / _TEN_THOUSAND, 2))}万元")


def _in_percent(value: Any) -> Any:
    """Return a ratio in percent with one decimal: 0.375 is 37.5%."""
    return _printed(value, lambda number: f"{plain(_rounded(number * _HUNDRED, 1))}%")


def _with_places(value: Any, places: Any = 2) -> Any:
    """Return a number rounded half up to so many decimals: 3.10."""
    if places not in range(_MAX_PLACES + 1):
        raise Unfillable(f"“保留”的位数应为 0～{_MAX_PLACES}，如 {{{{ 数|保留(1) }}}}")
    return _printed(value, lambda number: f"{_rounded(number, int(places)):f}")


def _share(part: Any, whole: Any) -> Any:
    """Return the share (占比) of *part* in *whole* in percent (:func:`percent_of`)."""
    one, other = number_of(given(part)), number_of(given(whole))
    if one is None or other is None:
        raise Unfillable(
            f"“{shown(part)}”占“{shown(whole)}”算不出来，两边都要是数字，如 {{{{ 已报数|占(应报数) }}}}"
        )
    value = percent_of(Decimal(one), Decimal(other))
    text = f"{plain(value)}%"
    traced = [figure_in(side) for side in (part, whole) if isinstance(side, TracedFigure)]
    if not traced:
        return text
    sources = tuple(dict.fromkeys(source for figure in traced for source in figure.sources))
    label = "占".join(
        figure_in(side).label if isinstance(side, TracedFigure) else shown(side)
        for side in (part, whole)
    )
    holder = part if isinstance(part, TracedFigure) else whole
    return traced_like(holder, Figure(value, text, label, "占比", sources))


def _printed(value: Any, worded: Callable[[Decimal], str]) -> Any:
    """Return the number *value* printed as *worded*; its exact value is in the trail."""
    number = number_of(given(value))
    if number is None:
        raise Unfillable(f"“{shown(value)}”不是数字，请核对名称")
    text = worded(number)
    return printed_as(value, text) if isinstance(value, TracedFigure) else text


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


FIGURE_FILTERS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "千分位": _grouped, "万": _in_ten_thousands, "万元": _in_ten_thousand_yuan,
        "百分数": _in_percent, "保留": _with_places, "占": _share,
    }
)  # fmt: skip
