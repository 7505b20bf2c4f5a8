"""Evaluate the formula of a field (公式、比率) over figures by the codes of its parts, and write it for a sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model.condition import Arithmetic, Constant, FieldRef
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.condition import Expression

    Values = Mapping[str, Decimal]


def formula_value(expression: Expression, values: Values) -> Decimal | None:
    """Return the value of *expression*, in which a missing part counts as 0; ``None`` where it divides by 0."""
    match expression:
        case Constant(value) if isinstance(value, Decimal):
            return value
        case FieldRef(code):
            return values.get(code, Decimal(0)) if values else None
        case Arithmetic(operator, left, right):
            one, other = formula_value(left, values), formula_value(right, values)
            return None if one is None or other is None else _compute(operator, one, other)
    return None


def _compute(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    if operator == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right, "*": left * right}.get(operator)


def zero_denominator(expression: Expression, values: Values) -> bool:
    """Return whether *expression* divides by parts that are given, and together 0."""
    if not isinstance(expression, Arithmetic):
        return False
    if expression.operator == "/" and _given(expression.right, values):
        divisor = formula_value(expression.right, values)
        if divisor is not None and not divisor:
            return True
    return zero_denominator(expression.left, values) or zero_denominator(expression.right, values)


def has_parts(expression: Expression, values: Values) -> bool:
    """Return whether every numerator and every denominator in *expression* has a part that is given."""
    if not isinstance(expression, Arithmetic):
        return True
    own = expression.operator != "/" or all(
        _given(part, values) for part in (expression.left, expression.right)
    )
    return own and has_parts(expression.left, values) and has_parts(expression.right, values)


def _given(expression: Expression, values: Values) -> bool:
    match expression:
        case FieldRef(code):
            return code in values
        case Arithmetic(_, left, right):
            return _given(left, values) or _given(right, values)
    return not isinstance(expression, FieldRef)


def written_formula(expression: Expression, cells: Mapping[str, str]) -> str:
    """Return *expression* over the *cells* of its parts by their codes; empty where one is missing."""
    match expression:
        case Constant(value) if isinstance(value, Decimal):
            return plain(value)
        case FieldRef(code):
            return cells.get(code, "")
        case Arithmetic(operator, left, right):
            one, other = written_formula(left, cells), written_formula(right, cells)
            return f"({one}{operator}{other})" if one and other else ""
    return ""
