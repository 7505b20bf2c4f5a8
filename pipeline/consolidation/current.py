"""Select the version of each unit that counts (计入汇总), and the units that have none."""

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
    """A unit whose figures count, with its standing and the version that counts."""

    unit: Unit
    standing: Standing
    submission: Submission


def counted_units(campaign: Campaign, standings: Sequence[Standing]) -> tuple[CountedUnit, ...]:
    """Return the units with a version that counts, in roster order."""
    return tuple(
        CountedUnit(unit, standing, standing.current)
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.current is not None
    )


def uncounted_units(
    campaign: Campaign, standings: Sequence[Standing]
) -> tuple[tuple[Unit, Standing], ...]:
    """Return the units that owe their figures (未计入), in roster order; exempt ones (免报) are not among them."""
    return tuple(
        (unit, standing)
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.current is None and standing.state is not State.EXEMPT
    )
