"""Load one round of collection (一期报送): a campaign, a period, and the standing of its units."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.board.decision_lines import decision_lines
from pipeline.campaign.periods import in_period, previous_period, same_period_last_year
from pipeline.ledger.decisions import list_decisions
from pipeline.ledger.read import list_periods, list_standings, list_submissions
from pipeline.model.collection_round import CollectionRound
from pipeline.office.carried import with_carried
from pipeline.office.periods import find_period
from pipeline.office.versions import with_present_codes

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing, Submission
    from pipeline.office.context import Office

    StandingsOf = Callable[[Campaign, Period], tuple[Standing, ...]]


def decided_in(office: Office, collected: CollectionRound) -> list[dict[str, str]]:
    """Return the decisions (处置) on a round as the lines that people and scripts read."""
    campaign, period = collected.campaign, collected.period.code
    decisions = list_decisions(office.ledger, campaign.name, period)
    submissions = list_submissions(office.ledger, campaign.name, period, cells=False)
    return decision_lines(campaign, decisions, submissions if decisions else ())


def load_round(
    office: Office, campaign: Campaign, code: str = "", *, cells: bool = True
) -> CollectionRound:
    """Return the round of *campaign* in the period *code*, by default the open one.

    Its campaign has the deadline of that period. Without *cells* the fillings are empty, and only the standings are loaded.

    Raises:
        PeriodUnknown: the campaign has no such period.
    """
    listed = partial(list_standings, office.ledger, cells=cells)
    if cells:
        return load_round_of(office, campaign, code, listed)
    return _round(office, campaign, code, listed)


def load_round_of(
    office: Office, campaign: Campaign, code: str, standings_of: StandingsOf
) -> CollectionRound:
    """Return the round as :func:`load_round` does, with cells, on the standings that *standings_of* returns.

    Raises:
        PeriodUnknown: the campaign has no such period.
    """

    def present(campaign: Campaign, period: Period) -> tuple[Standing, ...]:
        return _in_present_codes(office, campaign, period, standings_of(campaign, period))

    return _round(office, campaign, code, present)


def load_standings(
    office: Office, campaign: Campaign, period: Period, *, cells: bool = True
) -> tuple[Standing, ...]:
    """Return the standing of each unit in *period*, with the answers in the campaign's present codes."""
    standings = list_standings(office.ledger, campaign, period, cells=cells)
    return _in_present_codes(office, campaign, period, standings) if cells else standings


def _round(
    office: Office, campaign: Campaign, code: str, in_period_of: StandingsOf
) -> CollectionRound:
    period = find_period(office, campaign, code)
    known = dict(list_periods(office.ledger, campaign.name))

    def standings_of(earlier: Period | None) -> tuple[Standing, ...]:
        if earlier is None or earlier.code not in known:
            return ()
        return in_period_of(campaign, earlier)

    return CollectionRound(
        campaign=in_period(campaign, period),
        period=period,
        standings=in_period_of(campaign, period),
        previous=standings_of(previous_period(campaign, period)),
        last_year=standings_of(same_period_last_year(campaign, period)),
    )


def _in_present_codes(
    office: Office, campaign: Campaign, period: Period, standings: tuple[Standing, ...]
) -> tuple[Standing, ...]:
    """Return *standings* with the answers of earlier versions in the campaign's present codes."""

    def present(submission: Submission | None) -> Submission | None:
        return submission and with_present_codes(office, campaign, submission)

    def counted(submission: Submission | None) -> Submission | None:
        own = present(submission)
        return own and with_carried(office, campaign, period, own)

    return tuple(
        replace(each, latest=present(each.latest), current=counted(each.current))
        for each in standings
    )
