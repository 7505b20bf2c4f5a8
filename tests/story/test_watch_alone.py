"""One watcher an office: a second one is refused with the owner named, and a crashed one is taken over from."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from pipeline.issuing import briefings
from pipeline.office.lock import exclusive
from tests.programs import (
    NOW,
    PATIENCE_S,
    ROOT,
    baosong,
    baosong_here,
    command,
    environment,
    has_looked,
    until,
    watcher_status,
    watching,
)
from tests.submissions import form

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from pipeline.workspace import Workspace

HOST = socket.gethostname()
ELSEWHERE = f"{HOST}-另一台"
HOLD = """
import sys, time
from pathlib import Path
from pipeline.office.lock import exclusive
from pipeline.workspace import Workspace
with exclusive(Workspace(Path(sys.argv[1]))):
    print("in", flush=True)
    time.sleep(60)
"""


def test_a_second_watcher_is_refused_at_once_with_the_owner_named(
    fresh: Workspace, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "said.log") as watcher:
        second = baosong(
            "-w", fresh.root, "watch"
        )  # while the first goes on: it doesn't wait for its end
        assert watcher.process.poll() is None

    assert second.returncode == 1
    assert "已经有人在值守" in second.stderr
    assert f"进程 {watcher.process.pid}" in second.stderr
    assert HOST in second.stderr
    assert "10月09日 09:00 起" in second.stderr
    assert "watch" in second.stderr
    assert second.stdout == ""
    assert len(second.stderr.strip().splitlines()) == 1


def test_a_watcher_that_was_killed_is_followed_by_the_next_one_at_once(
    fresh: Workspace, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "first.log") as first:
        assert first.stop(signal.SIGKILL) == -signal.SIGKILL
    assert watcher_status(fresh)["state"] == "silent"
    (fresh.hidden / f".{'0' * 32}.part").write_bytes(b"half a heartbeat")

    with watching(fresh, tmp_path / "second.log") as second:
        assert until(lambda: second.printed("上一次值守没有正常结束"))
        told = watcher_status(fresh)

    assert (told["state"], told["pid"]) == ("alive", second.process.pid)
    assert not list(fresh.hidden.glob(".*.part"))


def test_an_orderly_end_leaves_nothing_to_take_over(fresh: Workspace, tmp_path: Path) -> None:
    with watching(fresh, tmp_path / "first.log") as first:
        first.stop()
    with watching(fresh, tmp_path / "second.log") as second:
        assert until(lambda: has_looked(fresh))

    assert not second.printed("没有正常结束")


def from_elsewhere(workspace: Workspace, age_s: float) -> None:
    """Make the last heartbeat one of another computer: a share whose locks don't cross over."""
    told = json.loads(workspace.heartbeat.read_bytes())
    told["owner"]["host"] = ELSEWHERE
    workspace.heartbeat.write_text(json.dumps(told), "utf-8")
    written = time.time() - age_s
    os.utime(workspace.heartbeat, (written, written))


def test_another_computers_fresh_heartbeat_keeps_a_second_watcher_out_though_the_lock_is_free(
    fresh: Workspace, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "first.log") as first:
        first.stop(signal.SIGKILL)
    from_elsewhere(fresh, age_s=60)

    refused = baosong_here("-w", fresh.root, "watch")

    assert refused.returncode == 1
    assert ELSEWHERE in refused.stderr
    assert "秒前还有动静" in refused.stderr
    assert "baosong watch --takeover" in refused.stderr
    with watching(fresh, tmp_path / "second.log", "--takeover") as second:
        assert until(lambda: second.printed(f"电脑“{ELSEWHERE}”上的上一次值守没有正常结束"))


def test_another_computers_old_heartbeat_refuses_no_watcher(
    fresh: Workspace, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "first.log") as first:
        first.stop(signal.SIGKILL)
    from_elsewhere(fresh, age_s=660)

    with watching(fresh, tmp_path / "second.log") as second:
        assert until(lambda: second.printed("没有正常结束"))


def test_a_watcher_that_was_taken_over_from_ends_itself(fresh: Workspace, tmp_path: Path) -> None:
    with watching(fresh, tmp_path / "first.log") as first:
        assert until(lambda: has_looked(fresh))
        told = json.loads(fresh.heartbeat.read_bytes())
        told["owner"] |= {"host": ELSEWHERE, "run": "另一次"}
        fresh.heartbeat.write_text(json.dumps(told), "utf-8")
        (fresh.inbox / "说明.txt").write_bytes(b"stirs")

        assert first.process.wait(timeout=PATIENCE_S) == 1

    assert first.printed(ELSEWHERE)
    assert json.loads(fresh.heartbeat.read_bytes())["owner"]["run"] == "另一次"


def test_other_commands_run_at_the_same_time_and_do_not_disturb_it(
    fresh: Workspace, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "said.log") as watcher:
        for name in ("东河区", "西河区", "新城区"):
            (fresh.inbox / f"{name}.xlsx").write_bytes(form(fresh, name))
        beside = [
            subprocess.Popen(
                command(fresh, *arguments),
                env=environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                text=True,
            )
            for arguments in (
                ("status",),
                ("brief", "文明单位创建", "--dated", "2026-10-09"),
                ("notice", "催报", "文明单位创建", "--unit", "市教育局", "--dated", "2026-10-09"),
                ("status", "文明单位创建", "--json"),
            )
        ]
        for process in beside:
            _, failed = process.communicate(timeout=PATIENCE_S)
            assert process.returncode == 0, failed
        assert until(
            lambda: all(watcher.printed(f"已收 {name}") for name in ("东河区", "西河区", "新城区"))
        )
        assert watcher.stop() == 0

    register = json.loads(baosong_here("-w", fresh.root, "register", "--json").stdout)
    assert {entry["status"] for entry in register} == {"confirmed"}
    assert len(register) == 2


def test_a_busy_office_is_reported_with_its_owner(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefings, "exclusive", partial(exclusive, wait_s=0.2))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(fresh.root)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "in\n"
        refused = baosong_here("-w", fresh.root, "brief", "文明单位创建", "--dated", "2026-10-09")
        assert refused.returncode == 1
        assert f"进程 {holder.pid}" in refused.stderr
        assert HOST in refused.stderr
    finally:
        holder.kill()
        holder.wait()
        if holder.stdout:
            holder.stdout.close()

    assert baosong_here("-w", fresh.root, "process").returncode == 0, (
        "the lock ended with its process"
    )
    assert not fresh.office_owner.exists()


def test_the_status_shows_that_it_lives_and_since_when_it_is_silent(
    fresh: Workspace, tmp_path: Path
) -> None:
    assert watcher_status(fresh)["state"] == "none"
    with watching(fresh, tmp_path / "said.log") as watcher:
        assert until(lambda: has_looked(fresh))
        alive = watcher_status(fresh)
        table = baosong_here("-w", fresh.root, "status").stdout
        later = watcher_status(fresh, BAOSONG_NOW="2026-10-09T09:45:00+08:00")
        before = watcher_status(fresh, BAOSONG_NOW="2026-10-09T06:00:00+08:00")
        watcher.stop()
    stopped = watcher_status(fresh)

    assert (alive["state"], alive["last_scan"], alive["pid"]) == ("alive", NOW, watcher.process.pid)
    assert "值守中，最近一次查看收件箱 10月09日 09:00:00" in table
    assert later["state"] == "silent"
    assert "已有 45 分钟" in later["message"]
    assert before["state"] == "silent"
    assert "时钟调过" in before["message"]
    assert stopped["state"] == "stopped"
