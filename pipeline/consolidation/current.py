"""Select the version of each unit that counts (计入汇总), and the units that have none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.filling import Answer
    from pipeline.model.submission import CarriedAnswer, Standing, Submission
    from pipeline.model.unit import Unit


@dataclass(frozen=True, slots=True)
class CountedUnit:
    """A unit whose figures count, with its standing, the version that counts, and its answers by field.

    ``level`` is its level (层级): 1 without a superior. Only units of one level are added up.
    """

    unit: Unit
    standing: Standing
    submission: Submission
    level: int = 1
    answers: Mapping[str, Answer] = field(init=False, repr=False, compare=False)
    carried: Mapping[str, CarriedAnswer] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Every figure of every paper looks an answer up.
        answers = {
            answer.field_code: answer for answer in reversed(self.submission.filling.singles)
        }
        object.__setattr__(self, "answers", answers)
        carried = {each.field_code: each for each in self.submission.carried or ()}
        object.__setattr__(self, "carried", carried)


def counted_units(campaign: Campaign, standings: Sequence[Standing]) -> tuple[CountedUnit, ...]:
    """Return the units with a version that counts, in roster order."""
    return tuple(
        CountedUnit(unit, standing, standing.current, campaign.roster.level_of(unit))
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
