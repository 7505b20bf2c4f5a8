"""Compute how completely a form was filled in (完整): of the items that it had to answer, how many it did."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.campaign.conditions.formula_values import zero_denominator
from pipeline.checking.answers import is_due, number_of
from pipeline.checking.conditions import Scope, evaluate
from pipeline.model.condition import Implication, Junction, Presence
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.condition import Expression
    from pipeline.model.filling import Answer, Filling


def answered_share(filling: Filling, campaign: Campaign) -> Decimal:
    """Return the share of the items due (应填项) that are answered, from 0 to 1; 1 where none is due.

    Due is what the 任务书 requires (必填), also by a condition of the level 错误 whose premise holds (若 … 则 …
    不为空). What may stay empty is not: an optional item, a figure of a zero report, a ratio whose
    denominator is 0, an item that the unit's version of the form didn't have. A column of a list is one
    item, answered where every row that was filled in has it; a list without rows is none.
    """
    due = [*_singles_due(filling, campaign), *_columns_due(filling, campaign)]
    return Decimal(sum(due)) / len(due) if due else Decimal(1)


def _singles_due(filling: Filling, campaign: Campaign) -> Iterator[bool]:
    """Yield of each single field (单项) that is due whether it is answered."""
    fields = {field.code: field for field in campaign.fields}
    by_condition = _due_by_conditions(Scope(filling, fields), campaign)
    for answer in filling.singles:
        field = fields.get(answer.field_code)
        if field is None or _divides_by_zero(field, filling):
            continue
        if is_due(field, filling) or field.code in by_condition:
            yield _is_answered(answer)


def _columns_due(filling: Filling, campaign: Campaign) -> Iterator[bool]:
    """Yield of each required column of a list (列表项) with rows whether all of them have an answer."""
    for field in campaign.fields:
        answers = filling.list_answers(field.code) if is_due(field, filling) else ()
        if answers:
            yield all(map(_is_answered, answers))


def _is_answered(answer: Answer) -> bool:
    return answer.state in {AnswerState.VALUE, AnswerState.NOTHING}


def _divides_by_zero(field: Field, filling: Filling) -> bool:
    if field.formula is None or not field.is_ratio:
        return False
    numbers = {part.code: number_of(filling.answer(part.code), part) for part in field.parts}
    given = {code: number for code, number in numbers.items() if number is not None}
    return zero_denominator(field.formula, given)


def _due_by_conditions(scope: Scope, campaign: Campaign) -> frozenset[str]:
    """Return the codes of the fields that a condition requires (不为空) in this form."""
    return frozenset(
        code
        for condition in campaign.conditions
        if condition.level is Level.ERROR
        for code in _required_by(condition.expression, scope)
    )


def _required_by(expression: Expression, scope: Scope) -> Iterator[str]:
    match expression:
        case Presence(code, True):
            yield code
        case Junction("且", left, right):
            yield from _required_by(left, scope)
            yield from _required_by(right, scope)
        case Implication(premise, demand):
            if evaluate(premise, scope):
                yield from _required_by(demand, scope)
        case _:
            pass
