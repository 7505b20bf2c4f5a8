"""The whole office in one file (备份), made while others work, and checked by reading it back.

The order is what makes it whole. With the office to itself everything is of one moment. Where a long
pass doesn't let go, what waits (inbox, quarantine) is copied before the ledger, so that nothing
falls between; and of the outbox only what stood there when the ledger was copied, so that no paper
is in it of which the ledger doesn't know. Originals are never changed and come last.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.intake.scan import display_name
from pipeline.ledger.errors import LedgerBusy, LedgerMissing, LedgerUnwritable
from pipeline.ledger.snapshot import copy_ledger, summarize_ledger
from pipeline.ledger.verify import anchor_records
from pipeline.office.context import open_office
from pipeline.office.errors import OfficeBusy
from pipeline.office.lock import exclusive
from pipeline.safekeeping.archive_reader import Manifest, archive_name
from pipeline.safekeeping.archive_writer import Member, translate_disk_errors, write_archive
from pipeline.safekeeping.errors import ArchiveUnwritable, TargetOccupied
from pipeline.version import program_version

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pipeline.clock import Clock
    from pipeline.ledger.snapshot import LedgerCopy
    from pipeline.safekeeping.archive_reader import Entry
    from pipeline.workspace import Workspace

BACKUP_KIND: Final = "backup"
LEDGER_MEMBER: Final = ".baosong/ledger.sqlite3"
ORIGINALS_PREFIX: Final = ".baosong/originals/"
_PASSING: Final = (".part", ".lock", ".pid", "-wal", "-shm", "-journal")  # of this moment alone
_NOTES: Final = {"watch.json", "office.owner.json"}  # who is at work just now
_MINE: Final = {
    "ledger.sqlite3",
    "originals",
    "quarantine",
}  # of the hidden folder: each has its turn
_SETTINGS: Final = ("*.toml", "*.ini", "设置.*")
_ROOM: Final = 1.05  # of the files' size: a zip of what doesn't shrink is a little larger


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that stands and was read back: where, what is in it, and what to know of it."""

    path: Path
    manifest: Manifest
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Taken:
    """What is learnt while the members go by."""

    copied: LedgerCopy | None = None
    notes: list[str] = field(default_factory=list)


def back_up(
    workspace: Workspace, clock: Clock, place: Path | None = None, wait_s: float = 30.0
) -> Backup:
    """Back up the office of *workspace* into *place*: a file, a folder, or the folder one stands in.

    For up to *wait_s* seconds a pass that runs is waited for; then the copy is made beside it.

    Raises:
        TargetOccupied: *place* lies in the office's own folders, or is a file that exists already.
        LedgerGone: there are originals but no ledger.
        LedgerDamaged: the ledger isn't sound; such an office is mended, not backed up.
        ArchiveUnwritable: the disk refused.
        ArchiveFaulty: what was written doesn't read back.
    """
    target = _target(workspace, clock, place)
    taken = _Taken()
    _seal(workspace, clock, taken)
    _refuse_without_room(workspace, target)

    manifest_of = partial(_manifest, workspace, clock, taken)
    part = target.with_name(f".{uuid4().hex}.packing.part")
    try:
        with closing(_members(workspace, part, taken, clock.now().timestamp(), wait_s)) as members:
            manifest = write_archive(target, members, manifest_of)
    finally:
        part.unlink(missing_ok=True)
    return Backup(target, manifest, (*taken.notes, *_remarks(workspace, target, manifest)))


def _target(workspace: Workspace, clock: Clock, place: Path | None) -> Path:
    name = f"{workspace.root.name or '办公室'}-备份-{clock.now():%Y%m%d-%H%M%S}.zip"
    wanted = (place or Path.cwd()).absolute()
    target = _unused(wanted / name) if wanted.is_dir() else wanted
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
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _seal(workspace: Workspace, clock: Clock, taken: _Taken) -> None:
    """Cover everything by the chain, so that the head stands for all of it; a full disk stops nothing."""
    if not workspace.ledger.is_file() and any(workspace.originals.glob("*/*")):
        raise LedgerMissing(workspace.ledger)
    try:
        with open_office(workspace, clock) as office:
            anchor_records(office.ledger, clock.now(), office.actor)
    except (LedgerUnwritable, LedgerBusy) as error:
        taken.notes.append(f"备份前没有封存台账：{error}")


