"""Define a case (一份到件的办理): one arrival on its walk from the inbox to its answer, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.intake.originals import spool, stored_original
from pipeline.ledger.arrivals import begin_arrival
from pipeline.model.arrival import Origin, Step
from pipeline.receiving.errors import OriginalMissing

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.intake.originals import Spooled
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.arrival import Arrival, Original, Progress
    from pipeline.model.submission import Submission
    from pipeline.office.context import Office
    from pipeline.receiving.report import Outcome
    from pipeline.workbook.worker import Worker


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Result for an original that can't be assigned to a unit (待认领), with the reason for the clerk."""

    reason: str


@dataclass(frozen=True, slots=True)
class AlreadyRecorded:
    """Result for an original that the ledger has already for this unit and period (重复报送)."""

    submission: Submission


@dataclass(frozen=True, slots=True)
class Rejected:
    """Result for an original that a person doesn't accept as a submission (不收), with the person's reason."""

    reason: str


Placed: TypeAlias = "Submission | AlreadyRecorded"
Examined: TypeAlias = "Placed | Unplaced | Rejected | tuple[Placed, ...]"


@dataclass(frozen=True, slots=True)
class Desk:
    """What the cases of a pass share (办理台): the open office, and the child that opens files."""

    office: Office
    worker: Worker


@dataclass(frozen=True, slots=True)
class Case:
    """One arrival on its walk (一份到件的办理), the only argument of every step.

    ``progress`` is how far it has come, as the ledger has it. ``path`` is the file in the inbox and
    ``spooled`` the copy of it that isn't stored yet; both are None for a case that doesn't come from there.
    ``sender`` is the address of the mail that it came in. ``examined`` is a result known before the original is read: of one unit's sheets in a workbook of
    several, or by a person's decision. ``parts`` are the outcomes of the files or sheets in it.
    ``halted`` leaves it at its step until the next pass, with the reason in ``waiting`` where there is one
    to report.
    """

    desk: Desk
    progress: Progress
    original: Original | None = None
    spooled: Spooled | None = None
    path: Path | None = None
    sender: str = ""
    examined: Examined | None = None
    submission: Submission | None = None
    parts: tuple[Outcome, ...] | None = None
    answered_before: bool = False
    halted: bool = False
    waiting: str = ""

    @property
    def office(self) -> Office:
        """Return the open office."""
        return self.desk.office

    @property
    def kept(self) -> Original:
        """Return the stored original (原件).

        Raises:
            OriginalMissing: it was stored and is lost.
        """
        if self.original is None:
            raise OriginalMissing(self.progress.name)
        return self.original

    @property
    def goes_on(self) -> bool:
        """Return whether there is a next step in this pass.

        The parts of a bundle are cleared together with it: one that was cleared before would be received
        as a new arrival if the bundle had to be opened again.
        """
        last = Step.PUBLISHED if self.progress.origin is Origin.BUNDLE else Step.CLEARED
        return not self.halted and not self.next_step.reached(last)

    @property
    def next_step(self) -> Step:
        """Return the step from which to go on: a spooled copy is stored first, which repairs a damaged original."""
        return self.progress.step if self.spooled is None else Step.ARRIVED

    def at(self, progress: Progress) -> Case:
        """Return the case at the step that the ledger has recorded."""
        return replace(self, progress=progress)

    def halt(self, waiting: str = "") -> Case:
        """Return the case left at its step until the next pass, with the reason to report."""
        return replace(self, halted=True, waiting=waiting)


def new_case(desk: Desk, arrival: Arrival) -> Case:
    """Begin the case of a file in the inbox, or continue the one that a killed pass began.

    Raises:
        InboxFileChanged: the file was written to while it was copied.
        OSError: the file is gone, or the disk refused.
    """
    office = desk.office
    spooled = spool(office.workspace, arrival.path)
    progress = begin_arrival(office.ledger, arrival.name, spooled.digest, office.clock.now())
    answered = progress.step.reached(Step.PUBLISHED)
    return Case(desk, progress, spooled=spooled, path=arrival.path, answered_before=answered)


def part_case(bundle: Case, name: str, content: bytes, sender: str) -> Case:
    """Begin or continue the case of one file of an archive, or of a mail from *sender*."""
    spooled = spool(bundle.office.workspace, content)
    progress = _begin_part(bundle, name, spooled.digest)
    return Case(bundle.desk, progress, spooled=spooled, sender=sender)


def sheets_case(whole: Case, examined: Placed) -> Case:
    """Begin or continue the case of one unit's sheets in a workbook with those of several."""
    submission = examined.submission if isinstance(examined, AlreadyRecorded) else examined
    name = f"{whole.progress.name}「{whole.office.unit_name(submission)}」"
    progress = _begin_part(whole, name, whole.progress.digest)
    return Case(whole.desk, progress, whole.original, examined=examined)


def open_case(desk: Desk, progress: Progress) -> Case:
    """Continue a case whose file isn't in the inbox: its original is all that is left of it."""
    original = stored_original(
        desk.office.workspace, progress.digest, progress.name, progress.received_at
    )
    return Case(desk, progress, original)


def quarantine_case(desk: Desk, item: QuarantinedFile) -> Case:
    """Begin or continue the case of a quarantined file (待认领).

    Raises:
        OriginalMissing: its original is lost.
    """
    original = original_of(item, desk.office)
    progress = begin_arrival(
        desk.office.ledger, item.name, item.digest, item.received_at, origin=Origin.QUARANTINE
    )
    return Case(desk, progress, original)


def original_of(item: QuarantinedFile, office: Office) -> Original:
    """Return the stored original (原件) of a quarantined file.

    Raises:
        OriginalMissing: it is lost.
    """
    original = stored_original(office.workspace, item.digest, item.name, item.received_at)
    if original is None:
        raise OriginalMissing(item.name)
    return replace(original, sender=item.sender)


def _begin_part(whole: Case, name: str, digest: str) -> Progress:
    return begin_arrival(
        whole.office.ledger,
        name,
        digest,
        whole.progress.received_at,
        origin=Origin.BUNDLE,
        bundle=whole.progress.number,
    )
