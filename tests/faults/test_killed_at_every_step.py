"""The program killed at every labelled step, before and after: the next run ends as if nothing was."""

from __future__ import annotations

import random
import shutil
import signal
from typing import TYPE_CHECKING, Final

import pytest

from tests.faults.batches import SOAK, dropped, ended
from tests.faults.disk import NOTE, TEAR, Rule
from tests.faults.pictures import differences
from tests.faults.steps import RECEIVING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk
    from tests.faults.pictures import Picture
    from tests.faults.steps import Step

DIED = -signal.SIGKILL
_SWEPT: Final = 6  # how many of the calls of one pass are tried


def halves(steps: Sequence[Step], first: int = 0) -> list[pytest.ParameterSet]:
    """Before and after each step; in the short run one of the two, in turn, *first* or the other."""
    return [
        pytest.param(step, when, id=f"{step.label}-{when}")
        for number, step in enumerate(steps)
        for which, when in enumerate(("before", "after"))
        if SOAK or (number + which) % 2 == first
    ]


@pytest.mark.parametrize(("step", "when"), halves(RECEIVING))
def test_an_arrival_killed_at_any_step_ends_as_if_it_was_not(  # noqa: PLR0913, PLR0917 - fixtures
    step: Step,
    when: str,
    launcher: Launcher,
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    workspace = dropped(started, tmp_path)

    assert launcher.killed(workspace, step, when, "process") == DIED, launcher.said()

    assert differences(received, ended(launcher, workspace)) == []


def test_an_arrival_killed_at_any_call_that_writes_ends_as_if_it_was_not(
    launcher: Launcher,
    disk: Disk,
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    """Not only where we thought of: at each write, sync, rename and unlink that a pass makes."""
    counted = dropped(started, tmp_path / "数")
    disk.breaks(Rule("any", NOTE, str(counted.root)))
    assert launcher.run(counted, "process") == 0, launcher.said()
    disk.mends()
    calls = len(disk.hits())
    assert calls > 100, calls
    chance = random.Random(calls)  # noqa: S311 - which calls to try
    tried = range(calls) if SOAK else sorted(chance.sample(range(calls), _SWEPT))

    wrong = {}
    for number in tried:
        workspace = dropped(started, tmp_path / str(number))
        disk.breaks(Rule("any", TEAR, str(workspace.root), skip=number, count=1))
        died = launcher.run(workspace, "process")
        disk.mends()
        (met,) = disk.hits() or ("",)
        assert died == DIED, (number, died, met)
        found = differences(received, ended(launcher, workspace))
        if found:
            wrong[number] = (met.replace(str(workspace.root), ""), *found)
        shutil.rmtree(workspace.root.parent)
    assert wrong == {}
