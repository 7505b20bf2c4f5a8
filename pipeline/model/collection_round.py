"""Define one round of collection (一期报送), the input of every paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing


@dataclass(frozen=True, slots=True)
class CollectionRound:
    """One round of collection (一期报送): the campaign, its period, and each unit's standing.

    ``previous`` are the standings of the previous period (上期), ``last_year`` those of the same period of
    last year (去年同期); empty where there is none.
    """

    campaign: Campaign
    period: Period
    standings: tuple[Standing, ...]
    previous: tuple[Standing, ...] = ()
    last_year: tuple[Standing, ...] = ()
