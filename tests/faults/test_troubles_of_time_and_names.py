"""Clocks, zones, deadlines, names, and what people do to files while they are read."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.setup.demo_answers import answers_of
from pipeline.setup.init import EXAMPLE
from tests.faults.arrivals import Round, drop, form_of
from tests.faults.batches import SOAK, dropped
from tests.faults.disk import Rule
from tests.faults.pictures import differences, picture, rows_of
from tests.faults.test_troubles_of_the_disk import plain
from tests.faults.troubles import tries, trouble
from tests.programs import baosong, until, waiting_in, watching
from tests.submissions import campaign_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.workspace import Workspace
    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk
    from tests.faults.pictures import Picture


def forms(workspace: Workspace, *names: str) -> dict[str, bytes]:
    """A right form of each of the units called so, by the unit's name."""
    campaign = campaign_of(workspace)
    units = {unit.full_name: unit for unit in campaign.units()}
    return {name: form_of(campaign, units[name]) for name in names}


def versions(workspace: Workspace) -> list[tuple[str, int]]:
    """Name and version of each submission, in the order of their versions."""
    rows = sorted(rows_of(workspace, "submissions"), key=lambda row: (row["unit"], row["version"]))
    return [(row["name"], row["version"]) for row in rows]


def set_deadline(workspace: Workspace, typed: str) -> None:
    """Type another deadline into the campaign book, as a secretary does."""
    book = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    for row in edited["任务"].iter_rows(min_row=2):
        if row[0].value == "截止时间":
            row[1].value = typed
    edited.save(book)


@tries("时钟往回拨")
def test_a_clock_set_back_changes_no_order(
    launcher: Launcher, new_office: Callable[[str], Workspace], tmp_path: Path
) -> None:
    workspace = new_office("时钟")
    campaign = campaign_of(workspace)
    unit = next(unit for unit in campaign.units() if unit.full_name == "东河区")
    ahead = time.time() + 86_400  # the clock of the computer that wrote it runs ahead
    for number, now in enumerate(("2026-10-09T09:00:00+08:00", "2026-10-08T09:00:00+08:00"), 1):
        name = f"东河区{number}.xlsx"
        content = form_of(campaign, unit, answers_of(unit).with_singles(填报人=f"第{number}次"))
        drop(workspace, Round({name: content}), tmp_path)
        os.utime(workspace.inbox / name, (ahead, ahead))
        assert launcher.run(workspace, "process", now=now) == 0, launcher.output()

    assert waiting_in(workspace) == []
    assert versions(workspace) == [("东河区1.xlsx", 1), ("东河区2.xlsx", 2)]
    told = baosong("-w", workspace.root, "status", EXAMPLE, "--json")
    standing = next(each for each in json.loads(told.stdout)["units"] if each["unit"] == "东河区")
    assert (standing["state"], standing["version"]) == ("accepted", 2)


@tries("别的时区")
@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        pytest.param("Europe/London", marks=pytest.mark.long),
        pytest.param("Pacific/Kiritimati", marks=pytest.mark.long),
    ],
)
def test_another_zone_changes_nothing(
    zone: str, started: Workspace, received: Picture, tmp_path: Path
) -> None:
    workspace = dropped(started, tmp_path)
    for _ in range(2 if SOAK else 1):
        done = baosong("-w", workspace.root, "process", TZ=zone)
        assert done.returncode == 0, done.stdout + done.stderr

    assert differences(received, picture(workspace)) == []


@tries("2月29日截止", "零点截止")
@pytest.mark.parametrize(
    ("typed", "last", "first_late"),
    [
        ("2028-02-29 18:00", "2028-02-29T18:00:00+08:00", "2028-02-29T18:00:01+08:00"),
        pytest.param(
            "2026-10-11 00:00", "2026-10-11T00:00:00+08:00", "2026-10-11T00:00:01+08:00",
            marks=pytest.mark.long,
        ),
        # 24:00 ends its own day, whose last second it therefore is.
        ("2026-10-10 24:00", "2026-10-10T23:59:59+08:00", "2026-10-11T00:00:00+08:00"),
        pytest.param(
            "2026-12-31 24:00", "2026-12-31T23:59:59+08:00", "2027-01-01T00:00:00+08:00",
            marks=pytest.mark.long,
        ),
    ],
)  # fmt: skip
def test_a_deadline_is_kept_to_the_second(  # noqa: PLR0913, PLR0917 - the case and fixtures
    typed: str,
    last: str,
    first_late: str,
    launcher: Launcher,
    new_office: Callable[[str], Workspace],
    tmp_path: Path,
) -> None:
    workspace = new_office("截止")
    set_deadline(workspace, typed)
    content = forms(workspace, "东河区", "西河区")
    for name, now in (("东河区", last), ("西河区", first_late)):
        drop(workspace, Round({f"{name}.xlsx": content[name]}), tmp_path)
        assert launcher.run(workspace, "process", now=now) == 0, launcher.output()

    late = {row["name"]: row["late"] for row in rows_of(workspace, "submissions")}
    assert late == {"东河区.xlsx": 0, "西河区.xlsx": 1}


