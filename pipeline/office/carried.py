"""Load what a zero report carries on (沿用): the unit's accepted forms of the periods before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.period_names import period_named
from pipeline.consolidation.carried import carries_on, carry_on
from pipeline.ledger.read import latest_accepted, list_periods
from pipeline.model.submission import SubmissionKey
from pipeline.office.versions import in_present_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office


def with_carried(
    office: Office, campaign: Campaign, period: Period, submission: Submission
) -> Submission:
    """Return *submission*; a zero report (零报告) of a recurring campaign with the figures it leaves as they were."""
    if not carries_on(campaign, submission):
        return submission
    earlier = _earlier(office, campaign, period, submission.unit)
    return replace(submission, carried=carry_on(campaign, period, earlier))


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
