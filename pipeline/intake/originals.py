"""Originals (原件): kept first, under their digest, read-only; the inbox is cleared last."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pipeline.files import replace_file, sha256_of, sync_folder
from pipeline.intake.sniff import sniff
from pipeline.model.arrival import Arrival, Container, Original

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pipeline.workspace import Workspace

_READ_ONLY: Final = 0o444
_SUFFIXES: Final = {
    Container.XLSX: ".xlsx",
    Container.XLS: ".xls",
    Container.XLSB: ".xlsb",
    Container.ODS: ".ods",
    Container.PDF: ".pdf",
}


def keep(workspace: Workspace, arrival: Arrival, content: bytes, received_at: datetime) -> Original:
    """Store *content* under its digest, forced to the disk, before anything reads it.

    The same bytes are stored once. A stored original that no longer has its digest — a failing
    disk — is replaced by the sound bytes that have just come in.

    Raises:
        OSError: the disk refused; the arrival is still in the inbox.
    """
    digest = sha256_of(content)
    container = sniff(content)
    known = find_original(workspace, digest)
    path = known or _shelf(workspace, digest) / f"{digest}{_SUFFIXES.get(container, '.bin')}"
    if known is None or sha256_of(known.read_bytes()) != digest:
        replace_file(path, content)
        path.chmod(_READ_ONLY)
        sync_folder(path.parent)
        sync_folder(path.parent.parent)
    return Original(digest, path, arrival.name, container, received_at)


def find_original(workspace: Workspace, digest: str) -> Path | None:
    """The kept original of that digest, if there is one."""
    return next(_shelf(workspace, digest).glob(f"{digest}.*"), None)


def clear(arrival: Arrival, digest: str) -> bool:
    """Take the arrival out of the inbox, if it still is what was kept; say whether it was.

    A file that changed since stays: the next pass receives it as what it has become.
    """
    try:
        if sha256_of(arrival.path.read_bytes()) != digest:
            return False
        arrival.path.unlink()
    except FileNotFoundError:
        return False
    _remove_emptied(arrival)
    return True


def verify(workspace: Workspace) -> tuple[str, ...]:
    """The digests of originals whose bytes no longer match, for the doctor (自检)."""
    return tuple(
        sorted(
            path.stem
            for path in workspace.originals.glob("*/*.*")
            if not path.name.startswith(".") and sha256_of(path.read_bytes()) != path.stem
        )
    )


def _shelf(workspace: Workspace, digest: str) -> Path:
    return workspace.originals / digest[:2]


def _remove_emptied(arrival: Arrival) -> None:
    """Remove the sub-folders that the arrival leaves empty, never the inbox itself."""
    folder = arrival.path.parent
    for _ in range(arrival.name.count("/")):
        try:
            os.rmdir(folder)  # noqa: PTH106 - refuses a folder that is not empty
        except OSError:
            return
        folder = folder.parent
