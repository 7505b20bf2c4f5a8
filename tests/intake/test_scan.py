from __future__ import annotations

import errno
import os
import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest

from pipeline.intake.errors import InboxUnreachable
from pipeline.intake.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="needs raw byte names")


def drop(inbox: Path, *names: str) -> None:
    for name in names:
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(b"x")


def test_files_are_found_in_folders_too_and_listed_by_name(tmp_path: Path) -> None:
    drop(tmp_path, "西河区.xlsx", "县市区/东河区/报送表.xlsx", "东河区.xls")

    looks, ignored = scan(tmp_path)

    names = ["东河区.xls", "县市区/东河区/报送表.xlsx", "西河区.xlsx"]
    assert [look.name for look in looks] == sorted(names)
    assert {look.path for look in looks} == {tmp_path / name for name in names}
    assert {look.size for look in looks} == {1}
    assert ignored == ()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$报送表.xlsx", "打开文件时留下"),
        (".~报送表.xlsx", "打开文件时留下"),
        (".~lock.报送表.xlsx#", "打开文件时留下"),
        (".gitkeep", "隐藏"),
        (".DS_Store", "隐藏"),
        ("._报送表.xlsx", "隐藏"),
        ("Thumbs.db", "系统自动生成"),
        ("desktop.ini", "系统自动生成"),
        ("报送表.xlsx.part", "没有传完"),
        ("报送表.xlsx.crdownload", "没有传完"),
        ("~WRL0001.tmp", "没有传完"),
        ("报送表.xlsx.lnk", "快捷方式"),
        ("__MACOSX/._报送表.xlsx", "系统自动生成"),
    ],
)
def test_what_is_no_submission_is_passed_over_with_a_reason(
    name: str, reason: str, tmp_path: Path
) -> None:
    drop(tmp_path, name)

    looks, (ignored,) = scan(tmp_path)

    assert looks == ()
    assert ignored.name == name.partition("/")[0]
    assert reason in ignored.reason


@pytest.mark.parametrize("name", ["报送表.pdf", "没有后缀", "图片.jpg", "a~b.xlsx", "$表.xlsx"])
def test_what_could_be_a_submission_is_examined_under_any_name(name: str, tmp_path: Path) -> None:
    drop(tmp_path, name)

    looks, ignored = scan(tmp_path)

    assert ([look.name for look in looks], ignored) == ([name], ())


def test_a_link_is_not_followed_even_to_a_folder_that_holds_the_inbox(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    drop(tmp_path, "外面.xlsx")
    (inbox / "链接.xlsx").symlink_to(tmp_path / "外面.xlsx")
    (inbox / "回环").symlink_to(tmp_path)
    (inbox / "断链.xlsx").symlink_to(tmp_path / "没有")

    looks, ignored = scan(inbox)

    assert looks == ()
    assert {item.name for item in ignored} == {"链接.xlsx", "回环", "断链.xlsx"}
    assert all("链接" in item.reason for item in ignored)


def test_a_pipe_is_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")

    looks, (ignored,) = scan(tmp_path)

    assert looks == ()
    assert "不是普通文件" in ignored.reason


def test_a_folder_called_like_a_workbook_is_reported_and_its_files_are_seen(tmp_path: Path) -> None:
    drop(tmp_path, "报送表.xlsx/里面.xlsx")

    (look,), (ignored,) = scan(tmp_path)

    assert look.name == "报送表.xlsx/里面.xlsx"
    assert (ignored.name, "文件夹" in ignored.reason) == ("报送表.xlsx", True)


def test_folders_nested_by_accident_end_somewhere_and_say_so(tmp_path: Path) -> None:
    drop(tmp_path, "/".join(["层"] * 20 + ["报送表.xlsx"]))

    looks, (ignored,) = scan(tmp_path)

    assert looks == ()
    assert "套得太深" in ignored.reason


@LINUX_ONLY
def test_a_decomposed_name_is_shown_composed_and_opened_as_it_is(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Café 报送表.xlsx")
    drop(tmp_path, decomposed)

    (look,), _ = scan(tmp_path)

    assert look.name == "Café 报送表.xlsx"
    assert look.path.name == decomposed
    assert look.path.read_bytes() == b"x"


@LINUX_ONLY
def test_a_name_in_gbk_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "东河区报送表.xlsx".encode("gbk")
    with open(raw, "wb") as stream:  # noqa: PTH123 - a Path can't hold these bytes
        stream.write(b"x")

    (look,), _ = scan(tmp_path)

    assert look.name == "东河区报送表.xlsx"
    assert look.path.read_bytes() == b"x"


def test_a_folder_that_may_not_be_read_is_named_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(tmp_path, "锁着/报送表.xlsx", "开着.xlsx")
    listing = os.scandir

    def refuse(folder: Path) -> Iterator[os.DirEntry[str]]:
        if folder.name == "锁着":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return listing(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    looks, (ignored,) = scan(tmp_path)

    assert [look.name for look in looks] == ["开着.xlsx"]
    assert (ignored.name, "打不开" in ignored.reason) == ("锁着", True)


def test_an_inbox_that_is_away_is_an_error_and_not_an_empty_inbox(tmp_path: Path) -> None:
    with pytest.raises(InboxUnreachable, match="网络共享"):
        scan(tmp_path / "inbox")
