"""What the ledger knows beside a form: the unit's last period, its other forms, what others wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.aliases import units_named
from pipeline.campaign.book.references import (
    external_references,
    referenced_campaign,
    referenced_field,
)
from pipeline.campaign.calendar import period_at, previous_period
from pipeline.checking.answers import number_of
from pipeline.ledger.read import latest_accepted, list_periods
from pipeline.ledger.texts import submitted_texts
from pipeline.model.campaign import Cycle, Kind
from pipeline.model.filling import ExternalAnswer, ReferenceData

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign
    from pipeline.model.condition import Elsewhere
    from pipeline.model.filling import Filling, SubmittedText
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.reading.identify import Claim


def load_reference_data(office: Office, claim: Claim, moment: datetime) -> ReferenceData:
    """What is known beside the form of *claim*, received at *moment*."""
    campaign, unit = claim.campaign, claim.unit
    asked = external_references(campaign.conditions)
    reported = (_reported(office, each, claim, moment) for each in asked)
    return ReferenceData(
        before=_before(office, campaign, unit, moment),
        told=_told(office, campaign, moment),
        units_in_file_name=claim.units_in_file_name,
        elsewhere=tuple(each for each in reported if each is not None),
    )


def missing_references(campaign: Campaign, beside: ReferenceData) -> tuple[str, ...]:
    """The figures of other campaigns that the unit hasn't reported; nothing was compared with them."""
    held = {each.asked for each in beside.elsewhere}
    return tuple(
        f"“{each.campaign}”里没有收下该单位的“{each.field}”"
        for each in external_references(campaign.conditions)
        if each not in held
    )


def _told(office: Office, campaign: Campaign, moment: datetime) -> tuple[SubmittedText, ...]:
    long = [field.code for field in campaign.fields if field.kind is Kind.LONG_TEXT]
    period = period_at(campaign, moment).code
    return submitted_texts(office.ledger, campaign.name, period, long) if long else ()


def _before(office: Office, campaign: Campaign, unit: Unit, moment: datetime) -> Filling | None:
    period = previous_period(campaign, period_at(campaign, moment))
    if period is None:
        return None
    earlier = latest_accepted(office.ledger, campaign.name, period.code, unit.code)
    return earlier.filling if earlier else None


def _reported(
    office: Office, asked: Elsewhere, claim: Claim, moment: datetime
) -> ExternalAnswer | None:
    """The figure that the unit's accepted form in another campaign holds, if there is one."""
    other = referenced_campaign(asked, office.campaigns)
    field = referenced_field(asked, other) if other else None
    unit = _same_unit(other, claim.unit) if other else None
    if other is None or field is None or unit is None:
        return None
    same_cycle = other.cycle is claim.campaign.cycle
    found = _accepted(office.ledger, other, unit, moment, same_period=same_cycle)
    answer = found.filling.answer(field.code) if found else None
    if found is None or answer is None or number_of(answer, field) is None:
        return None
    once = other.cycle is Cycle.ONCE
    return ExternalAnswer(asked, field, answer, "" if same_cycle or once else found.period)


def _same_unit(other: Campaign, unit: Unit) -> Unit | None:
    """The unit in the roster of *other*: the same name, or one that it is called by there."""
    same = other.roster.by_code(unit.code)
    named = (same,) if same else units_named(other.roster, unit.full_name, other.city)
    return named[0] if len(named) == 1 else None


def _accepted(
    ledger: Ledger, campaign: Campaign, unit: Unit, moment: datetime, *, same_period: bool
) -> Submission | None:
    """The unit's form that counts in the period of *moment*; in another rhythm, the latest one."""
    now = period_at(campaign, moment).code
    found = latest_accepted(ledger, campaign.name, now, unit.code)
    if found is not None or same_period:
        return found
    earlier = [code for code, _ in list_periods(ledger, campaign.name) if code < now]
    forms = (latest_accepted(ledger, campaign.name, each, unit.code) for each in reversed(earlier))
    return next((each for each in forms if each is not None), None)
