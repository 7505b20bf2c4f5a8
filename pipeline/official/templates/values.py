"""Compute and print the values of a template's tags (标签取值): exact numbers, texts, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any, Final

from jinja2 import Undefined

from pipeline.official.templates.budget import Unfillable, bounded_text, spend
from pipeline.official.templates.marks import hide_braces, without_unprintable
from pipeline.official.templates.traced_values import (
    TracedFigure,
    TracedValue,
    computed,
    figure_in,
    traced_like,
    untraced,
)
from pipeline.values.numbers import plain

_DIGITS_AT_MOST: Final = 24
_SIZE_AT_MOST: Final = Decimal(10) ** _DIGITS_AT_MOST
_PRECISION: Final = 60
_PLACES_AT_MOST: Final = 12
_SHOWN: Final = 20

Number = int | Decimal


def given(value: Any) -> Any:
    """Return *value*, which a template may use only if there is one.

    Raises:
        UndefinedError: it has no value.
    """
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()  # noqa: SLF001 - what any use of it does
    return value


def printable(value: Any) -> Any:
    """Return *value* as the text that the document shows, its braces hidden.

    Raises:
        Unfillable: it is nothing that a document shows as it is (None, a list, a date, a float).
    """
    if isinstance(value, TracedFigure) and figure_in(value).text == plain(figure_in(value).value):
        _decimal(figure_in(value).value)
    if isinstance(given(value), str | TracedValue):
        return hide_braces(without_unprintable(bounded_text(str(value))))
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Unfillable(_not_printable(value))


def _decimal(value: Decimal) -> str:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent > _PLACES_AT_MOST:
        raise Unfillable("除不尽，小数位数太多，请写明保留几位，如 {{ (甲 / 乙)|round(1) }}")
    return plain(value)


def _not_printable(value: Any) -> str:
    if value is None:
        return "没有内容（None），请先用 {% if %} 判断，或写 |default('无', true)"
    if isinstance(value, bool):
        return "结果是“是否成立”，不能直接印出，请写成 {{ '有' if … else '无' }}"
    if isinstance(value, date):
        return "是日期，请写成 {{ 名称|日期 }}"
    if isinstance(value, Mapping):
        names = "、".join(str(name) for name in list(value)[:8])
        return f"有好几项（{names}），请写明取哪一项，如 {{{{ 名称.项目 }}}}"
    if isinstance(value, Sequence):
        return "是一份名单，请写成 {{ 名单|顿号 }}，或用 {% for %} 逐条写"
    return f"“{shown(value)}”不是可以直接印出的文字或数字，请核对名称"


def shown(value: Any) -> str:
    """Return *value* for a message, shortened."""
    value = untraced(value)
    if value is None:
        return "（空）"
    if isinstance(value, Mapping | list | tuple):
        return "名单" if not isinstance(value, Mapping) else "一组内容"
    if not isinstance(value, str | int | Decimal | float | date):
        return "这一项"
    text = str(value)[: _SHOWN + 1]
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def is_number(value: Any) -> bool:
    """Return whether *value* is an exact number."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def calculate(operator: str, left: Any, right: Any) -> Any:
    """Return the result of a calculation; texts can be joined by ``+``.

    Raises:
        Unfillable: there is no such result.
    """
    spend(1)
    if any(isinstance(given(side), TracedValue) for side in (left, right)):
        return _calculate_traced(operator, left, right)
    if operator == "+" and isinstance(given(left), str) and isinstance(given(right), str):
        return bounded_text(left + right)
    if not is_number(given(left)) or not is_number(given(right)):
        raise Unfillable(
            f"“{shown(left)}”和“{shown(right)}”不能用 {operator} 计算，只有数字可以；"
            "写成文字的数请加 |int，文字相连请用 ~"
        )
    if operator in {"/", "//", "%"} and right == 0:
        raise Unfillable("除数是 0，请先判断，如 {% if 应报数 %}…{% endif %}")
    with localcontext(prec=_PRECISION):
        return bounded_number(_compute(operator, Decimal(left), Decimal(right)))


def _calculate_traced(operator: str, left: Any, right: Any) -> Any:
    """Return the result with the trail of its figures; texts and figures can be joined by ``+``."""
    plain_sides = untraced(left), untraced(right)
    if operator == "+" and any(isinstance(side, str) for side in plain_sides):
        return joined([left, right])
    return computed(operator, (left, right), calculate(operator, *plain_sides))


def _compute(operator: str, left: Decimal, right: Decimal) -> Decimal:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right
    return left // right if operator == "//" else left % right


def bounded_number(value: Decimal) -> Number:
    """Return *value*, a whole number as an integer.

    Raises:
        Unfillable: it is larger than any figure of a document.
    """
    if not value.is_finite() or abs(value) >= _SIZE_AT_MOST:
        raise Unfillable(f"算出来的数超过 {_DIGITS_AT_MOST} 位，请核对算式")
    return int(value) if value == value.to_integral_value() else value


def negative(operator: str, value: Any) -> Any:
    """Return a number with its sign.

    Raises:
        Unfillable: *value* is no number.
    """
    if isinstance(given(value), TracedFigure):
        return computed(operator, (value,), negative(operator, untraced(value)))
    if not is_number(value):
        raise Unfillable(f"“{shown(value)}”不是数字，前面不能写 {operator}")
    return bounded_number(-Decimal(value) if operator == "-" else Decimal(value))


def joined(parts: Sequence[Any]) -> str:
    """Return *parts* as one text (``~``)."""
    return bounded_text("".join(_plain_text(part) for part in parts))


def _plain_text(value: Any) -> str:
    return value if isinstance(given(value), str) else str(printable(value))


def counted(value: Any) -> Any:
    """Return *value*, after its size was counted as steps: it is compared or searched."""
    if isinstance(value, Sized) and not isinstance(value, Undefined):
        spend(1 + (len(value) // 64 if isinstance(value, str) else len(value)))
    return value


def rounded(value: Any, places: Any = 0) -> Any:
    """Return a number rounded half up (四舍五入).

    Raises:
        Unfillable: *value* is no number, or *places* is none from 0 to 12.
    """
    if isinstance(given(value), TracedFigure):
        number = Decimal(rounded(untraced(value), places))
        figure = replace(figure_in(value), value=number, text=plain(number))
        return traced_like(value, figure)
    if not is_number(value) or places not in range(_PLACES_AT_MOST + 1):
        raise Unfillable(f"“{shown(value)}”不能四舍五入，请写成 {{{{ 数|round(1) }}}}，位数 0～12")
    number = Decimal(bounded_number(Decimal(value)))
    with localcontext(prec=_PRECISION):
        return number.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)
