"""Keep the originals (原件): every byte received, stored once, read-only, under its SHA-256 digest.

An original is forced to the disk before anything reads it. A file is copied block by block while its
digest is computed, so that one larger than the memory is kept like any other.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.files import digest_of, rename_file, sync_folder, temporary_name
from pipeline.intake.errors import InboxFileChanged
from pipeline.intake.sniff import sniff_file
from pipeline.model.arrival import Original

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from pipeline.model.arrival import Container
    from pipeline.workspace import Workspace

_LOG: Final = logging.getLogger(__name__)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_PLAIN_SUFFIX: Final = re.compile(r"\.([a-z0-9]{1,8})")
_BLOCK: Final = 1024 * 1024  # bytes
_READ_ONLY: Final = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True, slots=True)
class Spooled:
    """A copy of a received file in the folder of originals, under a temporary name; ``size`` in bytes."""

    path: Path
    digest: str
    size: int


def spool(workspace: Workspace, source: Path | bytes) -> Spooled:
    """Copy *source* into the folder of originals, and compute its digest; it is never whole in memory.

    On return the copy survives a power cut, under a name that the next pass removes.

    Raises:
        InboxFileChanged: the file was written to while it was copied.
        OSError: the disk refused, or the file is gone; nothing remains of the copy.
    """
    workspace.originals.mkdir(parents=True, exist_ok=True)
    path = temporary_name(workspace.originals / "spool")
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as copy:
            for block in _blocks(source):
                digest.update(block)
                size += len(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Spooled(path, digest.hexdigest(), size)


def keep(workspace: Workspace, spooled: Spooled, name: str, received_at: datetime) -> Original:
    """Keep a spooled file as the original of the arrival *name*; on return it survives a power cut.

    The same bytes are kept once, under any names. A kept file whose bytes have changed (a
    failing disk, a person) is restored from what was just received, and the repair is logged.

    Raises:
        OSError: the disk refused; nothing was lost, the file is still in the inbox.
        FileHeldOpen: a damaged original is open in Excel and can't be restored (Windows).
    """
    try:
        container = sniff_file(spooled.path)
        path = find_original(workspace, spooled.digest)
        if path is None:
            folder = _shard(workspace, spooled.digest)
            path = folder / f"{spooled.digest}.{_suffix(container, name)}"
            folder.mkdir(parents=True, exist_ok=True)
            rename_file(spooled.path, path)
        elif digest_of(path) != spooled.digest:
            _LOG.error("原件 %s 的内容与指纹不符，已用刚收到的“%s”恢复", path.name, name)
            path.chmod(_READ_ONLY | stat.S_IWUSR)  # Windows replaces no read-only file
            rename_file(spooled.path, path)
    finally:
        spooled.path.unlink(missing_ok=True)
    # Also for a kept file: the run that wrote it may have been killed before this line.
    path.chmod(_READ_ONLY)
    sync_folder(path.parent)
    sync_folder(workspace.originals)
    return Original(spooled.digest, path, name, container, received_at, spooled.size)


def stored_original(
    workspace: Workspace, digest: str, name: str, received_at: datetime
) -> Original | None:
    """Return the stored original (原件) of *digest* as that of an arrival; None where it is lost."""
    path = find_original(workspace, digest)
    if path is None:
        return None
    return Original(digest, path, name, sniff_file(path), received_at, path.stat().st_size)


def find_original(workspace: Workspace, digest: str) -> Path | None:
    """Return the path of the original of *digest*, or ``None``."""
    if not _DIGEST.fullmatch(digest):
        return None
    return next(iter(sorted(_shard(workspace, digest).glob(f"{digest}.*"))), None)


def find_damaged(workspace: Workspace) -> tuple[str, ...]:
    """Return the digests of the originals whose bytes no longer match them, in order."""
    kept = (path for path in workspace.originals.glob("*/*") if _DIGEST.fullmatch(path.stem))
    return tuple(sorted(path.stem for path in kept if digest_of(path) != path.stem))


def _shard(workspace: Workspace, digest: str) -> Path:
    return workspace.originals / digest[:2]


def _suffix(container: Container, name: str) -> str:
    """Return a suffix by which a double click opens the file: by its bytes, else its name."""
    if container.suffix:
        return container.suffix
    plain = _PLAIN_SUFFIX.fullmatch(PurePath(name).suffix.lower())
    return plain[1] if plain else "bin"


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    """Yield the bytes of *source* block by block.

    Raises:
        InboxFileChanged: the file was written to while it was read.
    """
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        before = os.fstat(stream.fileno())
        while block := stream.read(_BLOCK):
            yield block
        after = os.fstat(stream.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise InboxFileChanged(source)
