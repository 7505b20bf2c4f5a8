"""Working alone in an office: the lock for one pass or one issuing, with its owner's name.

The operating system's lock is the truth: it ends with the process that holds it, however that ends.
The note beside it is for whoever is refused, and for nothing else.
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
    """Keep every other pass and every other issuing out while this one runs.

    Raises:
        OfficeBusy: another 报送通 has been at work for longer than *wait_s* seconds.
    """
    lock = FileLock(workspace.office_lock)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        owner = read_owner(workspace.office_owner)
        raise OfficeBusy(workspace.root, str(owner or "")) from error
    try:
        if workspace.office_owner.exists():  # whoever wrote it died before it could take it away
            # Not beside the heartbeat: a watcher writes that also while another is alone.
            kept = (workspace.originals, workspace.quarantine)
            remove_partial_files(workspace.outbox, workspace.templates, *kept)
        with suppress(OSError):  # a full disk stops no pass for want of a note
            workspace.office_owner.write_text(json.dumps(owner_as_json(this_run())), "utf-8")
        yield
    finally:
        with suppress(OSError):
            workspace.office_owner.unlink(missing_ok=True)
        lock.release()


def remove_partial_files(*folders: Path, below: bool = True) -> None:
    """Take away the halves of files that a dead run was writing in *folders*; nobody else may write there."""
    for folder in folders:
        for path in unfinished_writes(folder, below=below):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def actor() -> str:
    """The name of the person, or the account, that runs the program."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a service account without a name
        return "本机"


def this_run(since: datetime | None = None) -> Owner:
    """This process as an owner (占用者), from *since* or from now."""
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:_COMMAND_LENGTH]
    moment = since or system_clock().now()
    return Owner(actor(), socket.gethostname(), getpid(), moment, command, uuid4().hex)


def read_owner(note: Path) -> Owner | None:
    """The owner that *note* names; None where there is none, or none that can be read."""
    try:
        return owner_from_json(json.loads(note.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def owner_as_json(owner: Owner) -> dict[str, Any]:
    """An owner as it is written down."""
    return {**asdict(owner), "since": owner.since.isoformat()}


def owner_from_json(told: dict[str, Any]) -> Owner:
    """The owner that was written down.

    Raises:
        KeyError, TypeError, ValueError: it was written by something else.
    """
    return Owner(**{**told, "since": datetime.fromisoformat(told["since"])})
