"""Checks of one answer at a time: required, type, range, options, leftovers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Field, Kind
from pipeline.model.filling import Answer, Given
from pipeline.model.finding import Finding, Level
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

# 〇〇〇 stands for a name that is not to be printed, and counts as one.
_PLACEHOLDER: Final = re.compile(r"[×xX＊*]{2,}|\.{3,}|请填写.*|（?此处填写.*|待填.*|示例.*")


def check_answer(answer: Answer, field: Field, *, relaxed: bool) -> Iterator[Finding]:
    """Report what is wrong with one answer: one fault, one finding.

    *relaxed* is true under a zero report: figures, dates and choices need not be given then.
    """
    needed = field.required and not (relaxed and field.kind not in _SIGNED)
    if answer.given is Given.UNREAD:
        yield finding(answer, field, answer.fault, Level.ERROR, "、".join(field.options))
    elif answer.given is Given.ABSENT:
        yield finding(answer, field, "label-missing", Level.ERROR if needed else Level.WARNING)
    elif answer.given in _LEFT_OUT:
        if needed:
            yield finding(answer, field, _LEFT_OUT[answer.given], Level.ERROR)
    elif answer.given is Given.VALUE:
        yield from _check_value(answer, field)
    elif field.kind.numeric and not relaxed:
        yield finding(answer, field, "nothing-counts-as-zero", Level.WARNING)


_LEFT_OUT: Final = {Given.EMPTY: "required-field-empty", Given.STRUCK: "required-field-struck"}
_SIGNED: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE})


def finding(answer: Answer, field: Field, rule: str, level: Level, wanted: str = "") -> Finding:
    """A finding at the place of *answer*, with the unit's own explanation beside it."""
    return Finding(
        place=answer.place,
        label=field.name,
        rule=rule,
        level=level,
        found=answer.typed,
        wanted=wanted,
        explained=answer.explanation if level is Level.MUST_EXPLAIN else "",
        field_code=field.code,
    )


def _check_value(answer: Answer, field: Field) -> Iterator[Finding]:
    value = answer.value
    if isinstance(value, str):
        if field.kind is not Kind.CHOICE and _PLACEHOLDER.fullmatch(value):
            yield finding(answer, field, "placeholder-left", Level.ERROR)
        return
    if value is None:
        return
    if field.minimum is not None and _less(value, field.minimum):
        yield finding(answer, field, "below-minimum", Level.ERROR, _said(field.minimum))
    elif field.maximum is not None and _less(field.maximum, value):
        yield finding(answer, field, "above-maximum", Level.ERROR, _said(field.maximum))


def _less(one: Decimal | date, other: Decimal | date) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one < other
    if isinstance(one, date) and isinstance(other, date):
        return one < other
    return False


def _said(bound: Decimal | date) -> str:
    return plain(bound) if isinstance(bound, Decimal) else bound.isoformat()
