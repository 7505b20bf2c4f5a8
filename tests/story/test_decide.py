"""处置: what a person decides about forms that were received, on real workbooks and opened papers."""

from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.quarantine import quarantined_files
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.issue import IssueOptions
from pipeline.ledger.errors import SubmissionAltered
from pipeline.ledger.read import list_events
from pipeline.model.arrival import Fate
from pipeline.model.submission import State
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.ledger.test_decisions import tamper
from tests.story.deciding import (
    EAST,
    LATE,
    TWO,
    WEST,
    done,
    paper,
    reports,
    run,
    send,
)
from tests.submissions import drop, form, one_pass, standing_of

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def test_a_withdrawn_file_waits_again_and_the_version_before_counts(fresh: Workspace) -> None:
    send(fresh, EAST, 媒体报道篇数=Decimal(6))
    send(fresh, EAST, "东河区更正.xlsx", 媒体报道篇数=Decimal(60))
    assert reports(fresh)[EAST] == "60"

    said = done(fresh, "withdraw", "东河区更正.xlsx", why="是西河区的数")

    assert "处置1　撤回　东河区现在是“已收”，计入第1版。" in said
    assert "待认领 ← 东河区更正.xlsx" in said
    assert reports(fresh)[EAST] == "6"
    (waiting,) = quarantined_files(fresh)
    assert waiting.reason == "经办人撤回了它（处置1）：是西河区的数。"
    assert one_pass(fresh).outcomes == (), "it waits for a person, whatever its stamp says"

    assigned = run(fresh, "assign", "东河区更正.xlsx", WEST)
    assert assigned.stdout.startswith("已收 西河区"), assigned.stdout + assigned.stderr
    assert reports(fresh) == {EAST: "6", WEST: "60"}
    assert run(fresh, "audit", "verify").returncode == 0


def test_withdrawn_bytes_dropped_again_are_received_as_a_new_version(fresh: Workspace) -> None:
    send(fresh, EAST)
    send(fresh, EAST, "东河区更正.xlsx", 媒体报道篇数=Decimal(60))
    done(fresh, "withdraw", "东河区更正.xlsx")

    fate = send(fresh, EAST, "东河区更正.xlsx", 媒体报道篇数=Decimal(60))

    assert fate is Fate.ACCEPTED
    assert quarantined_files(fresh) == (), "it was received, and waits no more"
    assert standing_of(fresh, EAST).current.version == 3  # type: ignore[union-attr]
    assert send(fresh, EAST, "东河区更正.xlsx", 媒体报道篇数=Decimal(60)) is Fate.DUPLICATE
    assert send(fresh, EAST) is Fate.DUPLICATE


def test_a_withdrawal_is_revoked_while_the_file_waits_and_not_afterwards(fresh: Workspace) -> None:
    send(fresh, EAST)
    done(fresh, "withdraw", "东河区.xlsx")
    assert standing_of(fresh, EAST).state is State.MISSING

    assert "现在是“已收”，计入第1版" in done(fresh, "decide", "撤销", "1")
    assert quarantined_files(fresh) == ()

    done(fresh, "撤回", "东河区.xlsx")
    run(fresh, "assign", "东河区.xlsx", WEST)
    refused = run(fresh, "decide", "撤销", "3", "--reason", "又不撤了")
    assert refused.returncode == 1
    assert "已经重新收下或认领给别的单位" in refused.stderr


def test_a_returned_unit_owes_its_form_and_gets_the_reason(fresh: Workspace) -> None:
    send(fresh, EAST)
    send(fresh, EAST, "东河区更正.xlsx", 媒体报道篇数=Decimal(60))

    said = done(fresh, "return", EAST, why="媒体报道篇数与宣传部台账不符")

    assert "现在是“退回”" in said
    slip = paper(fresh, "退回/东河区/东河区第2版退回单.docx")
    assert "媒体报道篇数与宣传部台账不符" in slip
    assert "有1处需要改正" in slip
    assert EAST not in reports(fresh)
    assert send(fresh, EAST, "东河区再报.xlsx", 媒体报道篇数=Decimal(8)) is Fate.ACCEPTED
    assert reports(fresh)[EAST] == "8"
    assert standing_of(fresh, EAST).returns == 1


def test_an_adopted_form_counts_and_its_receipt_says_why(fresh: Workspace) -> None:
    assert send(fresh, TWO, 所属单位总数="很多", 媒体报道篇数=Decimal(9)) is Fate.RETURNED

    said = done(fresh, "accept", "双溪县.xlsx", why="总数正在清查，已电话核实")

    assert "现在是“有提醒”，计入第1版" in said
    receipt = paper(fresh, "回执/双溪县第1版回执.docx")
    assert "总数正在清查，已电话核实" in receipt
    assert "有提醒" in receipt
    assert reports(fresh)[TWO] == "9"
    done(fresh, "decide", "revoke", "1")
    assert TWO not in reports(fresh)
    assert standing_of(fresh, TWO).state is State.RETURNED


