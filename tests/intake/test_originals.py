from __future__ import annotations

import errno
import logging
import os
import re
import stat
import tracemalloc
from typing import TYPE_CHECKING, NoReturn

import pytest

from pipeline.files import sha256_of
from pipeline.intake import originals
from pipeline.intake.errors import InboxFileChanged
from pipeline.intake.originals import find_damaged, find_original, keep, spool
from pipeline.model.arrival import Arrival, Container
from pipeline.workspace import MARKER_NAME, make_workspace
from tests.intake.containers import compound_file, package
from tests.ledger.forms import NOON

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.arrival import Original
    from pipeline.workspace import Workspace

WORKBOOK = package("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def arrive(workspace: Workspace, name: str, content: bytes = WORKBOOK) -> Arrival:
    path = workspace.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Arrival(path, name)


def kept(workspace: Workspace, arrival: Arrival) -> Original:
    return keep(workspace, spool(workspace, arrival.path), arrival.name, NOON)


def files_in(folder: Path) -> list[str]:
    found = (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != MARKER_NAME)


def test_an_original_is_kept_read_only_under_its_digest(workspace: Workspace) -> None:
    arrival = arrive(workspace, "县市区/东河区.xlsx")

    original = kept(workspace, arrival)

    digest = sha256_of(WORKBOOK)
    assert original.path == workspace.originals / digest[:2] / f"{digest}.xlsx"
    assert original.path.read_bytes() == WORKBOOK
    assert stat.S_IMODE(original.path.stat().st_mode) == 0o444
    assert (original.digest, original.name) == (digest, "县市区/东河区.xlsx")
    assert (original.container, original.received_at) == (Container.XLSX, NOON)
    assert arrival.path.is_file()


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [
        ("表.xls", WORKBOOK, ".xlsx"),
        ("表.xlsx", compound_file("Workbook"), ".xls"),
        ("表.et", compound_file("Workbook"), ".xls"),
        ("表.PDF", b"%PDF-1.7", ".pdf"),
        ("表.xlsx", compound_file("EncryptedPackage"), ".xlsx"),
        ("没有后缀", b"\x00\x01", ".bin"),
        ("表.很奇怪", b"\x00\x01", ".bin"),
    ],
)
def test_an_original_can_be_opened_by_a_double_click(
    workspace: Workspace, name: str, content: bytes, suffix: str
) -> None:
    assert kept(workspace, arrive(workspace, name, content)).path.suffix == suffix


def test_the_same_bytes_under_many_names_are_kept_once(workspace: Workspace) -> None:
    first = kept(workspace, arrive(workspace, "甲.pdf", b"%PDF-1.7"))
    second = kept(workspace, arrive(workspace, "乙.xlsx", b"%PDF-1.7"))

    assert (first.path, second.name) == (second.path, "乙.xlsx")
    assert len(files_in(workspace.originals)) == 1


def test_an_original_that_rotted_is_put_right_and_reported(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    original = kept(workspace, arrive(workspace, "甲.xlsx"))
    original.path.chmod(0o644)
    original.path.write_bytes(b"rotten")
    assert find_damaged(workspace) == (original.digest,)

    with caplog.at_level(logging.ERROR):
        kept(workspace, arrive(workspace, "甲.xlsx"))

    assert find_damaged(workspace) == ()
    assert stat.S_IMODE(original.path.stat().st_mode) == 0o444
    assert "与指纹不符" in caplog.text


def test_originals_are_found_by_digest_and_by_nothing_else(workspace: Workspace) -> None:
    original = kept(workspace, arrive(workspace, "甲.xlsx"))

    assert find_original(workspace, original.digest) == original.path
    for digest in ("0" * 64, original.digest[:12], "*", "../" + original.digest, ""):
        assert find_original(workspace, digest) is None


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_loses_nothing_and_the_next_pass_keeps_it(
    workspace: Workspace, step: str, code: int
) -> None:
    def fail(*_: object) -> NoReturn:
        raise OSError(code, os.strerror(code))

    arrival = arrive(workspace, "甲.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step, fail)
        with pytest.raises(OSError, match=os.strerror(code)):
            kept(workspace, arrival)

    assert arrival.path.read_bytes() == WORKBOOK
    assert not [name for name in files_in(workspace.originals) if name.endswith(".part")]
    assert kept(workspace, arrival).path.read_bytes() == WORKBOOK
    assert find_damaged(workspace) == ()


def test_an_original_that_a_killed_run_left_behind_is_forced_to_the_disk_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[Path] = []
    monkeypatch.setattr(originals, "sync_folder", forced.append)
    arrival = arrive(workspace, "甲.xlsx")

    for _ in range(2):
        original = kept(workspace, arrival)

    assert forced == [original.path.parent, workspace.originals] * 2


def test_a_file_that_is_written_to_while_it_is_copied_waits(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrival = arrive(workspace, "甲.xlsx", b"half")
    real = os.fstat

    def growing(handle: int) -> os.stat_result:
        status = real(handle)
        with arrival.path.open("ab") as writer:
            writer.write(b"more")
        return status

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(InboxFileChanged, match=re.escape("甲.xlsx 正在写入")):
        spool(workspace, arrival.path)

    assert files_in(workspace.originals) == []


def test_a_file_larger_than_the_memory_allowed_is_kept(workspace: Workspace) -> None:
    """Copied and hashed block by block: the peak doesn't follow the size of the file."""
    size = 200 * 1024 * 1024
    path = workspace.inbox / "录像.mp4"
    with path.open("wb") as stream:
        stream.truncate(size)

    tracemalloc.start()
    original = kept(workspace, Arrival(path, "录像.mp4"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (original.size, original.path.stat().st_size) == (size, size)
    assert peak < 100 * 1024 * 1024
