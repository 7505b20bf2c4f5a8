"""Which files have come to rest: the same size and time at two looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.arrival import Arrival

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.scan import Look

_NS: int = 1_000_000_000


def needs_second_look(looks: Sequence[Look], wall_ns: int, rest_s: float) -> bool:
    """Whether any file was written so lately that it may still be growing.

    *wall_ns* is the file system's time, in nanoseconds; a time in the future needs a look too.
    """
    return any(look.mtime_ns > wall_ns - rest_s * _NS for look in looks)


def settled(
    first: Sequence[Look], second: Sequence[Look]
) -> tuple[tuple[Arrival, ...], tuple[str, ...]]:
    """The files at rest, and the names of those still waiting, from two looks a moment apart.

    A file that appeared or changed between the looks waits for the next pass; one that vanished
    is nobody's concern.
    """
    before = {look.name: (look.size, look.mtime_ns) for look in first}
    arrivals = []
    waiting = []
    for look in second:
        if before.get(look.name) == (look.size, look.mtime_ns):
            arrivals.append(Arrival(look.path, look.name))
        else:
            waiting.append(look.name)
    return tuple(arrivals), tuple(waiting)