def test_lateness_follows_an_extension_and_its_revocation(fresh: Workspace) -> None:
    send(fresh, EAST, moment=LATE)
    assert standing_of(fresh, EAST, LATE).late
    refused = run(fresh, "extend", EAST, "--until", "2026-10-13 10:30", "--reason", "开会")
    assert "已经过去了" in refused.stderr

    done(fresh, "extend", EAST, "--until", "10月20日 18:00")
    assert not standing_of(fresh, EAST, LATE).late
    done(fresh, "extend", "全部", "--until", "2026-10-15 18:00")
    send(fresh, WEST, moment=LATE)
    assert "（迟报）" not in paper(fresh, "回执/西河区第1版回执.docx")
    status = json.loads(run(fresh, "status", EXAMPLE, "--json").stdout)
    assert status["deadline"] == "2026-10-15T18:00:00+08:00"
    done(fresh, "decide", "撤销", "1")
    assert not standing_of(fresh, EAST, LATE).late, "all units have until the 15th"
    done(fresh, "decide", "撤销", "2")
    assert standing_of(fresh, EAST, LATE).late
    assert standing_of(fresh, WEST, LATE).late


def test_a_waived_rule_sends_that_unit_back_no_more(fresh: Workspace) -> None:
    assert send(fresh, TWO, 所属单位总数="很多") is Fate.RETURNED
    rule = standing_of(fresh, TWO).latest.findings[0].rule  # type: ignore[union-attr]

    said = done(fresh, "waive", TWO, rule, why="正在清查")

    assert "现在是“有提醒”，计入第1版" in said
    assert "结果" in paper(fresh, "回执/双溪县第1版回执.docx")
    assert send(fresh, TWO, "双溪县再报.xlsx", 所属单位总数="不少") is Fate.ACCEPTED
    assert send(fresh, EAST, 所属单位总数="很多") is Fate.RETURNED
    done(fresh, "decide", "撤销", "1")
    assert standing_of(fresh, TWO).state is State.RETURNED


def test_a_condition_is_waived_by_its_text(fresh: Workspace) -> None:
    assert send(fresh, TWO, 开展活动次数=Decimal(0), 参与活动人次=Decimal(50)) is Fate.RETURNED
    finding = standing_of(fresh, TWO).latest.findings[0]  # type: ignore[union-attr]
    text = finding.wanted[1 : finding.wanted.index("”", finding.wanted.index("= 0 则"))]

    refused = run(fresh, "waive", TWO, finding.rule, "--reason", "属实")
    assert "核对条件写它的原文" in refused.stderr
    done(fresh, "waive", TWO, text, why="属实")

    assert standing_of(fresh, TWO).state is State.WARNED


def test_a_unit_that_is_freed_owes_nothing(fresh: Workspace) -> None:
    done(fresh, "waive", WEST, "免报", why="区划调整")

    assert standing_of(fresh, WEST, LATE).state is State.EXEMPT
    answer = run(fresh, "notice", "督办", EXAMPLE, "--draft", "--dated", "2026-10-13", "--yes")
    assert answer.returncode == 0, answer.stderr
    chased = {path.name for path in fresh.results(EXAMPLE).rglob("*督办*.docx")}
    assert chased
    assert not [name for name in chased if WEST in name]
    assert "免报" in run(fresh, "status", EXAMPLE).stdout


def test_papers_that_were_printed_with_the_old_figures_are_named(fresh: Workspace) -> None:
    send(fresh, EAST)
    send(fresh, WEST)
    with open_office(fresh, stopped_clock(LATE)) as office:
        consolidate(office, office.campaign(EXAMPLE))
        issue_briefing(office, office.campaign(EXAMPLE), IssueOptions(date(2026, 10, 13)))

    said = done(fresh, "return", EAST, why="不实")

    assert "已经印出、用的是原来的数：文明单位创建汇总表.xlsx；" in said
    assert "第1期（总第1期）" in said
    with open_office(fresh, stopped_clock(LATE)) as office:
        consolidate(office, office.campaign(EXAMPLE))
    document = json.loads(run(fresh, "decide", "撤销", "1", "--reason", "属实", "--json").stdout)
    assert any("汇总表" in each for each in document["outdated"]), "the new summary lacks them"
    assert "已经印出" not in done(fresh, "extend", WEST, "--until", "2026-10-30")


