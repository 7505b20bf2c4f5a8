"""Repair a ledger that is damaged or missing (台账修复): move it away, and restore it from a backup.

It is never rebuilt from the originals: their times of receipt, their names, the numbers of papers and
the findings are only in the ledger, and a guess would look like a record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file
from pipeline.ledger.errors import LedgerDamaged, LedgerUnwritable
from pipeline.ledger.snapshot import summarize_ledger
from pipeline.ledger.store import append_event, close_ledger, open_ledger
from pipeline.model.event import LEDGER_SUBJECT, Action, Event
from pipeline.safekeeping.archive_reader import open_archive, read_entry
from pipeline.safekeeping.backup import LEDGER_MEMBER
from pipeline.safekeeping.doctor import Checkup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.workspace import Workspace

_NUMBERED_NAME: Final = re.compile(r"〔\d{4}〕\d+号|第\d+期")
_NO_BACKUP_REMEDY: Final = (
    "请不要接着处理，以免从头编号。请给出最近的备份：baosong doctor --mend --from 备份文件（或放备份的文件夹）。"
    "没有备份的，请把 .baosong 文件夹原样复制一份，交给维护人员抢救；原件都在 .baosong/originals 里，不会丢。"
)


def repair_ledger(workspace: Workspace, clock: Clock, backup: Path | None) -> Iterator[Checkup]:
    """Examine the ledger, and restore it from *backup* where it is damaged; call with the office lock held."""
    log_size = _log_size(workspace)
    reason = _fault(workspace)
    if not reason:
        if log_size and not _log_size(workspace):
            words = f"上次中断时留下的 {log_size} 字节日志已并入台账，没有丢失。"
            yield Checkup("修", "台账", words)
        return
    if backup is None:
        yield Checkup("坏", "台账", f"{reason}。{_NO_BACKUP_REMEDY}")
        return
    ledger = workspace.ledger
    logs = [ledger.with_name(ledger.name + suffix) for suffix in ("-wal", "-shm", "-journal")]
    damaged = [path for path in (ledger, *logs) if path.exists()]
    aside = f"坏的移到了 {set_aside(workspace, clock, damaged)}。" if damaged else ""
    with open_archive(backup) as (package, manifest):
        entry = next(entry for entry in manifest.files if entry.name == LEDGER_MEMBER)
        replace_file(ledger, read_entry(package, entry, backup.name))
    _record_restoration(workspace, clock, backup, manifest.created)
    words = f"{reason}。已换成 {backup.name} 里的台账（{manifest.created[:16]} 备份，{manifest.events} 条事件）。"
    yield Checkup("修", "台账", words + aside)
    yield from _missing_from_backup(workspace)


def set_aside(workspace: Workspace, clock: Clock, paths: Sequence[Path]) -> str:
    """Move damaged files to a new folder, and return its path; nothing is deleted."""
    folder = workspace.hidden / "damaged" / f"{clock.now():%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        target, number = folder / path.name, 1
        while target.exists():
            number += 1
            target = folder / f"{number}-{path.name}"
        path.rename(target)
    return folder.relative_to(workspace.root).as_posix()


def _fault(workspace: Workspace) -> str:
    """Return what is wrong with the ledger's file; empty where it is intact, or the office is new."""
    if not workspace.ledger.is_file():
        has_records = any(workspace.originals.glob("*/*")) or _log_size(workspace)
        return "台账不见了，而原件或它的日志还在" if has_records else ""
    try:
        summarize_ledger(workspace.ledger)
    except LedgerDamaged as error:
        return f"台账已损坏（{error.reason}）"
    return ""


def _log_size(workspace: Workspace) -> int:
    """Return the size in bytes of the write-ahead log; SQLite merges it into the ledger when that is closed."""
    log = workspace.ledger.with_name(workspace.ledger.name + "-wal")
    return log.stat().st_size if log.exists() else 0


def _record_restoration(workspace: Workspace, clock: Clock, backup: Path, created: str) -> None:
    """Append an event to the restored ledger that names the backup it comes from."""
    ledger = open_ledger(workspace.ledger)
    try:
        words = f"由 {backup.name}（{created}）恢复，此后的登记不在其中"
        append_event(
            ledger, Event(clock.now(), "自检", Action.LEDGER_RESTORED, LEDGER_SUBJECT, words)
        )
    except LedgerUnwritable:
        return
    finally:
        close_ledger(ledger)


def _missing_from_backup(workspace: Workspace) -> Iterator[Checkup]:
    """Yield originals and numbered papers that are not in the restored ledger: newer than the backup."""
    summary = summarize_ledger(workspace.ledger)
    recorded = summary.event_digests.union(summary.digests)
    new = sorted(
        (path for path in workspace.originals.glob("*/*") if path.stem not in recorded),
        key=lambda path: path.stat().st_mtime,
    )
    if new:
        paths = "、".join(path.relative_to(workspace.root).as_posix() for path in new)
        words = (
            f"有 {len(new)} 件原件是备份以后收到的，不在恢复的台账里：{paths}。"
            "请把它们复制到收件箱重新登记；登记的收到时间会是重新登记的时间，原来的以文件的修改时间为准，请在督办、通报前核对迟报。"
        )
        yield Checkup("看", "待补登", words)
    papers = [
        path.relative_to(workspace.root).as_posix()
        for path in sorted(workspace.outbox.glob("*/*/*.docx"))
        if _NUMBERED_NAME.search(path.name)
    ]
    unknown = [path for path in papers if path not in summary.paths]
    if unknown:
        words = (
            f"有 {len(unknown)} 份已编号的文件不在恢复的发文登记簿里：{'、'.join(unknown)}。"
            "请把任务书“发文”表的“起始号”改到这些号之后，以免重号。"
        )
        yield Checkup("看", "发文登记簿", words)
