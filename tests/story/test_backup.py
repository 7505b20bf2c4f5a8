"""The whole office in one file and back: during a pass, out of a wreck, on a full disk."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.ledger.errors import LedgerDamaged, LedgerMissing
from pipeline.ledger.register import list_numbers
from pipeline.office.context import open_office
from pipeline.office.lock import exclusive
from pipeline.safekeeping.audit import verify_office
from pipeline.safekeeping.backup import back_up
from pipeline.safekeeping.doctor import examine_office
from pipeline.safekeeping.errors import ArchiveUnwritable, TargetOccupied
from pipeline.safekeeping.restore import check_backup, restore
from pipeline.setup.init import EXAMPLE
from tests.story.archives import files, rows
from tests.story.conftest import LATER
from tests.submissions import drop, form, one_pass

if TYPE_CHECKING:
    from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]


def test_a_wrecked_office_is_restored_with_every_row_and_every_file(
    office: Workspace, usb: Path, tmp_path: Path
) -> None:
    drop(office, "还没处理.xlsx", form(office, "平湖县"))
    made = back_up(office, LATER, usb)
    kept_rows, kept_files = rows(office), files(office.root)
    shutil.rmtree(office.root)

    done = restore(made.path, tmp_path / "新办公室")

    assert rows(done.workspace) == kept_rows
    assert files(done.workspace.root) == kept_files
    assert not [item for item in examine_office(done.workspace.root, LATER) if item.bad]
    assert verify_office(done.workspace, LATER, [made.manifest.head]).faults == ()
    with open_office(done.workspace, LATER) as opened:
        assert [number.status.word for number in list_numbers(opened.ledger)] == [
            "已印发",
            "已印发",
        ]


def test_work_continues_in_the_restored_office(
    office: Workspace, usb: Path, tmp_path: Path
) -> None:
    drop(office, "平湖县.xlsx", form(office, "平湖县"))

    done = restore(back_up(office, LATER, usb).path, tmp_path / "新办公室")
    report = one_pass(done.workspace)

    assert [outcome.unit for outcome in report.outcomes] == ["平湖县"]
    assert not any(done.workspace.inbox.glob("*.xlsx"))


def test_a_backup_made_while_a_process_works_is_of_one_piece(
    office: Workspace, usb: Path, tmp_path: Path
) -> None:
    """A real process receives at the same time; the backup is consistent at any moment."""
    for number, unit in enumerate(("平湖县", "市教育局", "市民政局", "市财政局")):
        drop(office, f"{number}-{unit}.xlsx", form(office, unit))
    command = [sys.executable, str(ROOT / "cli.py"), "-w", str(office.root), "process"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "BAOSONG_NOW": "2026-10-09T11:00"}
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()  # the first of them has its place
        made = back_up(office, LATER, usb, wait_s=0)
        process.stdout.read()
    assert process.returncode == 0

    done = restore(made.path, tmp_path / "新办公室")
    one_pass(done.workspace)

    assert verify_office(done.workspace, LATER, [made.manifest.head]).faults == ()
    assert not any(done.workspace.inbox.rglob("*.xlsx"))
    one_pass(office)
    assert [row[1:7] for row in rows(done.workspace)["submissions"]] == [
        row[1:7] for row in rows(office)["submissions"]
    ]
    with open_office(done.workspace, LATER) as opened:
        assert opened.campaign(EXAMPLE)


def test_a_long_pass_is_waited_for_only_so_long_and_that_is_noted(
    office: Workspace, usb: Path
) -> None:
    held, done = threading.Event(), threading.Event()

    def long_pass() -> None:
        with exclusive(office):
            held.set()
            done.wait(30)

    thread = threading.Thread(target=long_pass)
    thread.start()
    held.wait(30)
    made = back_up(office, LATER, usb, wait_s=0.1)
    done.set()
    thread.join()

    assert any("没有等它" in note for note in made.notes)
    assert check_backup(made.path).files == made.manifest.files


def test_the_same_office_at_the_same_moment_gives_the_same_bytes(
    office: Workspace, usb: Path
) -> None:
    first = back_up(office, LATER, usb / "甲.zip")
    time.sleep(2.1)  # the zip tells times by two seconds
    second = back_up(office, LATER, usb / "乙.zip")

    names = [entry.name for entry in first.manifest.files]
    assert names == [entry.name for entry in second.manifest.files]
    assert first.path.read_bytes() == second.path.read_bytes()


def test_what_belongs_to_this_moment_alone_is_left_out(office: Workspace, usb: Path) -> None:
    for name in (".baosong/office.lock", ".baosong/watch.json", "outbox/~$汇总表.xlsx"):
        (office.root / name).write_bytes(b"x")
    (office.outbox / f".{'0' * 32}.part").write_bytes(b"half")
    (office.inbox / ".报送通收件箱").write_bytes(b"marker")

    names = {entry.name for entry in back_up(office, LATER, usb).manifest.files}

    assert "inbox/.报送通收件箱" in names
    assert not {name for name in names if name.endswith((".lock", ".part", "watch.json"))}
    assert not {name for name in names if "~$" in name}


@pytest.mark.parametrize("place", ["inbox", "outbox/备份.zip", "templates", ".baosong/备份.zip"])
def test_a_backup_never_goes_into_the_office_itself(office: Workspace, place: str) -> None:
    with pytest.raises(TargetOccupied, match=r"备份不能放在这里。请放到 U 盘"):
        back_up(office, LATER, office.root / place)


def test_a_backup_is_never_written_over_a_file_that_exists(office: Workspace, usb: Path) -> None:
    earlier = back_up(office, LATER, usb / "备份.zip").path
    before = earlier.read_bytes()

    with pytest.raises(
        TargetOccupied, match=r"备份\.zip 已经有了，备份不覆盖原有的文件。请换一个文件名"
    ):
        back_up(office, LATER, earlier)

    assert earlier.read_bytes() == before
    assert list(usb.iterdir()) == [earlier]


def test_two_backups_of_one_moment_in_one_folder_get_two_names(
    office: Workspace, usb: Path
) -> None:
    first, second = back_up(office, LATER, usb).path, back_up(office, LATER, usb).path

    assert second.name == f"{first.stem}-2.zip"
    assert check_backup(first).files == check_backup(second).files


def test_names_that_windows_forbids_are_restored_under_names_it_allows(
    office: Workspace, usb: Path, tmp_path: Path
) -> None:
    for name in ("a:b.xlsx", "a_b.xlsx", "C\\D.txt", "坏\x01名.txt"):
        (office.inbox / name).write_text(name, encoding="utf-8")

    done = restore(back_up(office, LATER, usb).path, tmp_path / "新办公室")

    contents = {path.read_text("utf-8") for path in done.workspace.inbox.glob("*.*") if path.suffix}
    assert contents >= {"a:b.xlsx", "a_b.xlsx", "C\\D.txt", "坏\x01名.txt"}


def test_an_original_that_is_gone_makes_the_backup_incomplete_and_named(
    office: Workspace, usb: Path
) -> None:
    lost = next(office.originals.glob("*/*.xlsx"))
    lost.unlink()

    made = back_up(office, LATER, usb)

    assert made.manifest.left_out == (f"原件 {lost.stem}",)
    assert any("备份不全" in note and lost.stem in note for note in made.notes)


def test_a_full_disk_is_reported_and_leaves_the_earlier_backup_as_it_was(
    office: Workspace, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = back_up(office, LATER, usb / "备份.zip").path
    before = earlier.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveUnwritable, match=r"新备份\.zip 没有写成：磁盘已满。请清理出空间"):
        back_up(office, LATER, usb / "新备份.zip")

    assert earlier.read_bytes() == before
    assert [path.name for path in usb.iterdir()] == ["备份.zip"]


def test_a_killed_backup_leaves_nothing_under_its_name_and_the_next_one_succeeds(
    office: Workspace, usb: Path
) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from pipeline.safekeeping import archive_writer;"
        "archive_writer.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL);"
        "from pipeline.clock import system_clock; from pipeline.safekeeping.backup import back_up;"
        "from pipeline.workspace import Workspace;"
        "back_up(Workspace(Path(sys.argv[1])), system_clock(), Path(sys.argv[2]))"
    )
    before = files(office.root)
    killed = subprocess.run(
        [sys.executable, "-c", program, str(office.root), str(usb / "备份.zip")],
        cwd=ROOT,
        check=False,
    )
    assert killed.returncode == -9
    assert files(office.root) == before
    halves = list(usb.iterdir())
    assert halves
    for half in halves:
        assert half.name.endswith(".part")
        os.utime(half, (0, 0))

    made = back_up(office, LATER, usb / "备份.zip")

    assert check_backup(made.path).files == made.manifest.files
    assert list(usb.iterdir()) == [made.path]


def test_too_small_a_disk_is_reported_before_anything_is_written(
    office: Workspace, usb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(usb)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))

    with pytest.raises(ArchiveUnwritable, match=r"约需 \d+ MB，那块盘只剩 0 MB"):
        back_up(office, LATER, usb)

    assert not any(usb.iterdir())


def test_a_damaged_or_missing_ledger_is_mended_first_not_backed_up(
    office: Workspace, usb: Path
) -> None:
    content = bytearray(office.ledger.read_bytes())
    content[100:4096] = os.urandom(3996)
    office.ledger.write_bytes(content)
    with pytest.raises(LedgerDamaged):
        back_up(office, LATER, usb)
    office.ledger.unlink()
    with pytest.raises(LedgerMissing, match="从备份恢复台账"):
        back_up(office, LATER, usb)

    assert not any(usb.iterdir())
