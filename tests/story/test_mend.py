"""``doctor --mend``: what is safe is mended and reported, nothing is thrown away, the rest is explained."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.files import sha256_of
from pipeline.intake.originals import find_damaged, find_original
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.errors import LedgerMissing
from pipeline.ledger.read import list_events
from pipeline.office.context import open_office
from pipeline.safekeeping.audit import verify_office
from pipeline.safekeeping.backup import back_up
from pipeline.safekeeping.doctor import examine_office
from pipeline.safekeeping.errors import ArchiveFaulty
from pipeline.safekeeping.repair import repair_office
from pipeline.workspace import WorkspaceMissing
from tests.story.archives import files
from tests.story.conftest import LATER
from tests.submissions import drop, form, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace


@pytest.fixture
def backup(office: Workspace, tmp_path: Path) -> Path:
    return back_up(office, LATER, tmp_path / "备份.zip").path


def said(workspace: Workspace, source: Path | None = None) -> list[str]:
    return [
        f"{item.mark} {item.subject}：{item.words}"
        for item in repair_office(workspace.root, LATER, source)
    ]


def spoil(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(b"spoilt" + path.read_bytes()[6:])


def spoil_ledger(workspace: Workspace) -> None:
    content = bytearray(workspace.ledger.read_bytes())
    content[200:8000] = os.urandom(7800)
    workspace.ledger.write_bytes(content)


def test_a_sound_office_is_left_as_it_is(office: Workspace) -> None:
    before = files(office.root)

    assert said(office) == []
    assert files(office.root) == before


def test_folders_and_templates_that_are_gone_are_made_again_and_named(office: Workspace) -> None:
    shutil.rmtree(office.outbox)
    (office.document_templates / "回执.docx").unlink()

    told = said(office)

    assert "修 文件夹：补建了 outbox。" in told
    assert "修 模板：补回了自带模板 回执.docx。" in told
    assert office.outbox.is_dir()


def test_templates_an_office_wrote_itself_come_from_the_backup(
    office: Workspace, backup: Path
) -> None:
    shutil.rmtree(office.templates)

    told = said(office, backup)

    assert any("从备份补回了 templates/任务/文明单位创建/任务书.xlsx" in words for words in told)
    with open_office(office, LATER) as opened:
        assert [campaign.name for campaign in opened.campaigns] == ["文明单位创建"]


def test_an_inbox_on_a_disconnected_share_is_not_created(office: Workspace) -> None:
    (office.hidden / "inbox.id").write_text("0" * 32, encoding="utf-8")
    shutil.rmtree(office.inbox)

    assert any(words.startswith("坏 收件箱") and "接好共享" in words for words in said(office))
    assert not office.inbox.exists()


def test_partial_files_are_deleted_after_a_day_and_not_before(office: Workspace) -> None:
    old, new = (office.outbox / f".{digit * 32}.part" for digit in "ab")
    mine = office.outbox / ".我的草稿.part"
    for path in (old, new, mine):
        path.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(old, (two_days_ago, two_days_ago))
    os.utime(mine, (two_days_ago, two_days_ago))

    told = said(office)

    assert [path.exists() for path in (old, new, mine)] == [False, True, True]
    assert told == [f"修 残留文件：删去了中断时留下的半截文件 outbox/{old.name}。"]


def test_a_damaged_original_is_put_right_from_the_quarantine(office: Workspace) -> None:
    (waiting,) = quarantined_files(office)
    path = find_original(office, waiting.digest)
    assert path is not None
    spoil(path)

    told = said(office)

    assert any(waiting.digest in words and "已从" in words for words in told)
    assert find_damaged(office) == ()
    (kept,) = (office.hidden / "damaged").glob(f"*/{path.name}")
    assert kept.read_bytes().startswith(b"spoilt")


def test_damaged_and_lost_originals_are_restored_from_the_backup(
    office: Workspace, backup: Path
) -> None:
    damaged, lost = sorted(office.originals.glob("*/*.xlsx"))[:2]
    spoil(damaged)
    lost.unlink()

    told = said(office, backup)

    assert sum("已从" in words for words in told) == 2
    assert all(sha256_of(path.read_bytes()) == path.stem for path in (damaged, lost))
    assert not damaged.stat().st_mode & 0o222
    assert not [item for item in examine_office(office.root, LATER) if item.bad]


def test_without_true_bytes_anywhere_a_damaged_original_stays_and_is_named(
    office: Workspace,
) -> None:
    path = next(office.originals.glob("*/*.xlsx"))
    spoil(path)

    told = said(office)

    assert any(words.startswith("坏 原件") and path.stem in words for words in told)
    assert path.read_bytes().startswith(b"spoilt")


def test_originals_that_could_be_written_over_are_protected_again(office: Workspace) -> None:
    path = next(office.originals.glob("*/*.xlsx"))
    path.chmod(0o644)

    assert said(office) == ["修 原件：1 件原件可以被改写，已改回只读。"]
    assert not path.stat().st_mode & 0o222


def test_a_damaged_ledger_is_set_aside_and_taken_from_the_backup(
    office: Workspace, backup: Path
) -> None:
    drop(office, "平湖县.xlsx", form(office, "平湖县"))
    one_pass(office)
    spoil_ledger(office)

    told = said(office, backup)

    assert any(words.startswith("修 台账：台账已损坏") and "备份.zip" in words for words in told)
    assert list((office.hidden / "damaged").glob("*/ledger.sqlite3"))
    assert verify_office(office, LATER).faults == ()
    with open_office(office, LATER) as opened:
        assert "恢复台账" in [event.action for event in list_events(opened.ledger)]
    (to_enter,) = (words for words in told if words.startswith("看 待补登"))
    new = {path.stem for path in office.originals.glob("*/*.xlsx")}
    assert sum(digest in to_enter for digest in new) == 1  # the one that came after the backup


def test_papers_issued_after_the_backup_are_named_so_that_no_number_is_given_twice(
    office: Workspace, backup: Path
) -> None:
    (paper,) = office.outbox.glob("*/通知/*.docx")
    later = paper.with_name(paper.name.replace("1号", "2号"))
    shutil.copy(paper, later)
    office.ledger.unlink()

    told = said(office, backup)

    (unknown,) = (words for words in told if words.startswith("看 发文登记簿"))
    assert later.name in unknown
    assert paper.name not in unknown
    assert "起始号" in unknown


def test_without_a_backup_a_damaged_ledger_is_not_touched(office: Workspace) -> None:
    spoil_ledger(office)
    before = office.ledger.read_bytes()

    told = said(office)

    assert any(words.startswith("坏 台账") and "--from" in words for words in told)
    assert office.ledger.read_bytes() == before


def test_a_lost_ledger_is_never_recreated_in_silence(office: Workspace) -> None:
    office.ledger.unlink()

    with pytest.raises(LedgerMissing, match="以免从头编号"), open_office(office, LATER):
        pass
    assert not office.ledger.exists()
    assert any("台账不见了，而原件或它的日志还在" in words for words in said(office))

    with open_office(office, LATER) as opened:
        assert list_events(opened.ledger)[0].action == "台账缺失"


def test_what_waits_in_the_ledgers_log_is_applied_and_reported(office: Workspace) -> None:
    with closing(sqlite3.connect(office.ledger)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute(
            "INSERT INTO events (at, actor, action, subject, detail, digest, link) "
            "VALUES ('2026-10-09T09:00:00+08:00', '', '', '', '', '', '')"
        )
        connection.commit()
        # As a killed run leaves it: the log beside the ledger, and nobody who would close it.
        kept = {path: path.read_bytes() for path in office.hidden.glob("ledger.sqlite3*")}
    for path, content in kept.items():
        path.write_bytes(content)

    told = said(office)

    assert any("日志已并入台账" in words for words in told)
    assert not office.ledger.with_name("ledger.sqlite3-wal").exists()


def test_the_newest_whole_backup_of_a_folder_is_taken(office: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "备份们"
    folder.mkdir()
    back_up(office, LATER, folder / "b.zip")
    (folder / "c.zip").write_bytes(b"not whole")
    office.ledger.unlink()

    assert any("b.zip" in words for words in said(office, folder))


def test_nothing_is_taken_from_a_backup_that_is_not_whole(office: Workspace, backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)
    office.ledger.unlink()
    before = files(office.root)

    with pytest.raises(ArchiveFaulty):
        said(office, backup)

    assert files(office.root) == before


def test_the_permission_that_is_lacking_is_named(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: not (path == office.outbox and mode == os.W_OK) and real(path, mode),
    )

    (words,) = said(office)

    assert words.startswith(f"坏 权限：{office.outbox} 没有写入权限")


def test_a_folder_that_is_no_office_is_not_made_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing):
        repair_office(tmp_path, LATER)

    assert list(tmp_path.iterdir()) == []


def test_at_the_command_line(office: Workspace, backup: Path) -> None:
    spoil_ledger(office)

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["-w", str(office.root), *arguments])
        return done.exit_code, done.output

    assert run("doctor", "--from", str(backup))[0] == 2
    code, output = run("doctor", "--mend")
    assert code == 1
    assert "坏 台账：台账已损坏" in output
    code, output = run("自检", "--mend", "--from", str(backup))
    assert code == 0, output
    assert "修 台账" in output
    assert "没有要修的" in run("doctor", "--mend")[1]
