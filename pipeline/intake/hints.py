"""A watcher as an alarm clock: it brings the next scan forward, and decides nothing.

watchdog's emitters, native and polling, die for good and without a word when the watched folder is
deleted or its share drops out; shares send no events of what other computers write. So the watcher
is looked after here, and whoever waits scans when the time is up, hint or no hint.
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
_CHECK_S: Final = 2.0  # how often the watcher itself is looked after
_POLL_S: Final = 2.0  # how often the polling watcher lists the folder
# What may mean a new file. Not “opened” and “closed unwritten”: our own reading causes those, and
# the alarm would ring for ever; not “deleted”: that is our own clearing.
_STIRRING: Final[list[type[FileSystemEvent]]] = [
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]


@contextmanager
def watch_inbox(inbox: Path, *, polling: bool | None) -> Iterator[Callable[[float], bool]]:
    """Watch *inbox*; yields ``wait(timeout_s)``, true as soon as something stirred in it.

    With *polling* the folder is listed every two seconds: for network shares, which don't tell what
    other computers write. With None that is found out, anew whenever the folder is another one: a
    share may be mounted late. A watcher that died, or a folder that came back, counts as something
    that stirred.
    """
    alarm = _Alarm(inbox, polling=polling)
    alarm.start()
    try:
        yield alarm.wait
    finally:
        alarm.stop()


class _Ringing(FileSystemEventHandler):
    def __init__(self, stirred: threading.Event) -> None:
        self._stirred = stirred

    def on_any_event(self, event: FileSystemEvent) -> None:  # noqa: ARG002 - which one is no matter
        self._stirred.set()


class _Alarm:
    """The watcher of one folder, and whether it has rung."""

    def __init__(self, inbox: Path, *, polling: bool | None) -> None:
        self._inbox = inbox
        self._asked = polling
        self._polling = bool(polling)
        self._stirred = threading.Event()
        self._observer: BaseObserver | None = None
        self._watched: tuple[int, int] | None = None

    def wait(self, timeout_s: float) -> bool:
        left = timeout_s
        while left > 0 and not self._stirred.is_set():
            slice_s = min(left, _CHECK_S)
            self._stirred.wait(slice_s)
            left -= slice_s
            self._look_after()
        rung = self._stirred.is_set()
        self._stirred.clear()
        return rung

    def start(self) -> None:
        self._watched = self._identity()
        if self._watched is None:  # the share is away; there is nothing to watch yet
            return
        if self._asked is None:
            self._polling = bool(network_fs_type(self._inbox))
        try:
            self._observe(PollingObserver(timeout=_POLL_S) if self._polling else Observer())
        except OSError as error:  # e.g. the system's limit of watched folders is reached
            _LOG.warning("系统不能监视收件箱（%s），改为定时查看", error)
            self._asked = self._polling = True

    def stop(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None and observer.is_alive():
            observer.stop()
            observer.join()

    def _observe(self, observer: BaseObserver) -> None:
        observer.schedule(
            _Ringing(self._stirred), str(self._inbox), recursive=True, event_filter=_STIRRING
        )
        observer.start()
        self._observer = observer

    def _look_after(self) -> None:
        observer = self._observer
        alive = (
            observer is not None
            and observer.is_alive()
            and all(emitter.is_alive() for emitter in observer.emitters)
            and (self._polling or self._identity() == self._watched)
        )
        if alive:
            return
        self.stop()
        self.start()
        if self._observer is not None:
            _LOG.warning("收件箱的监视中断过，已恢复")
            self._stirred.set()  # what came meanwhile was not heard

    def _identity(self) -> tuple[int, int] | None:
        """Which folder it is: one of the same name may be another one, mounted or made anew.

        A native watcher stays with the old one. A polling one goes by the name.
        """
        try:
            about = self._inbox.stat()
        except OSError:
            return None
        return about.st_dev, about.st_ino
