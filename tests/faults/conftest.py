"""What the fault tests share: a new office, the shim, and the launcher whose children are killed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.workspace import Workspace
from tests.faults import dying
from tests.faults.batches import dropped, ended
from tests.faults.disk import Disk, build_shim
from tests.programs import NOW, PATIENCE_S, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.pictures import Picture
    from tests.faults.steps import Step


@dataclass(frozen=True, slots=True)
class Launcher:
    """The running launcher of dying.py, which explains what a job is."""

    process: subprocess.Popen[str]
    log: Path

    def run(self, workspace: Workspace, *asked: str, now: str = NOW) -> int | str:
        return self._do({"asked": ["-w", str(workspace.root), *asked], "now": now})

    def killed(
        self, workspace: Workspace, step: Step, when: str, *asked: str, now: str = NOW
    ) -> int | str:
        about = {"step": step.function, "when": when, "nth": step.nth}
        return self._do({"asked": ["-w", str(workspace.root), *asked], "now": now, **about})

    def forget(self) -> None:
        """Discard what was printed so far."""
        self.log.unlink(missing_ok=True)

    def output(self) -> str:
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def _do(self, job: dict[str, Any]) -> int | str:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({**job, "log": str(self.log)}) + "\n")
        self.process.stdin.flush()
        answer: int | str = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shim(tmp_path_factory.mktemp("垫片"))


@pytest.fixture(scope="session")
def disk(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    """The disk that the launcher's processes write to; each test mends it."""
    made = Disk(shim, tmp_path_factory.mktemp("磁盘") / "control")
    made.mends()
    return made


@pytest.fixture(scope="session")
def launcher(disk: Disk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    folder = tmp_path_factory.mktemp("启动")
    with (folder / "错误.log").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, str(Path(dying.__file__))],
            env=environment(**disk.environment()),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
        )
    yield Launcher(process, folder / "说的话.log")
    assert process.stdin
    assert process.stdout
    process.stdin.close()
    process.wait(timeout=PATIENCE_S)
    process.stdout.close()


@pytest.fixture(scope="session")
def started(untouched: Workspace) -> Workspace:
    """A workspace as ``init --example`` makes it; copied, never used."""
    return untouched


@pytest.fixture
def new_office(started: Workspace, tmp_path: Path) -> Callable[[str], Workspace]:
    """Makes offices that are all alike."""

    def make(name: str) -> Workspace:
        shutil.copytree(started.root, tmp_path / name)
        return Workspace(tmp_path / name)

    return make


@pytest.fixture
def new_disk(shim: Path, tmp_path: Path) -> Callable[[str], Disk]:
    """Makes disks, each with a control of its own, whole at first."""

    def make(name: str) -> Disk:
        made = Disk(shim, tmp_path / f"{name}.control")
        made.mends()
        return made

    return make


@pytest.fixture(scope="session")
def received(
    launcher: Launcher, started: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Picture:
    """The result of a run that was not killed, and of a second run after it."""
    workspace = dropped(started, tmp_path_factory.mktemp("未中断"))
    assert launcher.run(workspace, "process") == 0, launcher.output()
    return ended(launcher, workspace)
