"""Receive a file again that has grown after it was received (收后续写)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import describe
from pipeline.intake.clearing import cleared_files, has_changed, is_due, put_back
from pipeline.intake.originals import stored_original
from pipeline.intake.quarantine import release_from_quarantine
from pipeline.ledger.arrivals import arrival_by_number
from pipeline.ledger.store import append_event
from pipeline.model.arrival import Fate
from pipeline.model.event import Action
from pipeline.office.lock import exclusive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.intake.clearing import ClearedFile
    from pipeline.model.arrival import Original, Progress
    from pipeline.office.context import Office
    from pipeline.receiving.case import Desk


def put_back_grown_files(desk: Desk) -> Iterator[str]:
    """Move each file that was written to after it was received back into the inbox; yield a note for each.

    The pass then receives it as any other file, whole. Those that have been held long enough are deleted.
    """
    office = desk.office
    for file in cleared_files(office.workspace):
        try:
            with exclusive(office.workspace, "已清的文件"):
                yield from _put_back_or_delete(file, office)
        except OSError as error:
            yield f"已收文件的副本 {file.path.name} 没有清理：{describe(error)}（下一轮再试）"


def _put_back_or_delete(file: ClearedFile, office: Office) -> Iterator[str]:
    progress = arrival_by_number(office.ledger, file.arrival)
    if progress is None:  # another ledger was put here, which doctor reports
        return
    original = stored_original(
        office.workspace, progress.digest, progress.name, progress.received_at
    )
    if original is None:  # lost, which doctor reports
        return
    if has_changed(file, original):
        yield _put_back(file, progress, original, office)
    elif is_due(file):
        file.path.unlink(missing_ok=True)


def _put_back(file: ClearedFile, progress: Progress, original: Original, office: Office) -> str:
    name = put_back(office.workspace, file, progress)
    words = f"收下时 {original.size} 字节，后来又写到 {file.size} 字节"
    append_event(office.ledger, office.event(Action.GREW, progress.name, words, progress.digest))
    if progress.fate is Fate.QUARANTINED:
        release_from_quarantine(office.workspace, progress.digest)
    return (
        f"{progress.name} 收下时还没有传完（{words}），已放回收件箱（{name}），按完整的文件重新收。"
    )
