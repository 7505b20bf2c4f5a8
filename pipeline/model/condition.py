"""Define a condition of the campaign (核对条件) as a tree, parsed once and never passed to ``eval``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant (常量): a number, a text in quotes, or a date written in the condition."""

    value: Decimal | str | date


@dataclass(frozen=True, slots=True)
class FieldRef:
    """The answer to a single field (单项), by its code; with ``previous`` that of the period before (上期)."""

    code: str
    previous: bool = False


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """A figure of another campaign (别的报送任务): the campaign's name and the field's, as written."""

    campaign: str
    field: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure computed from a list's rows: ``行数`` of a sheet's list, or ``合计`` of one column.

    ``target`` is the sheet's name for ``行数`` and the field's code for ``合计``.
    """

    function: str
    target: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two figures combined by ``+ - * /`` (算式)."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures, texts or dates compared by ``= != < <= > >=`` (比较)."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Presence:
    """Test whether a field is answered (不为空) or empty (为空)."""

    code: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Junction:
    """Two statements combined by ``且`` or ``或``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negation:
    """Negation of a statement (非)."""

    statement: Expression


@dataclass(frozen=True, slots=True)
class Implication:
    """Implication ``若 … 则 …``: true where the premise is false."""

    premise: Expression
    demand: Expression


Expression = (
    Constant
    | FieldRef
    | ExternalReference
    | Aggregate
    | Arithmetic
    | Comparison
    | Presence
    | Junction
    | Negation
    | Implication
)


_PARTS: Final = ("left", "right", "statement", "premise", "demand")


def leaves_of(expression: Expression) -> Iterator[Expression]:
    """Yield the parts of *expression* that have no parts themselves, from left to right."""
    children = [child for name in _PARTS if (child := getattr(expression, name, None)) is not None]
    if not children:
        yield expression
    for child in children:
        yield from leaves_of(child)


def divides_by_field(expression: Expression) -> bool:
    """Return whether *expression* divides by an answer: a ratio (比率), which is no sum of ratios of parts."""
    if not isinstance(expression, Arithmetic):
        return False
    divisor = expression.right if expression.operator == "/" else Constant(Decimal(1))
    by_field = any(isinstance(part, FieldRef) for part in leaves_of(divisor))
    return by_field or divides_by_field(expression.left) or divides_by_field(expression.right)


def equated_code(expression: Expression) -> str:
    """Return the code of the field that *expression* sets equal to something (甲 = …), or an empty text."""
    if not isinstance(expression, Comparison) or expression.operator != "=":
        return ""
    left = expression.left
    return left.code if isinstance(left, FieldRef) and not left.previous else ""
