"""Compute the standings (报送情况) of a campaign's units from what the ledger has of a period."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from pipeline.campaign.periods import amend_by
from pipeline.model.standing import unit_standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.decision import Decision
    from pipeline.model.submission import Standing, Submission


def standings_of(
    campaign: Campaign,
    period: Period,
    submissions: Iterable[Submission],
    decisions: Sequence[Decision] = (),
) -> tuple[Standing, ...]:
    """Return the standing (报送情况) of each unit, in roster order, by *submissions* and *decisions* of *period*."""
    by_unit: defaultdict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        by_unit[submission.unit].append(submission)
    limit = partial(amend_by, period)
    return tuple(
        unit_standing(unit, by_unit[unit.code], decisions, limit) for unit in campaign.units()
    )
