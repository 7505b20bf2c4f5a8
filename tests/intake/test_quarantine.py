from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.intake.originals import keep, spool
from pipeline.intake.quarantine import (
    QuarantinedFile,
    quarantine,
    quarantined_files,
    release_from_quarantine,
)
from pipeline.workspace import make_workspace
from tests.ledger.forms import NOON

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.model.arrival import Original
    from pipeline.workspace import Workspace

REASON = "认不出是哪个单位的：表里没有填“填报单位”，文件名里也没有。"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path)


def original(
    workspace: Workspace, name: str, content: bytes = b"%PDF-1.7", at: datetime = NOON
) -> Original:
    return keep(workspace, spool(workspace, content), name, at)


def test_what_is_held_is_kept_with_its_reason_in_chinese(workspace: Workspace) -> None:
    kept = original(workspace, "县市区/报送:表.pdf")

    quarantine(workspace, kept, REASON, "任务书甲")

    copy = workspace.quarantine / f"{kept.digest[:12]}_县市区_报送_表.pdf"
    reason = copy.with_name(f"{copy.name}.原因.txt").read_text("utf-8-sig")
    assert copy.read_bytes() == b"%PDF-1.7"
    assert "文件：县市区/报送:表.pdf" in reason
    assert "收到：2026年10月09日 12:00" in reason
    assert f"原因：{REASON}" in reason
    assert "怎么办：" in reason
    assert kept.path.is_file()


def test_what_is_held_is_listed_as_it_was_recorded(workspace: Workspace) -> None:
    item = quarantine(workspace, original(workspace, "甲.pdf"), REASON, "任务书甲")

    assert quarantined_files(workspace) == (item,)
    assert item == QuarantinedFile(item.digest, "甲.pdf", REASON, NOON, "任务书甲")


def test_what_is_held_is_listed_in_the_order_of_arrival(workspace: Workspace) -> None:
    for name, hours in (("后.pdf", 2), ("先.pdf", 1)):
        at = NOON + timedelta(hours=hours)
        quarantine(workspace, original(workspace, name, name.encode(), at), REASON, "")

    assert [item.name for item in quarantined_files(workspace)] == ["先.pdf", "后.pdf"]


def test_holding_again_keeps_the_newest_reason_once(workspace: Workspace) -> None:
    quarantine(workspace, original(workspace, "甲.pdf"), REASON, "任务书甲")
    quarantine(workspace, original(workspace, "乙.pdf"), "这是 PDF。", "任务书乙")

    (item,) = quarantined_files(workspace)

    assert (item.name, item.reason, item.tried_with) == ("乙.pdf", "这是 PDF。", "任务书乙")
    assert len(list(workspace.quarantine.iterdir())) == 3


def test_what_found_its_place_leaves_the_quarantine_and_nothing_else_does(
    workspace: Workspace,
) -> None:
    placed = quarantine(workspace, original(workspace, "甲.pdf"), REASON, "")
    stays = quarantine(workspace, original(workspace, "乙.pdf", b"%PDF-1.4"), REASON, "")

    release_from_quarantine(workspace, placed.digest)
    release_from_quarantine(workspace, placed.digest)

    assert quarantined_files(workspace) == (stays,)
    assert len(list(workspace.quarantine.iterdir())) == 3


@pytest.mark.parametrize("content", [b"{}", b"[1]", b"not json", b'{"digest": 1}'])
def test_a_unit_s_own_json_file_is_not_read_as_our_record(
    workspace: Workspace, content: bytes
) -> None:
    item = quarantine(workspace, original(workspace, "导出.json", content), REASON, "")

    assert quarantined_files(workspace) == (item,)


def test_a_name_of_any_length_finds_room(workspace: Workspace) -> None:
    item = quarantine(workspace, original(workspace, f"{'很长的名字' * 40}.pdf"), REASON, "")

    assert quarantined_files(workspace) == (item,)


def test_a_release_that_is_cut_off_leaves_nothing_listed_that_is_not_there(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = quarantine(workspace, original(workspace, "甲.pdf"), REASON, "")
    delete = Path.unlink

    def delete_one_and_stop(path: Path, *, missing_ok: bool = False) -> None:
        delete(path, missing_ok=missing_ok)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "unlink", delete_one_and_stop)
    with pytest.raises(KeyboardInterrupt):
        release_from_quarantine(workspace, item.digest)

    assert quarantined_files(workspace) == ()
