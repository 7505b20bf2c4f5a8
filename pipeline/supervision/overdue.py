"""List the units that owe their form (欠报), and for how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit


@dataclass(frozen=True, slots=True)
class Overdue:
    """A unit that owes its form: not handed in (未报), or returned (退回) and not amended.

    ``days`` are full days since the deadline, or the one to which the unit's was extended (延期), or the
    last day to amend what was handed in on time and returned (补正期限); 0 before it and on its day.
    """

    unit: Unit
    standing: Standing
    days: int


def overdue(
    campaign: Campaign, period: Period, standings: Sequence[Standing], moment: datetime
) -> tuple[Overdue, ...]:
    """Return the units that owe their form at *moment*, in roster order."""
    return tuple(
        Overdue(unit, standing, _days_since(period, standing, moment))
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.state.owes
    )


def _days_since(period: Period, standing: Standing, moment: datetime) -> int:
    extended = standing.until.date() if standing.until else period.deadline.date()
    due = max(period.deadline.date(), extended, standing.amend_by or date.min)
    return max((moment.date() - due).days, 0)
