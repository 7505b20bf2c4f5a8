"""The way of a file from its bytes to its findings, as the office goes it; and what may come of it."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.checking.check import check
from pipeline.intake.archives import ArchiveMember
from pipeline.intake.sniff import sniff
from pipeline.model.finding import Level
from pipeline.model.grid import Address
from pipeline.reading.fill import read_form
from pipeline.reading.identify import IdentityDoubt, identify
from pipeline.workbook.errors import MarkupImpossible, WorkbookUnreadable
from pipeline.workbook.markup import Mark
from tests.unpacked import unpacked

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign
    from pipeline.workbook.worker import Worker


@dataclass(slots=True)
class Tally:
    """What came of the inputs: how many ended how, and those that should not have ended so."""

    inputs: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    broken: list[tuple[str, bytes]] = field(default_factory=list)


def try_one(content: bytes, worker: Worker, campaign: Campaign, tally: Tally) -> None:
    """Take one file through; an undeclared exception is kept with the bytes."""
    tally.inputs += 1
    begun = time.perf_counter()
    crashes = worker.crashes
    try:
        _through(content, "东河区报送表.xlsx", worker, campaign, tally)
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        tally.broken.append((traceback.format_exc(), content))
    if worker.crashes > crashes:
        tally.broken.append((f"the child died: {worker.last_crash}", content))
    tally.slowest_s = max(tally.slowest_s, time.perf_counter() - begun)


def _through(content: bytes, name: str, worker: Worker, campaign: Campaign, tally: Tally) -> None:
    container = sniff(content)
    if container.bundle:
        for part in unpacked(content, container, worker):
            if isinstance(part, ArchiveMember):
                inner = sniff(part.content)
                if inner.workbook:
                    _read(part.content, f"{name}/{part.name}", worker, campaign, tally)
                else:
                    tally.ends["no workbook"] += 1
            else:
                tally.ends["stuck"] += 1
    elif container.workbook:
        _read(content, name, worker, campaign, tally)
    else:
        tally.ends["no workbook"] += 1


def _read(content: bytes, name: str, worker: Worker, campaign: Campaign, tally: Tally) -> None:
    try:
        book = worker.read(content, name)
    except WorkbookUnreadable as error:
        tally.ends["refused"] += 1
        tally.reasons[error.reason] += 1
        return
    claim = identify(book, [campaign])
    if isinstance(claim, IdentityDoubt):
        tally.ends["waits for a person"] += 1
        return
    filling = read_form(book, campaign, claim)
    check(filling, campaign, None)
    tally.ends["read as a form"] += 1
    marks = [
        Mark(grid.name, str(at), "请核对。", Level.ERROR)
        for grid in book.sheets
        for at in (*sorted(grid.cells)[:3], Address(3, 30))
    ]
    try:
        worker.mark_up(content, name, marks)
    except MarkupImpossible:
        tally.ends["not marked up"] += 1
    else:
        tally.ends["marked up"] += 1
