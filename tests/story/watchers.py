"""The watcher as a process of its own, started as a person starts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.office.heartbeat import read_heartbeat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]
NOW = "2026-10-09T09:00:00+08:00"


def until(happened: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.1)
    return False


@dataclass(frozen=True)
class Watcher:
    """A running ``baosong watch`` and what it has said so far."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self, words: str = "") -> bool:
        return words in self.log.read_text("utf-8")

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return self.process.wait(timeout=30)


def has_looked(workspace: Workspace) -> bool:
    """Whether the watcher has looked through the inbox to the end."""
    beat = read_heartbeat(workspace)
    return beat is not None and beat.passes > 0


def command(workspace: Workspace, *arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "-w", str(workspace.root), *arguments]


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ, "BAOSONG_NOW": NOW, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **more,
    }  # fmt: skip


@contextmanager
def watching(workspace: Workspace, log: Path, *options: str, **more: str) -> Iterator[Watcher]:
    """A watcher that has greeted; it is killed afterwards if it still runs."""
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command(workspace, "watch", *options),
            env=environment(**more),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    watcher = Watcher(process, log)
    try:
        assert until(lambda: watcher.said("值守中")), log.read_text("utf-8")
        yield watcher
    finally:
        process.kill()
        process.wait()


def baosong(workspace: Workspace, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(workspace, *arguments),
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def watcher_told(workspace: Workspace, **more: str) -> dict[str, Any]:
    """What ``status --json`` says of the watcher."""
    answer = baosong(workspace, "status", "文明单位创建", "--json", **more)
    assert answer.returncode == 0, answer.stderr
    told: dict[str, Any] = json.loads(answer.stdout)["watcher"]
    return told
