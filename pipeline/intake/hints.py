"""File-system events (watchdog) that trigger an early scan; the scan alone decides.

watchdog's emitters, native and polling, stop for good and without an error when the watched
folder is deleted or its share drops out; shares send no events of what other computers write. So
the watcher is checked and restarted here, and the caller scans at its time-out in any case.
"""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from pipeline.intake.mounts import network_fs_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_LOG: Final = logging.getLogger(__name__)
_CHECK_S: Final = 2.0  # how often the watcher itself is checked
_POLL_S: Final = 2.0  # how often the polling watcher lists the folder
# Events that may mean a new file. Not “opened” and “closed unwritten”: our own reading causes
# those, and would trigger scans for ever; not “deleted”: our own clearing causes that.
_EVENTS: Final[list[type[FileSystemEvent]]] = [
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


@contextmanager
def watch_inbox(inbox: Path, *, polling: bool | None) -> Iterator[Callable[[float], bool]]:
    """Watch *inbox*; yield ``wait(timeout_s)``, which returns true once something changed.

    With *polling* the folder is listed every two seconds: for network shares, which send no events
    of what other computers write. With ``None`` the kind of file system decides, each time the
    folder is replaced: a share may be mounted late. A watcher that stopped, or a folder that
    reappeared, counts as a change.
    """
    watcher = _InboxWatcher(inbox, polling=polling)
    watcher.start()
    try:
        yield watcher.wait
    finally:
        watcher.stop()


class _EventHandler(FileSystemEventHandler):
    def __init__(self, changed: threading.Event) -> None:
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - any event will do
        self._changed.set()


class _InboxWatcher:
    """Run the watchdog observer of one folder, and record whether it reported a change."""

    def __init__(self, inbox: Path, *, polling: bool | None) -> None:
        self._inbox = inbox
        self._polling_option = polling
        self._polling = bool(polling)
        self._changed = threading.Event()
        self._observer: BaseObserver | None = None
        self._watched_id: tuple[int, int] | None = None

    def wait(self, timeout_s: float) -> bool:
        remaining_s = timeout_s
        while remaining_s > 0 and not self._changed.is_set():
            slice_s = min(remaining_s, _CHECK_S)
            self._changed.wait(slice_s)
            remaining_s -= slice_s
            self._restart_if_dead()
        changed = self._changed.is_set()
        self._changed.clear()
        return changed

    def start(self) -> None:
        self._watched_id = self._folder_id()
        if self._watched_id is None:  # the share is away; there is nothing to watch yet
            return
        if self._polling_option is None:
            self._polling = bool(network_fs_type(self._inbox))
        try:
            self._observe(PollingObserver(timeout=_POLL_S) if self._polling else Observer())
        except OSError as error:  # e.g. the system's limit of watched folders is reached
            _LOG.warning("系统不能监视收件箱（%s），改为定时查看", error)
            self._polling_option = self._polling = True

    def stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join()

    def _observe(self, observer: BaseObserver) -> None:
        observer.schedule(
            _EventHandler(self._changed), str(self._inbox), recursive=True, event_filter=_EVENTS
        )
        observer.start()
        self._observer = observer

    def _restart_if_dead(self) -> None:
        observer = self._observer
        alive = (
            observer is not None
            and observer.is_alive()
            and all(emitter.is_alive() for emitter in observer.emitters)
            and (self._polling or self._folder_id() == self._watched_id)
        )
        if alive:
            return
        self.stop()
        self.start()
        if self._observer is not None:
            _LOG.warning("收件箱的监视中断过，已恢复")
            self._changed.set()  # what arrived in between was not reported

    def _folder_id(self) -> tuple[int, int] | None:
        """Return device and inode: the name may belong to another folder, mounted or recreated.

        A native watcher stays with the old folder. A polling one follows the name.
        """
        try:
            status = self._inbox.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino
