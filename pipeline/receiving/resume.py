"""Resume arrivals that a killed pass left unfinished (接续办理), and retry quarantined files."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, describe
from pipeline.files import sha256_of
from pipeline.intake.quarantine import quarantine, quarantined_files, release_from_quarantine
from pipeline.intake.scan import scan
from pipeline.ledger import arrivals
from pipeline.ledger.store import append_event
from pipeline.model.arrival import Fate, Origin, Original, Step
from pipeline.model.event import Action
from pipeline.receiving.advance import outcomes_of, record_examined
from pipeline.receiving.contain import (
    MAX_FAILURES,
    count_failure,
    quarantine_reason,
    record_failure,
    waiting_reason,
)
from pipeline.receiving.examine import Unplaced, assigned_unit, examine
from pipeline.receiving.receive import advance_original, close_with_members
from pipeline.receiving.report import Outcome
from pipeline.receiving.stored import stored_original

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.arrival import Progress
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def recover_interrupted(office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Finish the open arrivals of a killed pass whose files are no longer in the inbox.

    Those still in the inbox are continued by :func:`pipeline.receiving.receive.receive`.
    """
    unfinished = arrivals.open_arrivals(office.ledger)
    if not unfinished:
        return ()
    files, _ = scan(office.workspace.inbox)
    in_inbox = {file.name: file.path for file in files}
    missing = [progress for progress in unfinished if not _is_in_inbox(progress, in_inbox)]
    outcomes = (_finish_or_wait(progress, office, worker) for progress in missing)
    return tuple(chain.from_iterable(outcomes))


def retry_quarantined(office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Examine quarantined files (待认领) again where a campaign book has changed or a person has assigned them."""
    outcomes = (
        _retry_or_wait(item, office, worker) for item in quarantined_files(office.workspace)
    )
    return tuple(chain.from_iterable(outcomes))


def _finish_or_wait(progress: Progress, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Finish an arrival; on an error return it as waiting, or quarantined where its content fails too often."""
    try:
        return _finish(progress, office, worker)
    except (PipelineError, OSError) as error:
        return (_waiting(progress.name, error),)
    except Exception as error:  # noqa: BLE001 - one file's content must not stop the others
        outcome = record_failure(progress, error, office)
        if outcome.fate is Fate.QUARANTINED:
            close_with_members(progress, office)
        return (outcome,)


def _retry_or_wait(item: QuarantinedFile, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Retry a quarantined file; on an error return it as waiting, or leave it where its content fails too often."""
    try:
        return _retry(item, office, worker)
    except (PipelineError, OSError) as error:
        return (_waiting(item.name, error),)
    except Exception as error:  # noqa: BLE001 - one file's content must not stop the others
        failures = count_failure(item, error, office)
        original = stored_original(item, office)
        if failures < MAX_FAILURES or original is None:
            return (Outcome(item.name, Fate.WAITING, reason=waiting_reason(error, failures)),)
        _quarantine_again(item, original, quarantine_reason(error), office)
        return ()


def _waiting(name: str, error: Exception) -> Outcome:
    return Outcome(name, Fate.WAITING, reason=f"{describe(error)}（下一轮再试）")


def _retry(item: QuarantinedFile, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    # A person has assigned it, but the command was killed before it received the file.
    is_assigned = assigned_unit(item.digest, office) is not None
    original = stored_original(item, office)
    if original is None or (item.tried_with == office.examination_key and not is_assigned):
        return ()
    examined = examine(original, office, worker.read)
    if isinstance(examined, Unplaced):
        _quarantine_again(item, original, examined.reason, office)
        return ()
    progress = arrivals.begin_arrival(
        office.ledger, item.name, item.digest, item.received_at, origin=Origin.QUARANTINE
    )
    progress, outcomes = record_examined(examined, progress, original, office, worker)
    release_placed(progress, office)
    return outcomes


def release_placed(progress: Progress, office: Office) -> None:
    """Release a received file from the quarantine, and close its arrival."""
    release_from_quarantine(office.workspace, progress.digest)
    # An assignment by a person has its own event already.
    actions = () if assigned_unit(progress.digest, office) else (Action.CLAIMED,)
    close_with_members(progress, office, *actions)


def _is_in_inbox(progress: Progress, in_inbox: Mapping[str, Path]) -> bool:
    """Return whether the inbox still contains this file, and not another of the same name."""
    path = in_inbox.get(progress.name)
    if progress.origin is not Origin.INBOX or path is None:
        return False
    try:
        return sha256_of(path.read_bytes()) == progress.digest
    except OSError:  # open in another program, or just removed: the pass will see
        return True


def _finish(progress: Progress, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    original = stored_original(progress, office)
    if original is None:
        return _record_lost(progress, office)
    progress, outcomes = advance_original(progress, original, office, worker)
    if not progress.step.reached(Step.PUBLISHED):  # a file in the archive is tried again
        return outcomes
    if progress.origin is Origin.QUARANTINE:
        release_placed(progress, office)
    else:
        close_with_members(progress, office)
    return outcomes


def _record_lost(progress: Progress, office: Office) -> tuple[Outcome, ...]:
    """Record a file that was removed before it was stored; report an original that is lost as waiting."""
    if progress.step is not Step.ARRIVED:
        reason = "留存的原件不见了。请运行 baosong doctor，从备份恢复，或请该单位重新报送。"
        return (Outcome(progress.name, Fate.WAITING, reason=reason),)
    result = replace(progress, fate=Fate.IGNORED, reason="收下之前被移走，收件箱里已没有它。")
    event = office.event(Action.REMOVED_BEFORE_RECEIPT, progress.name, digest=progress.digest)
    progress = arrivals.record_fate(office.ledger, progress, result, event)
    close_with_members(progress, office)
    return outcomes_of(progress, office)


def _quarantine_again(
    item: QuarantinedFile, original: Original, reason: str, office: Office
) -> None:
    """Keep a file in the quarantine with the campaign books it was tried with; record a new reason."""
    quarantine(office.workspace, original, reason, office.examination_key)
    if reason != item.reason:
        append_event(
            office.ledger, office.event(Action.QUARANTINED, item.name, reason, item.digest)
        )
