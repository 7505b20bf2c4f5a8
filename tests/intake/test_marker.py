"""The inbox is known again by its marker; a share that is away is never an inbox that was emptied."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from pipeline.intake.errors import InboxUnreachable, InboxUnrecognised
from pipeline.intake.scan import scan
from pipeline.workspace import (
    MARKER_NAME,
    Workspace,
    inbox_fault,
    make_workspace,
    mark_inbox,
    open_workspace,
)
from tests.conftest import mounting

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "办公室")


def test_a_new_office_has_a_marked_inbox_and_the_marker_is_neither_received_nor_reported(
    office: Workspace,
) -> None:
    (office.inbox / "报送表.xlsx").write_bytes(b"x")

    (look,), ignored = scan(office.inbox)

    assert office.inbox_marker.is_file()
    assert inbox_fault(office) == ""
    assert (look.name, ignored) == ("报送表.xlsx", ())


def test_the_marker_explains_what_it_is_for(office: Workspace) -> None:
    words = office.inbox_marker.read_text("utf-8-sig")

    assert "请不要删除" in words
    assert "网络共享断开" in words


def test_an_office_older_than_the_marker_gets_one_at_its_next_opening_and_only_then(
    office: Workspace,
) -> None:
    office.inbox_marker.unlink()
    office.inbox_record.unlink()

    open_workspace(office.root)
    assert inbox_fault(office) == ""

    office.inbox_marker.unlink()
    open_workspace(office.root)
    assert MARKER_NAME in inbox_fault(office)


def test_no_file_of_an_inbox_without_its_marker_is_reported(office: Workspace) -> None:
    office.inbox_marker.unlink()

    with pytest.raises(InboxUnrecognised, match="共享没有连上") as refused:
        scan(office.inbox)

    assert f"baosong init {office.root}" in str(refused.value)
    assert isinstance(refused.value, InboxUnreachable)


def test_another_offices_inbox_is_not_accepted_as_ours(office: Workspace, tmp_path: Path) -> None:
    other = make_workspace(tmp_path / "另一个")
    shutil.copy(other.inbox_marker, office.inbox_marker)

    with pytest.raises(InboxUnrecognised, match="另一个报送通工作目录"):
        scan(office.inbox)


def test_an_inbox_that_is_gone_is_not_recreated(office: Workspace) -> None:
    shutil.rmtree(office.inbox)

    open_workspace(office.root)

    assert not office.inbox.exists()
    with pytest.raises(InboxUnreachable):
        scan(office.inbox)


def test_init_marks_an_inbox_whose_marker_was_deleted_by_hand(office: Workspace) -> None:
    office.inbox_marker.unlink()

    make_workspace(office.root)

    assert inbox_fault(office) == ""
    before = office.inbox_marker.read_bytes()
    mark_inbox(office)
    assert office.inbox_marker.read_bytes() == before


def test_records_that_were_lost_adopt_the_existing_marker(office: Workspace) -> None:
    before = office.inbox_marker.read_bytes()
    shutil.rmtree(office.hidden)

    open_workspace(office.root)

    assert inbox_fault(office) == ""
    assert office.inbox_marker.read_bytes() == before


def test_a_marker_torn_by_a_power_cut_is_reported_and_mended(office: Workspace) -> None:
    office.inbox_marker.write_bytes(b"")
    assert "内容不对" in inbox_fault(office)

    mark_inbox(office)

    assert inbox_fault(office) == ""


def test_many_programs_that_open_an_old_office_at_once_agree_on_one_marker(
    office: Workspace,
) -> None:
    for _ in range(20):
        office.inbox_marker.unlink()
        office.inbox_record.unlink()
        with ThreadPoolExecutor(8) as at_once:
            list(at_once.map(open_workspace, [office.root] * 8))

        assert inbox_fault(office) == ""


def test_a_folder_that_is_no_offices_inbox_needs_no_marker(tmp_path: Path) -> None:
    (tmp_path / "报送表.xlsx").write_bytes(b"x")

    looks, _ = scan(tmp_path)

    assert len(looks) == 1


def test_a_share_mounted_over_the_inbox_and_dropped_leaves_no_empty_inbox(
    office: Workspace,
) -> None:
    marker = office.inbox_marker.read_bytes()
    office.inbox_marker.unlink()  # the share was always there; the folder below it was always empty
    with mounting(office.inbox):
        office.inbox_marker.write_bytes(marker)
        (office.inbox / "报送表.xlsx").write_bytes(b"x")
        assert len(scan(office.inbox)[0]) == 1

    assert os.listdir(office.inbox) == []  # noqa: PTH208 - what anybody would take it for
    with pytest.raises(InboxUnrecognised):
        scan(office.inbox)


def test_a_share_that_drops_out_during_the_scan_is_no_inbox_that_was_emptied(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office.inbox / "报送表.xlsx").write_bytes(b"x")

    def dropping_out(folder: Path) -> str:
        shutil.rmtree(folder)
        folder.mkdir()
        return ""

    # What the scan calls between its first look at the marker and the listing.
    monkeypatch.setattr("pipeline.intake.scan.network_fs_type", dropping_out)

    with pytest.raises(InboxUnrecognised):
        scan(office.inbox)
