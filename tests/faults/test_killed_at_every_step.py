"""The program killed at every labelled step, before and after: the next run ends as if nothing was."""

from __future__ import annotations

import os
import random
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from pipeline.office.demo_answers import answers_of
from pipeline.workspace import Workspace
from tests.faults.arrivals import Round, drop, example_campaign, form_of, zipped
from tests.faults.disk import NOTE, TEAR, Rule
from tests.faults.pictures import differences, picture
from tests.faults.steps import RECEIVING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk
    from tests.faults.pictures import Picture
    from tests.faults.steps import Step

DIED = -signal.SIGKILL
SOAK = os.environ.get("BAOSONG_SOAK") == "1"
_SWEPT = None if SOAK else 12  # how many of the calls of one pass are tried


def batch(workspace: Workspace) -> Round:
    """One of each: a form, a faulty one, a duplicate, an archive of two, and no form at all."""
    campaign = example_campaign(workspace)
    units = {unit.full_name: unit for unit in campaign.units()}
    east = form_of(campaign, units["东河区"])
    faulty = answers_of(units["西河区"]).but(所属单位总数="很多")
    members = {f"{name}.xlsx": form_of(campaign, units[name]) for name in ("石桥县", "太和县")}
    return Round(
        {
            "1 东河区.xlsx": east,
            "2 西河区.xlsx": form_of(campaign, units["西河区"], faulty),
            "3 说明.pdf": b"%PDF-1.4\n%demo\n",
            "4 两个县.zip": zipped(members),
            "5 东河区（又发）.xlsx": east,
        }
    )


def _dropped(started: Workspace, folder: Path) -> Workspace:
    shutil.copytree(started.root, folder / "office")
    workspace = Workspace(folder / "office")
    drop(workspace, batch(started), folder)
    return workspace


def _ended(launcher: Launcher, workspace: Workspace) -> Picture:
    """What stands after the next pass, and after one more that has nothing to do."""
    for _ in range(2 if SOAK else 1):
        assert launcher.run(workspace, "process") == 0, launcher.said()
    return picture(workspace)


@pytest.fixture(scope="session")
def received(
    launcher: Launcher, started: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Picture:
    """What a run that nobody killed makes of the batch, and a second run leaves of that."""
    workspace = _dropped(started, tmp_path_factory.mktemp("未中断"))
    assert launcher.run(workspace, "process") == 0, launcher.said()
    return _ended(launcher, workspace)


def _halves(steps: Sequence[Step]) -> list[pytest.ParameterSet]:
    """Before and after each step; in the short run one of the two, in turn."""
    return [
        pytest.param(step, when, id=f"{step.label}-{when}")
        for number, step in enumerate(steps)
        for which, when in enumerate(("before", "after"))
        if SOAK or (number + which) % 2 == 0
    ]


@pytest.mark.parametrize(("step", "when"), _halves(RECEIVING))
def test_an_arrival_killed_at_any_step_ends_as_if_it_was_not(  # noqa: PLR0913 - fixtures
    step: Step,
    when: str,
    launcher: Launcher,
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    workspace = _dropped(started, tmp_path)

    assert launcher.killed(workspace, step, when, "process") == DIED, launcher.said()

    assert differences(received, _ended(launcher, workspace)) == []


def test_an_arrival_killed_at_any_call_that_writes_ends_as_if_it_was_not(  # noqa: PLR0913
    launcher: Launcher,
    disk: Disk,
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    """Not only where we thought of: at each write, sync, rename and unlink that a pass makes."""
    counted = _dropped(started, tmp_path / "数")
    disk.breaks(Rule("any", NOTE, str(counted.root)))
    assert launcher.run(counted, "process") == 0, launcher.said()
    disk.mends()
    calls = len(disk.hits())
    assert calls > 100, calls  # noqa: PLR2004 - otherwise the shim isn't heard
    chance = random.Random(calls)  # noqa: S311 - which calls to try
    tried = range(calls) if SOAK else sorted(chance.sample(range(calls), _SWEPT))

    wrong = {}
    for number in tried:
        workspace = _dropped(started, tmp_path / str(number))
        disk.breaks(Rule("any", TEAR, str(workspace.root), skip=number, count=1))
        died = launcher.run(workspace, "process")
        disk.mends()
        (met,) = disk.hits() or ("",)
        assert died == DIED, (number, died, met)
        found = differences(received, _ended(launcher, workspace))
        if found:
            wrong[number] = (met.replace(str(workspace.root), ""), *found)
        shutil.rmtree(workspace.root.parent)
    assert wrong == {}
