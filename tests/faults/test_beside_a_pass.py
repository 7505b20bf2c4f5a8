"""Commands beside a long pass: they wait for one file at most, and see what was received until then."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.ledger.read import list_events
from pipeline.model.event import Action
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.faults.batches import SOAK
from tests.programs import PATIENCE_S, command, environment
from tests.submissions import MOMENT, campaign_of, drop, form, unit_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.workspace import Workspace

FILES = 600 if SOAK else 120
BESIDE = (
    ("notice", "催报", EXAMPLE, "--dated", "2026-10-09", "--yes"),
    ("brief", EXAMPLE, "--dated", "2026-10-09"),
    ("status", EXAMPLE, "--json"),
)


def many_forms(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Forms of every unit but the last, again and again with another telephone number."""
    units = [unit.full_name for unit in campaign_of(workspace).units()][:-1]
    for number in range(FILES):
        name = units[number % len(units)]
        answers = unit_answers(workspace, name).with_singles(联系电话=f"0000-{1000000 + number}")
        yield f"{number:03d}{name}.xlsx", form(workspace, name, answers)


@pytest.mark.long
def test_papers_are_issued_beside_a_long_pass_on_what_was_received_until_then(
    new_office: Callable[[str], Workspace],
) -> None:
    workspace = new_office("长长的一轮")
    for name, content in many_forms(workspace):
        drop(workspace, name, content)
    running = subprocess.Popen(
        command(workspace, "process"),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    rounds = 0
    try:
        while running.poll() is None:
            for arguments in BESIDE:
                done = subprocess.run(
                    command(workspace, *arguments),
                    env=environment(),
                    capture_output=True,
                    text=True,
                    check=False,
                    stdin=subprocess.DEVNULL,
                    timeout=PATIENCE_S,
                )
                assert done.returncode == 0 or "都已报送" in done.stderr, done.stderr
            rounds += running.poll() is None
        assert running.returncode == 0
    finally:
        running.kill()
        running.wait()

    assert rounds >= 1, "the commands came through while the pass was running"
    assert list(workspace.inbox.rglob("*.xlsx")) == []
    assert reminded_too_late(workspace) == []


def reminded_too_late(workspace: Workspace) -> list[str]:
    """The units that were reminded after their form had been received; some unit was reminded at all."""
    with open_office(workspace, stopped_clock(MOMENT)) as office:
        events = list_events(office.ledger)
    received: set[str] = set()
    late = []
    for event in events:
        if event.action == Action.RECEIVED:
            received.add(event.subject)
        elif event.action == Action.REMINDED and event.subject in received:
            late.append(event.subject)
    assert Action.REMINDED in {event.action for event in events}
    return late
