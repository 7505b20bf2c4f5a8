"""Back up an office to one file (备份) while others work, and verify it by reading it back.

The order makes it consistent. With the office lock held everything is of one moment. Where a long pass
holds the lock, the inbox and the quarantine are copied before the ledger, so that a file which is
received in between is in one of them; and of the outbox only what existed when the ledger was copied,
so that it has no paper that the ledger doesn't know. Originals are never changed and come last.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.intake.scan import display_name
from pipeline.ledger.errors import LedgerBusy, LedgerUnwritable
from pipeline.ledger.snapshot import copy_ledger, summarize_ledger
from pipeline.ledger.verify import anchor_records
from pipeline.office.context import open_office
from pipeline.office.errors import OfficeBusy
from pipeline.office.lock import exclusive
from pipeline.safekeeping.archive_reader import Manifest, archive_name
from pipeline.safekeeping.archive_writer import Member, new_archive, translate_disk_errors
from pipeline.safekeeping.errors import ArchiveUnwritable, TargetOccupied
from pipeline.version import program_version
from pipeline.workspace import PROOF_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.clock import Clock
    from pipeline.ledger.snapshot import LedgerSummary
    from pipeline.safekeeping.archive_reader import Entry
    from pipeline.safekeeping.archive_writer import ArchiveWriter
    from pipeline.workspace import Workspace

BACKUP_KIND: Final = "backup"
LEDGER_MEMBER: Final = ".baosong/ledger.sqlite3"
ORIGINALS_PREFIX: Final = ".baosong/originals/"
_TRANSIENT_SUFFIXES: Final = (".part", ".lock", ".pid", "-wal", "-shm", "-journal")
# Of the hidden folder: copied in their own order. A restored ledger gets a proof of its own.
_COPIED_SEPARATELY: Final = {"ledger.sqlite3", "originals", "quarantine"}
# About processes that are running now, and about the ledger as it is now.
_NOT_COPIED: Final = {"watch.json", "office.owner.json", PROOF_FOLDER}
_SETTINGS: Final = ("*.toml", "*.ini", "设置.*")
_SPACE_FACTOR: Final = 1.05  # of the files' size: a zip of incompressible files is a little larger


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified backup (备份): its path, its manifest, and notes for the person."""

    path: Path
    manifest: Manifest
    notes: tuple[str, ...]


def back_up(
    workspace: Workspace, clock: Clock, place: Path | None = None, wait_s: float = 30.0
) -> Backup:
    """Back up the office of *workspace* (备份) to *place*: a file, or a folder, by default the current one.

    Wait up to *wait_s* seconds for the office lock; then copy without it.

    Raises:
        TargetOccupied: *place* is in the office's own folders, or is a file that exists already.
        LedgerMissing, LedgerShortened: the ledger isn't there, or lacks what it had recorded.
        LedgerDamaged: the ledger isn't intact; such an office is repaired, not backed up.
        ArchiveUnwritable: the disk refused.
        ArchiveFaulty: what was read back differs from what was written.
    """
    target = _target(workspace, clock, place)
    anchor_notes = _anchor(workspace, clock)
    _refuse_without_space(workspace, target)
    ledger_copy = target.with_name(f".{uuid4().hex}.packing.part")
    try:
        with new_archive(target) as archive:
            with ExitStack() as lock:
                lock_notes = _take_lock(lock, workspace, wait_s)
                _copy_unreceived(archive, workspace)
                moment = time.time()
                summary = _copy_ledger(archive, workspace, clock, ledger_copy)
                # Without the lock, others may have written papers that the copy of the ledger doesn't know.
                _copy_papers(archive, workspace, before=moment if lock_notes else None)
            _add_tree(archive, workspace.originals, workspace.root)
            manifest = _manifest(workspace, clock, summary, archive)
            archive.add_manifest(manifest)
    finally:
        ledger_copy.unlink(missing_ok=True)
    notes = (*anchor_notes, *lock_notes, *_remarks(workspace, target, manifest))
    return Backup(target, manifest, notes)


def _target(workspace: Workspace, clock: Clock, place: Path | None) -> Path:
    name = f"{workspace.root.name or '办公室'}-备份-{clock.now():%Y%m%d-%H%M%S}.zip"
    destination = (place or Path.cwd()).absolute()
    target = _unused(destination / name) if destination.is_dir() else destination
    for folder in (workspace.inbox, workspace.outbox, workspace.templates, workspace.hidden):
        if target.resolve().is_relative_to(folder.resolve()):
            raise TargetOccupied(
                target,
                f"在工作目录的 {folder.name} 里面，备份不能放在这里",
                "请放到 U 盘或另一块硬盘",
            )
    if not target.parent.is_dir():
        raise ArchiveUnwritable(target, "那个文件夹不存在", "请先建好文件夹，或检查盘是否插好")
    if target.exists():
        raise TargetOccupied(
            target,
            "已经有了，备份不覆盖原有的文件",
            "请换一个文件名，或者只写文件夹，由程序按时间取名",
        )
    return target


