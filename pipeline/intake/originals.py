"""Keep the originals (原件): every byte received, stored once, read-only, under its SHA-256 digest.

Keep first, clear last: an original is forced to the disk before anything reads it, and a file
leaves the inbox only when its very bytes are kept and its unit has an answer.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file, sha256_of, sync_folder
from pipeline.intake.errors import OriginalDamaged
from pipeline.intake.scan import require_inbox
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Original

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.arrival import Arrival, Container
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_PLAIN_SUFFIX: Final = re.compile(r"\.([a-z0-9]{1,8})")
_READ_ONLY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def keep(workspace: Workspace, arrival: Arrival, content: bytes, received_at: datetime) -> Original:
    """Keep *content* as the original of *arrival*; on return it survives a power cut.

    The same bytes are kept once, whatever their names. A kept file whose bytes have changed (a
    failing disk, a person) is restored from what was just received, and the repair is logged.

    Raises:
        OSError: the disk refused; nothing was lost, the file is still in the inbox.
        FileHeldOpen: a damaged original is open in Excel and can't be restored (Windows).
    """
    digest = sha256_of(content)
    container = sniff(content)
    path = find_original(workspace, digest)
    if path is None:
        path = _shard(workspace, digest) / f"{digest}.{_suffix(container, arrival.name)}"
        replace_file(path, content)
    elif path.read_bytes() != content:
        _LOG.error("原件 %s 的内容与指纹不符，已用刚收到的“%s”恢复", path.name, arrival.name)
        path.chmod(_READ_ONLY | stat.S_IWUSR)  # Windows replaces no read-only file
        replace_file(path, content)
    # Also for a kept file: the run that wrote it may have been killed before this line.
    path.chmod(_READ_ONLY)
    sync_folder(path.parent)
    sync_folder(workspace.originals)
    return Original(digest, path, arrival.name, container, received_at)


def clear(arrival: Arrival, original: Original) -> bool:
    """Delete *arrival* from the inbox if *original* keeps its bytes; return whether it is gone.

    A file that was replaced since it was kept stays for the next pass; so does one that is held
    open (Windows). Folders within the inbox that become empty are deleted too.

    Raises:
        OriginalDamaged: what is kept isn't what was received; the arrival stays where it is.
        InboxUnrecognised: the file is gone, and so is the inbox.
    """
    if _digest_of(original.path) != original.digest:
        raise OriginalDamaged(original.path)
    try:
        if not _is_unchanged(arrival.path, original.digest):
            return False
        arrival.path.unlink()
    except FileNotFoundError:
        # Gone with its share isn't cleared: it would reappear, and be received a second time.
        require_inbox(arrival.path.parents[arrival.name.count("/")])
        return True
    except PermissionError:
        return False
    _remove_empty_folders(arrival)
    return True


def find_original(workspace: Workspace, digest: str) -> Path | None:
    """Return the path of the original of *digest*, or ``None``."""
    if not _DIGEST.fullmatch(digest):
        return None
    return next(iter(sorted(_shard(workspace, digest).glob(f"{digest}.*"))), None)


def find_damaged(workspace: Workspace) -> tuple[str, ...]:
    """Return the digests of the originals whose bytes no longer match them, in order."""
    kept = (path for path in workspace.originals.glob("*/*") if _DIGEST.fullmatch(path.stem))
    return tuple(sorted(path.stem for path in kept if _digest_of(path) != path.stem))


def _shard(workspace: Workspace, digest: str) -> Path:
    return workspace.originals / digest[:2]


def _suffix(container: Container, name: str) -> str:
    """Return a suffix by which a double click opens the file: by its bytes, else its name."""
    if container.suffix:
        return container.suffix
    plain = _PLAIN_SUFFIX.fullmatch(PurePath(name).suffix.lower())
    return plain[1] if plain else "bin"


def _digest_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_unchanged(path: Path, digest: str) -> bool:
    """Return whether the file at *path* has *digest*, and was not replaced while it was read."""
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != digest:
            return False
        read = os.fstat(stream.fileno())
    now = path.stat()
    return (read.st_ino, read.st_size, read.st_mtime_ns) == (
        now.st_ino,
        now.st_size,
        now.st_mtime_ns,
    )


def _remove_empty_folders(arrival: Arrival) -> None:
    folders_below_inbox = arrival.name.count("/")
    for folder in list(arrival.path.parents)[:folders_below_inbox]:
        try:
            folder.rmdir()
        except OSError:  # not empty, or in use: it stays
            return
