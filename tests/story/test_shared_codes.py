"""编号: no two campaigns have the same, and a form without a campaign's items is never accepted into it."""

from __future__ import annotations

import shutil
from datetime import datetime
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.intake.quarantine import quarantined_files
from pipeline.issuing.blanks import make_blanks
from pipeline.model.arrival import Fate
from pipeline.office.context import open_office
from pipeline.office.errors import CodeShared
from pipeline.receiving.assign import Assignment, assign
from pipeline.receiving.errors import AssignmentRefused
from pipeline.setup.draft_campaign import check_campaign, draft_campaign
from pipeline.setup.init import start_workspace
from pipeline.setup.start_meeting import start_campaign
from pipeline.workspace import Workspace
from tests.submissions import drop, one_pass

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.receiving.report import Outcome

MORNING: Final = datetime(2026, 11, 30, 9, 0, tzinfo=BEIJING)
FORMS: Final = {
    "积案化解": ("排查矛盾数", "化解矛盾数", "接访批次", "接访人次", "领导包案数"),
    "防汛值守": ("巡查水库数", "发现隐患数", "转移群众数", "储备沙袋数", "值班人数"),
}
FIRST, SECOND = FORMS


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with two campaigns that were drafted on the same day, for the same units."""
    folder = tmp_path_factory.mktemp("两项任务")
    workspace, _ = start_workspace(folder / "办公室")
    units = folder / "单位.xlsx"
    book = openpyxl.Workbook()
    for line in (("单位名称",), ("东河区",), ("西河区",)):
        book.active.append(line)
    book.save(units)
    for name, items in FORMS.items():
        form = folder / f"{name}.xlsx"
        book = openpyxl.Workbook()
        book.active.append((f"{name}情况报送表",))
        book.active.append(("填报单位", ""))
        for item in (*items, "填报人", "联系电话"):
            book.active.append((item, ""))
        book.save(form)
        draft_campaign(workspace, name, form, units, stopped_clock(MORNING))
    return workspace.root


@pytest.fixture
def office(drafted: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(drafted, tmp_path / "办公室")
    return Workspace(tmp_path / "办公室")


def code_of(workspace: Workspace, name: str, new: str = "") -> str:
    """The 编号 of a 任务书, which is changed to *new*."""
    path = workspace.campaign_folder(name) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    cell = next(row[1] for row in book["任务"].iter_rows() if row[0].value == "编号")
    if new:
        cell.value = new
        book.save(path)
    return str(cell.value)


def share_the_code(workspace: Workspace) -> None:
    code_of(workspace, SECOND, code_of(workspace, FIRST))


def blank_of(workspace: Workspace, name: str, unit: str = "东河区") -> bytes:
    """The unit's blank, with a figure in every item."""
    with open_office(workspace, stopped_clock(MORNING)) as office:
        campaign = office.campaign(name)
        (path,) = make_blanks(office, campaign, [office.unit(campaign, unit)])
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value in {*FORMS[FIRST], *FORMS[SECOND]}:
            row[1].value = 7
        elif row[0].value in {"填报人", "联系电话"}:
            row[1].value = {"填报人": "综合科", "联系电话": "0000-3210123"}[row[0].value]
    book.save(path)
    return path.read_bytes()


def received(workspace: Workspace, content: bytes, name: str = "东河区.xlsx") -> Outcome:
    drop(workspace, name, content)
    (outcome,) = one_pass(workspace, MORNING).outcomes
    return outcome


def test_campaigns_of_the_same_day_get_numbers_of_their_own(office: Workspace) -> None:
    assert (code_of(office, FIRST), code_of(office, SECOND)) == ("RW-20261130", "RW-20261130-2")
    for number, name in enumerate(("推进会", "座谈会")):
        start_campaign(office, name, "会议", None, stopped_clock(MORNING))
        assert code_of(office, name) == ("HY-20261130", "HY-20261130-2")[number]


def test_a_number_is_not_given_again_though_its_book_has_faults(office: Workspace) -> None:
    code_of(office, FIRST, "RW-20261130")
    path = office.campaign_folder(FIRST) / "任务书.xlsx"
    book = openpyxl.load_workbook(path)
    next(row[1] for row in book["任务"].iter_rows() if row[0].value == "周期").value = "每逢佳节"
    book.save(path)
    third = office.root / "单位.xlsx"
    book = openpyxl.Workbook()
    for line in (("单位名称",), ("东河区",)):
        book.active.append(line)
    book.save(third)
    form = office.campaign_folder(SECOND) / "表样.xlsx"

    draft_campaign(office, "第三项", form, third, stopped_clock(MORNING))

    assert code_of(office, "第三项") == "RW-20261130-3"


def test_a_number_of_two_campaigns_is_a_fault_of_both(office: Workspace) -> None:
    share_the_code(office)

    for name in FORMS:
        (fault,) = [each for each in check_campaign(office, name) if "项任务在用" in each]
        assert fault.startswith("任务书.xlsx「任务」B")
        assert f"“{FIRST}”" in fault
        assert f"“{SECOND}”" in fault
    with open_office(office, stopped_clock(MORNING)) as opened:
        assert len([each for each in opened.book_faults if "项任务在用" in each]) == 1
        with pytest.raises(CodeShared, match="编号"):
            make_blanks(opened, opened.campaign(FIRST))


def test_a_stamp_of_two_campaigns_waits_until_one_has_another_number(office: Workspace) -> None:
    first, second = blank_of(office, FIRST), blank_of(office, SECOND, "西河区")
    old = code_of(office, SECOND)
    code_of(office, FIRST, old)

    waiting = received(office, second, "西河区.xlsx")
    assert waiting.fate is Fate.QUARANTINED
    assert f"“{FIRST}”、“{SECOND}”都用这个编号" in waiting.reason

    code_of(office, FIRST, "RW-20261130")
    drop(office, "东河区.xlsx", first)
    fates = {each.unit: (each.campaign, each.fate) for each in one_pass(office, MORNING).outcomes}
    assert fates == {"东河区": (FIRST, Fate.ACCEPTED), "西河区": (SECOND, Fate.ACCEPTED)}


def test_a_form_is_not_accepted_into_a_campaign_of_which_it_has_no_item(office: Workspace) -> None:
    second = blank_of(office, SECOND)
    code_of(office, FIRST, code_of(office, SECOND))  # the blanks of the second bear it
    code_of(office, SECOND, "FX-1")

    outcome = received(office, second)

    assert outcome.fate is Fate.QUARANTINED
    assert f"表号或标题写的是“{FIRST}”" in outcome.reason
    assert "一项也没有认出来" in outcome.reason
    assert not list(office.results(FIRST).glob("回执/*"))
    with open_office(office, stopped_clock(MORNING)) as opened:
        with pytest.raises(AssignmentRefused, match="一项也没有认出来"):
            assign(opened, Assignment("东河区.xlsx", "东河区", FIRST))
        assigned = assign(opened, Assignment("东河区.xlsx", "东河区", SECOND))
    assert (assigned.outcome.fate, assigned.outcome.campaign) == (Fate.ACCEPTED, SECOND)
    assert quarantined_files(office) == ()


def test_a_form_with_some_of_the_items_is_still_its_form(office: Workspace) -> None:
    path = office.root / "缺项.xlsx"
    path.write_bytes(blank_of(office, FIRST))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in reversed(list(sheet.iter_rows())):
        if row[0].value in FORMS[FIRST][2:]:
            sheet.delete_rows(row[0].row)
    book.save(path)

    assert received(office, path.read_bytes()).fate in {Fate.ACCEPTED, Fate.RETURNED}
