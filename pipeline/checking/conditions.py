"""The campaign's own conditions (核对条件), evaluated over a filling.

A condition that speaks of something not answered, or answered in a way that can't be read, says
nothing: that fault is told once, at its own cell.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.checking.fields import finding
from pipeline.model.campaign import Kind
from pipeline.model.condition import (
    Aggregate,
    Arithmetic,
    Comparison,
    Constant,
    FieldRef,
    Implication,
    Junction,
    Negation,
    Presence,
)
from pipeline.model.filling import Answer, Filling, Given
from pipeline.model.finding import Finding, Level, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from pipeline.model.campaign import Campaign, Condition
    from pipeline.model.condition import Expression

    Operand = Decimal | str | date

_ARITHMETIC: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
_COMPARING: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class _Form:
    """What a condition may ask of a form."""

    filling: Filling
    campaign: Campaign

    def operand(self, code: str) -> Operand | None:
        """The value of a field; “无” in a figure is an explicit 0, an empty one is nothing."""
        answer = self.filling.answer(code)
        field = self.campaign.field(code)
        if answer is None or field is None:
            return None
        if answer.given is Given.NOTHING and field.kind.numeric:
            return Decimal(0)
        return answer.value

    def aggregate(self, asked: Aggregate) -> Operand | None:
        if asked.function == "行数":
            return self._rows(asked.target)
        answers = self.filling.list_answers(asked.target)
        if any(answer.given is Given.UNREAD for answer in answers):
            return None
        return sum((a.value for a in answers if isinstance(a.value, Decimal)), start=Decimal(0))

    def _rows(self, sheet: str) -> Decimal | None:
        if sheet in self.filling.missing_sheets:
            return None
        codes = {field.code for field in self.campaign.fields if field.sheet == sheet}
        rows = [row for row in self.filling.rows if row.answers[0].field_code in codes]
        return Decimal(len(rows))


def check_conditions(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Report each condition that does not hold, at the first field it speaks of."""
    form = _Form(filling, campaign)
    for condition in campaign.conditions:
        if holds(condition.expression, form) is False:
            yield _broken(condition, filling, campaign)


def holds(statement: Expression, form: _Form) -> bool | None:
    """Whether *statement* holds, or ``None`` where the form says too little to tell."""
    if isinstance(statement, Comparison):
        return _compared(statement, form)
    if isinstance(statement, Presence):
        return _present(statement, form)
    if isinstance(statement, Implication):
        premise = holds(statement.premise, form)
        return holds(statement.demand, form) if premise else (None if premise is None else True)
    if isinstance(statement, Negation):
        held = holds(statement.statement, form)
        return None if held is None else not held
    if isinstance(statement, Junction):
        return _joined(statement, form)
    return None


def _joined(statement: Junction, form: _Form) -> bool | None:
    left, right = holds(statement.left, form), holds(statement.right, form)
    decisive = statement.operator == "或"
    if decisive in (left, right):
        return decisive
    return None if None in (left, right) else not decisive


def _present(statement: Presence, form: _Form) -> bool | None:
    answer = form.filling.answer(statement.code)
    if answer is None or answer.given in {Given.ABSENT, Given.UNREAD}:
        return None
    return (answer.given is Given.VALUE) is statement.answered


def _compared(statement: Comparison, form: _Form) -> bool | None:
    left, right = _value(statement.left, form), _value(statement.right, form)
    if left is None or right is None or type(left) is not type(right):
        return None
    return _COMPARING[statement.operator](left, right)


def _value(expression: Expression, form: _Form) -> Operand | None:
    if isinstance(expression, Constant):
        return expression.value
    if isinstance(expression, FieldRef):
        return form.operand(expression.code)
    if isinstance(expression, Aggregate):
        return form.aggregate(expression)
    if isinstance(expression, Arithmetic):
        return _reckoned(expression, form)
    return None


def _reckoned(expression: Arithmetic, form: _Form) -> Decimal | None:
    left, right = _value(expression.left, form), _value(expression.right, form)
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    if expression.operator == "/":
        return left / right if right else None
    return _ARITHMETIC[expression.operator](left, right)


def _broken(condition: Condition, filling: Filling, campaign: Campaign) -> Finding:
    answers = [answer for code in condition.fields if (answer := filling.answer(code)) is not None]
    field = campaign.field(condition.fields[0]) if condition.fields else None
    said = "；".join(
        f"{named.name}＝{answer.typed or '空'}"
        for answer in answers
        if (named := campaign.field(answer.field_code)) and named.kind is not Kind.LONG_TEXT
    )
    wanted = f"{condition.prompt.rstrip('。')}（{said}）" if said else condition.prompt.rstrip("。")
    if not answers or field is None:
        return Finding(
            Place(filling.workbook), condition.code, "condition-broken", condition.level,
            wanted=wanted,
        )  # fmt: skip
    first = finding(_carrier(answers), field, "condition-broken", condition.level, wanted)
    explained = next((answer.explanation for answer in answers if answer.explanation), "")
    return Finding(
        place=first.place,
        label=field.name if first.field_code == answers[0].field_code else first.label,
        rule=first.rule,
        level=first.level,
        found=first.found,
        wanted=wanted,
        explained=explained if condition.level is Level.MUST_EXPLAIN else "",
        field_code=answers[0].field_code,
    )


def _carrier(answers: list[Answer]) -> Answer:
    """The answer at whose cell the finding stands: the first that has a cell."""
    return next((answer for answer in answers if answer.place.cell), answers[0])
