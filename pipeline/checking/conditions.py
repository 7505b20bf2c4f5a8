"""Evaluate the campaign's own conditions (核对条件) over one filling.

A statement is true, false, or unknown (``None``): where a figure was not given or could not be read,
another check reports that, and the condition reports nothing.
"""

from __future__ import annotations

import operator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, DecimalException
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pipeline.checking.answers import displayed_text, explanation_of, is_answered, is_due, number_of
from pipeline.checking.fields import format_value
from pipeline.checking.message_catalogue import advice
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
from pipeline.model.finding import Finding, Level, Place
from pipeline.values.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.model.campaign import Campaign, Condition, Field
    from pipeline.model.condition import Expression
    from pipeline.model.filling import Answer, ExternalAnswer, Filling, ReferenceData

Operand = Decimal | str | date
ROWS: Final = "行数"
_RULES: Final = MappingProxyType(
    {
        Level.ERROR: "condition-broken",
        Level.MUST_EXPLAIN: "condition-to-explain",
        Level.WARNING: "condition-doubtful",
    }
)
_ARITHMETIC: Final[Mapping[str, Callable[[Decimal, Decimal], Decimal]]] = MappingProxyType(
    {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
)
_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
)
_QUOTED_AT_MOST: Final = 6  # answers quoted in one message


@dataclass(frozen=True, slots=True)
class Scope:
    """The data that a condition refers to: a filling, its fields, and the reference data.

    ``previous`` was accepted in the previous period (上期), ``external_answers`` in other campaigns (别的任务).
    """

    filling: Filling
    fields: Mapping[str, Field]
    previous: Filling | None = None
    external_answers: tuple[ExternalAnswer, ...] = ()

    def external_answer(self, reference: ExternalReference) -> ExternalAnswer | None:
        """Return the unit's answer in the other campaign that *reference* names, if it has one."""
        return next((each for each in self.external_answers if each.reference == reference), None)


def check_conditions(
    filling: Filling, campaign: Campaign, reference: ReferenceData
) -> Iterator[Finding]:
    """Yield a finding for each condition that is false, at the first of its fields."""
    fields = {field.code: field for field in campaign.fields}
    scope = Scope(filling, fields, reference.previous, reference.external_answers)
    for condition in campaign.conditions:
        if evaluate(condition.expression, scope) is False:
            yield _finding(condition, scope)


def evaluate(expression: Expression, scope: Scope) -> bool | None:
    """Return whether a statement is true; ``None`` where that is unknown."""
    if isinstance(expression, Comparison):
        left = evaluate_operand(expression.left, scope)
        right = evaluate_operand(expression.right, scope)
        return _compare(expression.operator, left, right)
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
        filling = scope.previous if expression.previous else scope.filling
        answer = filling.answer(expression.code) if filling else None
        return _value_of(answer, scope.fields.get(expression.code))
    if isinstance(expression, ExternalReference):
        external = scope.external_answer(expression)
        return number_of(external.answer, external.field) if external else None
    if isinstance(expression, Aggregate):
        return _aggregate(expression, scope)
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


def _aggregate(aggregate: Aggregate, scope: Scope) -> Decimal | None:
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
    answer, field = filling.answer(presence.code), scope.fields.get(presence.code)
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


def _finding(condition: Condition, scope: Scope) -> Finding:
    filling, fields = scope.filling, scope.fields
    named = [fields[code] for code in condition.fields if code in fields]
    answered = [(field, answer) for field in named if (answer := filling.answer(field.code))]
    totals = tuple(aggregates_in(condition.expression))
    sheet = next((_sheet_of(total, fields) for total in totals), "")
    label, code, place = sheet, "", Place(filling.workbook, sheet)
    if answered:
        field, answer = answered[0]
        label, code, place = field.name, field.code, answer.place
    answers = [answer for _, answer in answered]
    quotations = [
        *(_quote(*pair) for pair in answered),
        *_quote_before(condition.expression, scope),
        *_quote_totals(totals, scope),
    ]
    return Finding(
        place=place,
        label=label,
        rule=_RULES[condition.level],
        level=condition.level,
        found="、".join(quotations[:_QUOTED_AT_MOST])
        + ("等" if len(quotations) > _QUOTED_AT_MOST else ""),
        wanted=f"“{condition.text}”{_quote_external(condition.expression, scope)}，"
        f"{advice(condition.level, condition.prompt)}",
        explained=explanation_of(answers) if condition.level is Level.MUST_EXPLAIN else "",
        field_code=code,
    )


def aggregates_in(expression: Expression) -> Iterator[Aggregate]:
    """Yield each 行数 and 合计 in *expression*."""
    return (part for part in leaves_of(expression) if isinstance(part, Aggregate))


def _sheet_of(aggregate: Aggregate, fields: Mapping[str, Field]) -> str:
    field = fields.get(aggregate.target)
    return field.sheet if field and aggregate.function != ROWS else aggregate.target


def _quote(field: Field, answer: Answer) -> str:
    text = format_value(answer.value) if answer.value is not None else answer.typed
    typed = displayed_text(text, field)
    return f"{field.name}“{typed}”" if typed else f"{field.name}（未填）"


def _quote_before(expression: Expression, scope: Scope) -> Iterator[str]:
    for part in leaves_of(expression):
        if isinstance(part, FieldRef) and part.previous and scope.previous:
            answer = scope.previous.answer(part.code)
            if answer is not None:
                yield f"上期{_quote(scope.fields[part.code], answer)}"


def _quote_external(expression: Expression, scope: Scope) -> str:
    """Return the answers in the other campaigns' forms, each with its file, sheet and cell."""
    references = (part for part in leaves_of(expression) if isinstance(part, ExternalReference))
    found = map(scope.external_answer, references)
    quotations = [
        f"“{each.reference.campaign}”{each.period and f' {each.period} '}报的{_quote(each.field, each.answer)}，见 {each.answer.place}"
        for each in dict.fromkeys(found)
        if each
    ]
    return f"（{'；'.join(quotations)}）" if quotations else ""


def _quote_totals(totals: Sequence[Aggregate], scope: Scope) -> Iterator[str]:
    for total in totals:
        number = _aggregate(total, scope)
        if number is not None and total.function == ROWS:
            yield f"{total.target} {format_value(number)} 行"
        elif number is not None:
            yield f"{scope.fields[total.target].name}各行合计 {format_value(number)}"
