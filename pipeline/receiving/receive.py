"""Receive one arrival (收件): from the inbox to its answer, and clear the inbox; an archive file by file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError
from pipeline.files import sha256_of
from pipeline.intake.archives import UnpackFailure, unpack
from pipeline.intake.originals import clear, keep
from pipeline.intake.quarantine import quarantine
from pipeline.intake.scan import IgnoredFile, has_workbook_suffix
from pipeline.ledger import arrivals
from pipeline.model.arrival import Arrival, Fate, Origin, Step
from pipeline.model.event import Action
from pipeline.receiving.advance import advance, outcomes_of
from pipeline.receiving.contain import record_failure
from pipeline.receiving.examine import CUT_OFF
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.arrival import Original, Progress
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def receive(arrival: Arrival, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Receive one arrival (到件) from the inbox, up to its answer.

    The order is the guarantee: the original is stored before anything parses it, and the inbox is
    cleared after the answer is written. Killed between any two lines, it can be run again.

    Raises:
        PipelineError: the disk or a library failed; the arrival stays in the inbox.
    """
    content = arrival.path.read_bytes()
    progress = arrivals.begin_arrival(
        office.ledger, arrival.name, sha256_of(content), office.clock.now()
    )
    was_answered = progress.step.reached(Step.PUBLISHED)
    original = keep(office.workspace, arrival, content, progress.received_at)
    progress = arrivals.set_step(office.ledger, progress, Step.KEPT)
    progress, outcomes = advance_original(progress, original, office, worker)
    if not progress.step.reached(Step.PUBLISHED):  # a file in the archive is tried again
        return outcomes
    if clear(arrival, original):
        close_with_members(progress, office)
    elif was_answered:
        reason = "已收下并答复；文件正被别的程序打开，关闭后自动移出收件箱。"
        return (Outcome(arrival.name, Fate.WAITING, reason=reason),)
    return outcomes


def advance_original(
    progress: Progress, original: Original, office: Office, worker: Worker
) -> tuple[Progress, tuple[Outcome, ...]]:
    """Advance a stored original from the step of its arrival; an archive with every file in it."""
    if not original.container.bundle:
        return advance(progress, original, office, worker)
    if progress.step.reached(Step.PUBLISHED):
        # Not unpacked again: a member that is done by now would be received as a new arrival.
        return progress, outcomes_of(progress, office)
    outcomes = tuple(_receive_members(progress, original, office, worker))
    if any(outcome.fate is Fate.WAITING for outcome in outcomes):
        return progress, outcomes
    return replace(progress, step=Step.PUBLISHED), outcomes


def close_with_members(progress: Progress, office: Office, *first: Action) -> None:
    """Close an arrival whose file is cleared, with every file in it; *first* are actions to record before."""
    for member in arrivals.open_arrivals(office.ledger, progress.number):
        close_with_members(member, office)
    actions = [*first, *([Action.INBOX_CLEARED] if progress.submission else [])]
    events = [office.event(action, progress.name, digest=progress.digest) for action in actions]
    arrivals.close_arrival(office.ledger, progress, *events)


def _receive_members(
    progress: Progress, bundle: Original, office: Office, worker: Worker
) -> Iterator[Outcome]:
    """Receive every file of an archive or mail, each stored as a separate original before it is parsed."""
    names: dict[str, str] = {}
    failures: list[UnpackFailure] = []
    waiting = False
    for part in unpack(bundle.path, bundle.container, worker):
        name = f"{bundle.name}/{part.name}"
        if isinstance(part, IgnoredFile):
            yield Outcome(name, Fate.IGNORED, reason=part.reason)
        elif isinstance(part, UnpackFailure):
            failures.append(part)
        elif (digest := sha256_of(part.content)) in names:
            reason = f"与“{names[digest]}”内容完全相同，未重复登记。"
            yield Outcome(name, Fate.DUPLICATE, reason=reason)
        else:
            names[digest] = name
            member = Arrival(bundle.path, name)
            for outcome in _receive_member(progress, member, part.content, office, worker):
                waiting |= outcome.fate is Fate.WAITING
                yield outcome
    if waiting:
        return
    quarantined = _record_unpacked(progress, bundle, failures, office, received=len(names))
    if quarantined is not None:
        yield quarantined


def _receive_member(
    bundle: Progress, arrival: Arrival, content: bytes, office: Office, worker: Worker
) -> tuple[Outcome, ...]:
    at = bundle.received_at
    member = arrivals.begin_arrival(
        office.ledger,
        arrival.name,
        sha256_of(content),
        at,
        origin=Origin.BUNDLE,
        bundle=bundle.number,
    )
    original = keep(office.workspace, arrival, content, at)
    member = arrivals.set_step(office.ledger, member, Step.KEPT)
    try:
        _, outcomes = advance(member, original, office, worker)
    except (PipelineError, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - one file of an archive must not stop the others
        return (record_failure(member, error, office),)
    return outcomes


def _record_unpacked(
    progress: Progress,
    bundle: Original,
    failures: Sequence[UnpackFailure],
    office: Office,
    *,
    received: int,
) -> Outcome | None:
    """Record that the archive was unpacked; quarantine it with the reasons where parts of it could not be."""
    events = [office.event(Action.UNPACKED, bundle.name, f"内有 {received} 个文件", bundle.digest)]
    result = progress
    if failures:
        reason = _unpack_reason(bundle, failures, received)
        result = replace(progress, fate=Fate.QUARANTINED, reason=reason)
        quarantine(office.workspace, bundle, reason, office.examination_key)
        events.append(office.event(Action.QUARANTINED, bundle.name, reason, bundle.digest))
    arrivals.record_fate(office.ledger, progress, result, *events)
    if not failures:
        return None
    return Outcome(bundle.name, Fate.QUARANTINED, reason=result.reason)


def _unpack_reason(bundle: Original, failures: Sequence[UnpackFailure], received: int) -> str:
    if not received and has_workbook_suffix(bundle.name):
        return CUT_OFF
    reason = "".join(
        f"“{part.name}”{part.reason}" if part.name else part.reason for part in failures
    )
    return f"{reason}其余 {received} 个文件已照常收下。" if received else reason
