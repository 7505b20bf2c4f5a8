"""A backup restored: only into an empty folder, and only if every byte and name in it is in order."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.files import sha256_of
from pipeline.safekeeping.archive_reader import MANIFEST, Manifest
from pipeline.safekeeping.archive_writer import Member, write_archive
from pipeline.safekeeping.errors import ArchiveFaulty, TargetOccupied
from pipeline.safekeeping.restore import check_backup, restore
from tests.story.archives import files, rewritten
from tests.story.conftest import LATER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.safekeeping.backup import Backup
    from pipeline.workspace import Workspace


def test_an_office_is_never_restored_over_another(backup: Backup, office: Workspace) -> None:
    before = files(office.root)

    with pytest.raises(TargetOccupied, match="是正在用的工作目录。恢复只能放进新的或空的文件夹"):
        restore(backup.path, office.root)
    with pytest.raises(TargetOccupied, match="里已经有东西"):
        restore(backup.path, office.outbox)

    assert files(office.root) == before


def test_an_empty_folder_will_do(backup: Backup, tmp_path: Path) -> None:
    (tmp_path / "空的").mkdir()

    assert restore(backup.path, tmp_path / "空的").workspace.ledger.is_file()


def test_one_flipped_byte_in_any_file_is_refused_and_the_file_named(
    backup: Backup, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backup.path) as package:
        infos = package.infolist()
    content = backup.path.read_bytes()
    for info in infos[:: max(1, len(infos) // 12)]:
        middle = info.header_offset + 30 + len(info.filename.encode()) + info.compress_size // 2
        flipped = bytearray(content)
        flipped[middle] ^= 0x10
        spoilt = tmp_path / "坏.zip"
        spoilt.write_bytes(flipped)

        with pytest.raises(ArchiveFaulty) as error:
            restore(spoilt, tmp_path / "不该出现")

        assert info.filename in str(error.value)
    assert not (tmp_path / "不该出现").exists()
    assert not list(tmp_path.glob(".*.part"))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_refused_or_changes_nothing(
    data: st.DataObject, tmp_path: Path
) -> None:
    whole = tmp_path / "小.zip"
    contents = {"inbox/甲.txt": b"one" * 50, "outbox/乙.xlsx": b"two" * 50}
    if not whole.exists():
        write_archive(whole, members(contents), manifest_of)
    content = bytearray(whole.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    spoilt = tmp_path / "坏.zip"
    spoilt.write_bytes(content)

    try:
        found = check_backup(spoilt)
    except ArchiveFaulty:
        return
    assert {entry.name: entry.sha256 for entry in found.files} == {
        name: sha256_of(told) for name, told in contents.items()
    }


def members(contents: dict[str, bytes]) -> Iterable[Member]:
    return (Member(name, content) for name, content in contents.items())


def manifest_of(entries: tuple[object, ...], left_out: tuple[str, ...]) -> Manifest:
    return Manifest(
        "bundle",
        "试",
        LATER.now().isoformat(),
        "0",
        "",
        0,
        0,
        left_out,
        entries,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "name",
    [
        "../逃出去.txt",
        "/etc/逃.txt",
        "inbox/../../逃.txt",
        "C:/逃.txt",
        "inbox\\..\\逃.txt",
        "a//b",
    ],
)
def test_a_path_that_leads_out_is_refused(backup: Backup, tmp_path: Path, name: str) -> None:
    hostile = rewritten(backup.path, tmp_path / "恶意.zip", extra={name: b"x"})

    with pytest.raises(ArchiveFaulty, match="不安全"):
        restore(hostile, tmp_path / "新办公室")

    assert not (tmp_path / "新办公室").exists()
    assert not list(tmp_path.parent.glob("逃*"))


def test_a_member_that_is_not_in_the_manifest_is_refused(backup: Backup, tmp_path: Path) -> None:
    hostile = tmp_path / "加料.zip"
    shutil.copy(backup.path, hostile)
    with zipfile.ZipFile(hostile, "a") as package:
        package.writestr("templates/公文/木马.docx", b"x")

    with pytest.raises(ArchiveFaulty, match=r"清单上没有的“templates/公文/木马\.docx”"):
        restore(hostile, tmp_path / "新办公室")


def test_a_zip_bomb_stops_at_the_size_that_the_manifest_names(
    backup: Backup, tmp_path: Path
) -> None:
    hostile = tmp_path / "炸弹.zip"
    with zipfile.ZipFile(backup.path) as package:
        manifest = json.loads(package.read(MANIFEST))
    manifest["files"] = [{"name": "inbox/大.txt", "size": 10, "sha256": "0" * 64}]
    with zipfile.ZipFile(hostile, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("inbox/大.txt", b"\0" * 50_000_000)
        package.writestr(MANIFEST, json.dumps(manifest))

    with pytest.raises(ArchiveFaulty, match="大小与清单不符"):
        restore(hostile, tmp_path / "新办公室")


def test_a_ledger_that_was_cut_short_is_refused_though_every_digest_agrees(
    backup: Backup, tmp_path: Path
) -> None:
    """Who can write a manifest can write digests; the chain's head still has to agree."""
    hostile = rewritten(backup.path, tmp_path / "截短.zip", events=1)

    with pytest.raises(ArchiveFaulty, match="事件链与清单里的链首不符"):
        restore(hostile, tmp_path / "新办公室")


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, b"not a zip at all"])
def test_what_is_no_backup_is_reported_as_such(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "什么.zip"
    path.write_bytes(content)

    with pytest.raises(ArchiveFaulty, match=r"什么\.zip 不能用"):
        restore(path, tmp_path / "新办公室")
