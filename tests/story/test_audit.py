"""Every change made without the program is named: events, answers, originals, papers, register."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.files import sha256_of
from pipeline.intake.originals import find_original
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.errors import LedgerMissing
from pipeline.ledger.fingerprints import content_digest, content_of, fingerprint_event
from pipeline.ledger.read import list_events, list_submissions
from pipeline.ledger.register import release, reserve
from pipeline.ledger.store import append_event
from pipeline.model.document_number import Intent
from pipeline.model.event import Action, Event
from pipeline.office.context import open_office
from pipeline.safekeeping.audit import Audit, anchor, verify_office
from pipeline.setup.init import EXAMPLE
from tests.story.conftest import LATER

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace import Workspace


@pytest.fixture
def sealed(office: Workspace) -> Workspace:
    """The office with every record covered by the chain."""
    anchor(office, LATER)
    return office


def tamper(workspace: Workspace, *statements: str, quietly: bool = False) -> None:
    """What a person with sqlite3 can do: drop the guards, write, and (*quietly*) put the guards back."""
    with closing(sqlite3.connect(workspace.ledger)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _, sql in guards if quietly else ():
            connection.execute(sql)
        connection.commit()


def verified(workspace: Workspace, *heads: str) -> Audit:
    return verify_office(workspace, LATER, heads)


def test_an_honest_office_has_no_faults_and_states_how_much_was_looked_at(
    sealed: Workspace,
) -> None:
    found = verified(sealed)

    assert found.faults == ()
    assert found.doubts == ()
    assert (found.submissions, found.papers) == (3, 2)
    assert found.originals == 4
    assert found.events == len(_history(sealed))


def test_what_is_recorded_is_vouched_for_at_once(office: Workspace) -> None:
    found = verified(office)

    assert (found.faults, found.doubts) == ((), ())


def test_what_nothing_vouches_for_yet_is_reported_and_is_no_fault(office: Workspace) -> None:
    with open_office(office, LATER) as opened:
        paper = opened.campaigns[0].paper("通报")
        number = reserve(opened.ledger, paper, Intent("通报"), 2026, LATER.now())
        release(opened.ledger, number, "不发了", LATER.now())

    found = verified(office)

    assert found.faults == ()
    assert "没有内容指纹" in found.doubts[0]
    assert "baosong audit anchor" in found.doubts[0]


def test_sealing_twice_seals_nothing_twice(sealed: Workspace) -> None:
    before = [event for event in _history(sealed) if event.action == Action.FINGERPRINTED]

    _, again = anchor(sealed, LATER)

    assert again == 0
    assert [event for event in _history(sealed) if event.action == Action.FINGERPRINTED] == before


def test_dropped_guards_are_a_fault_of_their_own(sealed: Workspace) -> None:
    tamper(sealed)

    assert any("触发器 events_stay" in fault for fault in verified(sealed).faults)


def _history(workspace: Workspace) -> list[Event]:
    with open_office(workspace, LATER) as office:
        return list(list_events(office.ledger))


TAMPERINGS = {
    "an event's text": (
        "UPDATE events SET detail = '别的.xlsx' WHERE number = 3",
        "第3条事件",
    ),
    "an event in the middle taken out": ("DELETE FROM events WHERE number = 5", "第5条事件不见了"),
    "an event put in": (
        "INSERT INTO events SELECT (SELECT max(number) + 1 FROM events), at, actor, action, subject, detail, digest, link FROM events WHERE number = 2",
        "对不上",
    ),
    "the last event cut off": (
        "DELETE FROM events WHERE number = (SELECT max(number) FROM events)",
        "事件末尾少了 1 条",
    ),
    "an answer's value": (
        "UPDATE answers SET value = '999' WHERE submission = 1 AND position = (SELECT min(position) FROM answers WHERE submission = 1 AND value_type = 'number')",
        "第1号报送件（文明单位创建 东河区.xlsx 第1版）现在的内容与",
    ),
    "what was typed": (
        "UPDATE answers SET typed = '999' WHERE submission = 1 AND position = (SELECT min(position) FROM answers WHERE submission = 1 AND value_type = 'number')",
        "第1号报送件",
    ),
    "an answer taken out": (
        "DELETE FROM answers WHERE submission = 1 AND position = (SELECT min(position) FROM answers WHERE submission = 1 AND value_type = 'number')",
        "第1号报送件",
    ),
    "a finding": (
        "UPDATE findings SET level = '提醒' WHERE submission = 2 AND position = 0",
        "双溪县.xlsx 第1版）现在的内容与",
    ),
    "a finding taken out": ("DELETE FROM findings WHERE submission = 2", "双溪县.xlsx 第1版"),
    "a decision": (
        "UPDATE submissions SET decision = '已收' WHERE number = 2",
        "有退回的事件，台账里却没有这样一件报送件",
    ),
    "the moment of receipt": (
        "UPDATE submissions SET received_at = '2026-10-01T09:00:00+08:00' WHERE number = 3",
        "第3号报送件",
    ),
    "a number into words": (
        "UPDATE answers SET value = '很多' WHERE submission = 1 AND position = (SELECT min(position) FROM answers WHERE submission = 1 AND value_type = 'number')",
        "第1号报送件的登记内容读不出来",
    ),
    "a submission taken out": ("DELETE FROM submissions WHERE number = 3", "“报送件3”在"),
    "the register's title": (
        "UPDATE numbers SET title = '别的' WHERE status = 'confirmed'",
        "登记簿",
    ),
    "the register's path": (
        "UPDATE numbers SET path = 'outbox/别处.docx' WHERE status = 'confirmed'",
        "登记簿被改过",
    ),
    "a number made unused": (
        "UPDATE numbers SET status = 'released' WHERE status = 'confirmed'",
        "不再是已印发",
    ),
    "a number taken out": ("DELETE FROM numbers", "发文登记簿里却没有这一行"),
    "a number's status into nonsense": (
        "UPDATE numbers SET status = '?'",
        "发文登记簿的登记内容读不出来",
    ),
    "a printed number's value": (
        "UPDATE trail_entries SET value = value || '9' WHERE trail = 1",
        "的数字来源现在的内容与",
    ),
    "a trail taken out": ("DELETE FROM trails WHERE number = 1", "“溯源1”在"),
}


@pytest.mark.parametrize(("statement", "named"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_what_is_altered_with_sql_is_named(sealed: Workspace, statement: str, named: str) -> None:
    tamper(sealed, statement, quietly=True)

    faults = verified(sealed).faults

    assert any(named in fault for fault in faults), faults
    assert not any("触发器" in fault for fault in faults)


def test_a_submission_put_in_by_hand_has_no_event(sealed: Workspace) -> None:
    columns = (
        "campaign, period, unit, version, digest, name, received_at, late, decision, answered, "
        "cleared, form_campaign, form_unit, workbook, stamp_version, missing_sheets, unit_place"
    )
    given = columns.replace("version,", "9,", 1).replace("digest,", "'0000',", 1)
    tamper(
        sealed,
        f"INSERT INTO submissions ({columns}) SELECT {given} FROM submissions WHERE number = 1",  # noqa: S608
        quietly=True,
    )

    found = verified(sealed)

    assert any("没有收到它的事件" in fault for fault in found.faults)
    assert any("没有内容指纹" in doubt for doubt in found.doubts)


def test_a_seal_renewed_over_an_altered_record_does_not_heal_it(sealed: Workspace) -> None:
    """Who alters a record can add an event with its new digest; the first one stays in the chain."""
    tamper(sealed, TAMPERINGS["what was typed"][0], quietly=True)
    with open_office(sealed, LATER) as office:
        altered = next(
            each for each in list_submissions(office.ledger, EXAMPLE, "一次性") if each.number == 1
        )
        append_event(office.ledger, fingerprint_event(altered, LATER.now(), "某人"))

    assert any("第1号报送件" in fault for fault in verified(sealed).faults)


def test_a_chain_cut_short_with_its_counter_is_found_by_a_head_noted_outside(
    sealed: Workspace,
) -> None:
    head = verified(sealed).head
    tamper(
        sealed,
        "DELETE FROM events WHERE number = (SELECT max(number) FROM events)",
        "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'events'",
        quietly=True,
    )

    assert verified(sealed).faults == ()  # nothing inside can show it: that is what heads are for
    assert any(head in fault for fault in verified(sealed, head).faults)


def test_a_head_stays_in_the_chain_however_it_grows(sealed: Workspace) -> None:
    heads = [anchor(sealed, LATER)[0] for _ in range(3)]

    assert verified(sealed, *heads, heads[0][:16]).faults == ()


def test_a_swapped_original_and_a_lost_one_are_named(sealed: Workspace) -> None:
    first, second = sorted(sealed.originals.glob("*/*.xlsx"))[:2]
    first.chmod(0o644)
    first.write_bytes(second.read_bytes())
    second.unlink()

    faults = verified(sealed).faults

    assert any(first.stem in fault and "内容与指纹不符" in fault for fault in faults)
    assert any(second.stem in fault and "不见了" in fault for fault in faults)
    assert len(faults) == 2


def test_an_original_that_waits_for_its_unit_is_looked_after_too(sealed: Workspace) -> None:
    (waiting,) = quarantined_files(sealed)
    path = find_original(sealed, waiting.digest)
    assert path is not None
    path.unlink()

    assert any("不是表.xlsx" in fault and "不见了" in fault for fault in verified(sealed).faults)


def test_an_edited_paper_and_a_deleted_one_are_named_with_their_numbers(sealed: Workspace) -> None:
    briefing = next(sealed.outbox.glob("*/简报/*.docx"))
    notice = next(sealed.outbox.glob("*/通知/*.docx"))
    briefing.write_bytes(briefing.read_bytes() + b" ")
    notice.unlink()

    faults = verified(sealed).faults

    assert any(briefing.name in fault and "印发后被改过" in fault for fault in faults)
    assert any(notice.name in fault and "文件不见了" in fault for fault in faults)


def test_reading_again_finds_an_altered_answer_that_nothing_vouches_for(office: Workspace) -> None:
    tamper(office, TAMPERINGS["what was typed"][0], quietly=True)

    found = verify_office(office, LATER, reread=True)

    assert any("台账记的原文是“999”" in fault for fault in found.faults)


def test_reading_again_agrees_with_what_was_recorded(sealed: Workspace) -> None:
    found = verify_office(sealed, LATER, reread=True)

    assert (found.faults, found.doubts) == ((), ())


def test_no_ledger_is_no_clean_ledger(sealed: Workspace) -> None:
    sealed.ledger.unlink()

    with pytest.raises(LedgerMissing):
        verified(sealed)
    assert not sealed.ledger.exists()


def test_the_digest_of_a_record_is_that_of_lines_a_person_can_read(office: Workspace) -> None:
    with open_office(office, LATER) as opened:
        first = list_submissions(opened.ledger, EXAMPLE, "一次性")[0]
    lines = [json.loads(line) for line in content_of(first).splitlines()]

    assert content_digest(first) == sha256_of(content_of(first))
    assert lines[0]["原件指纹"] == first.digest
    assert {line["类"] for line in lines[1:]} >= {"单项", "列表行", "列表项"}


def test_at_the_command_line(sealed: Workspace, tmp_path: Path) -> None:
    def said(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["-w", str(sealed.root), *arguments])
        return done.exit_code, done.output

    code, output = said("audit", "verify")
    assert code == 0
    assert "核验相符：事件" in output
    head = anchor(sealed, LATER)[0]
    kept = tmp_path / "备份.zip"
    assert said("备份", str(kept))[0] == 0
    assert said("留痕", "核验", "--head", head, "--head", str(kept))[0] == 0
    assert said("audit", "verify", str(kept))[0] == 0
    tamper(sealed, TAMPERINGS["a finding"][0])
    code, output = said("audit", "verify", "--json")
    document = json.loads(output)
    assert code == 1
    assert document["ok"] is False
    assert any("双溪县" in fault for fault in document["faults"])
    assert said("audit", "verify", "--head", "abc")[0] == 2
