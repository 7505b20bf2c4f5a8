"""存疑: forms that could be another unit's; what a person is told, and that every remedy in it works."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from pipeline.intake.quarantine import quarantined_files
from pipeline.model.arrival import Fate
from pipeline.setup.init import EXAMPLE
from tests.story.deciding import EAST, WEST, done, run, send
from tests.story.test_witnesses import made, mail_from
from tests.submissions import campaign_of, drop, form, one_pass, standing_of, unit_answers

if TYPE_CHECKING:
    from pipeline.receiving.report import Outcome
    from pipeline.workspace import Workspace

UNTOLD: Final = "附件2（1）.xlsx"


def received(workspace: Workspace, name: str, content: bytes) -> Outcome:
    drop(workspace, name, content)
    (outcome,) = one_pass(workspace).outcomes
    return outcome


def newer(workspace: Workspace, unit: str, people: int = 7000) -> bytes:
    answers = unit_answers(workspace, unit).with_singles(参与活动人次=Decimal(people))
    return form(workspace, unit, answers)


def current(workspace: Workspace, unit: str) -> str:
    standing = standing_of(workspace, unit)
    return f"{standing.state.word} {standing.current.version if standing.current else 0}"


def test_the_form_of_another_unit_on_this_units_blank_waits_and_answers_nobody(
    fresh: Workspace,
) -> None:
    send(fresh, EAST)

    outcome = received(fresh, "西河.xlsx", newer(fresh, EAST))

    assert outcome.fate is Fate.QUARANTINED
    assert "这张空白表是发给“东河区”的，文件名是“西河”（“西河区”），对不上" in outcome.reason
    assert (current(fresh, EAST), current(fresh, WEST)) == ("已收 1", "未报 0")
    assert [path.name for path in fresh.results(EXAMPLE).glob("回执/*")] == ["东河区第1版回执.docx"]
    assert list(fresh.results(EXAMPLE).glob("退回/*")) == []


def test_it_is_assigned_to_the_unit_that_sent_it_and_the_file_name_is_noted(
    fresh: Workspace,
) -> None:
    send(fresh, EAST)
    received(fresh, "西河.xlsx", newer(fresh, EAST))

    said = run(fresh, "assign", "西河.xlsx", WEST)

    assert said.stdout.startswith("已收 西河区")
    assert (current(fresh, EAST), current(fresh, WEST)) == ("已收 1", "已收 1")
    assert quarantined_files(fresh) == ()
    again = received(fresh, "西河.xlsx", newer(fresh, EAST))
    assert (again.fate, again.unit) == (Fate.DUPLICATE, WEST), "a person has decided whose it is"


def test_assigned_against_its_name_it_is_received_with_a_warning(fresh: Workspace) -> None:
    received(fresh, "西河区报送表.xlsx", form(fresh, EAST))

    assert run(fresh, "assign", "西河区报送表.xlsx", EAST).stdout.startswith("已收 东河区")

    latest = standing_of(fresh, EAST).latest
    assert latest is not None
    assert "file-named-otherwise" in {finding.rule for finding in latest.findings}


@pytest.mark.parametrize("remedy", ["file renamed", "cell corrected", "right blank"])
def test_what_was_named_wrongly_is_put_right_and_received(fresh: Workspace, remedy: str) -> None:
    units = {unit.full_name: unit for unit in campaign_of(fresh).units()}
    cell = WEST if remedy == "cell corrected" else EAST
    name = "西河区报送表.xlsx" if remedy != "cell corrected" else "报送表.xlsx"
    outcome = received(fresh, name, made(fresh, units[EAST], units[EAST], cell))
    assert outcome.fate is Fate.QUARANTINED
    assert "改成同一个单位，再放回收件箱" in outcome.reason or "请改成一致" in outcome.reason

    right = {
        "file renamed": ("东河区报送表.xlsx", made(fresh, units[EAST], units[EAST], EAST)),
        "cell corrected": (name, made(fresh, units[EAST], units[EAST], EAST)),
        "right blank": ("西河区报送表.xlsx", form(fresh, WEST)),
    }[remedy]

    assert received(fresh, *right).fate is Fate.ACCEPTED
    left = {item.digest for item in quarantined_files(fresh)}
    assert len(left) == (0 if remedy == "file renamed" else 1), "the same bytes wait no more"


@pytest.mark.parametrize("remedy", ["renamed", "assigned", "dismissed"])
def test_a_further_version_that_only_its_stamp_names_waits(fresh: Workspace, remedy: str) -> None:
    send(fresh, EAST)

    outcome = received(fresh, UNTOLD, newer(fresh, EAST))

    assert outcome.fate is Fate.QUARANTINED
    assert (
        "“东河区”已经收下第1版（东河区.xlsx），这一份要替换它，可是只有表上的标记说"
        in outcome.reason
    )
    assert current(fresh, EAST) == "已收 1"
    if remedy == "renamed":
        named = received(fresh, "东河区更正.xlsx", newer(fresh, EAST))
        assert named.fate is Fate.ACCEPTED
    else:
        words = ("assign", UNTOLD, EAST) if remedy == "assigned" else ("dismiss", UNTOLD, "旧表")
        assert run(fresh, *words).returncode == 0
    assert current(fresh, EAST) == ("已收 1" if remedy == "dismissed" else "已收 2")
    assert quarantined_files(fresh) == ()
    assert one_pass(fresh).outcomes == ()


def test_a_named_file_without_a_stamp_needs_its_cell_to_replace(fresh: Workspace) -> None:
    units = {unit.full_name: unit for unit in campaign_of(fresh).units()}
    send(fresh, EAST)

    outcome = received(fresh, "东河区报送表.xlsx", made(fresh, units[EAST], None, "", 7000))

    assert outcome.fate is Fate.QUARANTINED
    assert "请在表里的填报单位处填上单位名称，再放回收件箱" in outcome.reason
    filled = received(fresh, "东河区报送表.xlsx", made(fresh, units[EAST], None, EAST, 7000))
    assert filled.fate is Fate.ACCEPTED


def test_after_a_return_one_witness_is_enough(fresh: Workspace) -> None:
    assert send(fresh, EAST, 所属单位总数="很多") is Fate.RETURNED

    assert received(fresh, UNTOLD, newer(fresh, EAST)).fate is Fate.ACCEPTED


def test_the_version_that_a_claim_replaced_is_no_repetition(fresh: Workspace) -> None:
    send(fresh, EAST)
    first = form(fresh, EAST, unit_answers(fresh, EAST))
    received(fresh, UNTOLD, newer(fresh, EAST))
    run(fresh, "assign", UNTOLD, EAST)
    assert current(fresh, EAST) == "已收 2"

    outcome = received(fresh, "东河区.xlsx", first)

    assert outcome.fate is Fate.QUARANTINED, "not 重复: the claim may have been wrong"
    assert "它后来被经办人认领的第2版（附件2（1）.xlsx）替换了" in outcome.reason
    assert run(fresh, "assign", "东河区.xlsx", EAST).stdout.startswith("已收 东河区")
    assert current(fresh, EAST) == "已收 3"
    assert received(fresh, "东河区.xlsx", first).fate is Fate.DUPLICATE
    assert received(fresh, UNTOLD, newer(fresh, EAST)).fate is Fate.QUARANTINED
    assert run(fresh, "audit", "verify").returncode == 0


def test_a_wrong_claim_is_withdrawn_and_the_right_file_counts_again(fresh: Workspace) -> None:
    send(fresh, EAST)
    received(fresh, UNTOLD, newer(fresh, EAST))
    run(fresh, "assign", UNTOLD, EAST)

    done(fresh, "withdraw", UNTOLD, why="是西河区的")

    assert current(fresh, EAST) == "已收 1"
    assert run(fresh, "assign", UNTOLD, WEST).stdout.startswith("已收 西河区")
    assert (current(fresh, EAST), current(fresh, WEST)) == ("已收 1", "已收 1")


def test_terminal_and_boards_name_what_waits_with_reason_and_command(fresh: Workspace) -> None:
    send(fresh, EAST)
    outcome = received(fresh, UNTOLD, newer(fresh, EAST))
    (item,) = quarantined_files(fresh)
    command = f"assign {item.short_digest} 单位名称"

    shown = run(fresh, "status").stdout
    assert "待认领 1 件，要人处理" in shown
    for part in (UNTOLD, outcome.reason, command, f"dismiss {item.short_digest} 理由"):
        assert part in shown
    document = json.loads(run(fresh, "status", EXAMPLE, "--json").stdout)
    assert [(each["name"], each["reason"]) for each in document["quarantined"]] == [
        (UNTOLD, outcome.reason)
    ]
    page = (fresh.results(EXAMPLE) / "报送情况.html").read_text("utf-8")
    assert "待认领 1 件，要人处理" in page
    assert command in re.sub(r"<[^>]+>", "", page)
    book = openpyxl.load_workbook(fresh.results(EXAMPLE) / "报送台账.xlsx")
    assert "另有 1 件待认领" in str(book["报送情况"]["A1"].value)
    rows = [[cell.value for cell in row] for row in book["待认领"].iter_rows(min_row=3)]
    assert [(row[1], row[3]) for row in rows] == [(UNTOLD, outcome.reason)]
    assert "待认领 1 件等人处理" in run(fresh, "process").stdout

    run(fresh, "assign", UNTOLD, EAST)

    assert "待认领" not in run(fresh, "status").stdout
    page = (fresh.results(EXAMPLE) / "报送情况.html").read_text("utf-8")
    assert "要人处理" not in page


def test_a_waiting_attachment_keeps_its_sender_until_the_roster_knows_the_address(
    fresh: Workspace,
) -> None:
    units = {unit.full_name: unit for unit in campaign_of(fresh).units()}
    content = made(fresh, units[EAST], None, "")
    outcome = received(fresh, "来信.eml", mail_from("wmb@donghe.example", "附件2.xlsx", content))
    assert outcome.fate is Fate.QUARANTINED

    path = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    titles = [cell.value for cell in book["单位"][1]]
    book["单位"].cell(2, titles.index("邮箱") + 1, "wmb@donghe.example")
    book.save(path)

    (taken,) = one_pass(fresh).outcomes
    assert (taken.fate, taken.unit) == (Fate.ACCEPTED, EAST)
