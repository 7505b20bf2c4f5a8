"""Compute when a paper is due (步骤): 催报, 督办 and 通报 each on its working days from the deadline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.working_days import working_day_after

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model.campaign import Paper, Period


def step_days(paper: Paper, period: Period) -> tuple[date, ...]:
    """Return the days on which *paper* is due in *period*, in order; none where it is due at any time."""
    return tuple(working_day_after(period.due_day, step) for step in paper.steps)


def due_from(paper: Paper, period: Period) -> date | None:
    """Return the first day of *paper* in *period*, from which it stays due; ``None`` where it always is."""
    return min(step_days(paper, period), default=None)
