"""Being the one watcher (值守) of an office: the lock for as long as it lives, and its heartbeat.

The operating system's lock decides on one computer, and on shares that pass locks on. Not all do, so a
heartbeat from another computer that is still fresh keeps a second watcher out as well.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from pipeline.errors import FileHeldOpen
from pipeline.model.heartbeat import Heartbeat, Owner
from pipeline.office.heartbeat import read_heartbeat, write_heartbeat
from pipeline.office.lock import remove_partial_files, this_run
from pipeline.version import program_version
from pipeline.watching.errors import AlreadyWatched
from pipeline.watching.systemd import SERVICE_ALIVE, SERVICE_READY, SERVICE_STOPPING, notify_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.clock import Clock
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_ABANDONED_S: Final = 600.0  # another computer's watcher that has been silent for so long is gone
_BEAT_S: Final = 30.0


@dataclass(slots=True)
class WatcherSession:
    """The watcher's own account while it lives; the one thing here that changes.

    ``inherited`` says, in Chinese, after whom it took over; empty after an orderly end.
    """

    workspace: Workspace
    clock: Clock
    heartbeat: Heartbeat
    inherited: str = ""
    before: str = ""  # the run whose note was found and taken over
    _beaten: float = field(default=-_BEAT_S)

    def beat(self, *, now: bool = False, every_s: float = _BEAT_S) -> None:
        """Write the heartbeat if the last one is *every_s* old, or *now*.

        A disk that refuses it stops nothing: the pass will say what is wrong with the disk.

        Raises:
            WatchedAlready: another watcher has taken over meanwhile.
        """
        if not now and time.monotonic() - self._beaten < every_s:
            return
        found = read_heartbeat(self.workspace)
        if found is not None and found.owner.run not in {self.heartbeat.owner.run, self.before}:
            raise AlreadyWatched(self.workspace.root, str(found.owner), "")
        self.heartbeat = replace(self.heartbeat, beat_at=self.clock.now())
        self._beaten = time.monotonic()
        notify_service(SERVICE_ALIVE)
        try:
            write_heartbeat(self.workspace, self.heartbeat)
        except (OSError, FileHeldOpen) as error:  # Windows: somebody reads it just now
            _LOG.warning("值守心跳写不进去：%s", error)

    def passed(self, waiting: tuple[tuple[str, str], ...], trouble: str) -> None:
        """A pass was done (*trouble* empty), or could not be; write it down."""
        told = replace(self.heartbeat, trouble=trouble)
        if not trouble:
            looked_at = self.clock.now()
            told = replace(told, looked_at=looked_at, waiting=waiting, passes=told.passes + 1)
        self.heartbeat = told
        self.beat(now=True)


@contextmanager
def sole_watcher(
    workspace: Workspace, clock: Clock, *, polling: bool, takeover: bool
) -> Iterator[WatcherSession]:
    """Be the only watcher of *workspace*. With *takeover* another computer's heartbeat is no matter.

    Raises:
        WatchedAlready: somebody else watches it; the error names who.
    """
    lock = FileLock(workspace.watch_lock)
    last = read_heartbeat(workspace)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise AlreadyWatched(workspace.root, str(last.owner) if last else "", "") from error
    try:
        owner = this_run(clock.now())
        if last is not None and not takeover:
            _refuse_while_fresh(workspace, last, owner)
        remove_partial_files(
            workspace.hidden, below=False
        )  # half a heartbeat of a watcher that died
        beat = Heartbeat(owner, program_version(), clock.now(), polling=polling)
        before = last.owner.run if last else ""
        watching = WatcherSession(workspace, clock, beat, _inherited(last), before)
        watching.beat(now=True)
        notify_service(SERVICE_READY)
        try:
            yield watching
        finally:
            notify_service(SERVICE_STOPPING)
            _end(watching)
    finally:
        lock.release()


def _refuse_while_fresh(workspace: Workspace, last: Heartbeat, owner: Owner) -> None:
    """Where the lock was free: refuse while another computer's watcher was heard of lately."""
    if last.stopped or last.owner.host == owner.host:
        return
    os.utime(workspace.watch_lock)  # both times are the file server's, whatever our clocks say
    age = workspace.watch_lock.stat().st_mtime - workspace.heartbeat.stat().st_mtime
    if abs(age) < _ABANDONED_S:
        wait = f"它 {max(int(age), 0)} 秒前还有动静"
        raise AlreadyWatched(workspace.root, str(last.owner), wait)


def _inherited(last: Heartbeat | None) -> str:
    if last is None or last.stopped:
        return ""
    where = "" if last.owner.host == socket.gethostname() else f"电脑“{last.owner.host}”上的"
    return f"{where}上一次值守没有正常结束（最后一次动静 {last.beat_at:%m月%d日 %H:%M:%S}），已接着做。"


def _end(watching: WatcherSession) -> None:
    watching.heartbeat = replace(watching.heartbeat, stopped=True)
    try:
        watching.beat(now=True)
    except AlreadyWatched:  # the note is the other one's now
        _LOG.info("值守已由别人接手")
