"""Enter originals again whose entries the ledger has lost (补登): they are quarantined until a person claims them.

What unit they were accepted for, and under which name, was in the ledger alone; so a person decides.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.clock import BEIJING
from pipeline.files import digest_of, sha256_of
from pipeline.intake.archives import ArchiveMember, UnpackFailure, unpack
from pipeline.intake.originals import find_original, keep, spool
from pipeline.intake.quarantine import quarantine, quarantined_files
from pipeline.intake.scan import IgnoredFile, scan
from pipeline.intake.sniff import sniff_file
from pipeline.ledger.arrivals import open_arrivals
from pipeline.ledger.proof import end_recount, read_proof
from pipeline.ledger.recorded import recorded_digests
from pipeline.ledger.reentries import Reentry, record_reentries
from pipeline.model.arrival import Container, Fate, Original
from pipeline.model.event import Action
from pipeline.office.lost_originals import lost_originals
from pipeline.receiving.report import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.office.context import Office
    from pipeline.sandbox.run import Sandbox

_BATCH: Final = 100  # originals in one transaction of the ledger
_BUNDLE_SUFFIXES: Final = frozenset(
    f".{container.suffix}" for container in Container if container.bundle
)
_REASON: Final = (
    "补登：台账缺失过，里面没有这一件的登记，原件还在。收到时间按原件留存的时间。"
    "请打开看是哪个单位报的，用 baosong assign 认领；不是报送件的用 baosong dismiss 移出。"
)


def register_lost_originals(office: Office, sandbox: Sandbox) -> tuple[Outcome, ...]:
    """Enter every original again that the ledger has no entry of (补登), where the ledger's proof requires it.

    It does after the ledger was lost, shortened or restored, and at the first start of an older office;
    else the originals aren't even listed. Archives and mails come before the files in them. Call with
    the office lock held.

    Returns:
        The outcome of each: quarantined (待认领), with its own time and a reason that begins with 补登.

    Raises:
        InboxUnreachable: it can't be known which of them wait in the inbox.
        PipelineError, OSError: the disk refused; the next call continues.
    """
    proof = read_proof(office.ledger.path)
    if proof is None or not proof.recount:
        return ()
    outcomes: list[Outcome] = []
    paths = lost_originals(office.workspace, office.ledger)
    if paths:
        for batch in _batches(_reentries(office, paths, sandbox)):
            stamp = office.event(Action.QUARANTINED, "")
            record_reentries(office.ledger, batch, stamp)
            outcomes += (outcome for reentry in batch for outcome in _outcomes(reentry))
    end_recount(office.ledger)
    return tuple(outcomes)


def _reentries(office: Office, paths: Sequence[Path], sandbox: Sandbox) -> Iterator[Reentry]:
    """Quarantine the originals at *paths*, and yield them: archives and mails with their files before the others."""
    named = {item.digest: item for item in quarantined_files(office.workspace)}
    # Entered already, by this run or another; or still to be received by a pass.
    known = {*recorded_digests(office.ledger), *_pending_digests(office, sandbox)}
    bundles = [path for path in paths if path.suffix in _BUNDLE_SUFFIXES]
    others = [path for path in paths if path.suffix not in _BUNDLE_SUFFIXES]
    for path in (*bundles, *others):
        if path.stem in known:
            continue
        known.add(path.stem)
        if digest_of(path) != path.stem:  # damaged: the self-examination reports it
            continue
        original = _original(path, named)
        if original.container.bundle:
            yield _bundle(office, original, known, sandbox)
        else:
            yield _quarantined(office, original, named.get(original.digest))


def _bundle(office: Office, bundle: Original, known: set[str], sandbox: Sandbox) -> Reentry:
    """Enter an archive or mail with every file in it that isn't entered; *known* gets their digests."""
    members = []
    failures = []
    for part in _parts(bundle.path, bundle.container, sandbox):
        if isinstance(part, UnpackFailure):
            failures.append(part)
        elif (digest := sha256_of(part.content)) not in known:
            known.add(digest)
            # Kept again: where the original is missing or damaged, it is restored.
            spooled = spool(office.workspace, part.content)
            name = f"{bundle.name}/{part.name}"
            member = keep(office.workspace, spooled, name, bundle.received_at)
            sent = replace(member, sender=part.sender)
            members.append(_quarantined(office, sent))
    if failures:
        return replace(_quarantined(office, bundle), members=tuple(members))
    return Reentry(bundle.name, bundle.digest, bundle.received_at, "", tuple(members))


def _parts(
    path: Path, container: Container, sandbox: Sandbox
) -> Iterator[ArchiveMember | UnpackFailure]:
    """Yield the files of an archive or mail, and why one can't be opened; what is ignored is left out."""
    for part in unpack(path, container, sandbox):
        if not isinstance(part, IgnoredFile):
            yield part


def _quarantined(
    office: Office, original: Original, before: QuarantinedFile | None = None
) -> Reentry:
    """Quarantine an original with the reason, and with the one that it has been quarantined for *before*."""
    reason = _REASON
    if before is not None:
        reason = (
            before.reason if _REASON in before.reason else f"{_REASON}原来的原因：{before.reason}"
        )
    quarantine(office.workspace, original, reason, office.examination_key)
    return Reentry(original.name, original.digest, original.received_at, reason)


def _original(path: Path, named: Mapping[str, QuarantinedFile]) -> Original:
    """Return an original with the name and time that the quarantine still has of it, else those of its file."""
    status = path.stat()
    item = named.get(path.stem)
    name = item.name if item else f"补登{path.stem[:8]}{path.suffix}"
    moment = item.received_at if item else datetime.fromtimestamp(status.st_mtime, BEIJING)
    return Original(path.stem, path, name, sniff_file(path), moment, status.st_size)


def _pending_digests(office: Office, sandbox: Sandbox) -> Iterator[str]:
    """Yield the digests of what a pass will receive: files in the inbox, files of unfinished archives and mails."""
    files, _ = scan(office.workspace.inbox)
    unfinished = (
        find_original(office.workspace, progress.digest)
        for progress in open_arrivals(office.ledger)
    )
    for path in (*(file.path for file in files), *filter(None, unfinished)):
        try:
            yield digest_of(path)
            container = sniff_file(path)
            parts = tuple(_parts(path, container, sandbox)) if container.bundle else ()
        except OSError:  # being written, or removed since
            continue
        yield from (sha256_of(part.content) for part in parts if isinstance(part, ArchiveMember))


def _outcomes(reentry: Reentry) -> Iterator[Outcome]:
    for member in reentry.members:
        yield from _outcomes(member)
    if reentry.reason:
        yield Outcome(reentry.name, Fate.QUARANTINED, reason=reentry.reason)


def _batches(reentries: Iterator[Reentry]) -> Iterator[tuple[Reentry, ...]]:
    batch: list[Reentry] = []
    for reentry in reentries:
        batch.append(reentry)
        if len(batch) >= _BATCH:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
