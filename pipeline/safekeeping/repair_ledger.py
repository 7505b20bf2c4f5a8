"""Repair a ledger that is damaged, missing or shortened (台账修复): from a backup, or by accepting what there is.

It is never rebuilt from the originals: their times of receipt, their names, the numbers of papers and
the findings are only in the ledger, and a guess would look like a record. Originals and papers that it
lacks are entered again as such (补登).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file
from pipeline.ledger.errors import LedgerDamaged, LedgerMissing, LedgerShortened
from pipeline.ledger.proof import require_proven, reset_proof
from pipeline.ledger.register import list_numbers
from pipeline.ledger.snapshot import summarize_ledger
from pipeline.ledger.store import append_event, close_ledger, open_ledger
from pipeline.ledger.verify import altered_records, find_event_by_link
from pipeline.model.event import LEDGER_SUBJECT, Action, Event
from pipeline.office.context import require_ledger
from pipeline.office.lost_originals import lost_originals
from pipeline.office.numbered_papers import has_remains, numbered_papers
from pipeline.safekeeping.archive_reader import open_archive, read_entry
from pipeline.safekeeping.backup import LEDGER_MEMBER
from pipeline.safekeeping.doctor import Checkup
from pipeline.safekeeping.restore import restoration_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.workspace import Workspace

_NO_BACKUP_REMEDY: Final = (
    "请不要接着处理，以免从头编号。请给出最近的备份：baosong doctor --mend --from 备份文件（或放备份的文件夹）。"
    "没有备份的，请把 .baosong 文件夹原样复制一份，交给维护人员抢救；原件都在 .baosong/originals 里，不会丢。"
)


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is wrong with a ledger: ``damaged`` where its file is no intact database, ``readable`` where it is one."""

    reason: str
    damaged: bool = False
    readable: bool = False


def repair_ledger(workspace: Workspace, clock: Clock, backup: Path | None) -> Iterator[Checkup]:
    """Repair the ledger: from *backup*, or without one by accepting what there is, with the loss as an event.

    A ledger that is damaged is replaced from a backup alone. Call with the office lock held.
    """
    log_size = _log_size(workspace)
    fault = _fault(workspace) or (_altered(workspace) if backup else None)
    if fault is None:
        if log_size and not _log_size(workspace):
            words = f"上次中断时留下的 {log_size} 字节日志已并入台账，没有丢失。"
            yield Checkup("修", "台账", words)
        return
    if backup is not None and not (fault.readable and _contains(workspace, backup)):
        yield _replace(workspace, clock, backup, fault)
    elif fault.damaged:
        yield Checkup("坏", "台账", f"{fault.reason}。{_NO_BACKUP_REMEDY}")
    else:
        yield _accept(workspace, clock, fault)


def _replace(workspace: Workspace, clock: Clock, backup: Path, fault: _Fault) -> Checkup:
    """Replace the ledger by that of *backup*, and record that."""
    aside = _set_ledger_aside(workspace, clock)
    with open_archive(backup) as (package, manifest):
        entry = next(entry for entry in manifest.files if entry.name == LEDGER_MEMBER)
        replace_file(workspace.ledger, read_entry(package, entry, backup.name))
    words = restoration_words(backup.name, manifest.created)
    _record(workspace, clock, Action.LEDGER_RESTORED, words)
    return Checkup(
        "修",
        "台账",
        f"{fault.reason}。已换成 {backup.name} 里的台账"
        f"（{manifest.created[:16]} 备份，{manifest.events} 条事件）。{aside}",
    )


def _accept(workspace: Workspace, clock: Clock, fault: _Fault) -> Checkup:
    """Accept the ledger as it is, or create one where there is none, and record the loss."""
    aside = "" if fault.readable else _set_ledger_aside(workspace, clock)
    _record(workspace, clock, Action.LEDGER_SHORTENED, fault.reason)
    how = "已照现有的接着用" if fault.readable else "已新建一本"
    words = f"{fault.reason}。没有用备份，{how}，缺失已记入台账。{aside}"
    return Checkup("修", "台账", words)


def _set_ledger_aside(workspace: Workspace, clock: Clock) -> str:
    ledger = workspace.ledger
    logs = [ledger.with_name(ledger.name + suffix) for suffix in ("-wal", "-shm", "-journal")]
    found = [path for path in (ledger, *logs) if path.exists()]
    return f"坏的移到了 {set_aside(workspace, clock, found)}。" if found else ""


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


def _fault(workspace: Workspace) -> _Fault | None:
    """Return what is wrong with the ledger; None where nothing is, or the office is new."""
    exists = workspace.ledger.is_file()
    try:
        require_ledger(workspace)
        if not exists:
            return _Fault("台账不见了，而它的日志还在") if _log_size(workspace) else None
        summarize_ledger(workspace.ledger)
    except LedgerMissing:
        return _Fault(
            "台账是空的，而原件或别的记录还在" if exists else "台账不见了，而原件或它的日志还在"
        )
    except LedgerDamaged as error:
        return _Fault(f"台账已损坏（{error.reason}）", damaged=True)
    ledger = open_ledger(workspace.ledger)
    try:
        require_proven(ledger, lambda: has_remains(workspace))
    except LedgerShortened as error:
        return _Fault(f"台账缺了记录（{error.fault}）", readable=True)
    finally:
        close_ledger(ledger)
    return None


def _altered(workspace: Workspace) -> _Fault | None:
    """Return that records differ from their digests; only computed where a backup can replace them."""
    if not workspace.ledger.is_file():
        return None
    ledger = open_ledger(workspace.ledger)
    try:
        sentences = altered_records(ledger)
    except LedgerDamaged as error:
        return _Fault(f"台账已损坏（{error.reason}）", damaged=True)
    finally:
        close_ledger(ledger)
    words = f"台账里有 {len(sentences)} 条记录与登记时的指纹不符"
    return _Fault(words, damaged=True) if sentences else None


def _contains(workspace: Workspace, backup: Path) -> bool:
    """Return whether the present ledger has everything that the ledger in *backup* has, so that it is the better one."""
    with open_archive(backup) as (_, manifest):
        head = manifest.head
    ledger = open_ledger(workspace.ledger)
    try:
        return bool(head) and find_event_by_link(ledger, head) > 0
    finally:
        close_ledger(ledger)


def _log_size(workspace: Workspace) -> int:
    """Return the size in bytes of the write-ahead log; SQLite merges it into the ledger when that is closed."""
    log = workspace.ledger.with_name(workspace.ledger.name + "-wal")
    return log.stat().st_size if log.exists() else 0


def _record(workspace: Workspace, clock: Clock, action: Action, words: str) -> None:
    """Append the event of a loss with counts of what the ledger lacks, and write its proof (旁证)."""
    ledger = open_ledger(workspace.ledger)
    try:
        originals = len(lost_originals(workspace, ledger))
        paths = {number.path for number in list_numbers(ledger)}
        papers = sum(
            paper.path.relative_to(workspace.root).as_posix() not in paths
            for paper in numbered_papers(workspace)
        )
        lacking = f"；台账里没有的：原件 {originals} 件、已编号的文件 {papers} 份"
        append_event(ledger, Event(clock.now(), "自检", action, LEDGER_SUBJECT, words + lacking))
        reset_proof(ledger, recount=True)
    finally:
        close_ledger(ledger)
