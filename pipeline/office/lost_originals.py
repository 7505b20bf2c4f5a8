"""Find the originals that the ledger has no entry of (台账里没有的原件)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.ledger.recorded import recorded_digests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ledger.store import Ledger
    from pipeline.workspace import Workspace

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def lost_originals(workspace: Workspace, ledger: Ledger) -> tuple[Path, ...]:
    """Return the originals without a submission, an arrival or an event of their digest, in order of their time.

    All originals are listed: for the self-examination, the verification, and after a loss.
    """
    originals = tuple(
        _originals(workspace)
    )  # first: an arrival is recorded before its original is stored
    recorded = recorded_digests(ledger)
    lost = [path for path in originals if path.stem not in recorded]
    return tuple(sorted(lost, key=lambda path: (path.stat().st_mtime_ns, path.name)))


def _originals(workspace: Workspace) -> Iterator[Path]:
    with os.scandir(workspace.originals) as shards:
        folders = [shard.path for shard in shards if shard.is_dir(follow_symlinks=False)]
    for folder in folders:
        with os.scandir(folder) as entries:
            for entry in entries:
                if _DIGEST.fullmatch(entry.name.partition(".")[0]):
                    yield Path(entry.path)
