"""A received file leaves the inbox, and one that its writer goes on writing is found."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from pipeline.files import digest_of
from pipeline.intake import clearing
from pipeline.intake.clearing import HOLD_S, clear, cleared_files, has_changed, is_due
from pipeline.intake.errors import OriginalDamaged
from pipeline.workspace import make_workspace
from tests.intake.test_originals import WORKBOOK, arrive, files_in, kept

if TYPE_CHECKING:
    from pipeline.model.arrival import Arrival, Original
    from pipeline.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def cleared(workspace: Workspace, arrival: Arrival, original: Original) -> bool:
    return clear(workspace, arrival.path, original, 7)


def test_what_was_kept_leaves_the_inbox_with_the_folders_it_emptied(workspace: Workspace) -> None:
    arrival = arrive(workspace, "县市区/东河区/报送表.xlsx")
    arrive(workspace, "县市区/西河区.xlsx", b"other")

    assert cleared(workspace, arrival, kept(workspace, arrival))

    assert files_in(workspace.inbox) == ["县市区/西河区.xlsx"]
    assert not (workspace.inbox / "县市区" / "东河区").exists()


def test_the_inbox_itself_stays(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    cleared(workspace, arrival, kept(workspace, arrival))

    assert files_in(workspace.inbox) == []
    assert workspace.inbox.is_dir()


def test_a_file_replaced_since_it_was_kept_stays_for_the_next_pass(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    original = kept(workspace, arrival)
    arrival.path.write_bytes(b"a newer version")

    assert not cleared(workspace, arrival, original)

    assert arrival.path.read_bytes() == b"a newer version"


def test_a_file_exchanged_while_it_is_read_stays(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    newer = arrive(workspace, "新.xlsx", b"a newer version").path
    original = kept(workspace, arrival)

    def exchange(path: Path) -> str:
        digest = digest_of(path)
        if path == arrival.path and newer.exists():
            newer.rename(arrival.path)
        return digest

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clearing, "digest_of", exchange)
        assert not cleared(workspace, arrival, original)

    assert arrival.path.read_bytes() == b"a newer version"


def test_a_file_that_is_gone_already_counts_as_cleared(workspace: Workspace) -> None:
    arrival = arrive(workspace, "走了.xlsx")
    original = kept(workspace, arrival)
    arrival.path.unlink()

    assert cleared(workspace, arrival, original)


def test_nothing_leaves_the_inbox_whose_original_is_not_sound(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    original = kept(workspace, arrival)
    original.path.chmod(0o644)
    original.path.write_bytes(WORKBOOK[:-1])

    with pytest.raises(OriginalDamaged, match="收件箱里的文件没有动"):
        cleared(workspace, arrival, original)

    assert arrival.path.read_bytes() == WORKBOOK


def test_a_file_held_open_stays_and_stops_nothing(workspace: Workspace) -> None:
    def held_open(_path: Path, _target: Path) -> NoReturn:
        raise PermissionError(errno.EACCES, "held")

    arrival = arrive(workspace, "东河区.xlsx")
    original = kept(workspace, arrival)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", held_open)
        assert not cleared(workspace, arrival, original)

    assert arrival.path.is_file()


def test_a_cleared_file_is_held_until_no_writer_can_come_back(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    original = kept(workspace, arrival)
    assert cleared(workspace, arrival, original)

    (held,) = cleared_files(workspace)

    assert (held.arrival, held.size) == (7, len(WORKBOOK))
    assert held.age_s < HOLD_S
    assert not is_due(held)
    assert not has_changed(held, original.path, original.digest)


def test_a_file_that_grew_after_it_was_cleared_is_seen_by_its_size(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    original = kept(workspace, arrival)
    with arrival.path.open("ab") as writer:  # as a program on another computer holds it
        assert cleared(workspace, arrival, original)
        writer.write(b"the rest")

    (held,) = cleared_files(workspace)

    assert has_changed(held, original.path, original.digest)


def test_a_file_overwritten_with_as_many_bytes_is_seen_before_it_is_deleted(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    original = kept(workspace, arrival)
    with arrival.path.open("r+b") as writer:
        assert cleared(workspace, arrival, original)
        writer.write(b"other")
    monkeypatch.setattr(clearing, "HOLD_S", -1.0)

    (held,) = cleared_files(workspace)

    assert is_due(held)
    assert has_changed(held, original.path, original.digest)


def test_a_clock_set_back_holds_no_file_for_years(workspace: Workspace) -> None:
    arrival = arrive(workspace, "东河区.xlsx")
    future = time.time() + 10**8
    os.utime(arrival.path, (future, future))
    assert cleared(workspace, arrival, kept(workspace, arrival))

    (held,) = cleared_files(workspace)

    assert is_due(held)
