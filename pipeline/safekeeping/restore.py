"""Restore an office from its backup (恢复): verify every file and the whole chain, then rename the folder."""

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
from pipeline.ledger.proof import write_first_proof
from pipeline.ledger.snapshot import summarize_ledger
from pipeline.ledger.store import close_ledger, open_ledger
from pipeline.safekeeping.archive_reader import open_archive, read_verified
from pipeline.safekeeping.archive_writer import remove_partial_archives, translate_disk_errors
from pipeline.safekeeping.backup import BACKUP_KIND, LEDGER_MEMBER, ORIGINALS_PREFIX
from pipeline.safekeeping.errors import ArchiveFaulty, ArchiveUnwritable, TargetOccupied
from pipeline.workspace import make_workspace

if TYPE_CHECKING:
    from pathlib import Path
    from zipfile import ZipFile

    from pipeline.ledger.snapshot import LedgerSummary
    from pipeline.safekeeping.archive_reader import Entry, Manifest
    from pipeline.workspace import Workspace

_READ_ONLY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
_NOT_A_BACKUP: Final = "这是留痕包，不是备份，里面没有台账"


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored office (恢复), the manifest of its backup, and notes for the person."""

    workspace: Workspace
    manifest: Manifest
    notes: tuple[str, ...]


def restore(archive: Path, folder: Path) -> Restored:
    """Restore the office in the backup *archive* (恢复) as *folder*, which is new or empty.

    Everything is unpacked to a temporary folder next to it and verified there; the last step renames it.

    Raises:
        TargetOccupied: *folder* isn't empty; nothing is ever restored over an office.
        ArchiveFaulty: the backup isn't as it was made; the file is named and nothing was restored.
        ArchiveUnwritable: the disk refused.
        LedgerNewer: a later version of the program made it.
    """
    target = folder.absolute()
    _refuse_occupied(target)
    with open_archive(archive) as (package, manifest):
        if manifest.kind != BACKUP_KIND:
            raise ArchiveFaulty(archive.name, _NOT_A_BACKUP)
        _refuse_without_space(target, manifest)
        remove_partial_archives(target.parent)
        staging = target.with_name(f".{uuid4().hex}.packing.part")
        try:
            with translate_disk_errors(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                for entry in manifest.files:
                    _unpack(package, entry, staging, archive.name)
                make_workspace(staging)
            notes = _verify(staging, manifest, archive.name)
            _prove(staging, manifest, archive.name)
            with translate_disk_errors(target):
                _protect_originals(staging)
                _rename(staging, target)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return Restored(make_workspace(target), manifest, notes)


def check_backup(archive: Path) -> Manifest:
    """Verify the backup *archive* as a restoration would, in a temporary folder; return its manifest.

    Raises:
        ArchiveFaulty: it isn't as it was made.
        ArchiveUnwritable: its folder has no space for a copy of the ledger.
    """
    staging = archive.absolute().with_name(f".{uuid4().hex}.packing.part")
    with open_archive(archive) as (package, manifest):
        try:
            for entry in manifest.files:
                if manifest.kind == BACKUP_KIND and entry.name == LEDGER_MEMBER:
                    with translate_disk_errors(archive):
                        _unpack(package, entry, staging, archive.name)
                else:
                    for _ in read_verified(package, entry, archive.name):
                        pass
            if manifest.kind == BACKUP_KIND:
                _verify_chain(staging, manifest, archive.name)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return manifest


def newest_backup(place: Path) -> Path:
    """Return the backup at *place*, or the newest intact one in that folder.

    Raises:
        ArchiveFaulty: none is intact; the error is that of the last one.
    """
    if not place.is_dir():
        if check_backup(place).kind != BACKUP_KIND:
            raise ArchiveFaulty(place.name, _NOT_A_BACKUP)
        return place
    last_fault = ArchiveFaulty(place.name, "文件夹里没有备份（.zip）")
    intact: list[tuple[str, Path]] = []
    for path in sorted(place.glob("*.zip")):
        try:
            manifest = check_backup(path)
        except ArchiveFaulty as error:
            last_fault = error
        else:
            if manifest.kind == BACKUP_KIND:
                intact.append((manifest.created, path))
    if not intact:
        raise last_fault
    return max(intact)[1]


def _refuse_occupied(target: Path) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    reason = "是正在用的工作目录" if (target / "templates").is_dir() else "里已经有东西"
    remedy = "恢复只能放进新的或空的文件夹：请另起一个文件夹名，恢复后运行 baosong doctor 核对无误，再停用旧的"
    raise TargetOccupied(target, reason, remedy)


def _refuse_without_space(target: Path, manifest: Manifest) -> None:
    existing = next(folder for folder in target.parents if folder.is_dir())
    free = shutil.disk_usage(existing).free
    if manifest.size > free:
        reason = f"需要 {manifest.size / 1024**2:.0f} MB，那块盘只剩 {free / 1024**2:.0f} MB"
        raise ArchiveUnwritable(target, reason, "请清理出空间，或换一块更大的盘再试")


def _unpack(package: ZipFile, entry: Entry, staging: Path, archive: str) -> None:
    path = staging.joinpath(*entry.name.split("/"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        for chunk in read_verified(package, entry, archive):
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    year, month, day, hour, minute, second = package.getinfo(entry.name).date_time
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=BEIJING).timestamp()
    except ValueError:  # an impossible time of a file must not stop the restoration
        return
    os.utime(path, (moment, moment))


def _verify(staging: Path, manifest: Manifest, archive: str) -> tuple[str, ...]:
    summary = _verify_chain(staging, manifest, archive)
    notes = []
    if summary.broken:
        notes.append(
            f"备份时台账的第{summary.broken}条事件已经与前文对不上，请运行 baosong audit verify。"
        )
    if manifest.left_out:
        notes.append(f"备份时就没有读出来的：{'、'.join(manifest.left_out)}。")
    return tuple(notes)


def _verify_chain(staging: Path, manifest: Manifest, archive: str) -> LedgerSummary:
    """Return the ledger's summary; refuse a chain that differs from the manifest in any way."""
    path = staging / LEDGER_MEMBER
    if not path.is_file():
        raise ArchiveFaulty(archive, "里面没有台账")
    summary = summarize_ledger(path)
    expected = (manifest.head, manifest.events, manifest.broken)
    if (summary.head, summary.events, summary.broken) != expected:
        raise ArchiveFaulty(archive, "台账的事件链与清单里的链首不符")
    return summary


def restoration_words(archive: str, created: str) -> str:
    """Return the detail of the event about a ledger from the backup *archive*, made at *created* (恢复台账)."""
    return f"由 {archive}（{created}）恢复，此后的登记不在其中"


def _prove(staging: Path, manifest: Manifest, archive: str) -> None:
    """Write the proof (旁证) of the restored ledger; the event of the restoration follows at the first start."""
    ledger = open_ledger(staging / LEDGER_MEMBER)
    try:
        write_first_proof(ledger, restoration_words(archive, manifest.created))
    finally:
        close_ledger(ledger)


def _protect_originals(staging: Path) -> None:
    for path in (staging / ORIGINALS_PREFIX).glob("*/*"):
        path.chmod(_READ_ONLY)


def _rename(staging: Path, target: Path) -> None:
    if target.exists():
        target.rmdir()  # empty; this fails if another process has put something there since
    staging.rename(target)
    sync_folder(target.parent)
