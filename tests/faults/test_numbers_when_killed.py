"""Papers issued while the program is killed: no number twice, no paper twice, no gap without a reason."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.files import sha256_of
from pipeline.setup.init import EXAMPLE
from pipeline.workspace import Workspace
from tests.faults.arrivals import drop, stream
from tests.faults.batches import SOAK
from tests.faults.disk import KILL, TEAR, Rule
from tests.faults.pictures import rows_of, strays
from tests.faults.steps import BY_PERSON, ISSUING, NUMBERING
from tests.faults.test_killed_at_every_step import DIED, kills
from tests.programs import baosong, baosong_here, until, waiting_in, watching
from tests.submissions import campaign_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.conftest import Launcher
    from tests.faults.disk import Disk
    from tests.faults.steps import Step

BRIEF: Final = ("brief", EXAMPLE, "--dated", "2026-10-09")
LATER_BRIEF: Final = ("brief", EXAMPLE, "--dated", "2026-10-13")  # not before what it states
CHASE: Final = ("notice", "催报", EXAMPLE, "--dated", "2026-10-13", "--yes")
FINISHED: Final = """发文机关标志：云川市文明办文件
发文字号：云文明办〔2026〕　号

关于召开推进会的通知

各县（市、区）文明办：

现将有关事项通知如下。

