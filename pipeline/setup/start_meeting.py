"""Start a campaign like a starter (起草): the campaign book of a meeting, with the office's own roster."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import BOOK_NAME, list_campaigns, load_campaign
from pipeline.campaign.book.write import book_workbook
from pipeline.campaign.drafting.meeting import meeting_rows, unit_rows
from pipeline.campaign.drafting.roster import find_units
from pipeline.campaign.errors import CampaignBookFaulty
from pipeline.errors import PipelineError
from pipeline.files import replace_file
from pipeline.issuing.errors import PaperExists
from pipeline.setup.free_code import with_free_code
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.reading.read import read_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.clock import Clock
    from pipeline.model.campaign import Campaign
    from pipeline.workspace import Workspace

MEETING: Final = "会议"


@dataclass(eq=False)
class StarterUnknown(PipelineError):
    """Raised when there is no starter campaign of that name."""

    name: str

    def __str__(self) -> str:
        return f"没有叫“{self.name}”的样例任务，可以写 --like {MEETING}；别的任务请用 --form 表样 --units 名单 起草。"


@dataclass(eq=False)
class RosterMissing(PipelineError):
    """Raised when neither a list of units was given nor another campaign has one."""

    name: str

    def __str__(self) -> str:
        return (
            f"不知道“{self.name}”有哪些单位参加：还没有别的任务可以取单位名单。"
            f"请加 --units 名单.xlsx（表里设“单位名称”一列）再试。"
        )


def start_campaign(
    workspace: Workspace, name: str, like: str, units: Path | None, clock: Clock
) -> tuple[Path, tuple[str, ...]]:
    """Write 任务书.xlsx of *name* like the starter *like*; return its path and what is left to decide.

    Without *units*, a list of the office, the roster is that of its campaign with the most units.

    Raises:
        StarterUnknown: there is no such starter.
        RosterMissing: no units are known.
        PaperExists: the campaign has a campaign book already; it is not changed.
        WorkbookUnreadable: the list can't be read, or names no unit.
    """
    if like != MEETING:
        raise StarterUnknown(like)
    target = workspace.campaign_folder(name) / BOOK_NAME
    if target.exists():
        raise PaperExists(target)
    office = max(_campaigns(workspace), key=lambda each: len(each.units()), default=None)
    rows, remarks = _units(name, units, office)
    drafted = with_free_code(workspace, meeting_rows(name, rows, clock.now(), office))
    content = book_workbook(drafted, clock.now())
    replace_file(target, content)
    load_campaign(target)
    decide = "任务书「任务」会议时间、会议地点、会议议程还要填，截止时间、编号是程序暂填的，“说明”列标有【待定】，请改为实际内容。"
    return target, (decide, *remarks)


def _units(
    name: str, units: Path | None, office: Campaign | None
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    if units is not None:
        found, remarks = find_units(read_book(units.read_bytes(), units.name))
        if not found:
            reason = "没有认出单位。请在表里设“单位名称”一列，每行一个单位，再试一次。"
            raise WorkbookUnreadable(units.name, reason)
        return tuple(unit.row() for unit in found), remarks
    if office is None:
        raise RosterMissing(name)
    remark = f"任务书「单位」的 {len(office.units())} 个单位和发文机关取自任务“{office.name}”，请核对参会的是不是这些单位。"
    return unit_rows(office), (remark,)


def _campaigns(workspace: Workspace) -> Iterator[Campaign]:
    for path in list_campaigns(workspace):
        with suppress(CampaignBookFaulty, WorkbookUnreadable):
            yield load_campaign(path)
