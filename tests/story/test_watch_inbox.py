"""The watcher and an inbox that comes and goes, and files that are held."""

from __future__ import annotations

import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.ledger.read import list_events
from pipeline.office.context import open_office
from tests.conftest import mount, require, require_mounts, unmount
from tests.programs import baosong_here, has_looked, until, watcher_status, watching
from tests.submissions import MOMENT, form

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.workspace import Workspace


@pytest.fixture
def share(fresh: Workspace, tmp_path: Path) -> Iterator[Path]:
    """A share mounted over the inbox of *fresh*, with its marker; the folder below is empty."""
    require_mounts()
    place = tmp_path / "share"
    place.mkdir()
    mount(place)
    try:
        fresh.inbox_marker.rename(fresh.root / "marker")
        mount_again(place, fresh.inbox)
        shutil.copy(fresh.root / "marker", fresh.inbox_marker)
        yield place
    finally:
        unmount(fresh.inbox)
        unmount(place)


def mount_again(share: Path, inbox: Path) -> None:
    subprocess.run(["mount", "--bind", share, inbox], check=True)


@pytest.mark.long
def test_a_share_that_disconnects_and_reconnects_loses_and_doubles_nothing(
    fresh: Workspace, share: Path, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "said.log") as watcher:
        (fresh.inbox / "东河区.xlsx").write_bytes(form(fresh, "东河区"))
        assert until(lambda: watcher.printed("已收 东河区"))

        unmount(fresh.inbox)
        (share / "西河区.xlsx").write_bytes(form(fresh, "西河区"))  # put there meanwhile
        assert until(lambda: watcher.printed("认不出来"))
        away = watcher_status(fresh)
        time.sleep(3)

        mount_again(share, fresh.inbox)
        assert until(lambda: watcher.printed("刚才的问题已经过去"))
        assert until(lambda: watcher.printed("已收 西河区"))
        # The heartbeat is written at the end of the pass that has printed this.
        assert until(lambda: "有问题" not in watcher_status(fresh)["message"])
        assert watcher.stop() == 0

    assert away["state"] == "alive"
    assert "共享没有连上" in away["message"]
    said = watcher.output()
    assert said.count("认不出来") == 1, "the same trouble is told once"
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        told = [event.action for event in list_events(office.ledger)]
    assert told.count("收到") == 2
    assert "重复报送" not in told


@pytest.fixture
def foreign(fresh: Workspace, tmp_path: Path) -> Iterator[Path]:
    """A folder that the inbox of *fresh* shows through FUSE: what comes there sends no event here."""
    require_mounts()
    require(shutil.which("bindfs"), "bindfs")
    place = tmp_path / "server"
    fresh.inbox.rename(place)
    fresh.inbox.mkdir()
    subprocess.run(["bindfs", place, fresh.inbox], check=True)
    try:
        yield place
    finally:
        unmount(fresh.inbox)


def test_what_another_computer_puts_into_a_share_is_noticed_without_an_event(
    fresh: Workspace, foreign: Path, tmp_path: Path
) -> None:
    with watching(fresh, tmp_path / "said.log", "--every", "3600") as watcher:
        assert watcher.printed("收件箱在网络共享（fuse")
        assert until(lambda: has_looked(fresh))
        (foreign / "东河区.xlsx").write_bytes(form(fresh, "东河区"))

        assert until(lambda: watcher.printed("已收 东河区")), (
            "not by the scan: that is due in an hour"
        )


def test_an_inbox_deleted_and_recreated_with_its_marker_is_watched_again(
    fresh: Workspace, tmp_path: Path
) -> None:
    marker = fresh.inbox_marker.read_bytes()
    with watching(fresh, tmp_path / "said.log", "--every", "5") as watcher:
        assert until(lambda: has_looked(fresh))
        shutil.rmtree(fresh.inbox)
        assert until(lambda: watcher.printed("现在打不开"))
        fresh.inbox.mkdir()
        assert until(lambda: watcher.printed("认不出来"))
        fresh.inbox_marker.write_bytes(marker)
        (fresh.inbox / "东河区.xlsx").write_bytes(form(fresh, "东河区"))

        assert until(lambda: watcher.printed("已收 东河区"))


@pytest.mark.long
def test_a_form_that_is_being_edited_is_shown_as_waiting_and_received_once_closed(
    fresh: Workspace, tmp_path: Path
) -> None:
    lock = fresh.inbox / "~$东河区.xlsx"
    lock.write_bytes(b"user")
    (fresh.inbox / "东河区.xlsx").write_bytes(form(fresh, "东河区"))
    page = fresh.results("文明单位创建") / "报送情况.html"
    with watching(fresh, tmp_path / "said.log", "--every", "5") as watcher:
        assert until(lambda: watcher.printed("等待 ← 东河区.xlsx"))
        (waiting,) = watcher_status(fresh)["waiting"]
        assert waiting["name"] == "东河区.xlsx"
        assert "正在 Excel/WPS 中打开（旁边有“~$东河区.xlsx”）" in waiting["reason"]
        assert "等待 ← 东河区.xlsx" in baosong_here("-w", fresh.root, "status").stdout
        assert until(lambda: "等待：东河区.xlsx" in page.read_text("utf-8"))
        assert "收件箱里等待的：东河区.xlsx" in baosong_here("-w", fresh.root, "doctor").stdout
        time.sleep(6)
        assert watcher.output().count("等待 ←") == 1, "it isn't told at every pass"

        lock.unlink()
        assert until(lambda: watcher.printed("已收 东河区"))
        assert until(lambda: "等待：" not in page.read_text("utf-8"))


@pytest.mark.long
def test_a_copy_that_stalls_half_way_is_not_taken_in(fresh: Workspace, tmp_path: Path) -> None:
    content = form(fresh, "东河区")
    with watching(fresh, tmp_path / "said.log", "--every", "5") as watcher:
        with (fresh.inbox / "东河区.xlsx").open("wb") as stream:
            stream.write(content[: len(content) // 2])
            stream.flush()
            time.sleep(6)
            stream.write(content[len(content) // 2 :])
        assert until(lambda: watcher.printed("已收 东河区"))

    assert not watcher.printed("待认领")
    assert not watcher.printed("退回")
