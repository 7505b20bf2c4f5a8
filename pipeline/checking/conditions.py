"""Evaluate the campaign's own conditions (核对条件) over one filling.

A statement is true, false, or unknown (``None``): where a figure was not given or could not be read,
another check reports that, and the condition reports nothing.
"""

from __future__ import annotations

import operator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, DecimalException
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.checking.answers import is_answered, is_due, number_of
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
    leaves_of,
)
from pipeline.model.filling import AnswerState
from pipeline.values.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.condition import Expression
    from pipeline.model.filling import Answer, ExternalAnswer, Filling

Operand = Decimal | str | date
ROWS: Final = "行数"
_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = MappingProxyType(
    {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
)
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
_HALF: Final = Decimal("0.5")
_BINARY_NOISE: Final = Decimal("1e-12")  # of numbers that a spreadsheet keeps to 15 digits


@dataclass(frozen=True, slots=True)
class Scope:
    """The data that a condition refers to: a filling, its fields, and the reference data.

    ``previous`` was accepted in the previous period (上期), ``external_answers`` in other campaigns (别的任务).
    With ``blank_is_zero`` a cell left empty counts as 0, as in the formulas of the form itself.
    """

    filling: Filling
    fields: Mapping[str, Field]
    previous: Filling | None = None
    external_answers: tuple[ExternalAnswer, ...] = ()
    blank_is_zero: bool = False
    _answers: Mapping[str, Answer] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A form of thousands of cells has thousands of conditions.
        answers = {answer.field_code: answer for answer in reversed(self.filling.singles)}
        object.__setattr__(self, "_answers", answers)

    def answer(self, code: str) -> Answer | None:
        """Return the unit's answer to the single field *code*, or ``None``."""
        return self._answers.get(code)

    def external_answer(self, reference: ExternalReference) -> ExternalAnswer | None:
        """Return the unit's answer in the other campaign that *reference* names, if it has one."""
        return next((each for each in self.external_answers if each.reference == reference), None)


def evaluate(expression: Expression, scope: Scope) -> bool | None:
    """Return whether a statement is true; ``None`` where that is unknown."""
    if isinstance(expression, Comparison):
        left = evaluate_operand(expression.left, scope)
        right = evaluate_operand(expression.right, scope)
        same = expression.operator == "=" and _same_number(expression, left, right)
        return same or _compare(expression.operator, left, right)
    if isinstance(expression, Presence):
        return _is_present(expression, scope)
    if isinstance(expression, Negation):
        statement = evaluate(expression.statement, scope)
        return None if statement is None else not statement
    if isinstance(expression, Implication):
        premise = evaluate(expression.premise, scope)
        return _either(None if premise is None else not premise, evaluate(expression.demand, scope))
    if isinstance(expression, Junction):
        left_value = evaluate(expression.left, scope)
        right_value = evaluate(expression.right, scope)
        join = _either if expression.operator == "或" else _both
        return join(left_value, right_value)
    return None


def evaluate_operand(expression: Expression, scope: Scope) -> Operand | None:
    """Return the figure, text or date that *expression* evaluates to; ``None`` where a part is missing."""
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, FieldRef):
        previous = scope.previous.answer(expression.code) if scope.previous else None
        answer = previous if expression.previous else scope.answer(expression.code)
        if scope.blank_is_zero and answer and answer.state is AnswerState.EMPTY:
            return Decimal(0)
        return _value_of(answer, scope.fields.get(expression.code))
    if isinstance(expression, ExternalReference):
        external = scope.external_answer(expression)
        return number_of(external.answer, external.field) if external else None
    if isinstance(expression, Aggregate):
        return evaluate_aggregate(expression, scope)
    return _computed(expression, scope) if isinstance(expression, Arithmetic) else None


def _computed(joined: Arithmetic, scope: Scope) -> Decimal | None:
    left, right = evaluate_operand(joined.left, scope), evaluate_operand(joined.right, scope)
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        with suppress(DecimalException):  # a division by zero; an overflow
            return _ARITHMETIC[joined.operator](left, right)
    return None


