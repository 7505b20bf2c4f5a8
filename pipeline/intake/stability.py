"""Find the files that are stable: two scans that agree, some time apart; pure.

An event reports that a copy began (Windows) or that a part of it arrived (Linux); neither means
that the file is complete. A file is received when nothing about it has changed between two
scans, at start-up too, and no program is known to have it open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.arrival import Arrival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.scan import FileSnapshot

# How long, in seconds, a file must rest: on a share nothing else protects a copy that has stalled.
STABLE_S: Final = 1.0
SHARE_STABLE_S: Final = 5.0
_NS: Final = 1_000_000_000


def find_stable(
    first: Sequence[FileSnapshot], second: Sequence[FileSnapshot]
) -> tuple[tuple[Arrival, ...], tuple[str, ...]]:
    """Return the stable files, and the names of those still changing, in the order of *second*.

    What was gone at the second scan is in neither: it is no longer in the inbox.
    """
    before = {snapshot.path: snapshot for snapshot in first}
    stable = {
        snapshot.path
        for snapshot in second
        if before.get(snapshot.path) == snapshot and not snapshot.in_use
    }
    arrivals = tuple(
        Arrival(snapshot.path, snapshot.name) for snapshot in second if snapshot.path in stable
    )
    waiting = tuple(snapshot.name for snapshot in second if snapshot.path not in stable)
    return arrivals, waiting


def waiting_reasons(second: Sequence[FileSnapshot]) -> dict[str, str]:
    """Return why each file of *second* would have to wait (等待的原因), by its name, in Chinese."""
    return {snapshot.name: snapshot.in_use or "文件还在复制，下一轮再收。" for snapshot in second}


def needs_second_scan(snapshots: Sequence[FileSnapshot], wall_ns: int, *, on_share: bool) -> bool:
    """Return whether any file may still be written to: another scan must show that it isn't.

    If every file of a local disk was written longer ago than :data:`STABLE_S`, one scan already shows
    stable files. A modification time in the future (the clock of another computer) proves nothing, and on
    a share no time does: it is the clock of the server. *wall_ns* is in nanoseconds since 1970.
    """
    if on_share:
        return bool(snapshots)
    return any(wall_ns - snapshot.mtime_ns < STABLE_S * _NS for snapshot in snapshots)
