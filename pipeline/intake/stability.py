"""Which files have come to rest: two looks that agree, some time apart; pure.

An event says that a copy began (Windows) or that a part of it came (Linux); neither says that it is
whole. A file is taken in when nothing about it has changed between two looks, at start-up too, and
nobody is known to have it open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.arrival import Arrival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.scan import FileSnapshot

_NS: Final = 1_000_000_000


def find_stable(
    first: Sequence[FileSnapshot], second: Sequence[FileSnapshot]
) -> tuple[tuple[Arrival, ...], tuple[str, ...]]:
    """The files at rest, and the names of those that still move, in the order of *second*.

    What was gone at the second look is neither: it is not in the inbox any more.
    """
    before = {look.path: look for look in first}
    resting = {look.path for look in second if before.get(look.path) == look and not look.in_use}
    arrivals = tuple(Arrival(look.path, look.name) for look in second if look.path in resting)
    waiting = tuple(look.name for look in second if look.path not in resting)
    return arrivals, waiting


def waiting_reasons(second: Sequence[FileSnapshot]) -> dict[str, str]:
    """Why each file of *second* would have to wait (等待的原因), by its name, in Chinese."""
    return {look.name: look.in_use or "文件还在复制，下一轮再收。" for look in second}


def needs_second_scan(looks: Sequence[FileSnapshot], wall_ns: int, rest_s: float) -> bool:
    """Whether any file was written less than *rest_s* seconds before *wall_ns*.

    If none was, the one look already shows a file at rest. A time of writing in the future (the
    clock of another computer) says nothing, so such a file is looked at again.
    """
    return any(wall_ns - look.mtime_ns < rest_s * _NS for look in looks)
