"""A file on a share whose writer stalled: taken for complete, then written on, and received again whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import stopped_clock
from pipeline.intake import clearing, scan
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import list_events
from pipeline.model.arrival import Fate
from pipeline.model.event import Action
from pipeline.office.context import open_office
from pipeline.receiving import run
from tests.submissions import MOMENT, form, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace

NAME = "县市区/东河区.xlsx"
LONG_AGO = 1_700_000_000


@pytest.fixture(autouse=True)
def on_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the inbox count as one on a share, where no writer can be detected, with a short rest."""
    for module in (scan, run):
        monkeypatch.setattr(module, "network_fs_type", lambda _: "cifs")
    monkeypatch.setattr(run, "SHARE_STABLE_S", 0.05)
    monkeypatch.setattr(clearing, "open_elsewhere_reason", lambda *_, **__: "")


def half_written(fresh: Workspace) -> tuple[Path, bytes]:
    """The first half of a form, that looks as if it had rested for years."""
    content = form(fresh, "东河区")
    path = fresh.inbox / NAME
    path.parent.mkdir()
    path.write_bytes(content[: len(content) // 2])
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path, content


def test_what_grew_after_it_was_received_is_received_again_whole(fresh: Workspace) -> None:
    path, content = half_written(fresh)
    with path.open("ab") as writer:
        (half,) = one_pass(fresh).outcomes
        assert half.fate is Fate.QUARANTINED
        assert not path.exists()
        writer.write(content[len(content) // 2 :])

    report = one_pass(fresh)

    (whole,) = report.outcomes
    assert (whole.name, whole.unit, whole.fate) == (NAME, "东河区", Fate.ACCEPTED)
    assert quarantined_files(fresh) == ()
    (note,) = [note for note in report.notes if NAME in note]
    assert f"后来又写到 {len(content)} 字节" in note
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        assert Action.GREW in [event.action for event in list_events(office.ledger)]
    assert one_pass(fresh).outcomes == ()


def test_what_grew_does_not_replace_another_file_of_its_name(fresh: Workspace) -> None:
    path, content = half_written(fresh)
    with path.open("ab") as writer:
        one_pass(fresh)
        writer.write(content[len(content) // 2 :])
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(form(fresh, "西河区"))

    outcomes = {each.name: each for each in one_pass(fresh).outcomes}

    assert {each.unit for each in outcomes.values()} >= {"东河区"}
    assert set(outcomes) == {NAME, "县市区/东河区（1）.xlsx"}


def test_what_did_not_grow_is_deleted_when_no_writer_can_come_back(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = half_written(fresh)
    one_pass(fresh)
    assert len(list(fresh.cleared.iterdir())) == 1
    one_pass(fresh)
    assert len(list(fresh.cleared.iterdir())) == 1

    monkeypatch.setattr(clearing, "HOLD_S", -1.0)
    assert one_pass(fresh).outcomes == ()

    assert list(fresh.cleared.iterdir()) == []
    assert not path.exists()
