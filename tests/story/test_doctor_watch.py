"""What the self-examination says of the watcher and of the inbox."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.model.heartbeat import Heartbeat
from pipeline.office.heartbeat import write_heartbeat
from pipeline.office.lock import this_run
from pipeline.safekeeping import doctor_watcher
from pipeline.safekeeping.doctor import examine_office
from tests.programs import baosong_here
from tests.submissions import MOMENT

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def said(workspace: Workspace, subject: str) -> tuple[str, str]:
    """The mark and the words on *subject*."""
    (found,) = [
        checkup
        for checkup in examine_office(workspace.root, stopped_clock(MOMENT))
        if checkup.subject == subject and str(workspace.inbox) != checkup.words
    ]
    return found.mark, found.words


def beat(workspace: Workspace, ago: timedelta, **more: str) -> None:
    heartbeat = Heartbeat(this_run(MOMENT - timedelta(days=3)), "0.1.0", MOMENT - ago, **more)  # type: ignore[arg-type]
    write_heartbeat(workspace, heartbeat)


def test_a_watcher_that_no_one_started_is_no_fault(fresh: Workspace) -> None:
    mark, words = said(fresh, "值守")

    assert mark == "缺"
    assert "baosong watch" in words


@pytest.mark.parametrize(
    ("minutes", "mark", "words"),
    [
        (1, "好", "值守中"),
        (10, "坏", "已有 10 分钟"),
        (200, "坏", "已有 3 小时"),
        (6000, "坏", "已有 4 天"),
    ],
)
def test_a_watcher_that_fell_silent_needs_a_hand(
    minutes: int, mark: str, words: str, fresh: Workspace
) -> None:
    beat(fresh, timedelta(minutes=minutes))

    found = said(fresh, "值守")

    assert found[0] == mark
    assert words in found[1]


def test_a_watcher_that_is_in_trouble_needs_a_hand_though_it_lives(fresh: Workspace) -> None:
    beat(fresh, timedelta(), trouble="台账写不进去。")

    mark, words = said(fresh, "值守")

    assert mark == "坏"
    assert "现在有问题：台账写不进去" in words


def test_a_watcher_on_another_computer_is_judged_by_its_silence_alone(fresh: Workspace) -> None:
    beat(fresh, timedelta(minutes=1))
    told = json.loads(fresh.heartbeat.read_bytes())
    told["owner"] |= {"host": "另一台", "pid": 2**22 + 1}
    fresh.heartbeat.write_text(json.dumps(told), "utf-8")

    assert said(fresh, "值守")[0] == "好"

    told["owner"]["host"] = this_run().host
    fresh.heartbeat.write_text(json.dumps(told), "utf-8")
    mark, words = said(fresh, "值守")
    assert mark == "坏"
    assert "进程已经不在" in words


def test_the_place_of_the_inbox_and_its_meaning_are_reported(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "由系统通知" in said(fresh, "收件箱所在")[1]

    monkeypatch.setattr(doctor_watcher, "network_fs_type", lambda _: "cifs")

    assert "网络共享（cifs）" in said(fresh, "收件箱所在")[1]
    assert "台账最好放在本机" in said(fresh, "工作目录所在")[1]


def test_an_inbox_that_lost_its_marker_is_reported_and_the_rest_is_examined_all_the_same(
    fresh: Workspace,
) -> None:
    fresh.inbox_marker.unlink()

    mark, words = said(fresh, "收件箱")
    assert mark == "坏"
    assert "baosong init" in words
    assert said(fresh, "原件与台账") == ("好", "逐件核对一致")


def test_init_restores_the_marker_and_recommends_a_second_look(fresh: Workspace) -> None:
    fresh.inbox_marker.unlink()

    made = baosong_here("-w", fresh.root, "init", str(fresh.root))

    assert made.returncode == 0
    assert "已补上标记" in made.stderr
    assert "空文件夹" in made.stderr
    assert baosong_here("-w", fresh.root, "process").returncode == 0
    assert baosong_here("-w", fresh.root, "init", str(fresh.root)).stderr == ""


def test_an_inbox_that_could_not_be_marked_is_reported(fresh: Workspace) -> None:
    fresh.inbox_marker.unlink()
    fresh.inbox_record.unlink()
    fresh.inbox_marker.mkdir()  # nothing can be written there

    assert said(fresh, "收件箱标记")[0] == "缺"


def test_lock_and_temporary_files_are_listed(fresh: Workspace) -> None:
    (fresh.inbox / "~$东河区.xlsx").write_bytes(b"user")
    (fresh.inbox / "Thumbs.db").write_bytes(b"x")

    words = said(fresh, "收件箱里略过的")[1]

    assert "~$东河区.xlsx（Excel/WPS 打开文件时留下的临时文件）" in words
    assert "Thumbs.db（系统自动生成的文件）" in words


def test_a_slip_in_the_settings_is_reported(fresh: Workspace) -> None:
    assert said(fresh, "设置") == ("好", "提醒没有启用")

    fresh.settings.write_text("[提醒]\n启用 = 是\n收件人 = 办公室\n", "utf-8")

    mark, words = said(fresh, "设置")
    assert mark == "坏"
    assert "收件人" in words
