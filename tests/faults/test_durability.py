"""The order in which bytes reach the disk: nothing takes its name before its bytes are forced to the disk.

A power cut after a rename whose bytes were still in the cache leaves an empty file under a good name. No kill
of the process shows that, so the calls themselves are recorded by the shim and read in order.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.batches import dropped
from tests.faults.disk import NOTE, Rule

if TYPE_CHECKING:
    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk

_HALF: Final = ".part"


@pytest.fixture
def calls(
    launcher: Launcher, disk: Disk, started: Workspace, tmp_path: Path
) -> list[tuple[str, str, str]]:
    """Each call of one pass that changes the disk: what it does, the path, and a rename's earlier path."""
    workspace = dropped(started, tmp_path)
    disk.hits()
    disk.breaks(Rule("any", NOTE, str(workspace.root)))
    assert launcher.run(workspace, "process") == 0, launcher.output()
    disk.mends()
    return [_call(line) for line in disk.hits()]


def _call(line: str) -> tuple[str, str, str]:
    name, _, paths = line.partition(" ")
    path, _, earlier = paths.partition("\t")
    return name, path, earlier


def test_bytes_are_forced_to_the_disk_before_a_file_takes_its_name(
    calls: list[tuple[str, str, str]],
) -> None:
    renames = [at for at, call in enumerate(calls) if call[0] == "rename" and _HALF in call[2]]
    assert len(renames) > 10, "originals, receipts, boards"

    for at in renames:
        half = calls[at][2]
        before = [name for name, path, _ in calls[:at] if path == half]
        assert "write" in before, calls[at]
        assert before[-1] == "fsync", calls[at]


def test_an_originals_folder_is_forced_to_the_disk_before_the_inbox_is_cleared(
    calls: list[tuple[str, str, str]],
) -> None:
    kept = [
        (at, Path(path).parent)
        for at, (name, path, _) in enumerate(calls)
        if name == "rename" and "/originals/" in path
    ]
    cleared = [
        at for at, (name, path, _) in enumerate(calls) if name == "rename" and "/cleared/" in path
    ]
    assert len(kept) >= 5
    assert cleared

    for at, folder in kept:
        synced = [
            n
            for n, (name, path, _) in enumerate(calls)
            if n > at and (name, path) == ("fsync", str(folder))
        ]
        assert synced, folder
        assert synced[0] < min(n for n in cleared if n > at)


def test_a_reply_and_its_folder_are_on_the_disk_before_the_ledger_states_so(
    calls: list[tuple[str, str, str]],
) -> None:
    replies = [
        (at, Path(path).parent)
        for at, (name, path, _) in enumerate(calls)
        if name == "rename" and ("/回执/" in path or "/退回/" in path)
    ]
    assert len(replies) >= 3

    for at, folder in replies:
        after = [(name, path) for name, path, _ in calls[at + 1 :]]
        synced = after.index(("fsync", str(folder)))
        recorded = next(n for n, (name, path) in enumerate(after) if path.endswith("-wal"))
        assert synced < recorded, folder
