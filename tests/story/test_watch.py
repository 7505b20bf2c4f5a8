"""The watcher as a process of its own: it takes in what is dropped, and stops when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.story.test_receive import form

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]


def until(happened: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("polling", [False, True])
def test_a_file_dropped_while_it_watches_is_answered(
    fresh: Workspace, tmp_path: Path, *, polling: bool
) -> None:
    log = tmp_path / "said.log"
    command = [sys.executable, str(ROOT / "cli.py"), "-w", str(fresh.root), "watch"]
    with log.open("wb") as stream:
        watcher = subprocess.Popen(
            [*command, "--polling"] if polling else command,
            env={
                **os.environ,
                "BAOSONG_NOW": "2026-10-09T09:00:00+08:00",
                "PYTHONUNBUFFERED": "1",
                "PYTHONIOENCODING": "utf-8",
            },
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        page = fresh.results("文明单位创建") / "报送情况.html"
        assert until(page.is_file), "the first pass"
        partial = fresh.inbox / "东河区.xlsx"
        content = form(fresh, "东河区")
        with partial.open("wb") as stream:  # a slow copy
            for start in range(0, len(content), len(content) // 4 + 1):
                stream.write(content[start : start + len(content) // 4 + 1])
                stream.flush()
                time.sleep(0.4)

        receipts = fresh.results("文明单位创建") / "回执"
        assert until(lambda: len(list(receipts.glob("东河区*.docx"))) == 1)
        assert until(lambda: not partial.exists())
        assert until(lambda: "已收 东河区" in log.read_text("utf-8"))
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(timeout=20)

    said = log.read_text("utf-8")
    assert watcher.returncode == 0, said
    assert said.count("已收 东河区") == 1
    assert "退回" not in said
    assert "已停止值守。" in said
