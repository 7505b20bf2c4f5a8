"""What the board shows of one campaign and period, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.event import Event
    from pipeline.model.submission import Standing, Submission
    from pipeline.model.unit import Unit


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Standings in roster order, all versions in order of receipt, the history latest first.

    ``links`` are paths of documents relative to the page, by unit code: a label and a target.
    ``watching`` are sentences about the watcher (值守) and what waits; none where nobody watches.
    """

    campaign: Campaign
    period: Period
    standings: tuple[Standing, ...]
    submissions: tuple[Submission, ...]
    events: tuple[Event, ...]
    links: Mapping[str, tuple[tuple[str, str], ...]]
    papers: tuple[tuple[str, str], ...] = ()
    watching: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[Unit, Standing], ...]:
        """Each unit of the roster with where it stands."""
        return tuple(zip(self.campaign.units(), self.standings, strict=True))
