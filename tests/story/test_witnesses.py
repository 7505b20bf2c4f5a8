"""凭据: what says whose a form is, tried on real workbooks and mails, and what each combination comes to."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final

import pytest

from pipeline.intake.quarantine import quarantined_files
from pipeline.model.arrival import Fate
from pipeline.setup.demo_forms import as_workbook, filled_sheets
from pipeline.setup.init import EXAMPLE, start_workspace
from pipeline.workspace import Workspace
from tests.story.rosters import write_roster
from tests.story.test_bundles import zipped
from tests.story.witness_cases import CASES
from tests.submissions import MOMENT, campaign_of, drop, one_pass, standing_of, unit_answers

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.unit import Unit
    from pipeline.receiving.report import Outcome

# Names of which none resembles another.
_NAMES: Final = (
    "天地玄黄宇宙洪荒盈昃辰宿列张寒来暑往秋藏闰余成岁律吕调阳腾致雨露结霜金丽玉昆剑巨珠夜果珍李柰菜芥海咸河淡"
    "鳞潜羽翔龙师火帝鸟官皇始制乃服衣裳推让虞陶唐吊民伐罪周发殷汤坐朝问道垂拱平章爱育黎臣伏戎羌遐迩"
)
COUNTIES: Final = tuple(f"{_NAMES[at : at + 2]}县" for at in range(0, 2 * len(CASES) + 2, 2))
OTHER: Final = COUNTIES[-1]
LEAD: Final = "市委宣传部"
TOWN: Final = "石门镇"


def with_levels(workspace: Workspace) -> None:
    """Make a roster of counties, each with a town below it, addresses, and the lead office."""
    lines = [(name, name[:2], "县", "") for name in COUNTIES]
    lines += [(f"{name}{TOWN}", TOWN, "乡镇", name) for name in COUNTIES]
    write_roster(workspace, [*lines, (LEAD, "宣传部", "市直部门", "")], LEAD)


@pytest.fixture(scope="module")
def levelled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example office with counties, towns below them, and addresses; only read."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("分级") / "办公室", example=True)
    with_levels(workspace)
    return workspace


@pytest.fixture
def office(levelled: Workspace, tmp_path: Path) -> Workspace:
    folder = tmp_path / "办公室"
    shutil.copytree(levelled.root, folder)
    return Workspace(folder)


def units_of_cases(workspace: Workspace) -> list[Unit]:
    """One unit for each case, so that all can be handed in at once."""
    units = {unit.full_name: unit for unit in campaign_of(workspace).units()}
    return [
        units[f"{name}{TOWN}" if case.town else name]
        for name, case in zip(COUNTIES, CASES, strict=False)
    ]


def words_of(workspace: Workspace, unit: Unit) -> dict[str, str]:
    superior = campaign_of(workspace).roster.by_code(unit.superior)
    name = unit.full_name
    return {
        "本": name,
        "简": unit.short_name,
        "近": f"{name[:-2]}曲{name[-1]}" if len(name) > 3 else f"{name[:2]}曲",
        "他": OTHER,
        "牵头": LEAD,
        "上": superior.full_name if superior else "",
    }


def hand_in(workspace: Workspace, *, people: int = 0) -> dict[int, Outcome]:
    """Hand in the form of every case, each in a folder of its own; what became of it, by its number."""
    campaign = campaign_of(workspace)
    units = {each.full_name: each for each in campaign.units()}
    for number, (case, unit) in enumerate(zip(CASES, units_of_cases(workspace), strict=True)):
        words = words_of(workspace, unit)
        stamped = units[case.stamp.format(**words)] if case.stamp else None
        cell = case.cell.format(**words)
        content = made(workspace, unit, stamped, cell, people)
        path = case.path.format(**words)
        folder, _, name = path.rpartition("/")
        if case.sender:
            sender = {"本": unit, "他": units[OTHER]}.get(case.sender) or campaign.roster.by_code(
                unit.superior
            )
            if folder.endswith(".zip"):
                name, content = folder, zipped({name: content})
                folder = ""
            address = sender.email if sender and case.sender != "外" else "someone@example.com"
            content = mail_from(address, name, content)
            name = "来信.eml"
        drop(workspace, "/".join(filter(None, (f"来件{number:02}", folder, name))), content)
    outcomes = one_pass(workspace, MOMENT + timedelta(hours=1)).outcomes
    return {int(re.findall(r"来件(\d+)", each.name)[0]): each for each in outcomes}


def mail_from(address: str, name: str, content: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"] = f"某科 <{address.upper()}>"
    mail["Message-ID"] = "<1@example>"
    mail.set_content("请查收。")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(mail)


def made(
    workspace: Workspace, unit: Unit, stamped: Unit | None, cell: str, people: int = 0
) -> bytes:
    """The figures of *unit* on the blank of *stamped*, else on one without a stamp, with *cell* as 填报单位."""
    answers = unit_answers(workspace, unit.full_name)
    if people:
        answers = answers.with_singles(参与活动人次=Decimal(people))
    blank = stamped or unit
    sheets = [
        replace(
            sheet,
            cells=tuple(
                replace(each, value=cell or None) if each.value == blank.full_name else each
                for each in sheet.cells
                if stamped or "单位编号" not in str(each.value)
            ),
        )
        for sheet in filled_sheets(campaign_of(workspace), blank, answers)
        if stamped or sheet.name != "报送通标记"
    ]
    return as_workbook(sheets, MOMENT)


def hand_in_before(workspace: Workspace, **typed: str) -> None:
    """Hand in a form of each case's unit, under names and stamps that nobody doubts."""
    campaign = campaign_of(workspace)
    for unit in units_of_cases(workspace):
        answers = unit_answers(workspace, unit.full_name).with_singles(**typed)
        sheets = filled_sheets(campaign, unit, answers)
        drop(workspace, f"{unit.full_name}.xlsx", as_workbook(sheets, MOMENT))
    outcomes = one_pass(workspace).outcomes
    wanted = Fate.RETURNED if typed else Fate.ACCEPTED
    assert {each.fate for each in outcomes} == {wanted}, outcomes