@tries("255 字节的文件名")
def test_names_of_255_bytes_are_taken_in(
    launcher: Launcher, new_office: Callable[[str], Workspace], tmp_path: Path
) -> None:
    workspace = new_office("长名")
    form, held = "东河区" + "表" * 80 + "a.xlsx", "说明" * 41 + "abcde.pdf"
    assert [len(name.encode()) for name in (form, held)] == [255, 255]  # the most there is
    content = forms(workspace, "东河区")["东河区"]
    drop(workspace, Round({form: content, held: b"%PDF-1.4\n"}), tmp_path)

    assert launcher.run(workspace, "process") == 0, launcher.output()

    assert waiting_in(workspace) == []
    assert [row["name"] for row in rows_of(workspace, "submissions")] == [form]
    assert len(list(workspace.quarantine.glob("*.pdf"))) == 1
    assert len(list(workspace.results(EXAMPLE).glob("回执/*.docx"))) == 1


@tries("读的时候被删走")
def test_a_file_that_goes_away_under_the_reading_is_not_received(
    launcher: Launcher, disk: Disk, started: Workspace, received: Picture, tmp_path: Path
) -> None:
    workspace = dropped(started, tmp_path)
    launcher.forget()
    disk.breaks(Rule("read", 2, "/inbox/1 东河区.xlsx"))  # ENOENT: seen, and gone
    assert launcher.run(workspace, "process") == 0, launcher.output()
    disk.mends()
    assert disk.hits()
    assert "移走" in launcher.output()
    assert plain(launcher.output()) == []
    names = [row["name"] for row in rows_of(workspace, "submissions")]
    assert "1 东河区.xlsx" not in names
    assert "5 东河区（又发）.xlsx" in names  # the same bytes under the other name were there

    assert launcher.run(workspace, "process") == 0, launcher.output()
    assert waiting_in(workspace) == []
    assert len(rows_of(workspace, "submissions")) == len(received["ledger submissions"])


@pytest.mark.long
@tries("文件名改来改去")
def test_files_renamed_again_and_again_are_received_once(
    new_office: Callable[[str], Workspace], tmp_path: Path
) -> None:
    workspace = new_office("改名")
    content = forms(workspace, "东河区", "西河区", "石桥县")
    with watching(workspace, tmp_path / "值守.log", "--every", "5") as watcher:
        for name, data in content.items():
            (workspace.inbox / f"{name}.xlsx").write_bytes(data)
        storm = time.monotonic() + 4
        turn = 0
        while time.monotonic() < storm:
            for name in content:
                try:
                    old = next(workspace.inbox.glob(f"{name}*.xlsx"))
                    old.rename(workspace.inbox / f"{name}{turn % 7}.xlsx")
                except (StopIteration, FileNotFoundError):  # it has been received meanwhile
                    continue
            turn += 1
            time.sleep(0.03)
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        assert until(
            lambda: len(list(workspace.results(EXAMPLE).glob("回执/*.docx"))) == len(content)
        )
        assert watcher.alive
        assert plain(watcher.output()) == []

    rows = rows_of(workspace, "submissions")
    assert len(rows) == len(content)
    assert {row["version"] for row in rows} == {1}
    told = [row["action"] for row in rows_of(workspace, "events")]
    assert told.count("收到") == len(content)


@pytest.mark.long
@tries("台账被别的程序锁住")
def test_a_ledger_locked_by_another_program_is_waited_for(
    started: Workspace, tmp_path: Path
) -> None:
    said = trouble("台账被别的程序锁住").said
    workspace = dropped(started, tmp_path)
    with watching(workspace, tmp_path / "值守.log", "--every", "5") as watcher:
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        with closing(sqlite3.connect(workspace.ledger)) as other:
            other.execute("BEGIN EXCLUSIVE")
            drop(workspace, Round({"又来.pdf": b"%PDF-1.4\nagain\n"}), tmp_path)
            assert until(lambda: said in watcher.output()), watcher.output()
            assert waiting_in(workspace) == ["又来.pdf"]
            other.rollback()
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        assert watcher.alive
        assert plain(watcher.output()) == []
    held = [row for row in rows_of(workspace, "events") if row["subject"] == "又来.pdf"]
    assert [row["action"] for row in held].count("待认领") == 1


@pytest.mark.long
@tries("台账损坏")
def test_a_damaged_ledger_is_reported_and_nothing_is_received_until_it_is_back(
    started: Workspace, tmp_path: Path
) -> None:
    workspace = dropped(started, tmp_path)
    first = baosong("-w", workspace.root, "process")
    assert first.returncode == 0, first.stdout + first.stderr
    whole = workspace.ledger.read_bytes()
    drop(workspace, Round({"又来.pdf": b"%PDF-1.4\nagain\n"}), tmp_path)
    workspace.ledger.write_bytes(b"\0" * 100 + whole[100:])

    with watching(workspace, tmp_path / "值守.log", "--every", "5") as watcher:
        assert until(lambda: trouble("台账损坏").said in watcher.output()), watcher.output()
        assert waiting_in(workspace) == ["又来.pdf"]
        assert watcher.alive
        workspace.ledger.write_bytes(whole)
        assert until(lambda: not waiting_in(workspace)), watcher.output()
        assert plain(watcher.output()) == []
    events = [row["subject"] for row in rows_of(workspace, "events")]
    assert events.count("又来.pdf") >= 1
