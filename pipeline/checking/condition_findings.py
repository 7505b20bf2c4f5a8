"""Report the conditions of the campaign (核对条件) that a filling doesn't meet, with the figures in them.

A condition that states what the form's own formula (公式) computes is checked as the form does it: cells
left empty count as 0, and the message names the number that the unit's own figures give.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.checking.answers import displayed_text, explanation_of
from pipeline.checking.conditions import (
    ROWS,
    Scope,
    aggregates_in,
    evaluate,
    evaluate_aggregate,
    evaluate_operand,
)
from pipeline.checking.fields import format_value
from pipeline.checking.message_catalogue import advice
from pipeline.model.condition import (
    Comparison,
    ExternalReference,
    FieldRef,
    equated_code,
    leaves_of,
)
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.model.campaign import Campaign, Condition, Field
    from pipeline.model.condition import Aggregate, Expression
    from pipeline.model.filling import Answer, Filling, ReferenceData

_RULES: Final = MappingProxyType(
    {
        Level.ERROR: "condition-broken",
        Level.MUST_EXPLAIN: "condition-to-explain",
        Level.WARNING: "condition-doubtful",
    }
)
_SHOWN_PLACES: Final = 4  # of a number computed by division
_QUOTED_AT_MOST: Final = 6  # answers quoted in one message


def check_conditions(
    filling: Filling, campaign: Campaign, reference: ReferenceData
) -> Iterator[Finding]:
    """Yield a finding for each condition that is false, at the first of its fields."""
    fields = {field.code: field for field in campaign.fields}
    scope = Scope(filling, fields, reference.previous, reference.external_answers)
    as_form = replace(scope, blank_is_zero=True)
    for condition in campaign.conditions:
        computed = _computed_field(condition.expression, fields)
        if computed is not None and not _is_given(scope.answer(computed.code)):
            continue  # a sum that is not filled in contradicts nothing
        chosen = scope if computed is None else as_form
        if evaluate(condition.expression, chosen) is False:
            yield _finding(condition, chosen)


def _is_given(answer: Answer | None) -> bool:
    return answer is not None and answer.state is not AnswerState.EMPTY


def _computed_field(expression: Expression, fields: Mapping[str, Field]) -> Field | None:
    """Return the field that the form itself computes as *expression* states (合计 = 甲 + 乙), or ``None``."""
    field = fields.get(equated_code(expression))
    if field is None or field.formula is None or not isinstance(expression, Comparison):
        return None
    own, stated = set(leaves_of(field.formula)), set(leaves_of(expression.right))
    return field if own == stated else None


def _finding(condition: Condition, scope: Scope) -> Finding:
    filling, fields = scope.filling, scope.fields
    named = [fields[code] for code in condition.fields if code in fields]
    answered = [(field, answer) for field in named if (answer := scope.answer(field.code))]
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
        wanted=f"“{condition.text}”{_quote_result(condition.expression, scope)}"
        f"{_quote_external(condition.expression, scope)}，"
        f"{advice(condition.level, condition.prompt)}",
        explained=explanation_of(answers) if condition.level is Level.MUST_EXPLAIN else "",
        field_code=code,
    )


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


def _quote_result(expression: Expression, scope: Scope) -> str:
    """Return the number that the form's own formula gives by the unit's figures, for a reported one that differs."""
    if not isinstance(expression, Comparison) or _computed_field(expression, scope.fields) is None:
        return ""
    result = evaluate_operand(expression.right, scope)
    if not isinstance(result, Decimal):
        return ""
    rounded = round(result, _SHOWN_PLACES)
    return f"（按表中各格算得 {format_value(rounded if rounded != result else result)}）"


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
        number = evaluate_aggregate(total, scope)
        if number is not None and total.function == ROWS:
            yield f"{total.target} {format_value(number)} 行"
        elif number is not None:
            yield f"{scope.fields[total.target].name}各行合计 {format_value(number)}"
