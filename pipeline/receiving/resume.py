"""What a dead run left behind, and what waited in the quarantine: carried on from where it stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, describe
from pipeline.files import sha256_of
from pipeline.intake.originals import find_original
from pipeline.intake.quarantine import quarantine, quarantined_files, release_from_quarantine
from pipeline.intake.scan import scan
from pipeline.intake.sniff import sniff
from pipeline.ledger import arrivals
from pipeline.ledger.store import append_event
from pipeline.model.arrival import Fate, Origin, Original, Step
from pipeline.model.event import Action
from pipeline.receiving.advance import outcomes_of, record_examined
from pipeline.receiving.examine import Unplaced, assigned_unit, examine
from pipeline.receiving.receive import advance_original, close_with_members
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.arrival import Progress
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def recover_interrupted(office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Finish what a run that was killed began, where the file isn't in the inbox any more.

    What still lies there is left to :func:`pipeline.receiving.receive.receive`, which goes on with it.
    """
    unfinished = arrivals.open_arrivals(office.ledger)
    if not unfinished:
        return ()
    looks, _ = scan(office.workspace.inbox)
    lying = {look.name: look.path for look in looks}
    away = [progress for progress in unfinished if not _still_lies(progress, lying)]
    outcomes = (_or_waiting(each.name, _finish, each, office, worker) for each in away)
    return tuple(chain.from_iterable(outcomes))


def retry_quarantined(office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Look again at what nobody could place, where a campaign book or a person's word has changed that."""
    outcomes = (
        _or_waiting(item.name, _take_up, item, office, worker)
        for item in quarantined_files(office.workspace)
    )
    return tuple(chain.from_iterable(outcomes))


def _or_waiting(
    name: str, work: Callable[..., tuple[Outcome, ...]], *given: object
) -> tuple[Outcome, ...]:
    """One that fails does not stop the next: the next pass tries it again."""
    try:
        return work(*given)
    except (PipelineError, OSError) as error:
        return (Outcome(name, Fate.WAITING, reason=f"{describe(error)}（下一轮再试）"),)


def _take_up(item: QuarantinedFile, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    decided = assigned_unit(item.digest, office) is not None  # and the run that heard it died
    original = kept_original(item, office)
    if original is None or (item.tried_with == office.campaign_books_digest and not decided):
        return ()
    examined = examine(original, office, worker.read)
    if isinstance(examined, Unplaced):
        _hold_on(item, original, examined.reason, office)
        return ()
    progress = arrivals.begin_arrival(
        office.ledger, item.name, item.digest, item.received_at, origin=Origin.QUARANTINE
    )
    progress, outcomes = record_examined(examined, progress, original, office, worker)
    release_placed(progress, office)
    return outcomes


def release_placed(progress: Progress, office: Office) -> None:
    """Take what has found its place out of the quarantine, and enter that."""
    release_from_quarantine(office.workspace, progress.digest)
    # Where a person has decided, that is told already.
    told = () if assigned_unit(progress.digest, office) else (Action.CLAIMED,)
    close_with_members(progress, office, *told)


def kept_original(item: QuarantinedFile, office: Office) -> Original | None:
    """The kept original of a file in the quarantine."""
    return _kept(item, office)


def _kept(what: QuarantinedFile | Progress, office: Office) -> Original | None:
    path = find_original(office.workspace, what.digest)
    if path is None:
        return None
    return Original(what.digest, path, what.name, sniff(path.read_bytes()), what.received_at)


def _still_lies(progress: Progress, lying: Mapping[str, Path]) -> bool:
    """Whether the inbox still holds the very file; another of the same name may have taken its place."""
    path = lying.get(progress.name)
    if progress.origin is not Origin.INBOX or path is None:
        return False
    try:
        return sha256_of(path.read_bytes()) == progress.digest
    except OSError:  # held open, or just gone: the pass will see
        return True


def _finish(progress: Progress, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    original = _kept(progress, office)
    if original is None:
        return _gone(progress, office)
    progress, outcomes = advance_original(progress, original, office, worker)
    if progress.origin is Origin.QUARANTINE:
        release_placed(progress, office)
    else:
        close_with_members(progress, office)
    return outcomes


def _gone(progress: Progress, office: Office) -> tuple[Outcome, ...]:
    """A file that was taken away before it could be kept; or an original that is lost."""
    if progress.step is not Step.ARRIVED:
        reason = "留存的原件不见了。请运行 baosong doctor，从备份恢复，或请该单位重新报送。"
        return (Outcome(progress.name, Fate.WAITING, reason=reason),)
    told = replace(progress, fate=Fate.IGNORED, reason="收下之前被移走，收件箱里已没有它。")
    event = office.event(Action.REMOVED_BEFORE_RECEIPT, progress.name, digest=progress.digest)
    progress = arrivals.record_fate(office.ledger, progress, told, event)
    close_with_members(progress, office)
    return outcomes_of(progress, office)


def _hold_on(item: QuarantinedFile, original: Original, reason: str, office: Office) -> None:
    """It goes on waiting; the campaign books it was tried with are noted, a new reason is told."""
    quarantine(office.workspace, original, reason, office.campaign_books_digest)
    if reason != item.reason:
        append_event(
            office.ledger, office.event(Action.QUARANTINED, item.name, reason, item.digest)
        )
