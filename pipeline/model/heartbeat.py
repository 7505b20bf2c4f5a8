"""Define the owner of an office's lock (占用者) and the heartbeat of its watcher (值守心跳)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """A running program (占用者): the person, the computer, the process, its start and its command.

    ``run`` is unique, for two processes may be equal in all of these.
    """

    user: str
    host: str
    pid: int
    since: datetime
    command: str
    run: str
    subject: str = ""  # the file or the paper that it works on

    def __str__(self) -> str:
        return (
            f"{self.user}，在电脑“{self.host}”上，{self.since:%m月%d日 %H:%M} 起，"
            f"进程 {self.pid}，{self.command}"
        )


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Heartbeat of the watcher (值守心跳), written again and again while it runs.

    ``beat_at`` is the time of the last write, ``looked_at`` that of the last complete scan of the inbox.
    ``waiting`` are the files that wait, each with the reason; ``trouble`` is why the last pass failed.
    ``stopped`` means that the watcher ended in order. The names are the keys of the stored JSON.
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
    """State of the watcher (值守情况), as far as it can be determined from this computer."""

    NONE = "none"
    ALIVE = "alive"
    SILENT = "silent"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Pulse:
    """State of the watcher now (值守情况), a sentence about it, and its last heartbeat if there is one."""

    life: Life
    words: str
    heartbeat: Heartbeat | None = None
