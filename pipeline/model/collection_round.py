"""One round of collection (一期报送), as every paper needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing


@dataclass(frozen=True, slots=True)
class CollectionRound:
    """One round of collection: the campaign, its period, and where each unit stands.

    ``before`` is where they stood in the period before (empty where there was none).
    """

    campaign: Campaign
    period: Period
    standings: tuple[Standing, ...]
    before: tuple[Standing, ...] = ()