def results(workspace: Workspace) -> dict[int, tuple[str, int]]:
    """The state of each case's unit and the version that counts, 0 where none does."""
    standings = [standing_of(workspace, unit.full_name) for unit in units_of_cases(workspace)]
    return {
        number: (each.state.word, each.current.version if each.current else 0)
        for number, each in enumerate(standings)
    }


@pytest.mark.parametrize("returned", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_first_form_or_one_after_a_return_needs_one_witness_and_no_contradiction(
    office: Workspace, *, returned: bool
) -> None:
    if returned:
        hand_in_before(office, 所属单位总数="很多")

    outcomes = hand_in(office, people=7000)

    standings = results(office)
    for number, (case, unit) in enumerate(zip(CASES, units_of_cases(office), strict=True)):
        outcome = outcomes[number]
        if case.received:
            assert (outcome.fate, outcome.unit) == (Fate.ACCEPTED, unit.full_name), case
        else:
            assert outcome.fate is Fate.QUARANTINED, (case, outcome)
            assert standings[number] == ("退回" if returned else "未报", 0), case
    answered = {path.name for path in office.results(EXAMPLE).glob("回执/*")}
    assert len(answered) == sum(case.received for case in CASES), "nobody else was answered"


def test_an_accepted_form_is_replaced_only_where_a_second_witness_says_so(
    office: Workspace,
) -> None:
    hand_in_before(office)

    outcomes = hand_in(office, people=7000)

    standings = results(office)
    for number, case in enumerate(CASES):
        assert outcomes[number].fate is (Fate.ACCEPTED if case.replaces else Fate.QUARANTINED), (
            case,
            outcomes[number],
        )
        assert standings[number][1] == (2 if case.replaces else 1), case
    assert {len(list(office.results(EXAMPLE).glob("退回/*")))} == {0}
    waiting = [case for case in CASES if not case.replaces]
    assert len(quarantined_files(office)) == len(waiting)
