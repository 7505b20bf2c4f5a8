"""Real small disks: one that is full, and a share that disconnects and reconnects."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pipeline.workspace import Workspace
from tests.faults.arrivals import Round, drop, stream
from tests.faults.batches import SOAK, batch
from tests.faults.pictures import differences, picture, rows_of
from tests.faults.test_troubles_of_the_disk import plain
from tests.faults.test_troubles_of_time_and_names import forms
from tests.faults.troubles import tries, trouble
from tests.programs import baosong, until, waiting_in, watching
from tests.submissions import campaign_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.faults.pictures import Picture

pytestmark = pytest.mark.long

_MANY = int(os.environ.get("BAOSONG_MANY", "10000"))


@contextmanager
def mounted(folder: Path, *asked: str) -> Iterator[None]:
    """Something mounted at *folder*, where this machine lets us."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *asked, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine forbids mounting: {done.stderr.decode()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@tries("真的写满的磁盘")
def test_a_disk_that_is_really_full_is_reported_and_work_resumes_once_it_has_room(
    started: Workspace, received: Picture, tmp_path: Path
) -> None:
    small = tmp_path / "小盘"
    with mounted(small, "-t", "tmpfs", "-o", "size=4m", "none"):
        shutil.copytree(started.root, small / "office")
        workspace = Workspace(small / "office")
        drop(workspace, batch(started), small)
        ballast = small / "占地"
        _fill_up(ballast)
        first = baosong("-w", workspace.root, "process")
        printed = first.stdout + first.stderr
        assert trouble("真的写满的磁盘").said in printed
        assert plain(printed) == []
        assert len(waiting_in(workspace)) + len(rows_or_none(workspace)) >= 5

        ballast.unlink()
        for _ in range(2):
            done = baosong("-w", workspace.root, "process")
            assert done.returncode == 0, done.stdout + done.stderr
        assert differences(received, picture(workspace)) == []


def _fill_up(ballast: Path) -> None:
    """Write to *ballast* until the disk refuses the last byte."""
    handle = os.open(ballast, os.O_WRONLY | os.O_CREAT)
    try:
        for size in (65536, 1):
            with contextlib.suppress(OSError):
                while os.write(handle, b"\0" * size):
                    pass
    finally:
        os.close(handle)


def rows_or_none(workspace: Workspace) -> list[object]:
    """The events, where there is a ledger at all: on a full disk it may not have been made."""
    try:
        return list(rows_of(workspace, "events"))
    except sqlite3.OperationalError:
        return []


@tries("共享盘断开又接上")
@pytest.mark.parametrize("asked", [(), ("--polling",)], ids=["native", "polling"])
def test_a_share_that_disconnects_is_reported_and_resumes(
    asked: tuple[str, ...], new_office: Callable[[str], Workspace], tmp_path: Path
) -> None:
    workspace = new_office("共享")
    share = tmp_path / "服务器上"
    workspace.inbox.rename(share)  # with the marker by which the inbox is known
    workspace.inbox.mkdir()
    content = forms(workspace, "东河区", "西河区", "石桥县")
    log = tmp_path / "值守.log"
    with (
        mounted(workspace.inbox, "--bind", str(share)),
        watching(workspace, log, *asked) as watcher,
    ):
        (workspace.inbox / "东河区.xlsx").write_bytes(content["东河区"])
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        before = watcher.output()
        subprocess.run(["umount", "-l", str(workspace.inbox)], check=True)
        (share / "西河区.xlsx").write_bytes(content["西河区"])  # meanwhile, on the server
        told = until(lambda: trouble("共享盘断开又接上").said in watcher.output()[len(before) :])
        assert watcher.alive, watcher.output()
        assert told, watcher.output()
        subprocess.run(["mount", "--bind", str(share), str(workspace.inbox)], check=True)
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        assert until(lambda: len(rows_of(workspace, "submissions")) == 2), watcher.output()
        (workspace.inbox / "石桥县.xlsx").write_bytes(content["石桥县"])
        assert until(lambda: len(rows_of(workspace, "submissions")) == 3), watcher.output()
        assert watcher.alive
        assert plain(watcher.output()) == []


@tries("一万个文件一次放入")
@pytest.mark.skipif(not SOAK, reason="BAOSONG_SOAK=1 runs it")
def test_ten_thousand_files_at_once_are_all_received(
    new_office: Callable[[str], Workspace], tmp_path: Path
) -> None:
    workspace = new_office("一万件")
    rounds = stream(campaign_of(workspace), 2000)
    made = [item for each in rounds for item in each.files.items()]
    names = {}
    for number in range(_MANY):
        name, data = made[number % len(made)]
        names[f"{number:05} {name}"] = data
    drop(workspace, Round(names, "一万件"), tmp_path)

    with watching(workspace, tmp_path / "值守.log") as watcher:
        assert until(lambda: not waiting_in(workspace), 7200, 5), watcher.output()[-2000:]
        assert watcher.alive
    done = baosong("-w", workspace.root, "process", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    came = [row for row in rows_of(workspace, "arrivals") if row["bundle"] is None]
    assert sorted(row["name"] for row in came) == sorted(f"一万件/{name}" for name in names)
    assert {row["step"] for row in came} == {"cleared"}
