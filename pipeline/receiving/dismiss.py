"""A person says that a waiting file is no submission (不收): it waits no more, and stays kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.intake.quarantine import release_from_quarantine
from pipeline.ledger.store import append_event
from pipeline.model.event import Action
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.receiving.claim import find_quarantined

if TYPE_CHECKING:
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.office.context import Office


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The file that waits no more, and what a person should know besides."""

    item: QuarantinedFile
    notes: tuple[str, ...] = ()


def dismiss(office: Office, file: str, reason: str) -> Dismissed:
    """Take the waiting *file* out of the quarantine, for the *reason* that the ledger keeps.

    The original stays where it is. The same bytes wait again if they are handed in again: so a
    decision is taken back by putting the file into the inbox once more.

    Raises:
        NothingWaits: no such file is waiting.
        SeveralWait: the name fits more than one.
        OfficeBusy: a pass is running in this workspace.
    """
    with exclusive(office.workspace):
        item = find_quarantined(office, file)
        append_event(office.ledger, office.event(Action.DISMISSED, item.name, reason, item.digest))
        release_from_quarantine(office.workspace, item.digest)
        return Dismissed(item, tuple(refresh_boards(office)))
