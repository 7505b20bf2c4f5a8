"""Put a condition (核对条件) in the words of a letter, for those who don't read formulas: 甲＋乙不大于丙."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.checking.conditions import ROWS
from pipeline.checking.fields import format_value
from pipeline.model.campaign import Kind
from pipeline.model.condition import (
    Aggregate,
    Arithmetic,
    Comparison,
    Constant,
    ExternalReference,
    FieldRef,
    Implication,
    Junction,
    Negation,
    Presence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.campaign import Field
    from pipeline.model.condition import Expression

_SIGNS: Final = MappingProxyType({"+": "＋", "-": "－", "*": "×", "/": "÷"})
_NUMBERS: Final = MappingProxyType(
    {"=": "等于", "!=": "不等于", "<": "小于", "<=": "不大于", ">": "大于", ">=": "不小于"}
)
_DAYS: Final = MappingProxyType(
    {"=": "是", "!=": "不是", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}
)
_TEXTS: Final = MappingProxyType({**_NUMBERS, "=": "为", "!=": "不为"})
_WEAK: Final = frozenset("+-")


def condition_in_words(expression: Expression, fields: Mapping[str, Field]) -> str:
    """Return *expression* in plain Chinese, each field by its name, with no sign that a formula needs.

    >>> from decimal import Decimal
    >>> condition_in_words(Comparison(">=", Aggregate("行数", "参会人员"), Constant(Decimal(1))), {})
    '参会人员的行数不小于1'
    """
    match expression:
        case Comparison(operator, left, right):
            words = _verbs(left, right, fields)[operator]
            return f"{condition_in_words(left, fields)}{words}{condition_in_words(right, fields)}"
        case Junction(operator, left, right):
            joint = "，且" if operator == "且" else "，或者"
            return f"{condition_in_words(left, fields)}{joint}{condition_in_words(right, fields)}"
        case Implication(premise, demand):
            return f"{condition_in_words(premise, fields)}的，{condition_in_words(demand, fields)}"
        case Negation(statement):
            return f"不是“{condition_in_words(statement, fields)}”"
        case Arithmetic(operator, left, right):
            return f"{_term(operator, left, fields)}{_SIGNS[operator]}{_term(operator, right, fields, last=True)}"
        case _:
            return _leaf(expression, fields)


def _leaf(expression: Expression, fields: Mapping[str, Field]) -> str:
    match expression:
        case Constant(value):
            return f"“{value}”" if isinstance(value, str) else format_value(value)
        case FieldRef(code, previous):
            return f"上期{_name(code, fields)}" if previous else _name(code, fields)
        case Presence(code, answered):
            return f"{_name(code, fields)}应填写" if answered else f"{_name(code, fields)}不应填写"
        case ExternalReference(campaign, field):
            return f"《{campaign}》的{field}"
        case Aggregate(function, target) if function == ROWS:
            return f"{target}的行数"
        case Aggregate(_, target):
            return f"各行{_name(target, fields)}之和"
        case _:
            msg = f"no leaf: {expression}"
            raise AssertionError(msg)


def _name(code: str, fields: Mapping[str, Field]) -> str:
    return fields[code].name if code in fields else code


def _verbs(left: Expression, right: Expression, fields: Mapping[str, Field]) -> Mapping[str, str]:
    """Return the words for the signs of a comparison, by what is compared."""
    constants = [each.value for each in (left, right) if isinstance(each, Constant)]
    kinds = {
        fields[each.code].kind
        for each in (left, right)
        if isinstance(each, FieldRef) and each.code in fields
    }
    if any(isinstance(value, date) for value in constants) or Kind.DATE in kinds:
        return _DAYS
    return _TEXTS if any(isinstance(value, str) for value in constants) else _NUMBERS


def _term(
    operator: str, part: Expression, fields: Mapping[str, Field], *, last: bool = False
) -> str:
    """Return a part of a sum or product, in brackets where it would be read otherwise."""
    text = condition_in_words(part, fields)
    if not isinstance(part, Arithmetic):
        return text
    weaker = part.operator in _WEAK and operator not in _WEAK
    return f"（{text}）" if weaker or (last and operator in {"-", "/"}) else text
