"""The program killed at every labelled step, before and after: the next run ends as if nothing was."""

from __future__ import annotations

import random
import shutil
import signal
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.clock import stopped_clock
from pipeline.ledger.read import list_events, list_submissions
from pipeline.model.submission import CheckOutcome
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from pipeline.workspace import MARKER_NAME
from tests.faults.batches import SOAK, dropped, ended
from tests.faults.disk import NOTE, TEAR, Rule
from tests.faults.pictures import differences
from tests.faults.steps import ONE_FORM, RECEIVING
from tests.submissions import MOMENT, drop, form, one_pass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk
    from tests.faults.pictures import Picture
    from tests.faults.steps import Step

DIED = -signal.SIGKILL
# Until its arrival is in the ledger, a file is one that was just found.
_UNSEEN: Final = {("抄写", "before"), ("抄写", "after"), ("记“已到”", "before")}
_SWEPT: Final = 6  # how many of the calls of one pass are tried


def kills(steps: Sequence[Step], *everyday: str) -> list[pytest.ParameterSet]:
    """Before and after each step; all are long but those at the steps labelled *everyday*."""
    return [
        pytest.param(
            step,
            when,
            id=f"{step.label}-{when}",
            marks=[] if step.label in everyday else pytest.mark.long,
        )
        for step in steps
        for when in ("before", "after")
    ]


@pytest.mark.parametrize(("step", "when"), kills(RECEIVING, "登记"))
def test_an_arrival_killed_at_any_step_ends_as_if_it_was_not(  # noqa: PLR0913, PLR0917 - fixtures
    step: Step,
    when: str,
    launcher: Launcher,
    started: Workspace,
    received: Picture,
    tmp_path: Path,
) -> None:
    workspace = dropped(started, tmp_path)

    assert launcher.killed(workspace, step, when, "process") == DIED, launcher.output()

    assert differences(received, ended(launcher, workspace)) == []


@pytest.mark.parametrize(("step", "when"), kills(ONE_FORM, "登记", "答复"))
def test_a_form_killed_at_any_step_is_received_once_and_at_the_moment_it_came(
    step: Step, when: str, launcher: Launcher, new_office: Callable[[str], Workspace]
) -> None:
    workspace = new_office("一件")
    drop(workspace, "东河区.xlsx", form(workspace, "东河区"))
    assert launcher.killed(workspace, step, when, "process") == DIED, launcher.output()

    one_pass(workspace, MOMENT + timedelta(minutes=5))
    one_pass(workspace, MOMENT + timedelta(minutes=10))

    with open_office(workspace, stopped_clock(MOMENT)) as office:
        (submission,) = list_submissions(office.ledger, EXAMPLE, "一次性")
        actions = [event.action for event in list_events(office.ledger)]
    assert submission.outcome in {CheckOutcome.ACCEPTED, CheckOutcome.WARNED}
    assert submission.answered
    assert submission.cleared
    assert actions == ["收到", "内容指纹", "发回执", "清收件箱"]
    unseen = (step.label, when) in _UNSEEN
    first_sight = MOMENT + timedelta(minutes=5) if unseen else MOMENT
    assert submission.received_at == first_sight, "whatever interrupted it since"
    assert [path.name for path in workspace.inbox.iterdir()] == [MARKER_NAME]
    assert len(list(workspace.results(EXAMPLE).glob("回执/*.docx"))) == 1
    assert not list(workspace.root.rglob("*.part"))
    assert (workspace.results(EXAMPLE) / "报送情况.html").is_file()


@pytest.mark.long
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
    assert launcher.run(counted, "process") == 0, launcher.output()
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
