"""Steps that know when and to whom: a paper before its day, units that aren't below, files that wait."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import docx
import pytest
from click.testing import CliRunner

from cli import cli
from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.errors import IssueRefused
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.office.context import open_office
from pipeline.setup.init import EXAMPLE
from tests.submissions import MOMENT, drop, form, one_pass

if TYPE_CHECKING:
    from pipeline.issuing.issue import Issued
    from pipeline.workspace import Workspace


def issue(
    workspace: Workspace,
    kind: str,
    day: int,
    *units: str,
    confirmed: bool = False,
    reason: str = "",
) -> tuple[Issued, ...]:
    moment = datetime(2026, 10, day, 9, tzinfo=BEIJING)
    with open_office(workspace, stopped_clock(moment)) as office:
        options = IssueOptions(date(2026, 10, day), confirmed=confirmed, reason=reason)
        order = NoticeOrder(kind, options, units)
        return issue_notice(office, office.campaign(EXAMPLE), order)


def addressee(issued: Issued) -> str:
    texts = [paragraph.text for paragraph in docx.Document(str(issued.path)).paragraphs]
    return next(text for text in texts if text.endswith("："))


@pytest.mark.parametrize(
    ("kind", "before", "due"),
    [("催报", 7, "2026年10月8日"), ("督办", 13, "2026年10月14日"), ("通报", 19, "2026年10月20日")],
)
def test_a_step_that_is_not_due_is_refused_with_its_day(
    fresh: Workspace, kind: str, before: int, due: str
) -> None:
    with pytest.raises(IssueRefused, match=f"{due} 起发.*--yes --reason"):
        issue(fresh, kind, before, confirmed=True)

    assert issue(fresh, kind, before, "大泉县", confirmed=True, reason="市领导要求提前")


def test_a_step_stays_due_from_its_first_day(fresh: Workspace) -> None:
    assert [issue(fresh, "催报", day, "大泉县") != () for day in (8, 9, 10, 20)] == [True] * 4


def test_an_order_is_for_those_below_and_a_letter_for_the_others(fresh: Workspace) -> None:
    issued = issue(fresh, "督办", 14, "大泉县", "国网云川供电公司", "市水利局")

    assert [(each.path.name.split("号 ")[1][:4], addressee(each)) for each in issued] == [
        ("关于督办", "大泉县文明办："),
        ("关于商请", "市水利局："),
        ("关于商请", "国网云川供电公司："),
    ]


def test_a_unit_whose_file_waits_is_not_named(fresh: Workspace) -> None:
    drop(fresh, "大泉县报送表.xlsx", form(fresh, "大泉县")[:2000])
    one_pass(fresh, MOMENT)

    for kind, day in (("催报", 12), ("督办", 14), ("通报", 20)):
        with pytest.raises(IssueRefused, match=r"大泉县报送表\.xlsx”还在待认领.*baosong assign"):
            issue(fresh, kind, day)
    assert issue(fresh, "催报", 12, confirmed=True)


def test_a_reminder_can_be_pasted_into_a_work_group(
    fresh: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOSONG_NOW", "2026-10-12T09:00")
    drop(fresh, "东河区.xlsx", form(fresh, "东河区"))
    one_pass(fresh, MOMENT)
    command = ["-w", str(fresh.root), "notice", "催报", EXAMPLE, "--as-text"]
    result = CliRunner().invoke(cli, [*command, "--unit", "大泉县"])

    assert result.exit_code == 0, result.output
    for_all, own = result.output.strip().split("\n\n")
    assert for_all.startswith(f"各单位：“{EXAMPLE}”已于2026年10月10日18:00截止")
    assert "尚未报送1家：大泉县" in for_all
    assert own.startswith("大泉县：")
    assert "请抓紧报送" in own
    assert not list(fresh.results(EXAMPLE).glob("通知/*"))
