"""Lock an office (工作目录) for one pass or one issuing, and record the owner of the lock (占用者).

The operating system's lock decides: it ends with the process that holds it, however that ends. The
owner's file is read only for the message to a process that is refused.
"""

from __future__ import annotations

import getpass
import json
import socket
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict
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


@contextmanager
def exclusive(workspace: Workspace, wait_s: float = 10.0) -> Iterator[None]:
    """Hold the office lock (占用) for the block; wait up to *wait_s* seconds for it.

    Raises:
        OfficeBusy: another process still holds it after *wait_s* seconds.
    """
    lock = FileLock(workspace.office_lock)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        owner = read_owner(workspace.office_owner)
        raise OfficeBusy(workspace.root, str(owner or "")) from error
    try:
        if workspace.office_owner.exists():  # the process that wrote it was killed
            # Not the folder of the heartbeat: a watcher writes there without holding this lock.
            stored = (workspace.originals, workspace.quarantine, workspace.ledger_proof.parent)
            remove_partial_files(workspace.outbox, workspace.templates, *stored)
        with suppress(OSError):  # a full disk must not stop a pass because of this file
            workspace.office_owner.write_text(json.dumps(owner_as_json(this_run())), "utf-8")
        yield
    finally:
        with suppress(OSError):
            workspace.office_owner.unlink(missing_ok=True)
        lock.release()


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
