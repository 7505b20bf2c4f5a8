"""Write a summary workbook (汇总表、同式汇总表、分户表) to 汇总/, and store the trail of its numbers in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import replace_if_changed, safe_name, sha256_of
from pipeline.ledger.store import append_event
from pipeline.ledger.trails import save_trail
from pipeline.model.event import Action
from pipeline.office.boards import refresh_boards
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import TrailEntry
    from pipeline.office.context import Office


def dated(office: Office, collected: CollectionRound) -> datetime:
    """Return the moment of the latest form of a round, so that unchanged figures give the same bytes."""
    received = [item.latest.received_at for item in collected.standings if item.latest]
    return max(received, default=office.clock.now())


def write_summary(
    office: Office,
    collected: CollectionRound,
    kind: str,
    made: tuple[bytes, tuple[TrailEntry, ...]],
) -> Path:
    """Write a summary to 汇总/ under the name of the campaign, the period and its *kind*; save its trail.

    Raises:
        FileHeldOpen: it is open in Excel or WPS.
    """
    content, trail = made
    campaign = collected.campaign
    name = safe_name(f"{campaign.name}{collected.period.label}{kind}") + ".xlsx"
    target = office.workspace.results(campaign.name) / OutboxFolder.SUMMARIES / name
    digest = sha256_of(content)
    event = office.event(Action.CONSOLIDATED, campaign.name, name, digest)
    save_trail(office.ledger, digest, name, trail, event)
    if replace_if_changed(target, content):
        append_event(office.ledger, event)
        refresh_boards(office)
    return target
