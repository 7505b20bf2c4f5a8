"""What every test may use: one demonstration, run once and only read; and how property tests are run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from pipeline.clock import BEIJING, stopped_clock
from pipeline.office.context import open_office
from pipeline.setup.demo import demo
from pipeline.setup.demo_batch import waves
from pipeline.setup.init import EXAMPLE, start_workspace
from pipeline.workspace import Workspace
from tests.kept_children import KeptChildren

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from xdist.remote import Producer

    from pipeline.model.campaign import Campaign
    from pipeline.receiving.report import Outcome
    from pipeline.setup.demo import DemoReport
    from tests.scheduling import TogetherScheduling

# Papers are rendered before they are issued where a test says so: LibreOffice takes seconds to start.
os.environ.setdefault("BAOSONG_RENDER", "0")

# The same examples in every run, kept nowhere: what comes of a run depends on the code alone, not on the load of
# the machine, nor on what another run has found. --hypothesis-profile=search looks for others.
settings.register_profile(
    "everyday",
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
    derandomize=True,
)
settings.register_profile(
    "search",
    settings.get_profile("everyday"),
    max_examples=500,
    derandomize=False,
    print_blob=True,
)
settings.load_profile("everyday")

AFTERWARDS = stopped_clock(datetime(2026, 10, 13, 11, 0, tzinfo=BEIJING))


@pytest.hookimpl(optionalhook=True)  # without xdist there is nothing to schedule
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherScheduling | None:
    """Schedule by the costly fixtures, for ``--dist loadgroup``."""
    from tests.scheduling import TogetherScheduling  # noqa: PLC0415 - imports xdist

    return TogetherScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@dataclass(frozen=True)
class Demonstration:
    """The demo's report, what was dropped into its inbox, and the outcome of each file."""

    report: DemoReport
    dropped: Mapping[str, bytes]
    outcomes: tuple[Outcome, ...]
    campaign: Campaign

    @property
    def results(self) -> Path:
        return self.report.workspace.results(EXAMPLE)


_KEPT = KeptChildren()


@pytest.fixture(scope="session", autouse=True)
def kept_children() -> Iterator[None]:
    """The child process that reads workbooks is kept from one test to the next."""
    with _KEPT.keeping():
        yield
    _KEPT.end()


@pytest.fixture(autouse=True)
def unrendered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text is typeset without LibreOffice, which takes seconds, unless the test is marked ``render``."""
    if request.node.get_closest_marker("render") is None:
        monkeypatch.setattr("pipeline.official.layout.paginate.find_renderer", lambda: None)


@pytest.fixture
def new_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sandbox of the test starts a child of its own, and ends it."""
    _KEPT.end()
    monkeypatch.setattr(KeptChildren, "_take", lambda *_: None)
    monkeypatch.setattr(KeptChildren, "_keep", lambda *_: None)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    """The whole line, run once; tests that read it share one worker."""
    report = demo(tmp_path_factory.mktemp("演示"), lambda _: None)
    with open_office(report.workspace, AFTERWARDS) as office:
        campaign = office.campaign(EXAMPLE)
    dropped: dict[str, bytes] = {}
    for number, wave in enumerate(waves(campaign)):
        dropped |= {f"{number}/{name}": content for name, content in wave.files.items()}
    outcomes = tuple(outcome for done in report.passes for outcome in done.outcomes)
    return Demonstration(report, dropped, outcomes, campaign)


@pytest.fixture
def office_folder(demonstration: Demonstration, tmp_path: Path) -> Workspace:
    """A copy of the demonstration's workspace that a test may change."""
    folder = tmp_path / "办公室"
    shutil.copytree(demonstration.report.workspace.root, folder)
    return Workspace(folder)


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace as ``baosong init --example`` makes it; its forty templates are made once, and only copied."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("新建") / "新办公室", example=True)
    return workspace


@pytest.fixture
def fresh(untouched: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it that a test may change."""
    return copied(untouched, tmp_path / "新办公室")


@pytest.fixture(scope="session")
def untouched_bare(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace as ``baosong init`` makes it, without the example; only copied."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("新建") / "机关")
    return workspace


@pytest.fixture
def bare(untouched_bare: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it that a test may change."""
    return copied(untouched_bare, tmp_path / "机关")


def copied(workspace: Workspace, folder: Path) -> Workspace:
    """Return a copy of *workspace* at *folder*: a made one is copied in a tenth of the time of making it."""
    shutil.copytree(workspace.root, folder)
    return Workspace(folder)


def require(found: object, what: str) -> None:
    """Skip a test for want of a program, unless everything is required (CI): then fail."""
    if found:
        return
    if os.environ.get("BAOSONG_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is not installed, and everything is required")
    pytest.skip(f"{what} is not installed")


def require_mounts() -> None:
    """Skip a test that mounts where the system doesn't let us, unless everything is required."""
    require(
        sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount"), "mount, as root"
    )


def mount(place: Path, options: str = "size=16m") -> None:
    """Mount a small disk in memory at *place*."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)


def unmount(place: Path) -> None:
    """Take away what is mounted at *place*, at once, as a share that drops out."""
    subprocess.run(["umount", "--lazy", place], check=True)


@contextmanager
def mounting(place: Path) -> Iterator[None]:
    """A small disk in memory at *place*, for as long as this lasts."""
    require_mounts()
    mount(place)
    try:
        yield
    finally:
        unmount(place)
