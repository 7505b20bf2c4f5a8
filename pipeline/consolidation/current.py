"""Which version of each unit counts, and who is left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing, Submission
    from pipeline.model.unit import Unit


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit whose figures count, and the version that does."""

    unit: Unit
    standing: Standing
    submission: Submission


def counted_units(campaign: Campaign, standings: Sequence[Standing]) -> tuple[CountedUnit, ...]:
    """The units that count, in roster order."""
    return tuple(
        CountedUnit(unit, standing, standing.current)
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.current is not None
    )


def uncounted_units(
    campaign: Campaign, standings: Sequence[Standing]
) -> tuple[tuple[Unit, Standing], ...]:
    """The units that should count and don't, in roster order; exempt ones are not among them."""
    return tuple(
        (unit, standing)
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.current is None and standing.state is not State.EXEMPT
    )
