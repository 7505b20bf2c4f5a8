"""Define the data that page and workbook render for one campaign and period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.decision import Decision
    from pipeline.model.event import Event
    from pipeline.model.submission import Standing, Submission
    from pipeline.model.unit import Unit


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """Standings in roster order, all versions in order of receipt, the history latest first.

    ``links`` are documents by unit code, each a label and a path relative to the page; ``papers`` the
    same for the whole campaign. ``watching`` are sentences on the watcher (值守) and on waiting files,
    empty where none runs. ``decisions`` are those on the period (处置), oldest first; ``quarantined`` the
    files that wait for a person (待认领), of all campaigns; ``differences`` sentences on figures of superiors
    that aren't the sums of their subordinates' (上下级核对).
    """

    campaign: Campaign
    period: Period
    standings: tuple[Standing, ...]
    submissions: tuple[Submission, ...]
    events: tuple[Event, ...]
    links: Mapping[str, tuple[tuple[str, str], ...]]
    papers: tuple[tuple[str, str], ...] = ()
    watching: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    quarantined: tuple[QuarantinedFile, ...] = ()
    differences: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[Unit, Standing], ...]:
        """Return each unit of the roster with its standing."""
        return tuple(zip(self.campaign.units(), self.standings, strict=True))
