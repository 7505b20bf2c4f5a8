"""Load the reference data of the checks (比对依据): the previous period, other campaigns, submitted texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.aliases import units_named
from pipeline.campaign.book.references import (
    external_references,
    referenced_campaign,
    referenced_field,
)
from pipeline.campaign.period_names import period_named
from pipeline.campaign.periods import period_at, previous_period, same_span
from pipeline.checking.answers import number_of
from pipeline.consolidation.carried import carried_filling
from pipeline.consolidation.current import CountedUnit
from pipeline.consolidation.level_sums import subordinate_sums
from pipeline.ledger.read import latest_accepted, list_periods, periods_of_unit
from pipeline.model.campaign import Cycle
from pipeline.model.filling import ExternalAnswer, ReferenceData
from pipeline.model.submission import Standing, State, SubmissionKey
from pipeline.office.carried import with_carried
from pipeline.office.versions import in_present_codes

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.ledger.store import Ledger
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.condition import ExternalReference
    from pipeline.model.filling import Filling, SubordinateSum
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.reading.identify import Claim
    from pipeline.reading.reporting_period import ReportingPeriod

_SPANS: Final = (Cycle.YEAR, Cycle.QUARTER, Cycle.MONTH)  # at whose beginning figures restart


def load_reference_data(
    office: Office, claim: Claim, reported: ReportingPeriod, moment: datetime
) -> ReferenceData:
    """Load the reference data (比对依据) for the form of *claim*, received at *moment* for its period."""
    period = reported.period
    campaign = claim.campaign
    references = external_references(campaign.conditions)
    answers = [_external_answer(office, each, claim, (period, moment)) for each in references]
    before = previous_period(campaign, period)
    previous = _previous_filling(office, campaign, claim.unit, before) if before else None
    return ReferenceData(
        previous=previous,
        previous_period=before.label if before else "",
        last_reported=""
        if previous or before is None
        else _last_reported(office, campaign, claim.unit, period),
        begins=frozenset(
            span for span in _SPANS if before is not None and not same_span(span, before, period)
        ),
        submitted_texts=office.memory.submitted_texts(
            office.ledger, office.campaign(campaign.name), period
        ),
        units_in_file_name=claim.units_in_file_name,
        external_answers=tuple(each for each in answers if each is not None),
        unreported=tuple(
            f"“{each.campaign}”里没有收下该单位的“{each.field}”"
            for each, answer in zip(references, answers, strict=True)
            if answer is None
        ),
        assumed_period=period.label if reported.assumed else "",
        subordinate_sums=_subordinate_sums(office, campaign, claim.unit, period),
    )


def _subordinate_sums(
    office: Office, campaign: Campaign, superior: Unit, period: Period
) -> tuple[SubordinateSum, ...]:
    """Return what the units below *superior* add up to (上下级核对); nothing where one of them still owes its form."""
    below = campaign.roster.below(superior) if campaign.checks_levels else ()
    counted: list[CountedUnit] = []
    for unit in below:
        key = SubmissionKey(campaign.name, period.code, unit.code)
        accepted = latest_accepted(office.ledger, key)
        if accepted is not None:
            filling = in_present_codes(office, campaign, accepted.filling)
            own = with_carried(office, campaign, period, replace(accepted, filling=filling))
            standing = Standing(unit.code, State.ACCEPTED, late=False, current=own)
            counted.append(CountedUnit(unit, standing, own))
        elif not unit.exempt:
            return ()
    return subordinate_sums(campaign, counted)


def _previous_filling(
    office: Office, campaign: Campaign, unit: Unit, before: Period
) -> Filling | None:
    """Return what the unit reported for the period *before*; a zero report with what it carried on (沿用)."""
    earlier = latest_accepted(office.ledger, SubmissionKey(campaign.name, before.code, unit.code))
    if earlier is None:
        return None
    own = replace(earlier, filling=in_present_codes(office, campaign, earlier.filling))
    return carried_filling(with_carried(office, campaign, before, own))


def _last_reported(office: Office, campaign: Campaign, unit: Unit, period: Period) -> str:
    """Return the label of the last period before *period* for which the unit reported; empty if there is none."""
    accepted, _ = periods_of_unit(office.ledger, campaign.name, unit.code, "")
    last = max((code for code in accepted if code < period.code), default="")
    found = period_named(campaign, last, period.first) if last else None
    return found.label if found else ""


def _external_answer(
    office: Office, reference: ExternalReference, claim: Claim, when: tuple[Period, datetime]
) -> ExternalAnswer | None:
    """Return the figure in the unit's accepted form of another campaign, if there is one."""
    referenced = referenced_campaign(reference, office.campaigns)
    field = referenced_field(reference, referenced) if referenced else None
    unit = _same_unit(referenced, claim.unit) if referenced else None
    if referenced is None or field is None or unit is None:
        return None
    same_cycle = referenced.cycle is claim.campaign.cycle
    period, moment = when
    current = period.code if same_cycle else period_at(referenced, moment).code
    accepted = _accepted(office.ledger, referenced, unit, current, same_period=same_cycle)
    filling = in_present_codes(office, referenced, accepted.filling) if accepted else None
    answer = filling.answer(field.code) if filling else None
    if accepted is None or answer is None or number_of(answer, field) is None:
        return None
    once = referenced.cycle is Cycle.ONCE
    return ExternalAnswer(reference, field, answer, "" if same_cycle or once else accepted.period)


def _same_unit(referenced: Campaign, unit: Unit) -> Unit | None:
    """Return the same unit in the roster of *referenced*, by its name or one of its aliases there."""
    same = referenced.roster.by_code(unit.code)
    matches = (same,) if same else units_named(referenced.roster, unit.full_name, referenced.city)
    return matches[0] if len(matches) == 1 else None


def _accepted(
    ledger: Ledger, campaign: Campaign, unit: Unit, current: str, *, same_period: bool
) -> Submission | None:
    """Return the unit's accepted form in the period *current*; without *same_period*, else the latest one."""
    accepted = latest_accepted(ledger, SubmissionKey(campaign.name, current, unit.code))
    if accepted is not None or same_period:
        return accepted
    earlier = [code for code, _ in list_periods(ledger, campaign.name) if code < current]
    keys = (SubmissionKey(campaign.name, each, unit.code) for each in reversed(earlier))
    forms = (latest_accepted(ledger, key) for key in keys)
    return next((each for each in forms if each is not None), None)
