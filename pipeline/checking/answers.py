"""Interpret a single answer (填报值): whether one is required, its number, and its explanation."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model.campaign import Kind, Shape
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level
from pipeline.values.identity import mask_id_numbers
from pipeline.values.text import is_struck, means_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.campaign import Field
    from pipeline.model.filling import Answer, Filling


def is_due(field: Field, filling: Filling) -> bool:
    """Return whether *field* must be answered (必填) in *filling*.

    In a zero report (零报告) figures, dates, choices and lists may stay empty; texts, and the fields on
    the person who filled the form in, may not.
    """
    kind = field.kind
    relaxed = field.shape is Shape.LIST or kind.numeric or kind in {Kind.DATE, Kind.CHOICE}
    return field.required and not (relaxed and filling.is_zero)


def accepts_nothing(field: Field) -> bool:
    """Return whether “无” is a valid answer to *field*: of problems there may be none, of telephones not."""
    return field.kind.numeric or field.kind.is_text


def column_names(fields: Sequence[Field]) -> str:
    """Return the first columns of a list, by which a unit knows it: 姓名、职务."""
    return "、".join(field.name for field in fields[:2])


def is_answered(answer: Answer, field: Field) -> bool:
    """Return whether the cell holds an answer; a struck one (划去) does not."""
    if answer.state is AnswerState.NOTHING:
        return accepts_nothing(field)
    return answer.state.has_content


def number_of(answer: Answer | None, field: Field) -> Decimal | None:
    """Return the number of an answer: 0 for “无”, ``None`` where no number is given."""
    if answer is None or not field.kind.numeric:
        return None
    if answer.state is AnswerState.NOTHING:
        return Decimal(0)
    return answer.value if isinstance(answer.value, Decimal) else None


def explanation_of(answers: Iterable[Answer]) -> str:
    """Return the unit's explanations (情况说明) of *answers*; “无” or a stroke is no explanation."""
    texts = (answer.explanation.strip() for answer in answers)
    valid = (text for text in texts if text and not means_nothing(text) and not is_struck(text))
    return "；".join(dict.fromkeys(valid))


def displayed_text(text: str, field: Field, rule: str = "") -> str:
    """Return *text* of an answer as a finding may show it: identity numbers are masked.

    Findings are printed, mailed and stored. A long number typed as a number may be one in any field.
    """
    private = field.kind is Kind.ID_NUMBER or rule == "long-number"
    return mask_id_numbers(text) if private else text


def finding_at(
    answer: Answer, field: Field, rule: str, level: Level = Level.ERROR, wanted: str = ""
) -> Finding:
    """Return the finding *rule* on *answer*, with the unit's explanation where the *level* asks for one."""
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
