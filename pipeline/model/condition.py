"""A condition of the campaign (核对条件) as a tree, parsed once and never ``eval``-uated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text in quotes, or a date written in the condition."""

    value: Decimal | str | date


@dataclass(frozen=True, slots=True)
class FieldRef:
    """The answer to a single field (单项), by its code; ``before`` means that of the last period (上期)."""

    code: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A figure of another campaign (别的报送任务): its name and the field's, as the office wrote them."""

    campaign: str
    field: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure over a list field's rows: ``行数`` of a sheet's list, or ``合计`` of one column.

    ``target`` is the sheet's name for ``行数`` and the field's code for ``合计``.
    """

    function: str
    target: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two figures joined by ``+ - * /``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures, texts or dates compared by ``= != < <= > >=``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a field is answered (不为空) or left empty (为空)."""

    code: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Junction:
    """Two statements joined by ``且`` or ``或``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negation:
    """A statement denied (非)."""

    statement: Expression


@dataclass(frozen=True, slots=True)
class Implication:
    """``若 … 则 …``: nothing is asked where the premise doesn't hold."""

    premise: Expression
    demand: Expression


Expression = (
    Constant
    | FieldRef
    | Elsewhere
    | Aggregate
    | Arithmetic
    | Comparison
    | Presence
    | Junction
    | Negation
    | Implication
)


def leaves_of(expression: Expression) -> Iterator[Expression]:
    """The parts of *expression* that have no parts themselves, from left to right."""
    inner = [
        part
        for name in ("left", "right", "statement", "premise", "demand")
        if (part := getattr(expression, name, None)) is not None
    ]
    if not inner:
        yield expression
    for part in inner:
        yield from leaves_of(part)
