"""The watcher as a separate process: it receives what is dropped, and stops on a signal."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.programs import until, watcher_status, watching
from tests.submissions import form

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace


@pytest.mark.parametrize(
    "mode",
    [(), pytest.param(("--native",), marks=pytest.mark.long), ("--polling",)],
    ids=["auto", "native", "polling"],
)
def test_a_file_dropped_while_it_watches_is_answered(
    fresh: Workspace, tmp_path: Path, mode: tuple[str, ...]
) -> None:
    with watching(fresh, tmp_path / "said.log", *mode) as watcher:
        page = fresh.results("文明单位创建") / "报送情况.html"
        assert until(page.is_file), "the first pass"
        partial = fresh.inbox / "东河区.xlsx"
        content = form(fresh, "东河区")
        with partial.open("wb") as stream:  # a slow copy
            for start in range(0, len(content), len(content) // 4 + 1):
                stream.write(content[start : start + len(content) // 4 + 1])
                stream.flush()
                time.sleep(0.2)

        receipts = fresh.results("文明单位创建") / "回执"
        assert until(lambda: len(list(receipts.glob("东河区*.docx"))) == 1)
        assert until(lambda: not partial.exists())
        assert until(lambda: watcher.printed("已收 东河区"))
        code = watcher.stop(signal.SIGINT)

    said = watcher.output()
    assert code == 0, said
    assert said.count("已收 东河区") == 1
    assert "退回" not in said
    assert "已停止值守。" in said


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP])
def test_the_system_ends_it_as_a_person_does(
    fresh: Workspace, tmp_path: Path, by: signal.Signals
) -> None:
    with watching(fresh, tmp_path / "said.log") as watcher:
        started = time.monotonic()
        code = watcher.stop(by)

    assert code == 0
    assert time.monotonic() - started < 60  # systemd kills after 90; a busy machine is slow
    assert watcher.printed("已停止值守。")
    assert watcher_status(fresh)["state"] == "stopped"


def test_stopped_amid_many_files_it_ends_after_the_current_one(
    fresh: Workspace, tmp_path: Path
) -> None:
    content = form(fresh, "东河区")
    for number in range(150):
        (fresh.inbox / f"{number:03}.xlsx").write_bytes(content + bytes(number))
    receipts = fresh.results("文明单位创建")
    with watching(fresh, tmp_path / "said.log") as watcher:
        assert until(lambda: bool(list(receipts.rglob("东河区*.docx"))))
        code = watcher.stop()
        left = len(list(fresh.inbox.glob("*.xlsx")))

    assert code == 0
    assert 0 < left < 150
    assert watcher.output().count("已收 东河区") >= 1


def test_what_it_does_is_logged_and_what_the_forms_hold_is_not(
    fresh: Workspace, tmp_path: Path
) -> None:
    (fresh.inbox / "东河区.xlsx").write_bytes(form(fresh, "东河区"))
    (fresh.inbox / "坏的.xlsx").write_bytes(form(fresh, "西河区")[:3000])
    with watching(fresh, tmp_path / "said.log") as watcher:
        assert until(lambda: watcher.printed("本轮："))
        watcher.stop()

    log = fresh.watch_log.read_text("utf-8")
    assert "已收　东河区　东河区.xlsx" in log
    assert "坏的.xlsx" in log
    assert "停止值守" in log
    assert log.count("\n") < 15
