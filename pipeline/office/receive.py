"""One arrival, from the inbox to its answer (回执 or 退回单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.files import sha256_of
from pipeline.intake.archives import Stuck, unpack
from pipeline.intake.originals import clear, keep
from pipeline.intake.quarantine import hold
from pipeline.intake.scan import Ignored
from pipeline.ledger.store import append_event, mark_answered, mark_cleared, record
from pipeline.model.arrival import Arrival
from pipeline.model.submission import Decision
from pipeline.office.answer import answer
from pipeline.office.examine import CUT_OFF, Known, Unplaced, called_workbook, examine
from pipeline.office.outcome import Fate, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.arrival import Original
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.office.examine import BookReader


def receive(arrival: Arrival, office: Office, read: BookReader) -> tuple[Outcome, ...]:
    """Take one arrival from the inbox to its answer; an archive, each file in it to its own.

    The order is the promise: the original is kept before anything reads it, and the inbox is
    cleared after the unit has its answer. Killed between any two lines, it is simply run again.

    Raises:
        PipelineError: the disk or a library failed; the arrival stays where it is.
    """
    content = arrival.path.read_bytes()
    original = keep(office.workspace, arrival, content, office.clock.now())
    if original.container.bundle:
        placed = tuple(_place_members(original, content, office, read))
    else:
        placed = place(original, office, read)
    clear(arrival, original.digest)
    for outcome, submission in placed:
        if submission is not None and not submission.cleared:
            mark_cleared(office.ledger, submission.number, office.event("清收件箱", outcome.name))
    return tuple(outcome for outcome, _ in placed)


def _place_members(
    bundle: Original, content: bytes, office: Office, read: BookReader
) -> Iterator[tuple[Outcome, Submission | None]]:
    """Every file of an archive or mail, each kept as an original of its own before it is read."""
    names: dict[str, str] = {}
    stuck: list[Stuck] = []
    for part in unpack(content, bundle.container):
        name = f"{bundle.name}/{part.name}"
        if isinstance(part, Ignored):
            yield Outcome(name, Fate.IGNORED, reason=part.reason), None
        elif isinstance(part, Stuck):
            stuck.append(part)
        elif (digest := sha256_of(part.content)) in names:
            reason = f"与“{names[digest]}”内容完全相同，未重复登记。"
            yield Outcome(name, Fate.DUPLICATE, reason=reason), None
        else:
            names[digest] = name
            arrival = Arrival(bundle.path, name)
            original = keep(office.workspace, arrival, part.content, bundle.received_at)
            yield from place(original, office, read)
    told = office.event("解开", bundle.name, f"内有 {len(names)} 个文件", bundle.digest)
    append_event(office.ledger, told)
    if stuck:
        yield _hold_bundle(bundle, stuck, office, taken=len(names)), None


def _hold_bundle(
    bundle: Original, stuck: Sequence[Stuck], office: Office, *, taken: int
) -> Outcome:
    reason = "".join(f"“{part.name}”{part.reason}" if part.name else part.reason for part in stuck)
    if not taken and called_workbook(bundle.name):
        reason = CUT_OFF
    elif taken:
        reason += f"其余 {taken} 个文件已照常收下。"
    return _held(bundle, reason, office)


def _held(original: Original, reason: str, office: Office) -> Outcome:
    hold(office.workspace, original, reason, office.books_key)
    append_event(office.ledger, office.event("待认领", original.name, reason, original.digest))
    return Outcome(original.name, Fate.QUARANTINED, reason=reason)


def place(
    original: Original, office: Office, read: BookReader
) -> tuple[tuple[Outcome, Submission | None], ...]:
    """Examine a kept original and give it its place: the ledger, a duplicate, or the quarantine.

    One outcome each: a workbook may hold the forms of several units.
    """
    examined = examine(original, office, read)
    if isinstance(examined, Unplaced):
        return ((_held(original, examined.reason, office), None),)
    return tuple(admit(each, original, office) for each in examined)


def admit(
    examined: Submission | Known, original: Original, office: Office
) -> tuple[Outcome, Submission]:
    """Give an examined original its place in the ledger, and its unit the answer."""
    if isinstance(examined, Known):
        return _known(examined.submission, original, office)
    unchecked = f"（未比对：{'；'.join(examined.unchecked)}）" if examined.unchecked else ""
    event = office.event(
        "收到" if examined.decision.counts else "收到有误",
        f"{examined.campaign}／{_unit_name(office, examined)}",
        f"{original.name}{unchecked}",
        original.digest,
    )
    return _answered(record(office.ledger, examined, event), office)


def _known(
    submission: Submission, original: Original, office: Office
) -> tuple[Outcome, Submission]:
    """The same bytes again: an interrupted run to finish, or a duplicate (重复报送) to name."""
    if not (submission.answered and submission.cleared):
        return _answered(submission, office)
    reason = (
        f"与{submission.received_at:%m月%d日 %H:%M} 收到的“{submission.name}”"
        f"（第{submission.version}版）内容完全相同，未重复登记。"
    )
    unit = _unit_name(office, submission)
    append_event(
        office.ledger,
        office.event("重复报送", f"{submission.campaign}／{unit}", original.name, original.digest),
    )
    outcome = Outcome(original.name, Fate.DUPLICATE, unit, submission.campaign, reason)
    return outcome, submission


def _answered(submission: Submission, office: Office) -> tuple[Outcome, Submission]:
    if not submission.answered:
        answer(submission, office)
        action = "发回执" if submission.decision.counts else "发退回单"
        subject = f"{submission.campaign}／{_unit_name(office, submission)}"
        event = office.event(action, subject, f"第{submission.version}版", submission.digest)
        mark_answered(office.ledger, submission.number, event)
    return outcome_of(submission, office), submission


def outcome_of(submission: Submission, office: Office) -> Outcome:
    """What one pass reports of *submission*."""
    returned = submission.decision is Decision.RETURNED
    late = "，迟报" if submission.late else ""
    return Outcome(
        name=submission.name,
        fate=Fate.RETURNED if returned else Fate.ACCEPTED,
        unit=_unit_name(office, submission),
        campaign=submission.campaign,
        reason=f"{submission.decision.value}（第{submission.version}版{late}）",
        findings=submission.findings,
    )


def _unit_name(office: Office, submission: Submission) -> str:
    unit = office.campaign(submission.campaign).roster.by_code(submission.unit)
    return unit.full_name if unit else submission.unit
