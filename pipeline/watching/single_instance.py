"""Ensure that an office has one watcher (值守): hold its lock, and write its heartbeat.

The operating system's lock decides on one computer, and on network shares that support locks. Not all
do, so a recent heartbeat from another computer keeps a second watcher out as well.
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
_ABANDONED_S: Final = 600.0  # another computer's watcher counts as stopped after such a silence
_HEARTBEAT_S: Final = 30.0


@dataclass(slots=True)
class WatcherSession:
    """Session of the running watcher (值守): its heartbeat, which changes with each pass.

    ``takeover_note`` is a sentence in Chinese about the watcher before, empty where that ended in
    order; ``previous_run`` identifies the run whose heartbeat was stored before.
    """

    workspace: Workspace
    clock: Clock
    heartbeat: Heartbeat
    takeover_note: str = ""
    previous_run: str = ""
    _written_at: float = field(default=-_HEARTBEAT_S)

    def send_heartbeat(self, *, force: bool = False, interval_s: float = _HEARTBEAT_S) -> None:
        """Write the heartbeat (心跳) if the last one is *interval_s* seconds old, or with *force*.

        A disk that refuses it stops nothing: the next pass reports what is wrong with the disk.

        Raises:
            AlreadyWatched: another watcher has taken over since.
        """
        if not force and time.monotonic() - self._written_at < interval_s:
            return
        stored = read_heartbeat(self.workspace)
        if stored is not None and stored.owner.run not in {
            self.heartbeat.owner.run,
            self.previous_run,
        }:
            raise AlreadyWatched(self.workspace.root, str(stored.owner), "")
        self.heartbeat = replace(self.heartbeat, beat_at=self.clock.now())
        self._written_at = time.monotonic()
        notify_service(SERVICE_ALIVE)
        try:
            write_heartbeat(self.workspace, self.heartbeat)
        except (OSError, FileHeldOpen) as error:  # Windows: another process is reading it
            _LOG.warning("值守心跳写不进去：%s", error)

    def record_pass(self, waiting: tuple[tuple[str, str], ...], trouble: str) -> None:
        """Record in the heartbeat that a pass was done (*trouble* empty), or why it failed."""
        heartbeat = replace(self.heartbeat, trouble=trouble)
        if not trouble:
            looked_at = self.clock.now()
            heartbeat = replace(
                heartbeat, looked_at=looked_at, waiting=waiting, passes=heartbeat.passes + 1
            )
        self.heartbeat = heartbeat
        self.send_heartbeat(force=True)


@contextmanager
def sole_watcher(
    workspace: Workspace, clock: Clock, *, polling: bool, takeover: bool
) -> Iterator[WatcherSession]:
    """Hold the watcher's lock (值守) for the block; with *takeover* ignore another computer's heartbeat.

    Raises:
        AlreadyWatched: another watcher runs in *workspace*; the error names its owner.
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
        # A killed watcher may have left a temporary file of its heartbeat.
        remove_partial_files(workspace.hidden, recursive=False)
        heartbeat = Heartbeat(owner, program_version(), clock.now(), polling=polling)
        previous_run = last.owner.run if last else ""
        session = WatcherSession(workspace, clock, heartbeat, _takeover_note(last), previous_run)
        session.send_heartbeat(force=True)
        notify_service(SERVICE_READY)
        try:
            yield session
        finally:
            notify_service(SERVICE_STOPPING)
            _end(session)
    finally:
        lock.release()


def _refuse_while_fresh(workspace: Workspace, last: Heartbeat, owner: Owner) -> None:
    """Refuse, though the lock was free, while the heartbeat of another computer's watcher is recent."""
    if last.stopped or last.owner.host == owner.host:
        return
    os.utime(
        workspace.watch_lock
    )  # so that both times are the file server's, and our clocks don't matter
    age = workspace.watch_lock.stat().st_mtime - workspace.heartbeat.stat().st_mtime
    if abs(age) < _ABANDONED_S:
        last_sign = f"它 {max(int(age), 0)} 秒前还有动静"
        raise AlreadyWatched(workspace.root, str(last.owner), last_sign)


def _takeover_note(last: Heartbeat | None) -> str:
    if last is None or last.stopped:
        return ""
    host = "" if last.owner.host == socket.gethostname() else f"电脑“{last.owner.host}”上的"
    return (
        f"{host}上一次值守没有正常结束（最后一次动静 {last.beat_at:%m月%d日 %H:%M:%S}），已接着做。"
    )


def _end(session: WatcherSession) -> None:
    session.heartbeat = replace(session.heartbeat, stopped=True)
    try:
        session.send_heartbeat(force=True)
    except AlreadyWatched:  # the heartbeat is the other watcher's now
        _LOG.info("值守已由别人接手")
