"""A ledger that lost what it had: nothing goes on, doctor names it, and --mend accounts for every file and number."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.intake.quarantine import quarantined_files
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.ledger.errors import LedgerMissing, LedgerShortened
from pipeline.ledger.proof import read_proof
from pipeline.ledger.read import list_events
from pipeline.ledger.register import list_numbers
from pipeline.office.context import open_office
from pipeline.office.lost_originals import lost_originals
from pipeline.office.numbered_papers import numbered_papers
from pipeline.safekeeping.audit import verify_office
from pipeline.safekeeping.backup import back_up
from pipeline.safekeeping.doctor import examine_office
from pipeline.safekeeping.repair import repair_office
from pipeline.safekeeping.restore import restore
from pipeline.setup.init import EXAMPLE
from tests.story.conftest import LATER
from tests.submissions import drop, form, one_pass

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.workspace import Workspace

ORDER = IssueOptions(date(2026, 10, 13), reissue=True)


def work_on(workspace: Workspace) -> None:
    """One more form, one more briefing and one more notice."""
    drop(workspace, "平湖县.xlsx", form(workspace, "平湖县"))
    one_pass(workspace, LATER.now())
    with open_office(workspace, LATER) as office:
        campaign = office.campaign(EXAMPLE)
        issue_briefing(office, campaign, ORDER)
        issue_notice(office, campaign, NoticeOrder("催报", ORDER, ("西河区",)))


def emptied(workspace: Workspace) -> None:
    work_on(workspace)
    workspace.ledger.write_bytes(b"")


def deleted(workspace: Workspace) -> None:
    work_on(workspace)
    workspace.ledger.unlink()


def without_its_log(workspace: Workspace) -> None:
    """As a copy of the main file alone leaves it: what was in the write-ahead log is not in it."""
    with closing(sqlite3.connect(workspace.ledger)) as reader:
        reader.execute(
            "SELECT count(*) FROM events"
        ).fetchone()  # the log isn't merged while this is open
        work_on(workspace)
        log = workspace.ledger.with_name(f"{workspace.ledger.name}-wal")
        assert log.stat().st_size
        alone = workspace.ledger.read_bytes()
    workspace.ledger.write_bytes(alone)


def older_copy(workspace: Workspace) -> None:
    before = workspace.ledger.read_bytes()
    work_on(workspace)
    workspace.ledger.write_bytes(before)


WAYS = pytest.mark.parametrize("lose", [emptied, deleted, without_its_log, older_copy])


def said(workspace: Workspace, source: Path | None = None) -> list[str]:
    return [
        f"{item.mark} {item.subject}：{item.words}"
        for item in repair_office(workspace.root, LATER, source)
    ]


@WAYS
def test_everything_stops_and_says_what_to_do(
    office: Workspace, lose: Callable[[Workspace], None]
) -> None:
    lose(office)
    before = office.ledger.read_bytes() if office.ledger.exists() else None

    with pytest.raises((LedgerMissing, LedgerShortened), match="baosong doctor --mend --from"):
        one_pass(office)
    stopped = CliRunner().invoke(cli, ["-w", str(office.root), "brief", EXAMPLE])
    (found,) = [item for item in examine_office(office.root, LATER) if item.bad]

    assert stopped.exit_code != 0
    assert found.subject == "台账"
    assert (office.ledger.read_bytes() if office.ledger.exists() else None) == before
    if office.ledger.exists() and before:
        assert any("缺了记录" in fault for fault in verify_office(office, LATER).faults)


@WAYS
@pytest.mark.parametrize("with_backup", [False, True])
def test_after_mending_every_original_is_accounted_for_and_no_number_is_given_twice(
    office: Workspace,
    usb: Path,
    lose: Callable[[Workspace], None],
    with_backup: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    backup = back_up(office, LATER, usb).path if with_backup else None
    lose(office)

    told = said(office, backup)

    assert any(words.startswith("修 台账") for words in told), told
    assert any(words.startswith("看 待补登") for words in told), told
    assert any(words.startswith("看 发文登记簿") for words in told), told
    assert not [item for item in examine_office(office.root, LATER) if item.bad]
    assert verify_office(office, LATER).faults == ()
    with open_office(office, LATER) as opened:
        assert lost_originals(office, opened.ledger) == ()
        losses = {event.action for event in list_events(opened.ledger)} & {"台账缺失", "恢复台账"}
        campaign = opened.campaign(EXAMPLE)
        issue_briefing(opened, campaign, ORDER)
        issue_notice(opened, campaign, NoticeOrder("催报", ORDER, ("西河区",)))
        paths = [number.path for number in list_numbers(opened.ledger)]
    assert len(losses) == 1
    papers = numbered_papers(office)
    assert set(Counter(paper.printed for paper in papers).values()) == {1}
    assert sorted(paths) == sorted(p.path.relative_to(office.root).as_posix() for p in papers)
    assert said(office) == []


def test_an_original_that_was_lost_waits_with_its_own_time_and_says_why(office: Workspace) -> None:
    deleted(office)
    moments = {path.stem: path.stat().st_mtime for path in office.originals.glob("*/*")}

    said(office)

    waiting = {item.digest: item for item in quarantined_files(office)}
    assert waiting.keys() == moments.keys()
    assert all("补登" in item.reason for item in waiting.values())
    named = {item.name for item in waiting.values()}
    assert "不是表.xlsx" in named, "the quarantine still had its name"
    (pinghu,) = [item for item in waiting.values() if item.digest == newest(office)]
    assert pinghu.received_at.timestamp() == pytest.approx(moments[pinghu.digest], abs=1e-3)
    assert said(office) == []
    assert {item.digest for item in quarantined_files(office)} == set(moments)


def newest(workspace: Workspace) -> str:
    return max(workspace.originals.glob("*/*"), key=lambda path: path.stat().st_mtime_ns).stem


def test_a_better_ledger_is_not_replaced_by_an_older_backup(office: Workspace, usb: Path) -> None:
    backup = back_up(office, LATER, usb).path
    one = drop(office, "大泉县.xlsx", form(office, "大泉县"))
    one_pass(office, LATER.now())
    assert not one.exists()
    older_copy(office)

    (words,) = (line for line in said(office, backup) if line.startswith("修 台账"))

    assert "照现有的接着用" in words
    with open_office(office, LATER) as opened:
        assert any(event.subject.endswith("大泉县") for event in list_events(opened.ledger))


def test_an_office_of_an_older_version_gets_its_proof_at_the_first_start(office: Workspace) -> None:
    office.ledger_proof.unlink()
    assert any("旁证" in doubt for doubt in verify_office(office, LATER).doubts)

    report = one_pass(office, LATER.now())

    proof = read_proof(office.ledger)
    assert proof is not None
    assert proof.event
    assert report.outcomes == ()
    assert verify_office(office, LATER).faults == ()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"format": 1, "event": "5"}', b'{"format": 9, "link": ""}']
)
def test_a_damaged_proof_is_written_again(office: Workspace, content: bytes) -> None:
    office.ledger_proof.write_bytes(content)
    assert not any("缺了记录" in fault for fault in verify_office(office, LATER).faults)

    with open_office(office, LATER):
        pass

    assert read_proof(office.ledger) is not None


def test_without_a_proof_an_empty_ledger_among_originals_is_not_believed(
    office: Workspace, fresh: Workspace
) -> None:
    with open_office(fresh, LATER):
        pass
    office.ledger_proof.unlink()
    shutil.copy(fresh.ledger, office.ledger)

    with pytest.raises(LedgerShortened, match="什么也没有"), open_office(office, LATER):
        pass


def test_a_restored_office_says_in_its_history_that_it_was_restored(
    office: Workspace, usb: Path, tmp_path: Path
) -> None:
    done = restore(back_up(office, LATER, usb).path, tmp_path / "新办公室")

    for _ in range(2):
        with open_office(done.workspace, LATER) as opened:
            restored = [e for e in list_events(opened.ledger) if e.action == "恢复台账"]

    assert len(restored) == 1
    assert verify_office(done.workspace, LATER).faults == ()


def test_each_side_is_compared_with_the_others(office: Workspace) -> None:
    (notice,) = office.outbox.glob("*/通知/*.docx")
    (receipt, *_) = sorted(office.outbox.glob("*/回执/*.docx"))
    shutil.copy(notice, notice.with_name(notice.name.replace("1号", "7号")))
    shutil.copy(notice, notice.with_name(f"{notice.stem}（用印）.docx"))
    shutil.copy(notice, office.outbox / f"别处来的 {notice.name}")
    shutil.copy(receipt, receipt.with_name("秦都区第1版回执.docx"))
    stray = office.originals / "00" / f"{'0' * 64}.xlsx"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"x")

    faults = verify_office(office, LATER).faults
    doctor = [item.words for item in examine_office(office.root, LATER) if item.bad]

    for named in ("7号", "秦都区第1版回执.docx", stray.name):
        assert sum(named in fault and "请" in fault for fault in faults) == 1, faults
        assert sum(named in words for words in doctor) >= 1
    assert not any("用印" in fault or "别处来的" in fault for fault in faults)
    assert any("别处来的" in doubt for doubt in verify_office(office, LATER).doubts)
