"""Carry the stocks and cumulative figures of a zero report on (沿用): each unit's last accepted answer to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import previous_period, same_span
from pipeline.checking.answers import number_of
from pipeline.ledger.read import latest_accepted, list_periods
from pipeline.model.campaign import Cycle, Shape
from pipeline.model.filling import AnswerState
from pipeline.model.submission import CarriedAnswer, SubmissionKey
from pipeline.office.versions import in_present_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Field, Period
    from pipeline.model.filling import Filling
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office


def with_carried(
    office: Office, campaign: Campaign, period: Period, submission: Submission
) -> Submission:
    """Return *submission*; a zero report (零报告) of a recurring campaign with the figures it leaves as they were.

    A figure that begins anew in *period* is 0; one that the unit never reported since is not among them.
    """
    if not submission.filling.is_zero or campaign.cycle is Cycle.ONCE:
        return submission
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
    earlier = _earlier(office, campaign, period, submission.unit) if wanted else iter(())
    for own, accepted in earlier:
        if len(found) == len(wanted):
            break
        for code, field in wanted.items():
            carried = _carried(field, own, accepted)
            if code not in found and carried and not _begins(field, own, period):
                found[code] = carried
    return replace(submission, carried=tuple(found.values()))


def _begins(field: Field, earlier: Period, period: Period) -> bool:
    """Return whether a cumulative figure begins anew after the *earlier* period (本年累计 in January)."""
    return field.restarts is not None and not same_span(field.restarts, earlier, period)


def _earlier(
    office: Office, campaign: Campaign, period: Period, unit: str
) -> Iterator[tuple[Period, Submission]]:
    """Yield the unit's accepted forms of the periods before *period*, the latest first."""
    codes = [code for code, _ in list_periods(office.ledger, campaign.name) if code < period.code]
    for code in sorted(codes, reverse=True):
        own = period_named(campaign, code, period.first)
        accepted = latest_accepted(office.ledger, SubmissionKey(campaign.name, code, unit))
        if own is not None and accepted is not None:
            filling = in_present_codes(office, campaign, accepted.filling)
            yield own, replace(accepted, filling=filling)


def _carried(field: Field, period: Period, accepted: Submission) -> CarriedAnswer | None:
    """Return the answer that an accepted form gives; 0 in a zero report says nothing of what there is."""
    answer = accepted.filling.answer(field.code)
    number = number_of(answer, field)
    if answer is None or number is None or (accepted.filling.is_zero and not number):
        return None
    return CarriedAnswer(field.code, answer, accepted.name, accepted.digest, period.label)


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
