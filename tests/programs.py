"""The program as a separate process, or in the test's process: started, read, stopped, killed."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from cli import main
from pipeline.office.heartbeat import read_heartbeat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.workspace import Workspace

ROOT: Final = Path(__file__).parents[1]
NOW: Final = "2026-10-09T09:00:00+08:00"
LATER: Final = "2026-10-13T11:00:00+08:00"  # after the example's deadline
# No wait of a test is as long as this unless it fails: it is for a machine with much else to do.
PATIENCE_S: Final = 180.0
_GREETING: Final = "值守中"


def environment(**more: str) -> dict[str, str]:
    """Return an environment with a stopped clock and unbuffered output in UTF-8."""
    return {
        **os.environ,
        "BAOSONG_NOW": NOW,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
        **more,
    }


def command(workspace: Workspace, *arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "cli.py"), "-w", str(workspace.root), *arguments]


def baosong(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person starts it, to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "cli.py"), *map(str, arguments)],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=2 * PATIENCE_S,
    )


def baosong_here(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program in this process, with all that it prints and its exit code; starting one takes a second."""
    words = [str(argument) for argument in arguments]
    output, errors = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"BAOSONG_NOW": NOW, **more}.items():
            patch.setenv(name, value)
        patch.chdir(ROOT)
        patch.setattr(sys, "argv", ["baosong", *words])
        patch.setattr(sys, "stdin", io.StringIO())
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", errors)
        with pytest.raises(SystemExit) as ended:
            main()
    printed = [stream.detach().getvalue().decode() for stream in _flushed(output, errors)]
    code = ended.value.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(words, code, *printed)


def _flushed(*streams: Any) -> Iterator[Any]:
    for stream in streams:
        stream.flush()
        yield stream


@dataclass(frozen=True, slots=True)
class Watcher:
    """A running ``baosong watch``, and the file that holds what it has printed."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def output(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def printed(self, words: str) -> bool:
        return words in self.output()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Send it a signal, and return the exit code that it ends with."""
        if self.alive:
            self.process.send_signal(by)
        return self.process.wait(timeout=PATIENCE_S)


def start_watcher(workspace: Workspace, log: Path, *options: str, **more: str) -> Watcher:
    """Start ``watch``; the caller ends it."""
    with log.open("wb") as stream, _hangup_as_usual():
        process = subprocess.Popen(
            command(workspace, "watch", *options),
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    return Watcher(process, log)


@contextmanager
def _hangup_as_usual() -> Iterator[None]:
    """Let a child begin with the default for SIGHUP: under nohup it would inherit that it is ignored."""
    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@contextmanager
def watching(workspace: Workspace, log: Path, *options: str, **more: str) -> Iterator[Watcher]:
    """A watcher that has printed its greeting; it is stopped at the end, if it still runs."""
    watcher = start_watcher(workspace, log, *options, **more)
    try:
        assert until(lambda: watcher.printed(_GREETING) or not watcher.alive), watcher.output()
        assert watcher.alive, watcher.output()
        yield watcher
        watcher.stop(signal.SIGINT)
    finally:
        watcher.kill()


def until(happened: Callable[[], bool], seconds: float = PATIENCE_S, pause: float = 0.05) -> bool:
    """Return whether it *happened* within so many *seconds*; wait for it no longer than it takes."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(pause)
    return happened()


def has_looked(workspace: Workspace) -> bool:
    """Return whether the watcher has looked through the inbox to the end."""
    beat = read_heartbeat(workspace)
    return beat is not None and beat.passes > 0


def watcher_status(workspace: Workspace, **more: str) -> dict[str, Any]:
    """Return what ``status --json`` prints about the watcher."""
    answer = baosong_here("-w", workspace.root, "status", "文明单位创建", "--json", **more)
    assert answer.returncode == 0, answer.stderr
    status: dict[str, Any] = json.loads(answer.stdout)["watcher"]
    return status


def waiting_in(workspace: Workspace) -> list[str]:
    """Return the names of the files in the inbox that are to be received."""
    return sorted(
        path.relative_to(workspace.inbox).as_posix()
        for path in workspace.inbox.rglob("*")
        if path.is_file() and not path.name.startswith((".", "~$"))
    )