def _refuse_without_room(workspace: Workspace, target: Path) -> None:
    needed = sum(_size(member.source) for member in _everything(workspace))
    with translate_disk_errors(target):
        free = shutil.disk_usage(target.parent).free
    if needed * _ROOM > free:
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


def _members(
    workspace: Workspace, part: Path, taken: _Taken, made_at: float, wait_s: float
) -> Generator[Member, None, None]:
    root = workspace.root
    with ExitStack() as hold:
        try:
            hold.enter_context(exclusive(workspace, wait_s))
            quiet = True
        except (OfficeBusy, OSError) as error:
            quiet = False
            why = "另一个报送通正在处理" if isinstance(error, OfficeBusy) else "工作目录写不进去"
            taken.notes.append(
                f"{why}，没有等它：以复制台账的那一刻为准，之后的变化不在这份备份里。"
            )
        yield from _tree(workspace.inbox, root)
        yield from _tree(workspace.quarantine, root)
        moment = time.time()
        copy_ledger(workspace.ledger, part)
        taken.copied = summarize_ledger(part)
        os.utime(part, (made_at, made_at))  # of the office's clock, like the manifest
        yield Member(LEDGER_MEMBER, part)
        for member in _papers(workspace):
            if quiet or _older(member.source, moment):
                yield member
    yield from _tree(workspace.originals, root)


def _papers(workspace: Workspace) -> Iterator[Member]:
    """Outbox, templates, settings, and what else the program keeps."""
    root = workspace.root
    yield from _tree(workspace.outbox, root)
    yield from _tree(workspace.templates, root)
    for pattern in _SETTINGS:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                yield _member(path, root)
    for path in sorted(workspace.hidden.iterdir()):
        if path.name not in _MINE | _NOTES and not _passes(path.name):
            yield from _tree(path, root) if path.is_dir() else (_member(path, root),)


def _older(source: Path | bytes, moment: float) -> bool:
    try:
        return not isinstance(source, Path) or source.stat().st_mtime <= moment
    except OSError:
        return False


def _tree(folder: Path, root: Path) -> Iterator[Member]:
    """The files in *folder* in a fixed order; what can't be listed is handed on, to be told."""
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield _member(folder, root)
        return
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            yield from _tree(Path(entry.path), root)
        elif entry.is_file(follow_symlinks=False) and not _passes(entry.name):
            yield _member(Path(entry.path), root)


def _passes(name: str) -> bool:
    return name.endswith(_PASSING) or name.startswith(("~$", ".~"))


def _member(path: Path, root: Path) -> Member:
    return Member(archive_name(display_name(part) for part in path.relative_to(root).parts), path)


def _manifest(
    workspace: Workspace,
    clock: Clock,
    taken: _Taken,
    entries: tuple[Entry, ...],
    left_out: tuple[str, ...],
) -> Manifest:
    copied = taken.copied
    if copied is None:
        raise LedgerMissing(workspace.ledger)
    return Manifest(
        kind=BACKUP_KIND,
        subject=workspace.root.name,
        created=clock.now().isoformat(),
        program=program_version(),
        head=copied.head,
        events=copied.events,
        broken=copied.broken,
        left_out=(*left_out, *_lost(entries, copied)),
        files=entries,
    )


def _lost(entries: tuple[Entry, ...], copied: LedgerCopy) -> tuple[str, ...]:
    """The originals of which the ledger speaks and that did not come into the backup."""
    kept = {Path(entry.name).stem for entry in entries if entry.name.startswith(ORIGINALS_PREFIX)}
    return tuple(f"原件 {digest}" for digest in copied.digests if digest not in kept)


def _remarks(workspace: Workspace, target: Path, manifest: Manifest) -> Iterator[str]:
    if manifest.broken:
        yield f"台账的第{manifest.broken}条事件与前文对不上，备份照原样保存。请运行 baosong audit verify。"
    if manifest.left_out:
        listed = "、".join(manifest.left_out)
        yield f"备份不全，有 {len(manifest.left_out)} 处不见了或读不出来：{listed}。请运行 baosong doctor。"
    if target.stat().st_dev == workspace.root.stat().st_dev:
        yield "备份和工作目录在同一块盘上，盘坏了会一起丢。请再复制一份到 U 盘或另一台电脑。"
