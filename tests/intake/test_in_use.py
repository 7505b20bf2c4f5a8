"""A file that is open in a program waits, with the reason, and not for ever."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.intake import scan as scan_module
from pipeline.intake.scan import scan
from pipeline.intake.stability import find_stable, waiting_reasons

if TYPE_CHECKING:
    from pathlib import Path

DAY_S = 24 * 3600
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")


@pytest.mark.parametrize(
    ("name", "lock"),
    [
        ("东河区报送表.xlsx", "~$东河区报送表.xlsx"),
        ("东河区报送表.xlsx", ".~东河区报送表.xlsx"),
        ("东河区报送表.xlsx", ".~lock.东河区报送表.xlsx#"),
        ("东河区工作总结.docx", "~$区工作总结.docx"),
        ("小结.docx", "~$小结.docx"),
    ],
    ids=["Excel", "WPS", "LibreOffice", "Word", "Word, a short name"],
)
def test_a_file_whose_editor_left_a_lock_file_next_to_it_waits(
    name: str, lock: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "西河区报送表.xlsx").write_bytes(b"x")
    (tmp_path / lock).write_bytes(b"user")

    looks, ignored = scan(tmp_path)
    arrivals, waiting = find_stable(looks, looks)

    assert [arrival.name for arrival in arrivals] == ["西河区报送表.xlsx"]
    assert waiting == (name,)
    assert [item.name for item in ignored] == [lock]
    why = waiting_reasons(looks)[name]
    assert "正在 Excel/WPS 中打开" in why
    assert lock in why


def test_a_lock_file_in_another_folder_is_about_another_file(tmp_path: Path) -> None:
    (tmp_path / "西河区").mkdir()
    (tmp_path / "西河区" / "~$报送表.xlsx").write_bytes(b"user")
    (tmp_path / "报送表.xlsx").write_bytes(b"x")

    looks, _ = scan(tmp_path)

    assert [(look.name, look.in_use) for look in looks] == [("报送表.xlsx", "")]


@pytest.mark.parametrize(("age_s", "waits"), [(DAY_S - 600, True), (DAY_S + 600, False)])
@pytest.mark.parametrize("direction", [-1, 1], ids=["past", "future"])
def test_a_lock_file_that_a_crash_left_behind_holds_nothing_up_for_longer_than_a_day(
    age_s: int, direction: int, tmp_path: Path, *, waits: bool
) -> None:
    (tmp_path / "报送表.xlsx").write_bytes(b"x")
    lock = tmp_path / "~$报送表.xlsx"
    lock.write_bytes(b"user")
    made = time.time() + direction * age_s  # the future: a clock that was wrong then, or is now
    os.utime(lock, (made, made))

    (look,), _ = scan(tmp_path)

    assert bool(look.in_use) is waits


@LINUX_ONLY
def test_a_file_that_another_program_still_writes_waits_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "报送表.xlsx"
    with path.open("wb") as stream:
        stream.write(b"x")
        stream.flush()
        (during,), _ = scan(tmp_path)
    (after,), _ = scan(tmp_path)

    assert "正被别的程序写入" in during.in_use
    assert after.in_use == ""


@LINUX_ONLY
def test_a_writer_is_waited_for_however_old_its_file_looks(tmp_path: Path) -> None:
    """A copy may keep the time of what it copies, and half of it must not be received."""
    path = tmp_path / "报送表.xlsx"
    with path.open("wb") as stream:
        stream.write(b"x")
        stream.flush()
        os.utime(path, (10, 10))
        (look,), _ = scan(tmp_path)

    assert "正被别的程序写入" in look.in_use


@LINUX_ONLY
def test_a_program_that_only_reads_delays_nothing(tmp_path: Path) -> None:
    path = tmp_path / "报送表.xlsx"
    path.write_bytes(b"x")
    with path.open("rb"):
        (look,), _ = scan(tmp_path)

    assert look.in_use == ""


@LINUX_ONLY
def test_on_a_share_the_system_is_not_queried_because_its_refusals_mean_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan_module, "network_fs_type", lambda _: "cifs")
    path = tmp_path / "报送表.xlsx"
    with path.open("wb"):
        (look,), _ = scan(tmp_path)

    assert look.in_use == ""


def test_a_file_that_the_system_will_not_open_waits_and_is_never_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "报送表.xlsx").write_bytes(b"x")

    def refuse(path: str, _: int) -> int:
        raise PermissionError(13, "Permission denied", path)  # a sharing violation, on Windows

    monkeypatch.setattr(os, "open", refuse)
    looks, ignored = scan(tmp_path)

    assert ignored == ()
    assert find_stable(looks, looks) == ((), ("报送表.xlsx",))
    assert "被别的程序占用" in waiting_reasons(looks)["报送表.xlsx"]
