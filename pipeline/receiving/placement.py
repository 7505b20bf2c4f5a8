"""Know how persons have placed an original (认领、改期别、撤回): whose form it is, of which period, or that it waits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.ledger.decisions import withdrawals_of
from pipeline.ledger.read import find_submission, last_event
from pipeline.model.event import Action, unit_subject
from pipeline.reading.split import split_by_unit

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.model.event import Event
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.reading.identify import Claim

_ASSIGNED_PERIOD: Final = re.compile(r"（期别 (?P<code>[^（）]+)）$")


def assigned_unit(digest: str, office: Office) -> tuple[Campaign, Unit] | None:
    """Return campaign and unit to which a person has assigned the original of *digest* (经办人认领), or None."""
    event = _placement(digest, office)
    if event is None:
        return None
    placed = ((campaign, unit) for campaign in office.campaigns for unit in campaign.units())
    return next(
        (
            (campaign, unit)
            for campaign, unit in placed
            if unit_subject(campaign.name, unit.full_name) == event.subject
        ),
        None,
    )


def assigned_period(digest: str, office: Office, unit: Unit) -> str:
    """Return the code of the period to which a person has assigned *unit*'s form in the original, or nothing."""
    event = _placement(digest, office)
    assigned = assigned_unit(digest, office)
    if event is None or assigned is None or assigned[1] != unit:
        return ""
    match = _ASSIGNED_PERIOD.search(event.detail)
    return match["code"] if match else ""


def assigned_detail(name: str, period: str) -> str:
    """Return the detail of the event of a claim: the file's name, and the period where a person decided it."""
    return f"{name}（期别 {period}）" if period else name


def is_moved(digest: str, office: Office) -> bool:
    """Return whether the last placement of the original was to move a form to another period (改期别)."""
    event = _placement(digest, office)
    return event is not None and event.action == Action.MOVED


def withdrawal_reason(digest: str, office: Office) -> str:
    """Return why an original waits to be claimed that was withdrawn (撤回); empty where it doesn't."""
    event = last_event(office.ledger, digest, *_PLACED, Action.WITHDRAWN)
    if event is None or event.action != Action.WITHDRAWN:
        return ""
    for each in reversed(withdrawals_of(office.ledger, digest)):
        if find_submission(office.ledger, digest, each.key) is None:
            reason = each.reason.rstrip("。；")
            return f"经办人撤回了它（处置{each.number}）：{reason}。"
    return ""


def part_of(book: Book, unit: Unit, campaign: Campaign) -> tuple[Claim, Book] | None:
    """Return the claim and the sheets of *unit* in a workbook with the forms of several units, or ``None``."""
    parts = split_by_unit(book, [campaign])
    return next((part for part in parts if part[0].unit == unit), None)


_PLACED: Final = (Action.ASSIGNED, Action.MOVED)


def _placement(digest: str, office: Office) -> Event | None:
    event = last_event(office.ledger, digest, *_PLACED, Action.WITHDRAWN)
    if event is None or event.action != Action.WITHDRAWN:
        return event
    if withdrawals_of(office.ledger, digest):  # what was decided before is void
        return None
    return last_event(office.ledger, digest, *_PLACED)
