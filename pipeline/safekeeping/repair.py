"""Repair what can be repaired safely in an office (修复), and report it; no record is deleted.

Damaged files are moved to ``.baosong/damaged/``, never deleted. Where a repair would be a guess, the
checkup names what a person has to do.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file, sha256_of
from pipeline.intake.originals import find_damaged, find_original, keep, spool
from pipeline.ledger.errors import LedgerDamaged
from pipeline.ledger.snapshot import summarize_ledger
from pipeline.office.lock import exclusive
from pipeline.official.templates.starters import starter_templates
from pipeline.safekeeping.archive_reader import open_archive, read_entry
from pipeline.safekeeping.archive_writer import remove_partial
from pipeline.safekeeping.backup import ORIGINALS_PREFIX
from pipeline.safekeeping.doctor import Checkup
from pipeline.safekeeping.reenter import reenter_lost
from pipeline.safekeeping.repair_ledger import repair_ledger, set_aside
from pipeline.safekeeping.restore import newest_backup
from pipeline.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.clock import Clock

REPAIRED: Final = "修"
_READ_ONLY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
_WRITES: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def repair_office(root: Path, clock: Clock, source: Path | None = None) -> tuple[Checkup, ...]:
    """Repair the office at *root* (修复), with files from the backup *source*, a file or a folder of backups.

    Raises:
        WorkspaceMissing: *root* is no office.
        OfficeBusy: another process holds the office lock.
        ArchiveFaulty: no backup at *source* is intact.
        OSError: the disk refused.
    """
    workspace = Workspace(root.absolute())
    if not workspace.hidden.is_dir():
        open_workspace(root)  # raises WorkspaceMissing, or creates the folders of a new office
    backup = newest_backup(source) if source else None
    checkups = list(_permissions(workspace))
    if checkups:
        return tuple(checkups)
    checkups += _folders(workspace)
    with exclusive(workspace):
        checkups += _templates(workspace, backup)
        checkups += _leftovers(workspace)
        ledger_checkups = tuple(repair_ledger(workspace, clock, backup))
        checkups += ledger_checkups
        checkups += _originals(workspace, clock, backup)
        if not any(item.bad for item in ledger_checkups):
            repaired = any(item.mark == REPAIRED for item in ledger_checkups)
            checkups += reenter_lost(workspace, clock, papers=repaired)
        checkups += _writable(workspace)
    return tuple(checkups)


def _permissions(workspace: Workspace) -> Iterator[Checkup]:
    """Yield missing permissions of the office's folders; without them nothing else can be examined."""
    names = {os.R_OK: "读取", os.W_OK: "写入", os.X_OK: "进入"}
    for folder in (
        workspace.root, workspace.hidden, workspace.originals, workspace.quarantine,
        workspace.outbox, workspace.templates, workspace.inbox,
    ):  # fmt: skip
        missing = [label for mode, label in names.items() if not os.access(folder, mode)]
        if folder.exists() and missing:
            words = f"{folder} 没有{'、'.join(missing)}权限，没有动它。请让文件夹的主人或管理员给运行报送通的用户加上。"
            yield Checkup("坏", "权限", words)


def _folders(workspace: Workspace) -> Iterator[Checkup]:
    if not workspace.inbox.exists() and workspace.inbox_record.exists():
        words = (
            f"{workspace.inbox} 不在。收件箱在网络共享上的，请先接好共享；确实删掉了的，"
            "请运行 baosong init 重新建一个。没有自动新建，以免把断开的共享当成空收件箱。"
        )
        yield Checkup("坏", "收件箱", words)
        folders = []
    else:
        folders = [workspace.inbox]
    folders += [workspace.outbox, workspace.originals, workspace.quarantine, workspace.logs]
    for folder in (*folders, workspace.campaigns, workspace.document_templates):
        if not folder.exists():
            folder.mkdir(parents=True)
            yield Checkup(REPAIRED, "文件夹", f"补建了 {folder.relative_to(workspace.root)}。")


def _templates(workspace: Workspace, backup: Path | None) -> Iterator[Checkup]:
    prefix = "templates/"
    if backup is not None:
        with open_archive(backup) as (package, manifest):
            for entry in manifest.files:
                path = workspace.root / entry.name
                if entry.name.startswith(prefix) and not path.exists():
                    replace_file(path, read_entry(package, entry, backup.name))
                    yield Checkup(REPAIRED, "模板", f"从备份补回了 {entry.name}。")
    for name, content in starter_templates().items():
        path = workspace.document_templates / name
        if not path.exists():
            replace_file(path, content)
            yield Checkup(REPAIRED, "模板", f"补回了自带模板 {name}。")
    if not any(workspace.campaigns.glob("*/任务书.xlsx")):
        words = "templates/任务 里一个任务书也没有。请用 --from 给出备份，或放回任务书。"
        yield Checkup("坏", "任务书", words)


def _leftovers(workspace: Workspace) -> Iterator[Checkup]:
    """Delete the temporary files of killed processes (残留文件); no record refers to them."""
    for folder in (workspace.outbox, workspace.templates, workspace.hidden):
        for path in sorted(folder.rglob(".*.part")):
            if remove_partial(path):
                words = f"删去了中断时留下的半截文件 {path.relative_to(workspace.root)}。"
                yield Checkup(REPAIRED, "残留文件", words)


def _originals(workspace: Workspace, clock: Clock, backup: Path | None) -> Iterator[Checkup]:
    damaged = set(find_damaged(workspace))
    lost = {
        digest for digest in _recorded_digests(workspace) if not find_original(workspace, digest)
    }
    for digest in sorted(damaged | lost):
        original = _find_bytes(workspace, digest, backup)
        fault = "内容与指纹不符" if digest in damaged else "不见了"
        if original is None:
            words = f"原件 {digest} {fault}，待认领、收件箱和备份里都没有真本。请用 --from 给出备份，或请单位重新报送同一个文件。"
            yield Checkup("坏", "原件", words)
            continue
        source_path, content = original
        path = find_original(workspace, digest)
        aside = f"，坏的移到了 {set_aside(workspace, clock, [path])}" if path else ""
        keep(workspace, spool(workspace, content), source_path.name, clock.now())
        yield Checkup(REPAIRED, "原件", f"原件 {digest} {fault}，已从 {source_path} 恢复{aside}。")


def _recorded_digests(workspace: Workspace) -> tuple[str, ...]:
    try:
        return summarize_ledger(workspace.ledger).digests if workspace.ledger.is_file() else ()
    except LedgerDamaged:  # reported by repair_ledger already
        return ()


def _find_bytes(
    workspace: Workspace, digest: str, backup: Path | None
) -> tuple[Path, bytes] | None:
    """Return bytes that have *digest*, and the path where they were found, or None."""
    candidates = [*workspace.quarantine.glob(f"{digest[:12]}_*"), *workspace.inbox.rglob("*")]
    for path in candidates:
        if path.is_file() and sha256_of(content := path.read_bytes()) == digest:
            return path, content
    if backup is None:
        return None
    with open_archive(backup) as (package, manifest):
        for entry in manifest.files:
            if entry.name.startswith(ORIGINALS_PREFIX) and entry.sha256 == digest:
                return backup / entry.name, read_entry(package, entry, backup.name)
    return None


def _writable(workspace: Workspace) -> Iterator[Checkup]:
    writable = [path for path in workspace.originals.glob("*/*") if path.stat().st_mode & _WRITES]
    for path in writable:
        path.chmod(_READ_ONLY)
    if writable:
        yield Checkup(REPAIRED, "原件", f"{len(writable)} 件原件可以被改写，已改回只读。")
