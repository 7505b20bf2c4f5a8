"""What an answer amounts to: whether one is due, what it counts for, what the unit said of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model.campaign import Kind, Shape
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level
from pipeline.values.identity import mask_id_numbers
from pipeline.values.text import is_struck, means_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.campaign import Field
    from pipeline.model.filling import Answer, Filling


def is_due(field: Field, filling: Filling) -> bool:
    """Whether *field* must be answered (必填).

    Under a zero report (零报告) figures, dates, choices and lists need not be; who filled the form
    in, and what the office wants in words, still must.
    """
    kind = field.kind
    relaxed = field.shape is Shape.LIST or kind.numeric or kind in {Kind.DATE, Kind.CHOICE}
    return field.required and not (relaxed and filling.is_zero)


def accepts_nothing(field: Field) -> bool:
    """Whether “无” is an answer to *field*: there may be no problems, but not no telephone."""
    return field.kind.numeric or field.kind.is_text


def is_answered(answer: Answer, field: Field) -> bool:
    """Whether something stands there that counts as an answer; a struck cell does not."""
    if answer.given is AnswerState.NOTHING:
        return accepts_nothing(field)
    return answer.given.has_content


def number_of(answer: Answer | None, field: Field) -> Decimal | None:
    """The number an answer counts for; “无” counts as 0, and what isn't given for nothing."""
    if answer is None or not field.kind.numeric:
        return None
    if answer.given is AnswerState.NOTHING:
        return Decimal(0)
    return answer.value if isinstance(answer.value, Decimal) else None


def explanation_of(answers: Iterable[Answer]) -> str:
    """What the unit wrote in 情况说明 beside *answers*; “无” or a stroke explains nothing."""
    said = (answer.explanation.strip() for answer in answers)
    told = (text for text in said if text and not means_nothing(text) and not is_struck(text))
    return "；".join(dict.fromkeys(told))


def displayed_text(text: str, field: Field, rule: str = "") -> str:
    """*text* of an answer as a finding may show it: an identity number only in part.

    Findings are printed, mailed and kept. A long number typed as a number may be one in any field.
    """
    private = field.kind is Kind.ID_NUMBER or rule == "long-number"
    return mask_id_numbers(text) if private else text


def finding_at(
    answer: Answer, field: Field, rule: str, level: Level = Level.ERROR, wanted: str = ""
) -> Finding:
    """The finding *rule* about *answer*, with the unit's explanation where one can be given."""
    return Finding(
        place=answer.place,
        label=field.name,
        rule=rule,
        level=level,
        found=displayed_text(answer.typed, field, rule),
        wanted=wanted,
        explained=explanation_of([answer]) if level is Level.MUST_EXPLAIN else "",
        field_code=field.code,
    )
