"""Clear a finished case (清收件箱): its file leaves the inbox or the quarantine, and the case is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.intake.clearing import clear
from pipeline.intake.quarantine import release_from_quarantine
from pipeline.ledger.arrivals import close_arrival, open_arrivals
from pipeline.model.arrival import Fate, Origin
from pipeline.model.event import Action
from pipeline.receiving.examine import assigned_unit

if TYPE_CHECKING:
    from pipeline.model.arrival import Progress
    from pipeline.office.context import Office
    from pipeline.receiving.case import Case

_HELD_OPEN = "已收下并答复；文件正被别的程序打开，关闭后自动移出收件箱。"


def clear_case(case: Case) -> Case:
    """Clear the file of a case that is answered, and close the case with every part of it.

    Raises:
        OriginalDamaged: what is kept isn't what was received; the file stays where it is.
        InboxUnrecognised: the inbox is gone.
    """
    office, progress = case.office, case.progress
    if case.path is not None and not clear(office.workspace, case.path, case.kept, progress.number):
        # Told from the second pass on: until then the answer itself is the news.
        return case.halt(_HELD_OPEN if case.answered_before else "")
    if progress.origin is Origin.QUARANTINE and progress.fate is not Fate.QUARANTINED:
        release_from_quarantine(office.workspace, progress.digest)
    return case.at(_close(progress, office))


def _close(progress: Progress, office: Office) -> Progress:
    """Record that an arrival and every part of it is done."""
    for part in open_arrivals(office.ledger, progress.number):
        _close(part, office)
    actions = []
    if progress.origin is Origin.QUARANTINE and _was_placed(progress, office):
        actions.append(Action.CLAIMED)
    if progress.submission:
        actions.append(Action.INBOX_CLEARED)
    events = [office.event(action, progress.name, digest=progress.digest) for action in actions]
    return close_arrival(office.ledger, progress, *events)


def _was_placed(progress: Progress, office: Office) -> bool:
    """Return whether the program placed a quarantined file; a person's decision has its own event."""
    placed = bool(progress.submission) or progress.fate in {None, Fate.DUPLICATE}
    return placed and assigned_unit(progress.digest, office) is None
