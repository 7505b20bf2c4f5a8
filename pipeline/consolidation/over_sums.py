"""Compute a ratio (比率) by its own formula over the sums of what it is computed from, never by adding ratios."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.list_lines import summed
from pipeline.consolidation.totals import total
from pipeline.model.condition import Arithmetic, Constant, FieldRef, leaves_of
from pipeline.model.figure import Figure
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.condition import Expression

_DIGITS: Final = 15  # that a spreadsheet keeps of a number


def over_sums(
    field: Field, counted: Sequence[CountedUnit], fields: Mapping[str, Field]
) -> Figure | None:
    """Return the value of the field's formula over the sums of its parts; ``None`` where it has none."""
    if field.formula is None:
        return None
    parts = {
        leaf.code: total(counted, fields[leaf.code])
        for leaf in leaves_of(field.formula)
        if isinstance(leaf, FieldRef) and leaf.code in fields and summed(fields[leaf.code])
    }
    values = {code: figure.value for code, figure in parts.items() if figure is not None}
    with localcontext(prec=_DIGITS):
        value = _value(field.formula, values)
    if value is None:
        return None
    sources = (source for figure in parts.values() if figure for source in figure.sources)
    text = plain(value)
    return Figure(Decimal(text), text, field.name, "公式", tuple(dict.fromkeys(sources)))


def _value(expression: Expression, values: Mapping[str, Decimal]) -> Decimal | None:
    match expression:
        case Constant(value) if isinstance(value, Decimal):
            return value
        case FieldRef(code):
            return values.get(code, Decimal(0)) if values else None
        case Arithmetic(operator, left, right):
            one, other = _value(left, values), _value(right, values)
            return None if one is None or other is None else _compute(operator, one, other)
    return None


def _compute(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    if operator == "/":
        return left / right if right else None
    return {"+": left + right, "-": left - right, "*": left * right}.get(operator)


def live_formula(field: Field, cells: Mapping[str, str]) -> str:
    """Return the field's formula over the *cells* of its parts by their codes; empty where one is missing."""
    text = _written(field.formula, cells) if field.formula is not None else ""
    return f"=IFERROR({text},0)" if text else ""


def _written(expression: Expression, cells: Mapping[str, str]) -> str:
    match expression:
        case Constant(value) if isinstance(value, Decimal):
            return plain(value)
        case FieldRef(code):
            return cells.get(code, "")
        case Arithmetic(operator, left, right):
            one, other = _written(left, cells), _written(right, cells)
            return f"({one}{operator}{other})" if one and other else ""
    return ""
