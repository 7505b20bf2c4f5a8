"""Have a person confirm that a campaign collects what another one collects already (重复填报), before a number is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.overlap import overlapping_fields
from pipeline.issuing.errors import IssueRefused
from pipeline.ledger.read import has_event
from pipeline.model.event import Action

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Campaign
    from pipeline.office.context import Office


def confirmed_overlaps(office: Office, campaign: Campaign, *, confirmed: bool) -> tuple[str, ...]:
    """Return what other campaigns collect already, once a person has *confirmed* it, now or before.

    Raises:
        IssueRefused: there is such an overlap, and no person has confirmed it.
    """
    found = overlapping_fields(campaign, office.campaigns)
    if not confirmed and any(new_overlaps(office, campaign)):
        sentences = (each.rstrip("。") for each in found)
        raise IssueRefused("通知", [*sentences, "确需重复报送的，请加 --yes。没有占用文号"])
    return found


def new_overlaps(office: Office, campaign: Campaign) -> Iterator[tuple[str, str]]:
    """Yield action and subject of the event that confirms an overlap, for each that isn't confirmed yet."""
    for sentence in overlapping_fields(campaign, office.campaigns):
        event = (Action.OVERLAP_CONFIRMED.value, f"{campaign.name}：{sentence}")
        if not has_event(office.ledger, *event):
            yield event
