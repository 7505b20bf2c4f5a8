"""One round of collection as it stands now: a campaign, a period, and where its units are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.calendar import period_at, previous_period
from pipeline.ledger.read import list_periods, list_standings
from pipeline.model.collection_round import CollectionRound
from pipeline.office.errors import PeriodUnknown

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.campaign import Campaign, Period
    from pipeline.office.context import Office


def load_round(
    office: Office, campaign: Campaign, code: str = "", *, cells: bool = True
) -> CollectionRound:
    """The round of *campaign* in the period *code*, by default the one that runs now.

    Without *cells* it says who has and hasn't, and nothing of what they filled in.

    Raises:
        PeriodUnknown: nothing was ever collected under that code.
    """
    period = _period(office, campaign, code)
    before = previous_period(campaign, period)
    return CollectionRound(
        campaign=campaign,
        period=period,
        standings=list_standings(office.ledger, campaign, period, cells=cells),
        before=list_standings(office.ledger, campaign, before, cells=cells)
        if before and before.code in _known(office, campaign)
        else (),
    )


def _period(office: Office, campaign: Campaign, code: str) -> Period:
    running = period_at(campaign, office.clock.now())
    if code in {"", running.code, running.label}:
        return running
    known = _known(office, campaign)
    for found, moment in known.items():
        period = period_at(campaign, moment)
        if code in {found, period.label}:
            return period
    raise PeriodUnknown(code, [*known, running.code])


def _known(office: Office, campaign: Campaign) -> dict[str, datetime]:
    """The periods in which something was received, each with a moment that lies in it."""
    return dict(list_periods(office.ledger, campaign.name))