def _unused(path: Path) -> Path:
    """Return *path*, or the first of its numbered neighbours that does not exist."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _anchor(workspace: Workspace, clock: Clock) -> tuple[str, ...]:
    """Anchor every record in the chain, so that its head covers all of them; return a note where it failed."""
    try:
        with open_office(workspace, clock) as office:
            anchor_records(office.ledger, clock.now(), office.actor)
    except (LedgerUnwritable, LedgerBusy) as error:  # a full disk must not stop the backup
        return (f"备份前没有封存台账：{error}",)
    return ()


def _refuse_without_space(workspace: Workspace, target: Path) -> None:
    needed = sum(_size(member.source) for member in _everything(workspace))
    with translate_disk_errors(target):
        free = shutil.disk_usage(target.parent).free
    if needed * _SPACE_FACTOR > free:
        reason = f"约需 {needed / 1024**2:.0f} MB，那块盘只剩 {free / 1024**2:.0f} MB"
        raise ArchiveUnwritable(target, reason, "请清理出空间，或换一块更大的盘再试")


def _size(source: Path | bytes) -> int:
    try:
        return source.stat().st_size if isinstance(source, Path) else len(source)
    except OSError:
        return 0


def _everything(workspace: Workspace) -> Iterator[Member]:
    for folder in (workspace.inbox, workspace.outbox, workspace.templates, workspace.hidden):
        yield from _tree(folder, workspace.root)


def _take_lock(stack: ExitStack, workspace: Workspace, wait_s: float) -> tuple[str, ...]:
    """Enter the office lock into *stack*; return a note where it can't be had and the copy is made without it."""
    try:
        stack.enter_context(exclusive(workspace, wait_s=wait_s))
    except (OfficeBusy, OSError) as error:
        reason = "另一个报送通正在处理" if isinstance(error, OfficeBusy) else "工作目录写不进去"
        return (f"{reason}，没有等它：以复制台账的那一刻为准，之后的变化不在这份备份里。",)
    return ()


def _copy_unreceived(archive: ArchiveWriter, workspace: Workspace) -> None:
    """Add the files that a pass may still receive: those of the inbox and of the quarantine."""
    _add_tree(archive, workspace.inbox, workspace.root)
    _add_tree(archive, workspace.quarantine, workspace.root)


def _copy_ledger(
    archive: ArchiveWriter, workspace: Workspace, clock: Clock, copy: Path
) -> LedgerSummary:
    """Copy the ledger to *copy*, add it, and return the summary of what was copied."""
    made_at = clock.now().timestamp()
    copy_ledger(workspace.ledger, copy)
    summary = summarize_ledger(copy)
    os.utime(copy, (made_at, made_at))  # by the office's clock, like the manifest
    archive.add(Member(LEDGER_MEMBER, copy))
    return summary


def _copy_papers(archive: ArchiveWriter, workspace: Workspace, before: float | None) -> None:
    """Add every other file; without the office lock only those last changed at *before* or earlier."""
    for member in _papers(workspace):
        if before is None or _older(member.source, before):
            archive.add(member)


def _add_tree(archive: ArchiveWriter, folder: Path, root: Path) -> None:
    for member in _tree(folder, root):
        archive.add(member)


def _papers(workspace: Workspace) -> Iterator[Member]:
    """Yield the files of outbox, templates and settings, and the program's other records."""
    root = workspace.root
    yield from _tree(workspace.outbox, root)
    yield from _tree(workspace.templates, root)
    for pattern in _SETTINGS:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                yield _member(path, root)
    for path in sorted(workspace.hidden.iterdir()):
        if path.name not in _COPIED_SEPARATELY | _NOT_COPIED and not _is_transient(path.name):
            yield from _tree(path, root) if path.is_dir() else (_member(path, root),)


def _older(source: Path | bytes, moment: float) -> bool:
    try:
        return not isinstance(source, Path) or source.stat().st_mtime <= moment
    except OSError:
        return False


def _tree(folder: Path, root: Path) -> Iterator[Member]:
    """Yield the files in *folder* in a fixed order; a folder that can't be listed is yielded, to be left out."""
    try:
        with os.scandir(folder) as entries:
            sorted_entries = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield _member(folder, root)
        return
    for entry in sorted_entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _tree(Path(entry.path), root)
        elif entry.is_file(follow_symlinks=False) and not _is_transient(entry.name):
            yield _member(Path(entry.path), root)


def _is_transient(name: str) -> bool:
    return name.endswith(_TRANSIENT_SUFFIXES) or name.startswith(("~$", ".~"))


def _member(path: Path, root: Path) -> Member:
    return Member(archive_name(display_name(part) for part in path.relative_to(root).parts), path)


def _manifest(
    workspace: Workspace, clock: Clock, summary: LedgerSummary, archive: ArchiveWriter
) -> Manifest:
    entries = tuple(archive.entries)
    return Manifest(
        kind=BACKUP_KIND,
        subject=workspace.root.name,
        created=clock.now().isoformat(),
        program=program_version(),
        head=summary.head,
        events=summary.events,
        broken=summary.broken,
        left_out=(*archive.left_out, *_lost_originals(entries, summary)),
        files=entries,
    )


def _lost_originals(entries: tuple[Entry, ...], summary: LedgerSummary) -> tuple[str, ...]:
    """Return the originals of submissions that are not in the backup."""
    archived = {
        Path(entry.name).stem for entry in entries if entry.name.startswith(ORIGINALS_PREFIX)
    }
    return tuple(f"原件 {digest}" for digest in summary.digests if digest not in archived)


def _remarks(workspace: Workspace, target: Path, manifest: Manifest) -> Iterator[str]:
    if manifest.broken:
        yield f"台账的第{manifest.broken}条事件与前文对不上，备份照原样保存。请运行 baosong audit verify。"
    if manifest.left_out:
        sorted_entries = "、".join(manifest.left_out)
        yield f"备份不全，有 {len(manifest.left_out)} 处不见了或读不出来：{sorted_entries}。请运行 baosong doctor。"
    if target.stat().st_dev == workspace.root.stat().st_dev:
        yield "备份和工作目录在同一块盘上，盘坏了会一起丢。请再复制一份到 U 盘或另一台电脑。"
