"""Who works in an office just now, and what its watcher (值守) last told of itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """A running program (占用者): the person, the computer, the process, since when, doing what.

    ``run`` tells two runs apart that are alike in all of these.
    """

    user: str
    host: str
    pid: int
    since: datetime
    command: str
    run: str

    def __str__(self) -> str:
        return (
            f"{self.user}，在电脑“{self.host}”上，{self.since:%m月%d日 %H:%M} 起，"
            f"进程 {self.pid}，{self.command}"
        )


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The watcher's own account (值守心跳), written over and over while it lives.

    ``beat_at`` is when it last wrote, ``looked_at`` when it last looked through the inbox to the end.
    ``waiting`` are the files that wait, each with the reason; ``trouble`` is why the last pass could
    not be done. ``stopped`` means that it was ended in order.
    """

    owner: Owner
    version: str
    beat_at: datetime
    looked_at: datetime | None = None
    passes: int = 0
    waiting: tuple[tuple[str, str], ...] = ()
    trouble: str = ""
    polling: bool = False
    stopped: bool = False


class Life(Enum):
    """Whether the watcher lives, as far as can be told from here."""

    NONE = "none"
    ALIVE = "alive"
    SILENT = "silent"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Pulse:
    """The watcher as seen now: its life, a sentence about it, and its own account if there is one."""

    life: Life
    words: str
    heartbeat: Heartbeat | None = None
