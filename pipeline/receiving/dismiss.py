"""Dismiss a quarantined file that is no submission (不收); its original remains stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.receiving.advance import advance
from pipeline.receiving.assign import find_quarantined
from pipeline.receiving.case import Desk, Rejected, quarantine_case
from pipeline.workbook.worker import reading_worker

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
        OfficeBusy: another process has worked on one file for minutes.
    """
    with exclusive(office.workspace, file), reading_worker() as worker:
        item = find_quarantined(office, file)
        case = quarantine_case(Desk(office, worker), item)
        advance(replace(case, examined=Rejected(reason)))
        return Dismissed(item, tuple(refresh_boards(office)))
