"""How often each unit has been reminded (催报留痕), from the history that nobody can alter."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.ledger.read import list_events
from pipeline.model.event import Action, unit_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office


def reminder_events(
    campaign: Campaign, kind: str, units: Sequence[Unit]
) -> tuple[tuple[str, str], ...]:
    """What the history is to tell when the paper is issued: that each of *units* was told."""
    return tuple((kind, unit_subject(campaign.name, unit.full_name)) for unit in units)


def count_reminders(office: Office, campaign: Campaign) -> dict[str, int]:
    """How many reminders each unit of *campaign* has had, by its code."""
    told = Counter(
        event.subject for event in list_events(office.ledger) if event.action == Action.REMINDED
    )
    return {
        unit.code: told[unit_subject(campaign.name, unit.full_name)]
        for unit in campaign.units()
        if told[unit_subject(campaign.name, unit.full_name)]
    }
