"""Define the filters of a template (过滤器), by the names that an office writes after ``|``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Undefined

from pipeline.official.templates.budget import Unfillable, bounded_text, spend
from pipeline.official.templates.figure_filters import (
    FIGURE_FILTERS,
    NAMED_AT_MOST,
    merged_names,
    printed_as,
    words_of,
)
from pipeline.official.templates.marks import without_marks
from pipeline.official.templates.traced_values import TracedFigure, number_of
from pipeline.official.templates.values import (
    bounded_number,
    calculate,
    counted,
    given,
    is_number,
    joined,
    negative,
    rounded,
    shown,
)
from pipeline.values.numbers import read_number
from pipeline.values.numerals import chinese_date

_SPAN_AT_MOST: Final = 63  # columns of a table in Word
_COLOUR: Final = re.compile(r"[0-9A-Fa-f]{6}|auto")


def _items(value: Any) -> list[Any]:
    """Return *value* as a list, each item counted as a step."""
    if isinstance(given(value), str | Mapping) or not isinstance(value, Sequence):
        raise Unfillable(f"“{shown(value)}”不是名单，这里要写一份名单")
    spend(len(value))
    return list(value)


def _attributes(values: Any, attribute: str) -> list[Any]:
    """Return the item named *attribute* of each of *values*; the items themselves without a name."""
    items = _items(values)
    if not attribute:
        return items
    for item in items:
        if not isinstance(item, Mapping) or attribute not in item:
            raise Unfillable(f"名单里没有“{attribute}”这一项，请核对 attribute 后面的名称")
    return [item[attribute] for item in items]


def _join_listed(values: Any, attribute: str = "") -> Any:
    items = _attributes(values, attribute)
    return merged_names(items, "、".join(map(words_of, items))) or _join(items, "、")


def _join_some(values: Any, at_most: Any = NAMED_AT_MOST, attribute: str = "") -> Any:
    """Return the first names joined by 、; beyond *at_most*, with how many there are (等n家)."""
    items = _attributes(values, attribute)
    limit = int(_number(at_most))
    if len(items) <= limit:
        return _join_listed(items)
    named = "、".join(map(words_of, items[:limit]))
    text = bounded_text(f"{named}等{len(items)}家")
    return merged_names(items, text) or text


def _join(values: Any, separator: str = "", attribute: str = "") -> str:
    parts = [joined([item]) for item in _attributes(values, attribute)]
    return bounded_text(str(separator).join(parts))


def _date(value: Any) -> str:
    if not isinstance(given(value), date):
        raise Unfillable(f"“{shown(value)}”不是日期，不能用 |日期，请直接写 {{{{ 名称 }}}}")
    return chinese_date(value)


def _count(value: Any) -> Any:
    if isinstance(given(value), str):
        return len(without_marks(value))
    if isinstance(value, Mapping):
        return len(value)
    items = _items(value)
    return merged_names(items, str(len(items)), "计数") or len(items)


def _first(values: Any) -> Any:
    items = list(values) if isinstance(given(values), str) else _items(values)
    if not items:
        raise Unfillable("名单是空的，取不出第一个（最后一个），请先用 {% if %} 判断")
    return items[0]


def _last(values: Any) -> Any:
    return _first(
        list(reversed(list(values) if isinstance(given(values), str) else _items(values)))
    )


def _default(value: Any, instead: Any = "", boolean: Any = False) -> Any:  # noqa: FBT002 - Jinja's
    return instead if isinstance(value, Undefined) or (boolean and not value) else value


def _text(value: Any) -> str:
    return joined([value])


def _strip(value: Any) -> str:
    return _text(value).strip()


def _upper(value: Any) -> str:
    return bounded_text(_text(value).upper())


def _lower(value: Any) -> str:
    return bounded_text(_text(value).lower())


def _replace(value: Any, old: Any, new: Any) -> str:
    text = _text(value)
    grown = text.count(str(old)) * len(str(new))
    spend(1 + grown // 64)
    if grown > len(text) + 1_000_000:
        raise Unfillable("替换后的文字超过 100 万字，请核对 replace 的写法")
    return bounded_text(text.replace(str(old), str(new)))


def _whole(value: Any, instead: Any = None) -> Any:
    """Return a number that may be written as a text, cut to a whole one."""
    number = _number(value, instead)
    if isinstance(number, TracedFigure):
        whole = int(bounded_number(number_of(number) or Decimal(0)))
        return number if number == whole else printed_as(number, str(whole), whole)
    return int(bounded_number(Decimal(number))) if is_number(number) else number


def _number(value: Any, instead: Any = None) -> Any:
    found = given(value)
    if number_of(found) is not None:
        return found
    if isinstance(found, str):
        read = read_number(found)
        found = None if read is None else read.value
    if is_number(found):
        return found
    if instead is None:
        raise Unfillable(f"“{shown(value)}”不是数字，不能用 |int，请核对名称")
    return instead


def _absolute(value: Any) -> Any:
    number = _number(value)
    return number if number >= 0 else negative("-", number)


def _sum(values: Any, attribute: str = "", start: Any = 0) -> Any:
    total = start
    for item in _attributes(values, attribute):
        total = calculate("+", total, _number(item))
    return total


def _smallest(values: Any, attribute: str = "") -> Any:
    return _sort(values, attribute=attribute)[0]


def _largest(values: Any, attribute: str = "") -> Any:
    return _sort(values, attribute=attribute)[-1]


def _sort(values: Any, reverse: Any = False, attribute: str = "") -> list[Any]:  # noqa: FBT002 - Jinja's
    items = _items(values)
    spend(len(items))
    keys = _attributes(values, attribute)
    order = sorted(range(len(items)), key=keys.__getitem__, reverse=bool(reverse))
    return [items[at] for at in order]


def _reversed(values: Any) -> Any:
    return values[::-1] if isinstance(given(values), str) else _items(values)[::-1]


def _unique(values: Any, attribute: str = "") -> list[Any]:
    kept: dict[str, Any] = {}
    for key, item in zip(_attributes(values, attribute), _items(values), strict=True):
        kept.setdefault(words_of(key), item)
    return list(kept.values())


def _pairs(value: Any) -> list[Any]:
    if not isinstance(given(value), Mapping):
        raise Unfillable(f"“{shown(value)}”里没有分项，不能逐项写，请核对名称")
    spend(len(value))
    return list(value.items())


def _columns(value: Any) -> str:
    if not is_number(given(value)) or value not in range(1, _SPAN_AT_MOST + 1):
        raise Unfillable(f"“{shown(value)}”不能作合并的格数，应为 1～{_SPAN_AT_MOST} 的整数")
    return str(int(value))


def _colour(value: Any) -> str:
    text = _text(value).lstrip("#")
    if not _COLOUR.fullmatch(text):
        raise Unfillable(f"“{shown(value)}”不是颜色，底色请写六位的颜色值，如 FFFF00")
    return text


def _rounds(values: Any, weight: int) -> Any:
    """Yield what a loop goes through; each round costs the *weight* of its body in steps."""
    if isinstance(given(values), Mapping):
        values = list(values)
    if not isinstance(values, Sequence):
        raise Unfillable(f"“{shown(values)}”不是名单，不能用 {{% for %}} 逐条写，请核对名称")
    for value in values:
        spend(weight)
        yield value


def _parts_of_pairs(pairs: Any, at: Any) -> list[Any]:
    return [pair[int(at)] for pair in pairs]


def _concatenated(first: Any, *others: Any) -> str:
    return joined([first, *others])


def _pick(values: Any, attribute: str) -> list[Any]:
    return _attributes(values, attribute)


_OWN: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {
        "顿号": _join_listed, "列举": _join_some, "个数": _count, "日期": _date, **FIGURE_FILTERS,
    }
)  # fmt: skip
FILTERS: Final[MappingProxyType[str, Callable[..., Any]]] = MappingProxyType(
    {
        **dict(_OWN),
        "length": _count, "count": _count, "join": _join, "map": _pick, "first": _first, "last": _last,
        "default": _default, "d": _default, "string": _text, "e": _text, "escape": _text,
        "trim": _strip, "upper": _upper, "lower": _lower, "replace": _replace,
        "int": _whole, "float": _number, "round": rounded, "abs": _absolute, "sum": _sum,
        "min": _smallest, "max": _largest, "sort": _sort, "reverse": _reversed, "unique": _unique,
        "list": _items, "items": _pairs,
    }
)  # fmt: skip
# Those that the program itself writes into a template; an office can't name them.
INNER_FILTERS: Final = MappingProxyType(
    {
        "格数": _columns, "颜色": _colour, "逐条": _rounds, "相连": _concatenated, "计步": counted,
        "分项": _parts_of_pairs, "小数": Decimal,
    }
)  # fmt: skip
