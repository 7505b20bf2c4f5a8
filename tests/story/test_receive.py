"""One arrival after another: versions, duplicates, periods, quarantine, and runs that die."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.intake.originals import find_damaged, find_original
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import list_submissions
from pipeline.model.arrival import Fate
from pipeline.model.submission import State
from pipeline.office.context import open_office
from pipeline.setup.demo_answers import zero_report
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.init import EXAMPLE
from tests.submissions import MOMENT, campaign_of, drop, form, one_pass, standing_of, unit_answers

if TYPE_CHECKING:
    from pipeline.workspace import Workspace


def test_a_right_form_is_accepted_answered_and_cleared(fresh: Workspace) -> None:
    path = drop(fresh, "东河区报送表.xlsx", form(fresh, "东河区"))

    (outcome,) = one_pass(fresh).outcomes

    assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, "东河区")
    assert not path.exists()
    assert [p.name for p in fresh.results(EXAMPLE).glob("回执/*")] == ["东河区第1版回执.docx"]
    assert find_damaged(fresh) == ()


def test_a_resubmission_is_a_second_version_and_the_first_stays(fresh: Workspace) -> None:
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))
    one_pass(fresh)
    drop(
        fresh,
        "东河区.xlsx",
        form(fresh, "东河区", unit_answers(fresh, "东河区").with_singles(填报人="综合科")),
    )
    one_pass(fresh, MOMENT + timedelta(hours=1))

    standing = standing_of(fresh, "东河区")

    assert standing.latest is not None
    assert standing.latest.version == 2
    with open_office(fresh, stopped_clock(MOMENT)) as office:
        versions = list_submissions(office.ledger, EXAMPLE, "一次性")
    assert [version.version for version in versions] == [1, 2]
    assert all(find_original(fresh, version.digest) for version in versions)


def test_a_faulty_new_version_does_not_push_out_the_accepted_one(fresh: Workspace) -> None:
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))
    one_pass(fresh)
    drop(
        fresh,
        "东河区.xlsx",
        form(fresh, "东河区", unit_answers(fresh, "东河区").with_singles(所属单位总数="很多")),
    )
    one_pass(fresh)

    standing = standing_of(fresh, "东河区")

    assert standing.state is State.AMENDING
    assert standing.current is not None
    assert standing.current.version == 1
    assert standing.returns == 1


def test_the_same_bytes_twice_in_a_period_are_one_submission(fresh: Workspace) -> None:
    content = form(fresh, "东河区")
    drop(fresh, "东河区.xlsx", content)
    one_pass(fresh)
    path = drop(fresh, "又发一遍/东河区.xlsx", content)

    (outcome,) = one_pass(fresh, MOMENT + timedelta(hours=1)).outcomes

    assert outcome.fate is Fate.DUPLICATE
    assert "内容完全相同" in outcome.reason
    assert not path.exists()
    assert not path.parent.exists()
    latest = standing_of(fresh, "东河区").latest
    assert latest is not None
    assert latest.version == 1


def test_the_same_zero_report_in_the_next_period_is_a_new_submission(fresh: Workspace) -> None:
    book = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    for row in edited["任务"].iter_rows(min_row=2):
        if row[0].value == "周期":
            row[1].value = "月"
    edited.save(book)
    unit = next(unit for unit in campaign_of(fresh).units() if unit.full_name == "市财政局")
    content = form(fresh, "市财政局", zero_report(unit))

    fates = []
    for month in (10, 11):
        drop(fresh, "市财政局.xlsx", content)
        moment = datetime(2026, month, 9, 9, 0, tzinfo=BEIJING)
        fates += [outcome.fate for outcome in one_pass(fresh, moment).outcomes]
        standing = standing_of(fresh, "市财政局", moment)
        assert (standing.state, standing.late) == (State.ZERO, False)

    assert fates == [Fate.ACCEPTED, Fate.ACCEPTED]


def test_a_form_after_the_deadline_is_late_and_at_its_second_is_not(fresh: Workspace) -> None:
    deadline = campaign_of(fresh).deadline
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))
    one_pass(fresh, deadline)
    drop(fresh, "西河区.xlsx", form(fresh, "西河区"))
    one_pass(fresh, deadline + timedelta(seconds=1))

    assert not standing_of(fresh, "东河区").late
    assert standing_of(fresh, "西河区").late


def test_the_answers_of_a_new_period_are_next_to_those_of_the_last(fresh: Workspace) -> None:
    book = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    for row in edited["任务"].iter_rows(min_row=2):
        if row[0].value == "周期":
            row[1].value = "月"
    edited.save(book)
    for moment in (MOMENT, MOMENT + timedelta(days=31)):
        drop(fresh, "东河区.xlsx", form(fresh, "东河区", moment=moment))
        one_pass(fresh, moment)

    assert {path.name for path in fresh.results(EXAMPLE).glob("回执/*")} == {
        "东河区2026年10月第1版回执.docx",
        "东河区2026年11月第1版回执.docx",
    }


def test_an_unexplained_must_explain_is_returned_and_an_explained_one_is_kept(
    fresh: Workspace,
) -> None:
    late = unit_answers(fresh, "东河区").with_singles(动员会日期=datetime(2026, 10, 8).date())  # noqa: DTZ001
    drop(fresh, "东河区.xlsx", form(fresh, "东河区", late))
    one_pass(fresh)
    assert standing_of(fresh, "东河区").state is State.RETURNED

    drop(
        fresh,
        "东河区.xlsx",
        form(fresh, "东河区", replace(late, explanations={"动员会日期": "因防汛顺延"})),
    )
    one_pass(fresh)

    standing = standing_of(fresh, "东河区")
    assert standing.state is State.WARNED
    assert standing.latest is not None
    assert standing.latest.findings[0].explained == "因防汛顺延"


def test_what_cannot_be_identified_is_held_with_its_reason_and_received_once_it_can(
    fresh: Workspace,
) -> None:
    sheets = filled_sheets(
        campaign_of(fresh), campaign_of(fresh).units()[0], unit_answers(fresh, "东河区")
    )
    unknown = [
        replace(
            sheet,
            cells=tuple(
                replace(c, value="东城新区") if c.value == "东河区" else c
                for c in sheet.cells
                if "单位编号" not in str(c.value)
            ),
        )
        for sheet in sheets
        if sheet.name != "报送通标记"
    ]
    drop(fresh, "东城新区.xlsx", as_workbook(unknown, MOMENT))
    (outcome,) = one_pass(fresh).outcomes
    assert outcome.fate is Fate.QUARANTINED
    assert "“东城新区”，单位名单里没有" in outcome.reason
    assert any(path.name.endswith(".原因.txt") for path in fresh.quarantine.iterdir())

    assert one_pass(fresh).outcomes == ()  # nothing has changed, so nothing is tried again
    book = fresh.campaign_folder(EXAMPLE) / "任务书.xlsx"
    edited = openpyxl.load_workbook(book)
    edited["单位"]["C2"].value = "东城新区"
    edited.save(book)
    (taken,) = one_pass(fresh, MOMENT + timedelta(days=3)).outcomes

    assert (taken.fate, taken.unit) == (Fate.ACCEPTED, "东河区")
    assert quarantined_files(fresh) == ()
    standing = standing_of(fresh, "东河区")
    assert not standing.late, "the moment of first receipt counts"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.xlsx", b"", "0 字节"),
        ("照片.jpg", b"\xff\xd8\xff\xe0 jpeg", "这是图片"),
        ("说明.txt", "贯彻落实情况".encode("gbk"), "这是文本文件"),
        ("材料.zip", b"PK\x05\x06" + bytes(18), "压缩包"),
        ("断了.xlsx", b"PK\x03\x04 cut off", "不完整或已损坏"),
        ("乱码.xls", bytes(range(256)) * 4, "认不出"),
    ],
)
def test_what_is_no_form_is_held_with_a_specific_reason(
    fresh: Workspace, name: str, content: bytes, told: str
) -> None:
    drop(fresh, name, content)

    (outcome,) = one_pass(fresh).outcomes

    assert outcome.fate is Fate.QUARANTINED
    assert told in outcome.reason
    assert quarantined_files(fresh)[0].name == name


def test_one_file_that_fails_does_not_stop_the_next(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *arguments: Any, **options: Any) -> object:
        if path.name == "坏盘.xlsx":
            raise OSError(5, "Input/output error", str(path))
        return opened(path, *arguments, **options)

    opened = Path.open
    drop(fresh, "坏盘.xlsx", form(fresh, "西河区"))
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))
    monkeypatch.setattr(Path, "open", refuse)

    report = one_pass(fresh)

    fates = {outcome.name: outcome.fate for outcome in report.outcomes}
    assert fates == {"坏盘.xlsx": Fate.WAITING, "东河区.xlsx": Fate.ACCEPTED}
    assert (fresh.inbox / "坏盘.xlsx").exists()


def test_a_text_copied_from_another_unit_is_reported_to_the_later_one_alone(
    fresh: Workspace,
) -> None:
    text = (
        "推行“一窗受理、限时办结”，在服务大厅设立文明引导岗，群众平均等候时间明显缩短，满意度提高。"
    )
    for number, name in enumerate(("东河区", "西河区")):
        drop(
            fresh,
            f"{name}.xlsx",
            form(fresh, name, unit_answers(fresh, name).with_singles(典型经验=text)),
        )
        one_pass(fresh, MOMENT + timedelta(hours=number))
    mended = unit_answers(fresh, "东河区").with_singles(典型经验=text, 填报人="综合科")
    drop(fresh, "东河区.xlsx", form(fresh, "东河区", mended))
    one_pass(fresh, MOMENT + timedelta(hours=3))

    told = {}
    for name in ("东河区", "西河区"):
        latest = standing_of(fresh, name).latest
        assert latest is not None
        told[name] = [
            finding.wanted for finding in latest.findings if finding.rule == "text-copied"
        ]

    assert told["东河区"] == []
    assert len(told["西河区"]) == 1
    assert told["西河区"][0].startswith("“东河区”已报的 东河区.xlsx「基本情况」")