def _value_of(answer: Answer | None, field: Field | None) -> Operand | None:
    if answer is None or field is None:
        return None
    if field.kind.numeric:
        return number_of(answer, field)
    return "无" if answer.state is AnswerState.NOTHING else answer.value


def evaluate_aggregate(aggregate: Aggregate, scope: Scope) -> Decimal | None:
    """Return the 行数 of a list, or the 合计 of a column; ``None`` where the list is missing or a cell unread."""
    filling = scope.filling
    if aggregate.function == ROWS:
        if aggregate.target in filling.missing_sheets:
            return None
        return Decimal(sum(row.sheet == aggregate.target for row in filling.rows))
    field = scope.fields.get(aggregate.target)
    if field is None or field.sheet in filling.missing_sheets:
        return None
    return _sum(filling.list_answers(field.code), field)


def _sum(answers: Sequence[Answer], field: Field) -> Decimal | None:
    """Return the sum of a column; an empty cell adds nothing if it may be empty, else the sum is unknown."""
    total = Decimal(0)
    for answer in answers:
        number = number_of(answer, field)
        optional = answer.state in {AnswerState.EMPTY, AnswerState.STRUCK} and not field.required
        if number is None and not optional:
            return None
        total += number or 0
    return total


def _same_number(expression: Comparison, left: Operand | None, right: Operand | None) -> bool:
    """Return whether two numbers are equal but for what rounding and a spreadsheet's binary numbers leave.

    The result of a division or a product is rounded by the unit, to as many places as it states.
    """
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return False
    noise = max(abs(left), abs(right)) * _BINARY_NOISE
    rounded = [
        _HALF.scaleb(_last_place(own))
        for own, other in ((left, expression.right), (right, expression.left))
        if isinstance(other, Arithmetic) and _may_round(other)
    ]
    return abs(left - right) <= max(noise, *rounded, Decimal(0))


def _may_round(expression: Expression) -> bool:
    if not isinstance(expression, Arithmetic):
        return False
    parts = (expression.left, expression.right)
    return expression.operator in {"*", "/"} or any(map(_may_round, parts))


def _last_place(number: Decimal) -> int:
    """Return the power of ten of a number's last decimal place: -2 for 12.50, 0 for 300."""
    exponent = number.as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def _compare(sign: str, left: Operand | None, right: Operand | None) -> bool | None:
    if isinstance(left, date) != isinstance(right, date):
        left, right = _as_date(left), _as_date(right)
    if left is None or right is None or _sort(left) is not _sort(right):
        return None
    if sign == "=":
        return left == right
    if sign == "!=":
        return left != right
    if isinstance(left, str):
        return None  # texts have no order that an office would recognise
    return _ORDER[sign](left, right)


def _sort(value: Operand) -> type:
    return next(kind for kind in (Decimal, date, str) if isinstance(value, kind))


def _as_date(value: Operand | None) -> Operand | None:
    """Convert a day written in quotes to a date, so that the two can be compared."""
    read = read_date(value) if isinstance(value, str) else None
    return read.value if read else value


def _is_present(presence: Presence, scope: Scope) -> bool | None:
    filling = scope.filling
    answer, field = scope.answer(presence.code), scope.fields.get(presence.code)
    if answer is None or field is None or answer.state is AnswerState.ABSENT:
        return None
    answered = is_answered(answer, field)
    if not answered and is_due(field, filling):
        return None  # that it is empty is reported already
    return answered is presence.answered


def _either(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    if left or right:
        return True
    return None if left is None or right is None else False


def _both(left: bool | None, right: bool | None) -> bool | None:  # noqa: FBT001
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def aggregates_in(expression: Expression) -> Iterator[Aggregate]:
    """Yield each 行数 and 合计 in *expression*."""
    return (part for part in leaves_of(expression) if isinstance(part, Aggregate))
