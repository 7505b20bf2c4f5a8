"""A backup whose member was exchanged for another of the same size, by a program that zips correctly."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from pipeline.safekeeping.backup import back_up
from pipeline.safekeeping.errors import ArchiveFaulty
from pipeline.safekeeping.restore import check_backup, restore
from tests.story.conftest import LATER

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace


@pytest.fixture
def rewritten(office: Workspace, tmp_path: Path) -> Path:
    """A backup in which one original has other bytes; the archive itself is sound."""
    made = back_up(office, LATER, tmp_path / "备份.zip").path
    target = tmp_path / "改过.zip"
    changed = 0
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if "/originals/" in entry.filename and not changed:
                content = bytes([content[0] ^ 1]) + content[1:]
                changed += 1
            new.writestr(entry, content)
    assert changed
    return target


def test_it_is_named_by_its_digest_and_not_restored(rewritten: Path, tmp_path: Path) -> None:
    with pytest.raises(ArchiveFaulty, match="与清单里的指纹不符，被改动过或已损坏"):
        check_backup(rewritten)
    with pytest.raises(ArchiveFaulty, match="与清单里的指纹不符，被改动过或已损坏"):
        restore(rewritten, tmp_path / "恢复")
    assert not (tmp_path / "恢复").exists()
