"""The lock of an office: held for one file at a time, given to the one who waits, and told who holds it."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.office import lock
from pipeline.office.errors import OfficeBusy
from pipeline.office.lock import exclusive, sole_pass
from pipeline.workspace import make_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

FILES = 60
FILE_S = 0.02


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def test_who_waits_beside_a_pass_is_next(workspace: Workspace) -> None:
    """A pass takes the lock again at once for its next file; a command must not wait for all of them."""
    done: list[int] = []
    begun = threading.Event()

    def all_files() -> None:
        for number in range(FILES):
            with exclusive(workspace, f"{number}.xlsx"):
                begun.set()
                time.sleep(FILE_S)
            done.append(number)

    running = threading.Thread(target=all_files)
    running.start()
    begun.wait()
    with exclusive(workspace, "催报"):
        before = len(done)
        time.sleep(5 * FILE_S)
        assert len(done) == before, "the pass waits for the paper too"
    running.join()

    assert before < FILES / 2
    assert len(done) == FILES


def test_who_waits_is_told_for_whom_and_goes_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(lock, "_QUIET_S", 0.1)
    begun = threading.Event()

    def one_large_file() -> None:
        with exclusive(workspace, "大表.xlsx"):
            begun.set()
            time.sleep(0.6)

    running = threading.Thread(target=one_large_file)
    running.start()
    begun.wait()
    with caplog.at_level(logging.WARNING), exclusive(workspace, "简报"):
        pass
    running.join()

    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith("正在等另一个报送通办“大表.xlsx”（")
    assert line.endswith("它做完就接着办（按 Ctrl+C 放弃）。")


def test_a_second_pass_waits_for_the_first_but_a_paper_does_not(workspace: Workspace) -> None:
    with sole_pass(workspace):
        with exclusive(workspace, "通知"):
            pass
        with pytest.raises(OfficeBusy, match="正在处理"), sole_pass(workspace, wait_s=0.05):
            pass
    with sole_pass(workspace):
        pass


def test_it_ends_with_the_block_also_when_that_fails(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="x"), exclusive(workspace):
        raise ValueError("x")

    with exclusive(workspace, wait_s=0):
        assert workspace.office_owner.exists()
    assert not workspace.office_owner.exists()