def test_decisions_are_shown_on_every_board(fresh: Workspace) -> None:
    send(fresh, EAST)
    run(fresh, "withdraw", "东河区.xlsx", "--reason", "报错了", by="〇〇〇")
    run(fresh, "extend", "全部", "--until", "2026-10-20 18:00", "--reason", "开会", by="〇〇〇")

    lines = json.loads(run(fresh, "status", EXAMPLE, "--json").stdout)["decisions"]
    assert [(each["number"], each["kind"], each["unit"]) for each in lines] == [
        ("1", "撤回", EAST), ("2", "延期", "全部单位"),
    ]  # fmt: skip
    assert lines[0]["subject"] == "东河区.xlsx（第1版）"
    assert lines[1]["until"] == "2026-10-20 18:00"
    assert {(each["actor"], each["at"]) for each in lines} == {("〇〇〇", "2026-10-13 11:00")}
    assert (
        "处置1　撤回　东河区　东河区.xlsx（第1版）：报错了" in run(fresh, "status", EXAMPLE).stdout
    )
    book = openpyxl.load_workbook(fresh.results(EXAMPLE) / "报送台账.xlsx")
    cells = {str(cell.value) for row in book["处置"] for cell in row}
    assert {"撤回", "延期", "报错了", "〇〇〇", "东河区.xlsx（第1版）"} <= cells
    assert "已收（已撤回）" in {str(cell.value) for row in book["版本记录"] for cell in row}
    done(fresh, "decide", "撤销", "1")
    assert "（已由处置3撤销）" in run(fresh, "status", EXAMPLE).stdout


def actors(workspace: Workspace) -> set[str]:
    with open_office(workspace, stopped_clock(LATE)) as office:
        return {event.actor for event in list_events(office.ledger)}


def test_the_person_is_on_every_event(fresh: Workspace) -> None:
    drop(fresh, "东河区.xlsx", form(fresh, EAST))
    run(fresh, "process", by="〇〇〇")
    assert actors(fresh) == {"〇〇〇"}

    settings = fresh.settings.read_bytes().decode("utf-8-sig")
    fresh.settings.write_text(settings.replace("姓名 =", "姓名 = 综合科"), "utf-8-sig")
    done(fresh, "withdraw", "东河区.xlsx")
    assert actors(fresh) == {"〇〇〇", "综合科"}

    fresh.settings.write_text("这不是设置", "utf-8")
    done(fresh, "decide", "撤销", "1")
    assert len(actors(fresh)) == 3, "the system's user"
    assert run(fresh, "process", by="长" * 41).returncode == 2


def test_the_figures_of_an_altered_decision_are_not_printed(fresh: Workspace) -> None:
    send(fresh, EAST)
    done(fresh, "waive", WEST, "免报")
    tamper(fresh.ledger, "UPDATE decisions SET reason = '别的'")

    assert run(fresh, "audit", "verify").returncode == 1
    with (
        open_office(fresh, stopped_clock(LATE)) as office,
        pytest.raises(SubmissionAltered, match="第1号处置"),
    ):
        consolidate(office, office.campaign(EXAMPLE))


def test_a_bundle_of_records_has_the_decisions_and_every_answer(fresh: Workspace) -> None:
    send(fresh, EAST)
    send(fresh, TWO, 所属单位总数="很多")
    done(fresh, "return", EAST)
    done(fresh, "accept", "双溪县.xlsx")

    made = run(fresh, "audit", "bundle", EXAMPLE)

    assert (made.returncode, made.stderr) == (0, "")
    (path,) = fresh.results(EXAMPLE).rglob("留痕包*.zip")
    with zipfile.ZipFile(path) as package:
        names = {name.rpartition("/")[2] for name in package.namelist()}
    assert {
        "处置1.jsonl", "处置2.jsonl", "东河区第1版回执.docx", "东河区第1版退回单.docx",
        "双溪县第1版回执.docx", "双溪县第1版退回单.docx",
    } <= names  # fmt: skip
    assert run(fresh, "audit", "verify", str(path)).returncode == 0


def test_a_running_process_sees_a_decision_of_another(fresh: Workspace) -> None:
    """The watcher remembers what it has read: a decision must reach it all the same."""
    send(fresh, EAST)
    send(fresh, TWO, 所属单位总数="很多")
    done(fresh, "accept", "双溪县.xlsx")
    one_pass(fresh, LATE + timedelta(minutes=1))

    page = (fresh.results(EXAMPLE) / "报送情况.html").read_text("utf-8")
    assert "有提醒" in page
    done(fresh, "withdraw", "东河区.xlsx")
    book = openpyxl.load_workbook(fresh.results(EXAMPLE) / "报送台账.xlsx")
    states = {row[1].value: row[3].value for row in book["报送情况"] if row[1].value in {EAST, TWO}}
    assert states == {EAST: "未报", TWO: "有提醒"}
