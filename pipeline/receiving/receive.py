"""One arrival, from the inbox to its answer and out of the inbox; an archive, each file in it to its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.files import sha256_of
from pipeline.intake.archives import UnpackFailure, iter_members
from pipeline.intake.originals import clear, keep
from pipeline.intake.quarantine import quarantine
from pipeline.intake.scan import IgnoredFile, has_workbook_suffix
from pipeline.ledger import arrivals
from pipeline.model.arrival import Arrival, Fate, Origin, Step
from pipeline.model.event import Action
from pipeline.receiving.advance import advance, outcomes_of
from pipeline.receiving.examine import CUT_OFF
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.arrival import Original, Progress
    from pipeline.office.context import Office
    from pipeline.workbook.worker import Worker


def receive(arrival: Arrival, office: Office, worker: Worker) -> tuple[Outcome, ...]:
    """Take one arrival from the inbox to its answer.

    The order is the promise: the original is kept before anything reads it, and the inbox is
    cleared after the unit has its answer. Killed between any two lines, it is simply run again.

    Raises:
        PipelineError: the disk or a library failed; the arrival stays where it is.
    """
    content = arrival.path.read_bytes()
    progress = arrivals.begin_arrival(
        office.ledger, arrival.name, sha256_of(content), office.clock.now()
    )
    answered_before = progress.step.reached(Step.PUBLISHED)
    original = keep(office.workspace, arrival, content, progress.received_at)
    progress = arrivals.set_step(office.ledger, progress, Step.KEPT)
    progress, outcomes = advance_original(progress, original, office, worker)
    if clear(arrival, original):
        close_with_members(progress, office)
    elif answered_before:
        reason = "已收下并答复；文件正被别的程序打开，关闭后自动移出收件箱。"
        return (Outcome(arrival.name, Fate.WAITING, reason=reason),)
    return outcomes


def advance_original(
    progress: Progress, original: Original, office: Office, worker: Worker
) -> tuple[Progress, tuple[Outcome, ...]]:
    """Carry a kept original from wherever its arrival stands; an archive with all that is in it."""
    if not original.container.bundle:
        return advance(progress, original, office, worker)
    if progress.step.reached(Step.PUBLISHED):
        # Not unpacked again: a member that is done by now would be taken for a new arrival.
        return progress, outcomes_of(progress, office)
    outcomes = tuple(_carry_members(progress, original, office, worker))
    return replace(progress, step=Step.PUBLISHED), outcomes


def close_with_members(progress: Progress, office: Office, *also: Action) -> None:
    """Enter that the arrival's file is gone, and that of each file which came in it; *also* is told first."""
    for member in arrivals.open_arrivals(office.ledger, progress.number):
        close_with_members(member, office)
    told = [*also, *([Action.INBOX_CLEARED] if progress.submission else [])]
    events = [office.event(action, progress.name, digest=progress.digest) for action in told]
    arrivals.close_arrival(office.ledger, progress, *events)


def _carry_members(
    progress: Progress, bundle: Original, office: Office, worker: Worker
) -> Iterator[Outcome]:
    """Every file of an archive or mail, each kept as an original of its own before it is read."""
    names: dict[str, str] = {}
    stuck: list[UnpackFailure] = []
    for part in iter_members(bundle.path.read_bytes(), bundle.container):
        name = f"{bundle.name}/{part.name}"
        if isinstance(part, IgnoredFile):
            yield Outcome(name, Fate.IGNORED, reason=part.reason)
        elif isinstance(part, UnpackFailure):
            stuck.append(part)
        elif (digest := sha256_of(part.content)) in names:
            reason = f"与“{names[digest]}”内容完全相同，未重复登记。"
            yield Outcome(name, Fate.DUPLICATE, reason=reason)
        else:
            names[digest] = name
            yield from _carry_member(
                progress, Arrival(bundle.path, name), part.content, office, worker
            )
    held = _hold_stuck(progress, bundle, stuck, office, taken=len(names))
    if held is not None:
        yield held


def _carry_member(
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
    _, outcomes = advance(member, original, office, worker)
    return outcomes


def _hold_stuck(
    progress: Progress,
    bundle: Original,
    stuck: Sequence[UnpackFailure],
    office: Office,
    *,
    taken: int,
) -> Outcome | None:
    """Enter that the archive was opened; hold it, with the reasons, where something stuck in it."""
    events = [office.event(Action.UNPACKED, bundle.name, f"内有 {taken} 个文件", bundle.digest)]
    told = progress
    if stuck:
        reason = _why_stuck(bundle, stuck, taken)
        told = replace(progress, fate=Fate.QUARANTINED, reason=reason)
        quarantine(office.workspace, bundle, reason, office.campaign_books_digest)
        events.append(office.event(Action.QUARANTINED, bundle.name, reason, bundle.digest))
    arrivals.record_fate(office.ledger, progress, told, *events)
    if not stuck:
        return None
    return Outcome(bundle.name, Fate.QUARANTINED, reason=told.reason)


def _why_stuck(bundle: Original, stuck: Sequence[UnpackFailure], taken: int) -> str:
    if not taken and has_workbook_suffix(bundle.name):
        return CUT_OFF
    reason = "".join(f"“{part.name}”{part.reason}" if part.name else part.reason for part in stuck)
    return f"{reason}其余 {taken} 个文件已照常收下。" if taken else reason
