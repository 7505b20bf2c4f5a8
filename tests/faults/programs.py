"""The program as a process of its own: started, heard, killed, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.workspace import Workspace

ROOT: Final = Path(__file__).parents[2]
NOW: Final = "2026-10-09T09:00:00+08:00"


def environment(**more: str) -> dict[str, str]:
    """A stopped clock, and everything said in UTF-8 and at once."""
    return {
        **os.environ,
        "BAOSONG_NOW": NOW,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def command(workspace: Workspace, *asked: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "-w", str(workspace.root), *asked]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command that has ended said, and with which exit code."""

    code: int
    text: str


def run(workspace: Workspace, *asked: str, more: Mapping[str, str] | None = None) -> Said:
    """Run one command to its end."""
    done = subprocess.run(
        command(workspace, *asked),
        env=environment(**(more or {})),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=300,
    )
    return Said(done.returncode, done.stdout.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Watcher:
    """A watcher at work, and the file that holds what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def lives(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """As a person stops it, with Ctrl+C."""
        if self.lives:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


def start_watcher(
    workspace: Workspace, log: Path, *asked: str, more: Mapping[str, str] | None = None
) -> Watcher:
    """Start ``watch``; whoever starts one ends it."""
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command(workspace, "watch", *asked),
            env=environment(**(more or {})),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    return Watcher(process, log)


@contextmanager
def watching(
    workspace: Workspace, log: Path, *asked: str, more: Mapping[str, str] | None = None
) -> Iterator[Watcher]:
    """A watcher that is stopped at the end, however the test ends."""
    watcher = start_watcher(workspace, log, *asked, more=more)
    try:
        yield watcher
    finally:
        if watcher.lives:
            watcher.process.send_signal(signal.SIGINT)
            try:
                watcher.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                watcher.kill()


def until(happened: Callable[[], bool], seconds: float = 60, pause: float = 0.05) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(pause)
    return happened()


def waiting_in(workspace: Workspace) -> list[str]:
    """What lies in the inbox and is to be taken in."""
    return sorted(
        path.relative_to(workspace.inbox).as_posix()
        for path in workspace.inbox.rglob("*")
        if path.is_file() and not path.name.startswith((".", "~$"))
    )
