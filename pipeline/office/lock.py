"""Lock an office (工作目录) for one file or one paper, and record the owner of the lock (占用者).

The operating system's lock decides: it ends with the process that holds it, however that ends. The
owner's file is read only for the message to a process that is refused.
"""

from __future__ import annotations

import getpass
import json
import logging
import socket
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from datetime import datetime
from os import getpid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from filelock import FileLock, Timeout

from pipeline.clock import system_clock
from pipeline.files import unfinished_writes
from pipeline.model.heartbeat import Owner
from pipeline.office.errors import OfficeBusy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.workspace import Workspace

_COMMAND_LENGTH: Final = 80
# Longer than a file may take: its child has a minute, and a second try.
WAIT_S: Final = 600.0
_QUIET_S: Final = 1.0  # a shorter wait isn't worth a word
_REPEAT_S: Final = 60.0
_LOG: Final = logging.getLogger(__name__)


@contextmanager
def exclusive(workspace: Workspace, subject: str = "", wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the office lock (占用) for the block, which works on one file or one paper, the *subject*.

    Wait for it up to *wait_s* seconds, and log for whom. The process that waits is next: a pass takes the lock
    again for each of its files, and without the queue another command would never get it.

    Raises:
        OfficeBusy: another process still holds it after *wait_s* seconds.
    """
    lock, queue = FileLock(workspace.office_lock), FileLock(workspace.queue_lock)
    deadline = time.monotonic() + wait_s
    _acquire(queue, workspace.office_owner, deadline)
    try:
        _acquire(lock, workspace.office_owner, deadline)
    finally:
        queue.release()
    try:
        if workspace.office_owner.exists():  # the process that wrote it was killed
            # Not the folder of the heartbeat: a watcher writes there without holding this lock.
            stored = (workspace.originals, workspace.quarantine, workspace.versions)
            folders = (workspace.outbox, workspace.templates, workspace.ledger_proof.parent)
            remove_partial_files(*folders, *stored)
        with _owned(workspace.office_owner, subject):
            yield
    finally:
        lock.release()


@contextmanager
def sole_pass(workspace: Workspace, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the lock of passes for the block: two passes over one inbox would receive the same files.

    Commands that issue or claim don't need it: they wait for one file at most.

    Raises:
        OfficeBusy: another pass is still running after *wait_s* seconds.
    """
    lock = FileLock(workspace.pass_lock)
    _acquire(lock, workspace.pass_owner, time.monotonic() + wait_s)
    try:
        with _owned(workspace.pass_owner, "收件箱"):
            yield
    finally:
        lock.release()


def _acquire(lock: FileLock, note: Path, deadline: float) -> None:
    """Acquire *lock* before *deadline* on the monotonic clock; log once a minute who holds it by its *note*."""
    pause_s = min(_QUIET_S, max(0.0, deadline - time.monotonic()))
    while True:
        try:
            lock.acquire(timeout=pause_s)
        except Timeout as error:
            owner = read_owner(note)
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise OfficeBusy(note.parent.parent, str(owner or "")) from error
            _LOG.warning("正在等%s，它做完就接着办（按 Ctrl+C 放弃）。", _waited_for(owner))
            pause_s = min(_REPEAT_S, left_s)
        else:
            return


def _waited_for(owner: Owner | None) -> str:
    if owner is None:
        return "另一个报送通"
    return f"另一个报送通{f'办“{owner.subject}”' if owner.subject else ''}（{owner}）"


@contextmanager
def _owned(note: Path, subject: str) -> Iterator[None]:
    """Write this process as the owner into *note* for the block."""
    owner = replace(this_run(), subject=subject)
    with suppress(OSError):  # a full disk must not stop a pass because of this file
        note.write_text(json.dumps(owner_as_json(owner)), "utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)


def remove_partial_files(*folders: Path, recursive: bool = True) -> None:
    """Delete the temporary files that killed processes left in *folders*, where no other process may write."""
    for folder in folders:
        for path in unfinished_writes(folder, recursive=recursive):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def actor() -> str:
    """Return the name of the person, or of the account, that runs the program (经办人)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a service account without a name
        return "本机"


def this_run(since: datetime | None = None) -> Owner:
    """Return this process as an owner (占用者), since *since* or now."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_COMMAND_LENGTH]
    moment = since or system_clock().now()
    return Owner(actor(), socket.gethostname(), getpid(), moment, command, uuid4().hex)


def read_owner(note: Path) -> Owner | None:
    """Return the owner that *note* stores; None where there is none, or none that can be parsed."""
    try:
        return owner_from_json(json.loads(note.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def owner_as_json(owner: Owner) -> dict[str, Any]:
    """Return an owner as the JSON object that is stored."""
    return {**asdict(owner), "since": owner.since.isoformat()}


def owner_from_json(values: dict[str, Any]) -> Owner:
    """Parse an owner from the JSON object that :func:`owner_as_json` returned.

    Raises:
        KeyError, TypeError, ValueError: the object is no owner.
    """
    return Owner(**{**values, "since": datetime.fromisoformat(values["since"])})
