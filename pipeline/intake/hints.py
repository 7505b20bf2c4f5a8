"""watchdog as an alarm clock: it brings the next scan forward and decides nothing.

An emitter whose folder vanishes — a share that drops out — is dead for good, and says nothing;
so it is looked after and started again.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from watchdog.events import FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

_POLL_S: Final = 2.0


@contextmanager
def hints(inbox: Path, *, polling: bool = False) -> Iterator[Callable[[float], bool]]:
    """Yield ``wait(timeout_s)``, which returns early, and true, when something stirs in *inbox*.

    Where the system brings no events, *polling* looks for itself every two seconds.
    """
    alarm = _Alarm(inbox, polling=polling)
    try:
        yield alarm.wait
    finally:
        alarm.stop()


class _Alarm(FileSystemEventHandler):
    """An observer that is replaced when it dies."""

    def __init__(self, inbox: Path, *, polling: bool) -> None:
        self._inbox = inbox
        self._polling = polling
        self._stirred = threading.Event()
        self._observer: BaseObserver | None = None

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Something stirred; opening and closing to read is our own doing."""
        if event.event_type not in {"opened", "closed_no_write"}:
            self._stirred.set()

    def wait(self, timeout_s: float) -> bool:
        self._look_after()
        stirred = self._stirred.wait(timeout_s)
        self._stirred.clear()
        return stirred

    def stop(self) -> None:
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _look_after(self) -> None:
        observer = self._observer
        if observer is not None and all(emitter.is_alive() for emitter in observer.emitters):
            return
        self.stop()
        observer = PollingObserver(timeout=_POLL_S) if self._polling else Observer()
        try:
            observer.schedule(self, str(self._inbox), recursive=True)
            observer.start()
        except OSError:  # the folder is away just now; the periodic scan tries again
            return
        self._observer = observer
