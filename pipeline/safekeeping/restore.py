"""An office out of its backup (恢复): every file and the whole chain checked before it has its name."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from pipeline.clock import BEIJING
from pipeline.files import sync_folder
from pipeline.ledger.snapshot import summarize_ledger
from pipeline.safekeeping.archive_reader import open_archive, read_verified
from pipeline.safekeeping.archive_writer import remove_partial_archives, translate_disk_errors
from pipeline.safekeeping.backup import BACKUP_KIND, LEDGER_MEMBER, ORIGINALS_PREFIX
from pipeline.safekeeping.errors import ArchiveFaulty, ArchiveUnwritable, TargetOccupied
from pipeline.workspace import make_workspace

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile

    from pipeline.ledger.snapshot import LedgerCopy
    from pipeline.safekeeping.archive_reader import Entry, Manifest
    from pipeline.workspace import Workspace

_READ_ONLY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
_NO_BACKUP: Final = "这是留痕包，不是备份，里面没有台账"


@dataclass(frozen=True, slots=True)
class Restored:
    """An office that stands again, what its backup said of itself, and what to know of it."""

    workspace: Workspace
    manifest: Manifest
    notes: tuple[str, ...]


def restore(archive: Path, folder: Path) -> Restored:
    """Restore the office in the backup *archive* as *folder*, which is new or empty.

    Everything is unpacked beside *folder* and checked there; the last step gives it its name.

    Raises:
        PlaceTaken: something stands at *folder*; nothing is ever restored over an office.
        ArchiveFaulty: the backup isn't what it was; the file is named and nothing was restored.
        ArchiveUnwritable: the disk refused.
        LedgerNewer: a later version of the program made it.
    """
    target = folder.absolute()
    _refuse_taken(target)
    with open_archive(archive) as (package, manifest):
        if manifest.kind != BACKUP_KIND:
            raise ArchiveFaulty(archive.name, _NO_BACKUP)
        _refuse_without_room(target, manifest)
        remove_partial_archives(target.parent)
        aside = target.with_name(f".{uuid4().hex}.packing.part")
        try:
            with translate_disk_errors(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                for entry in manifest.files:
                    _unpack(package, entry, aside, archive.name)
                make_workspace(aside)
            notes = _examine(aside, manifest, archive.name)
            with translate_disk_errors(target):
                _protect_originals(aside)
                _take_name(aside, target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return Restored(make_workspace(target), manifest, notes)


def check_backup(archive: Path) -> Manifest:
    """Check the backup *archive* as a restoration would, into a folder that is thrown away.

    Raises:
        ArchiveFaulty: it isn't what it was.
        ArchiveUnwritable: there is no room for its ledger beside it.
    """
    aside = archive.absolute().with_name(f".{uuid4().hex}.packing.part")
    with open_archive(archive) as (package, manifest):
        try:
            for entry in manifest.files:
                if manifest.kind == BACKUP_KIND and entry.name == LEDGER_MEMBER:
                    with translate_disk_errors(archive):
                        _unpack(package, entry, aside, archive.name)
                else:
                    for _ in read_verified(package, entry, archive.name):
                        pass
            if manifest.kind == BACKUP_KIND:
                _chain(aside, manifest, archive.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return manifest


def newest_backup(place: Path) -> Path:
    """The backup at *place*, or the newest of those in that folder that are whole.

    Raises:
        ArchiveFaulty: there is none that is whole; the last fault is told.
    """
    if not place.is_dir():
        if check_backup(place).kind != BACKUP_KIND:
            raise ArchiveFaulty(place.name, _NO_BACKUP)
        return place
    fault = ArchiveFaulty(place.name, "文件夹里没有备份（.zip）")
    whole: list[tuple[str, Path]] = []
    for path in sorted(place.glob("*.zip")):
        try:
            manifest = check_backup(path)
        except ArchiveFaulty as error:
            fault = error
        else:
            if manifest.kind == BACKUP_KIND:
                whole.append((manifest.created, path))
    if not whole:
        raise fault
    return max(whole)[1]


def _refuse_taken(target: Path) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    what = "是正在用的工作目录" if (target / "templates").is_dir() else "里已经有东西"
    remedy = "恢复只能放进新的或空的文件夹：请另起一个文件夹名，恢复后运行 baosong doctor 核对无误，再停用旧的"
    raise TargetOccupied(target, what, remedy)


def _refuse_without_room(target: Path, manifest: Manifest) -> None:
    above = next(folder for folder in target.parents if folder.is_dir())
    free = shutil.disk_usage(above).free
    if manifest.size > free:
        reason = f"需要 {manifest.size / 1024**2:.0f} MB，那块盘只剩 {free / 1024**2:.0f} MB"
        raise ArchiveUnwritable(target, reason, "请清理出空间，或换一块更大的盘再试")


def _unpack(package: ZipFile, entry: Entry, aside: Path, archive: str) -> None:
    path = aside.joinpath(*entry.name.split("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        for piece in read_verified(package, entry, archive):
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    year, month, day, hour, minute, second = package.getinfo(entry.name).date_time
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=BEIJING).timestamp()
    except ValueError:  # the time of a file proves nothing; a strange one stops nothing
        return
    os.utime(path, (moment, moment))


def _examine(aside: Path, manifest: Manifest, archive: str) -> tuple[str, ...]:
    copied = _chain(aside, manifest, archive)
    notes = []
    if copied.broken:
        notes.append(
            f"备份时台账的第{copied.broken}条事件已经与前文对不上，请运行 baosong audit verify。"
        )
    if manifest.left_out:
        notes.append(f"备份时就没有读出来的：{'、'.join(manifest.left_out)}。")
    return tuple(notes)


def _chain(aside: Path, manifest: Manifest, archive: str) -> LedgerCopy:
    """The chain must be what it was when the backup was made: no better, and no worse."""
    path = aside / LEDGER_MEMBER
    if not path.is_file():
        raise ArchiveFaulty(archive, "里面没有台账")
    copied = summarize_ledger(path)
    told = (manifest.head, manifest.events, manifest.broken)
    if (copied.head, copied.events, copied.broken) != told:
        raise ArchiveFaulty(archive, "台账的事件链与清单里的链首不符")
    return copied


def _protect_originals(aside: Path) -> None:
    for path in (aside / ORIGINALS_PREFIX).glob("*/*"):
        path.chmod(_READ_ONLY)


def _take_name(aside: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()  # empty; whoever put something there meanwhile makes this fail
    aside.rename(target)
    sync_folder(target.parent)
