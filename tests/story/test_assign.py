"""认领: a person says whose a waiting workbook is, and it goes the way of every other."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from pipeline.clock import stopped_clock
from pipeline.intake.quarantine import quarantine, quarantined_files
from pipeline.ledger.read import list_events, list_submissions
from pipeline.ledger.store import append_event
from pipeline.model.arrival import Fate
from pipeline.model.event import Action, unit_subject
from pipeline.model.submission import State
from pipeline.office.context import open_office
from pipeline.receiving.case import original_of
from pipeline.setup.init import EXAMPLE
from tests.programs import LATER, baosong
from tests.story.waiting import NAME, assign, unsigned, wait
from tests.submissions import MOMENT, campaign_of, drop, one_pass, standing_of, unit_answers

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def actions(workspace: Workspace) -> list[str]:
    with open_office(workspace, stopped_clock(MOMENT)) as office:
        return [event.action for event in list_events(office.ledger)]


def test_a_claimed_form_is_recorded_answered_and_waits_no_more(fresh: Workspace) -> None:
    wait(fresh)

    done = baosong("-w", fresh.root, "assign", NAME, "东河区", BAOSONG_NOW=LATER)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("已收 东河区 ← 上报表.xlsx")
    assert quarantined_files(fresh) == ()
    assert list(fresh.quarantine.iterdir()) == []
    standing = standing_of(fresh, "东河区")
    assert standing.state in {State.ACCEPTED, State.WARNED}
    assert standing.latest is not None
    assert standing.latest.received_at == MOMENT, "the moment of receipt counts, not of the claim"
    assert [path.name for path in fresh.results(EXAMPLE).glob("回执/*")] == ["东河区第1版回执.docx"]
    told = ["待认领", "经办人认领", "收到", "内容指纹", "发回执", "清收件箱"]
    assert actions(fresh) == told
    assert "东河区" in (fresh.results(EXAMPLE) / "报送情况.html").read_text("utf-8")


def test_a_claimed_form_with_faults_gets_its_return_slip(fresh: Workspace) -> None:
    faulty = unit_answers(fresh, "东河区").with_singles(所属单位总数="很多")
    drop(fresh, NAME, unsigned(fresh, answers=faulty))
    one_pass(fresh)

    done = assign(fresh, "上报", "东河")

    assert done.returncode == 0
    assert done.stdout.startswith("退回 东河区")
    assert list(fresh.results(EXAMPLE).glob("退回/东河区/*.docx"))


@pytest.mark.parametrize("unit", ["东河区", "云川市东河区", "code"])
@pytest.mark.parametrize("file", ["whole", "part", "digest", "copy"])
def test_file_and_unit_go_by_any_of_their_names(fresh: Workspace, file: str, unit: str) -> None:
    digest = wait(fresh)
    copy = next(path for path in fresh.quarantine.iterdir() if path.suffix == ".xlsx")
    files = {"whole": NAME, "part": "上报", "digest": digest[:8].upper(), "copy": str(copy)}
    units = {"code": campaign_of(fresh).units()[0].code}

    done = assign(fresh, files[file], units.get(unit, unit))

    assert (done.returncode, quarantined_files(fresh)) == (0, ())


def test_a_pass_does_not_hold_claimed_bytes_again(fresh: Workspace) -> None:
    wait(fresh)
    assign(fresh, NAME, "东河区")
    drop(fresh, NAME, unsigned(fresh))

    (outcome,) = one_pass(fresh, MOMENT + timedelta(hours=1)).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.DUPLICATE, "东河区")
    assert quarantined_files(fresh) == ()


def test_a_claim_cut_off_after_the_decision_is_finished_by_the_next_pass(fresh: Workspace) -> None:
    digest = wait(fresh)
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        event = office.event(Action.ASSIGNED, unit_subject(EXAMPLE, "东河区"), NAME, digest)
        append_event(office.ledger, event)

    (outcome,) = one_pass(fresh).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, "东河区")
    assert quarantined_files(fresh) == ()


def test_a_second_claim_of_the_same_bytes_is_one_submission(fresh: Workspace) -> None:
    wait(fresh)
    kept = quarantined_files(fresh)[0]
    assign(fresh, NAME, "东河区")
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        original = original_of(kept, office)
        assert original is not None
        quarantine(fresh, original, kept.reason, kept.tried_with)  # as a died run leaves it

    done = assign(fresh, NAME, "东河区")

    assert done.stdout.startswith("重复 东河区")
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        assert len(list_submissions(office.ledger, EXAMPLE, "一次性")) == 1


def test_without_words_it_lists_what_waits(fresh: Workspace) -> None:
    assert assign(fresh).stdout == "没有等待认领的文件。\n"
    digest = wait(fresh, "东城新区")

    listed = baosong("-w", fresh.root, "认领")

    assert listed.returncode == 0
    assert listed.stdout.startswith(f"{digest[:8]} {NAME}　10月09日 09:00 收到")
    assert "“东城新区”，单位名单里没有" in listed.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("别的表", "东河区"), ("没有待认领的文件“别的表”", NAME, "8 位指纹")),
        ((NAME, "东湖区"), ("单位名单里没有“东湖区”", "相近的有", "东河区")),
        ((NAME, "火星"), ("单位名单里没有“火星”", "请核对任务书")),
        ((NAME, "东河区", "--campaign", "防汛"), ("没有名为“防汛”的报送任务", EXAMPLE)),
    ],
)
def test_wrong_usage_is_one_sentence_with_the_remedy(
    fresh: Workspace, words: tuple[str, ...], told: tuple[str, ...]
) -> None:
    wait(fresh)

    done = assign(fresh, *words)

    assert (done.returncode, done.stdout) == (1, "")
    assert all(part in done.stderr for part in told), done.stderr
    assert len(quarantined_files(fresh)) == 1


def test_a_name_that_fits_two_files_requires_the_digest(fresh: Workspace) -> None:
    drop(fresh, "甲/上报表.xlsx", unsigned(fresh))
    drop(fresh, "乙/上报表.xlsx", unsigned(fresh, "东城新区"))
    one_pass(fresh)

    done = assign(fresh, "上报表", "东河区")

    assert done.returncode == 1
    assert "有 2 个“上报表”" in done.stderr
    assert all(item.digest[:8] in done.stderr for item in quarantined_files(fresh))


def test_what_is_no_form_cannot_be_claimed(fresh: Workspace) -> None:
    drop(fresh, "照片.jpg", b"\xff\xd8\xff\xe0 jpeg")
    one_pass(fresh)

    done = assign(fresh, "照片", "东河区")

    assert done.returncode == 1
    assert "照片.jpg 没有认领：这是图片" in done.stderr
    assert "经办人认领" not in actions(fresh)


def test_a_form_of_no_known_campaign_needs_the_campaigns_name(fresh: Workspace) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "考勤表"
    path = drop(fresh, "考勤.xlsx", b"")
    book.save(path)
    drop(fresh, "考勤.xlsx", path.read_bytes())
    one_pass(fresh)

    refused = assign(fresh, "考勤", "东河区")
    done = assign(fresh, "考勤", "东河区", "--campaign", EXAMPLE)

    assert (refused.returncode, done.returncode) == (1, 0)
    assert "请加上 --campaign 任务名称" in refused.stderr
    assert done.stdout.startswith("退回 东河区")


def test_a_file_without_a_unit_is_wrong_usage(fresh: Workspace) -> None:
    done = assign(fresh, NAME)

    assert done.returncode == 2
    assert "请写明是哪个单位报的" in done.stderr


def test_a_learnt_name_is_known_from_then_on(fresh: Workspace) -> None:
    wait(fresh, "东城新区")

    done = assign(fresh, NAME, "东河区", "--learn")

    assert "已记下：“东城新区”就是“东河区”" in done.stderr
    drop(
        fresh,
        "东河区又一张.xlsx",
        unsigned(fresh, "东城新区", unit_answers(fresh, "东河区").with_singles(填报人="综合科")),
    )
    (outcome,) = one_pass(fresh, MOMENT + timedelta(hours=1)).outcomes
    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, "东河区")
    told = openpyxl.load_workbook(fresh.learnt_aliases)["别名"]
    assert [cell.value for cell in told[3]][:3] == ["东城新区", "东河区", EXAMPLE]


def test_a_learnt_name_takes_up_the_others_that_wait_under_it(fresh: Workspace) -> None:
    wait(fresh, "东城新区")
    other = unit_answers(fresh, "东河区").with_singles(填报人="综合科")
    drop(fresh, "东河区又一张.xlsx", unsigned(fresh, "东城新区", other))
    one_pass(fresh)
    assign(fresh, NAME, "东河区", "--learn")

    (taken,) = one_pass(fresh).outcomes

    assert (taken.name, taken.unit, quarantined_files(fresh)) == ("东河区又一张.xlsx", "东河区", ())


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("", "表里的填报单位是空的"),
        ("文明单位", "“文明单位”是表名或填报项里的字"),
        ("区", "“区”不像单位名称"),
    ],
)
def test_what_is_no_units_name_is_not_learnt(fresh: Workspace, cell: str, told: str) -> None:
    wait(fresh, cell)

    done = assign(fresh, NAME, "东河区", "--learn")

    assert done.returncode == 0
    assert f"没有记别名：{told}" in done.stderr
    assert not fresh.learnt_aliases.exists()


def test_a_broken_book_of_aliases_stops_nothing_and_is_reported(fresh: Workspace) -> None:
    fresh.learnt_aliases.write_bytes(b"broken")
    wait(fresh, "东城新区")

    done = assign(fresh, NAME, "东河区", "--learn")

    assert done.returncode == 0
    assert "没有记别名：认领别名.xlsx 打不开" in done.stderr
    assert "认领别名.xlsx 打不开，记下的别名暂不起作用" in "".join(one_pass(fresh).notes)
