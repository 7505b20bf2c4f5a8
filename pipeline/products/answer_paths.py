"""Where a unit's answer stands in the outbox (回执、退回单), and what its files are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.calendar import period_at
from pipeline.files import safe_name

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Submission
    from pipeline.model.unit import Unit


def answer_folder(results: Path, unit: Unit, submission: Submission) -> Path:
    """Where the answer stands: receipts together, each unit's returns in a folder of their own."""
    if submission.outcome.counts:
        return results / "回执"
    return results / "退回" / safe_name(unit.full_name)


def answer_stem(campaign: Campaign, unit: Unit, submission: Submission) -> str:
    """What the names of a version's answers begin with: the unit, the period where there are several, 第n版.

    Versions begin anew in each period; without it, a new period's papers would take the old ones' place.
    """
    period = period_at(campaign, submission.received_at).label
    return (
        f"{safe_name(unit.full_name)}{safe_name(period) if period else ''}第{submission.version}版"
    )
