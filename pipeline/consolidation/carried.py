"""Carry the stocks and cumulative figures of a zero report on (沿用): a unit's last accepted answer to each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.periods import previous_period, same_span
from pipeline.checking.answers import number_of
from pipeline.model.campaign import Cycle, Shape
from pipeline.model.filling import AnswerState
from pipeline.model.submission import CarriedAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.campaign import Campaign, Field, Period
    from pipeline.model.filling import Filling
    from pipeline.model.submission import Submission


def carries_on(campaign: Campaign, submission: Submission) -> bool:
    """Return whether *submission* leaves figures as they were: a zero report (零报告) of a recurring campaign."""
    return submission.filling.is_zero and campaign.cycle is not Cycle.ONCE


def carry_on(
    campaign: Campaign, period: Period, earlier: Iterable[tuple[Period, Submission]]
) -> tuple[CarriedAnswer, ...]:
    """Return the figures that a zero report for *period* leaves as they were.

    *earlier* are the unit's accepted forms of the periods before, the latest first; no more of them are
    taken than are needed. A figure that restarts in *period* is 0; one that the unit has not reported
    since it began is not among those returned.
    """
    wanted = {
        field.code: field
        for field in campaign.fields
        if field.is_carried and field.shape is Shape.SINGLE
    }
    before = previous_period(campaign, period)
    found = {
        code: CarriedAnswer(code)
        for code, field in wanted.items()
        if before is None or _begins(field, before, period)
    }
    if len(found) == len(wanted):
        return tuple(found.values())
    for own, accepted in earlier:
        for code, field in wanted.items():
            carried = _carried(campaign, field, own, accepted)
            if code not in found and carried and not _begins(field, own, period):
                found[code] = carried
        if len(found) == len(wanted):
            break
    return tuple(found.values())


def _begins(field: Field, earlier: Period, period: Period) -> bool:
    """Return whether a cumulative figure restarts after the *earlier* period (本年累计 in January)."""
    return field.restarts is not None and not same_span(field.restarts, earlier, period)


def _carried(
    campaign: Campaign, field: Field, period: Period, accepted: Submission
) -> CarriedAnswer | None:
    """Return the answer that an accepted form gives.

    0 in a zero report is no statement on what there is, unless the figure restarted in its period.
    """
    answer = accepted.filling.answer(field.code)
    number = number_of(answer, field)
    if accepted.filling.is_zero and not number:
        before = previous_period(campaign, period)
        begun = before is not None and _begins(field, before, period)
        return CarriedAnswer(field.code) if begun else None
    if answer is None or number is None:
        return None
    return CarriedAnswer(
        field.code, answer, accepted.name, accepted.digest, period.label, accepted.number
    )


def carried_filling(submission: Submission) -> Filling:
    """Return the filling of *submission* with what it carries on, as the next period is compared with it."""
    carried = {each.field_code: each.answer for each in submission.carried or () if each.answer}
    filling = submission.filling
    return replace(
        filling,
        singles=tuple(
            carried.get(answer.field_code, answer)
            if answer.state is not AnswerState.VALUE or not answer.value
            else answer
            for answer in filling.singles
        ),
    )
