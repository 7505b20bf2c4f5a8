"""Clear a received file from the inbox (清收件箱), and find one to which its writer has written more.

A cleared file is moved aside, not deleted: on a share another computer may still hold it open, and what
it writes afterwards would be lost with the name. After :data:`HOLD_S` seconds it is deleted if its bytes
are still those of its original; if not, it goes back into the inbox and is received again, whole.
"""

from __future__ import annotations

import errno
import os
import time
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.files import digest_of
from pipeline.intake.errors import OriginalDamaged
from pipeline.intake.in_use import open_elsewhere_reason
from pipeline.intake.scan import require_inbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model.arrival import Original, Progress
    from pipeline.workspace import Workspace

HOLD_S: Final = 600.0  # longer than a share takes to give up a connection
_NAMES_TRIED: Final = 1000


@dataclass(frozen=True, slots=True)
class ClearedFile:
    """A file that was moved out of the inbox, under the number of its arrival; ``size`` in bytes."""

    path: Path
    arrival: int
    size: int
    age_s: float


def clear(workspace: Workspace, path: Path, original: Original, arrival: int) -> bool:
    """Move the file at *path* out of the inbox if *original* keeps its bytes; return whether it is gone.

    A file that was replaced since it was kept stays for the next pass; so does one that is held
    open (Windows). Folders within the inbox that become empty are deleted too.

    Raises:
        OriginalDamaged: what is kept isn't what was received; the file stays where it is.
        InboxUnrecognised: the file is gone, and so is the inbox.
    """
    if digest_of(original.path) != original.digest:
        raise OriginalDamaged(original.path)
    try:
        if not _is_unchanged(path, original.digest):
            return False
        _move_aside(path, workspace.cleared / str(arrival))
    except FileNotFoundError:
        # Gone with its share isn't cleared: it would reappear, and be received a second time.
        require_inbox(workspace.inbox)
        return True
    except PermissionError:
        return False
    _remove_empty_folders(path, workspace.inbox)
    return True


def cleared_files(workspace: Workspace) -> Iterator[ClearedFile]:
    """Yield the files that were moved out of the inbox and are not deleted yet."""
    if not workspace.cleared.is_dir():
        return
    with os.scandir(workspace.cleared) as entries:
        listed = [entry for entry in entries if entry.name.isdecimal()]
    for entry in listed:
        status = entry.stat(follow_symlinks=False)
        age_s = time.time() - max(status.st_mtime, status.st_ctime)
        yield ClearedFile(workspace.cleared / entry.name, int(entry.name), status.st_size, age_s)


def has_changed(file: ClearedFile, original: Path, digest: str) -> bool:
    """Return whether a cleared file isn't its *original* any more: by its size, before deletion by its *digest*."""
    if file.size != original.stat().st_size:
        return True
    return is_due(file) and digest_of(file.path) != digest


def is_due(file: ClearedFile) -> bool:
    """Return whether a cleared file has been held long enough, and no program has it open for writing."""
    # A clock that was set back must not hold a file for years.
    held = not 0 <= file.age_s < HOLD_S
    return held and not open_elsewhere_reason(str(file.path), check_writers=True)


def put_back(workspace: Workspace, file: ClearedFile, progress: Progress) -> str:
    """Move a file that has changed back into the inbox; return its name there.

    It is the name under which it was received, or that with a number where another file has it.

    Raises:
        OSError: the disk refused; the file stays where it is.
    """
    name = PurePath(progress.name)
    for number in range(_NAMES_TRIED):
        numbered = name.with_name(f"{name.stem}（{number}）{name.suffix}") if number else name
        target = workspace.inbox / numbered
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            file.path.rename(target)
            return numbered.as_posix()
    raise FileExistsError(errno.EEXIST, "同名的文件太多", str(workspace.inbox / name))


def _move_aside(path: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    try:
        path.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        path.unlink()  # the inbox is on another disk: it can't be moved in one step


def _is_unchanged(path: Path, digest: str) -> bool:
    """Return whether the file at *path* has *digest*, and was not replaced while it was read."""
    before = path.stat()
    if digest_of(path) != digest:
        return False
    now = path.stat()
    return (before.st_ino, before.st_size, before.st_mtime_ns) == (
        now.st_ino,
        now.st_size,
        now.st_mtime_ns,
    )


def _remove_empty_folders(path: Path, inbox: Path) -> None:
    for folder in path.parents:
        if folder == inbox:
            return
        try:
            folder.rmdir()
        except OSError:  # not empty, or in use: it stays
            return