云川市文明办
2026年10月9日
"""
AFTER_THE_DEADLINE: Final = "2026-10-13T09:00:00+08:00"
_TRIED: Final = 60 if SOAK else 4  # how many commands are killed at random


@pytest.fixture(scope="session")
def reported(
    launcher: Launcher, started: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """An office in which some units have reported and the deadline has passed."""
    folder = tmp_path_factory.mktemp("已报")
    shutil.copytree(started.root, folder / "office")
    workspace = Workspace(folder / "office")
    drop(workspace, stream(campaign_of(workspace), 1)[0], folder)
    assert launcher.run(workspace, "process") == 0, launcher.output()
    return workspace


@pytest.fixture
def office(reported: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(reported.root, tmp_path / "office")
    return Workspace(tmp_path / "office")


def faults_of_register(workspace: Workspace) -> list[str]:
    """What an inspector would hold against the register; empty where it is in order."""
    rows = rows_of(workspace, "numbers")
    said = []
    for series, year in sorted({(row["organ_code"], row["year"]) for row in rows}):
        serials = sorted(
            row["serial"] for row in rows if (row["organ_code"], row["year"]) == (series, year)
        )
        if serials != list(range(serials[0], serials[0] + len(serials))):
            said.append(f"{series}〔{year}〕 has a gap or a double: {serials}")
    said += [f"still reserved: {row['title']}" for row in rows if row["status"] == "reserved"]
    said += [
        f"released without a reason: {row['serial']}"
        for row in rows
        if row["status"] == "released" and not row["reason"]
    ]
    confirmed = [row for row in rows if row["status"] == "confirmed"]
    for row in confirmed:
        path = workspace.root / row["path"]
        if not path.is_file() or sha256_of(path.read_bytes()) != row["digest"]:
            said.append(f"confirmed, but not what stands at {row['path']}")
    standing = {
        path.relative_to(workspace.root).as_posix()
        for kind in ("简报", "通知")
        for path in workspace.outbox.glob(f"*/{kind}/*.docx")
    } | {path.relative_to(workspace.root).as_posix() for path in workspace.papers.glob("*.docx")}
    said += [
        f"issued without a number: {path}" for path in standing - {r["path"] for r in confirmed}
    ]
    return said


@pytest.mark.parametrize(("step", "when"), kills(ISSUING, "登记文号"))
def test_a_briefing_killed_at_any_step_is_issued_once(
    step: Step, when: str, launcher: Launcher, office: Workspace
) -> None:
    assert launcher.killed(office, step, when, *BRIEF) == DIED, launcher.output()
    assert launcher.run(office, *BRIEF) == 0, launcher.output()

    papers = list(office.results(EXAMPLE).glob("简报/*.docx"))
    issued = [row for row in rows_of(office, "events") if row["action"] == "印发"]
    assert faults_of_register(office) == []
    assert len(papers) == 1, papers
    assert len(issued) == 1, issued
    assert strays(office) == []


@pytest.mark.parametrize(("step", "when"), kills(ISSUING, "印发"))
def test_a_reminder_killed_at_any_step_is_issued_once_and_reported_once(
    step: Step, when: str, launcher: Launcher, office: Workspace
) -> None:
    late = {"now": AFTER_THE_DEADLINE}
    assert launcher.killed(office, step, when, *CHASE, **late) == DIED, launcher.output()
    assert launcher.run(office, *CHASE, **late) == 0, launcher.output()

    papers = list(office.results(EXAMPLE).glob("通知/*催报*.docx"))
    told = Counter(row["subject"] for row in rows_of(office, "events") if row["action"] == "催报")
    assert faults_of_register(office) == []
    assert len(papers) == 1, papers
    assert told
    assert set(told.values()) == {1}, told
    assert strays(office) == []


def finished(folder: Path) -> Path:
    """A finished document with an open place for its number."""
    draft = folder / "稿.txt"
    draft.write_text(FINISHED, "utf-8")
    made = folder / "定稿.docx"
    assert baosong_here("typeset", draft, "--output", made).returncode == 0
    return made


@pytest.mark.parametrize(("step", "when"), kills(NUMBERING, "编号：放出文件"))
def test_a_document_killed_at_any_step_of_its_numbering_has_one_number(
    step: Step, when: str, launcher: Launcher, office: Workspace, tmp_path: Path
) -> None:
    file = str(finished(tmp_path))
    assert launcher.killed(office, step, when, "issue", file) == DIED, launcher.output()
    assert launcher.run(office, "issue", file) == 0, launcher.output()

    issued = [row for row in rows_of(office, "events") if row["action"] == "印发"]
    assert faults_of_register(office) == []
    assert len(list(office.papers.glob("*.docx"))) == 1
    assert len(issued) == 1, issued
    assert strays(office) == []


@pytest.mark.parametrize(("step", "when"), kills(NUMBERING[2:], "编号：登记文号"))
def test_a_held_number_is_still_there_for_its_paper_after_a_kill(
    step: Step, when: str, launcher: Launcher, office: Workspace, tmp_path: Path
) -> None:
    file = str(finished(tmp_path))
    assert launcher.run(office, "register", "take", "云文明办", "--for", "推进会的通知") == 0
    asked = ("issue", file, "--number", "云文明办〔2026〕1号")
    assert launcher.killed(office, step, when, *asked) == DIED, launcher.output()
    assert launcher.run(office, "issue", file) in {0, 1}, (
        "another number, or the one that is confirmed"
    )
    launcher.run(office, *asked)

    rows = rows_of(office, "numbers")
    assert faults_of_register(office) == []
    first = next(row for row in rows if row["serial"] == 1)
    assert first["status"] in {"confirmed", "held"}
    assert [row["status"] for row in rows if row["status"] == "confirmed"] == ["confirmed"]


@pytest.mark.parametrize(("step", "when"), kills(BY_PERSON, "作废一个号"))
def test_what_a_person_does_with_a_number_is_recorded_once(
    step: Step, when: str, launcher: Launcher, office: Workspace, tmp_path: Path
) -> None:
    launcher.run(office, "issue", str(finished(tmp_path)))
    asked = {
        BY_PERSON[0]: ("register", "take", "云文明办", "--for", "给省厅的函"),
        BY_PERSON[1]: ("register", "void", "云文明办〔2026〕1号", "--reason", "印错"),
    }[step]
    assert launcher.killed(office, step, when, *asked) == DIED, launcher.output()
    assert launcher.run(office, *asked) == 0, launcher.output()

    told = [row["action"] for row in rows_of(office, "events")]
    assert (told.count("预留") + told.count("作废")) == 1
    rows = [row for row in rows_of(office, "numbers") if row["organ_code"] == "云文明办"]
    assert [row["serial"] for row in rows] == list(range(1, len(rows) + 1))


@pytest.mark.long
def test_commands_killed_while_a_watcher_runs_leave_a_register_without_gap_or_double(
    office: Workspace, tmp_path: Path, new_disk: Callable[[str], Disk]
) -> None:
    """Papers are issued again and again, half of the commands are killed, and forms keep coming."""
    chance = random.Random(int(os.environ.get("BAOSONG_SEED", "5")))  # noqa: S311
    rounds = iter(stream(campaign_of(office), 25 * _TRIED, seed=7))
    disk = new_disk("命令")
    more = {**disk.environment(), "BAOSONG_NOW": AFTER_THE_DEADLINE}
    died = 0
    with watching(office, tmp_path / "值守.log", BAOSONG_NOW=AFTER_THE_DEADLINE) as watcher:
        for number in range(_TRIED):
            drop(office, next(rounds), tmp_path)
            asked = LATER_BRIEF if number % 2 else CHASE
            calls = chance.randrange(1, 60)
            action = chance.choice((KILL, TEAR))
            disk.breaks(Rule("any", action, str(office.root), calls, 1))
            died += baosong("-w", office.root, *asked, "--again", **more).returncode == DIED
            disk.mends()
        assert until(lambda: not waiting_in(office)), watcher.output()
        assert watcher.alive, watcher.output()
    done = baosong("-w", office.root, *LATER_BRIEF, BAOSONG_NOW=AFTER_THE_DEADLINE)
    assert done.returncode == 0, done.stdout + done.stderr

    assert died, "no command was met in its work"
    assert faults_of_register(office) == []
    assert strays(office) == []
