"""Receive a file again that has grown after it was received (收后续写)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import describe
from pipeline.intake.clearing import cleared_files, has_changed, is_due, put_back
from pipeline.intake.originals import find_original
from pipeline.intake.quarantine import release_from_quarantine
from pipeline.ledger.arrivals import arrival_by_number
from pipeline.ledger.store import append_event
from pipeline.model.arrival import Fate
from pipeline.model.event import Action
from pipeline.office.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.intake.clearing import ClearedFile
    from pipeline.model.arrival import Progress
    from pipeline.office.context import Office


def put_back_grown_files(office: Office) -> Iterator[str]:
    """Move each file that was written to after it was received back into the inbox; yield a note for each.

    The pass then receives it as any other file, whole. Those that have been held long enough are deleted.
    """
    for file in cleared_files(office.workspace):
        progress = arrival_by_number(office.ledger, file.arrival)
        original = find_original(office.workspace, progress.digest) if progress else None
        if progress is None or original is None:  # lost, which doctor reports
            continue
        try:
            if has_changed(file, original, progress.digest):
                with exclusive(office.workspace, progress.name):
                    yield _put_back(file, progress, original.stat().st_size, office)
            elif is_due(file):
                file.path.unlink(missing_ok=True)
        except OSError as error:
            yield f"已收文件的副本 {file.path.name} 没有清理：{describe(error)}（下一轮再试）"


def _put_back(file: ClearedFile, progress: Progress, received: int, office: Office) -> str:
    name = put_back(office.workspace, file, progress)
    words = f"收下时 {received} 字节，后来又写到 {file.size} 字节"
    append_event(office.ledger, office.event(Action.GREW, progress.name, words, progress.digest))
    if progress.fate is Fate.QUARANTINED:
        release_from_quarantine(office.workspace, progress.digest)
    return (
        f"{progress.name} 收下时还没有传完（{words}），已放回收件箱（{name}），按完整的文件重新收。"
    )
