"""Load one round of collection (一期报送): a campaign, a period, and the standing of its units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.periods import period_at, previous_period
from pipeline.ledger.read import list_periods, list_standings
from pipeline.model.collection_round import CollectionRound
from pipeline.office.errors import PeriodUnknown
from pipeline.office.versions import with_present_codes

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing, Submission
    from pipeline.office.context import Office


def load_round(
    office: Office, campaign: Campaign, code: str = "", *, cells: bool = True
) -> CollectionRound:
    """Return the round of *campaign* in the period *code*, by default the current one.

    Without *cells* the fillings are empty, and only the standings are loaded.

    Raises:
        PeriodUnknown: nothing was ever received in a period of that code.
    """
    period = _period(office, campaign, code)
    previous = previous_period(campaign, period)
    return CollectionRound(
        campaign=campaign,
        period=period,
        standings=_standings(office, campaign, period, cells=cells),
        previous=_standings(office, campaign, previous, cells=cells)
        if previous and previous.code in _received_periods(office, campaign)
        else (),
    )


def _standings(
    office: Office, campaign: Campaign, period: Period, *, cells: bool
) -> tuple[Standing, ...]:
    """Return the standing of each unit, with the answers of earlier versions in the campaign's present codes."""
    standings = list_standings(office.ledger, campaign, period, cells=cells)

    def present(submission: Submission | None) -> Submission | None:
        return submission and with_present_codes(office, campaign, submission)

    if not cells:
        return standings
    return tuple(
        replace(each, latest=present(each.latest), current=present(each.current))
        for each in standings
    )


def _period(office: Office, campaign: Campaign, code: str) -> Period:
    running = period_at(campaign, office.clock.now())
    if code in {"", running.code, running.label}:
        return running
    received = _received_periods(office, campaign)
    for received_code, moment in received.items():
        period = period_at(campaign, moment)
        if code in {received_code, period.label}:
            return period
    raise PeriodUnknown(code, [*received, running.code])


def _received_periods(office: Office, campaign: Campaign) -> dict[str, datetime]:
    """Return the periods in which something was received, each with a moment in it."""
    return dict(list_periods(office.ledger, campaign.name))
