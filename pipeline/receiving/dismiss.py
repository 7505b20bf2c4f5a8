"""Dismiss a quarantined file that is no submission (不收); its original remains stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.intake.quarantine import release_from_quarantine
from pipeline.ledger.store import append_event
from pipeline.model.event import Action
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.receiving.assign import find_quarantined

if TYPE_CHECKING:
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class Dismissed:
    """A dismissed file (不收), and notes for the person."""

    item: QuarantinedFile
    notes: tuple[str, ...] = ()


def dismiss(office: Office, file: str, reason: str) -> Dismissed:
    """Remove *file* from the quarantine (待认领) and record the *reason* in the ledger.

    The original remains stored. The same bytes are quarantined again if they are submitted again: so a
    decision is undone by putting the file into the inbox once more.

    Raises:
        NotQuarantined: no such file is in the quarantine.
        AmbiguousName: the name matches more than one.
        OfficeBusy: a pass is running in this workspace.
    """
    with exclusive(office.workspace):
        item = find_quarantined(office, file)
        append_event(office.ledger, office.event(Action.DISMISSED, item.name, reason, item.digest))
        release_from_quarantine(office.workspace, item.digest)
        return Dismissed(item, tuple(refresh_boards(office)))
