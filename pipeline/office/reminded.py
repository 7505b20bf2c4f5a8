"""How often each unit has been reminded (催报留痕), from the history that nobody can alter."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.ledger.read import events
from pipeline.ledger.store import append_event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office


def reminder_event(
    office: Office, campaign: Campaign, kind: str, units: Sequence[Unit], number: str
) -> None:
    """Enter in the history that each of *units* was told, and by which paper."""
    for unit in units:
        subject = f"{campaign.name}／{unit.full_name}"
        append_event(office.ledger, office.event(kind, subject, number))


def reminded_units(office: Office, campaign: Campaign) -> dict[str, int]:
    """How many reminders each unit of *campaign* has had, by its code."""
    told = Counter(event.subject for event in events(office.ledger) if event.action == "催报")
    return {
        unit.code: told[f"{campaign.name}／{unit.full_name}"]
        for unit in campaign.units()
        if told[f"{campaign.name}／{unit.full_name}"]
    }
