"""Store the original of a case (留存原件) before anything reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.intake.originals import keep
from pipeline.ledger.arrivals import record_fate, set_step
from pipeline.model.arrival import Fate, Step
from pipeline.model.event import Action

if TYPE_CHECKING:
    from pipeline.receiving.case import Case


def store(case: Case) -> Case:
    """Store the spooled copy of the file as its original, and record that it is kept.

    A file that was removed from the inbox before it was stored is recorded as such.

    Raises:
        OSError: the disk refused; the file is still in the inbox.
    """
    original = case.original
    progress = case.progress
    if case.spooled is not None:
        original = keep(case.office.workspace, case.spooled, progress.name, progress.received_at)
    if original is None:
        return _record_removed(case)
    progress = set_step(case.office.ledger, progress, Step.KEPT)
    return replace(case, progress=progress, original=original, spooled=None)


def _record_removed(case: Case) -> Case:
    progress = case.progress
    result = replace(progress, fate=Fate.IGNORED, reason="收下之前被移走，收件箱里已没有它。")
    event = case.office.event(Action.REMOVED_BEFORE_RECEIPT, progress.name, digest=progress.digest)
    return case.at(record_fate(case.office.ledger, progress, result, event))
