"""One file through sniffing, unpacking and the real worker, with what it cost there."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.intake.archives import ArchiveMember, UnpackFailure
from pipeline.intake.scan import IgnoredFile
from pipeline.intake.sniff import sniff
from pipeline.receiving.examine import _NOT_A_WORKBOOK
from pipeline.workbook.errors import WorkbookUnreadable
from tests.unpacked import unpacked

if TYPE_CHECKING:
    from pipeline.model.grid import Book
    from pipeline.workbook.worker import Worker

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Cost:
    """What came of a file; seconds by the clock, processor seconds of parent and child, megabytes of the child."""

    reasons: tuple[str, ...]
    books: tuple[Book, ...]
    names: tuple[str, ...]
    wall_s: float
    own_cpu_s: float
    child_cpu_s: float
    child_mb: int


def measured(content: bytes, name: str, worker: Worker) -> Cost:
    """Take *content* through, and return what it cost."""
    pid = worker.pid
    before = _cpu(pid)
    wall, own = time.perf_counter(), time.process_time()
    reasons: list[str] = []
    books: list[Book] = []
    names: list[str] = []
    container = sniff(content)
    if container.bundle:
        for part in unpacked(content, container, worker):
            names.append(part.name)
            if isinstance(part, UnpackFailure | IgnoredFile):
                reasons.append(part.reason)
            else:
                _opened(part, worker, reasons, books)
    else:
        _opened(ArchiveMember(name, content), worker, reasons, books)
    wall, own = time.perf_counter() - wall, time.process_time() - own
    alive = worker.pid == pid
    return Cost(
        tuple(reasons), tuple(books), tuple(names), wall, own,
        _cpu(pid) - before if alive else -1.0, peak_mb(pid) if alive else -1,
    )  # fmt: skip


def _opened(part: ArchiveMember, worker: Worker, reasons: list[str], books: list[Book]) -> None:
    container = sniff(part.content)
    if not container.workbook:
        reasons.append(_NOT_A_WORKBOOK[container])
        return
    try:
        books.append(worker.read(part.content, part.name))
    except WorkbookUnreadable as error:
        reasons.append(error.reason)


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def peak_mb(pid: int) -> int:
    """The most memory that a process has had so far, in megabytes."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text("ascii"))
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0
