"""Hold the meeting of the demonstration (演示的会议), whose demands the example campaign then follows up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.write import book_workbook
from pipeline.campaign.drafting.meeting import meeting_rows, unit_rows
from pipeline.clock import BEIJING, stopped_clock
from pipeline.files import replace_file
from pipeline.issuing.blanks import make_blanks
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.meeting import make_meeting_papers
from pipeline.issuing.text_notices import TextOrder, issue_text
from pipeline.issuing.typeset import TypesetOrder, typeset
from pipeline.office.context import open_office
from pipeline.official.layout.settle import is_settling
from pipeline.products.meeting_drafts import BRIEFING, MINUTES, NOTICE
from pipeline.receiving.run import run_pass
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.setup.demo_meeting_texts import (
    BRIEFING_OUTLINE,
    ITEMS,
    MATERIALS,
    MEETING,
    MINUTES_OUTLINE,
    SPEECH,
)
from pipeline.setup.init import EXAMPLE
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.campaign.book.write import BookRows
    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.official.standard.paper_names import PaperName
    from pipeline.receiving.report import PassReport
    from pipeline.receiving.run import OnOutcome
    from pipeline.setup.demo_forms import CellInput
    from pipeline.workspace import Workspace

_NOTICE_DAY: Final = datetime(2026, 8, 31, 9, 0, tzinfo=BEIJING)
_IN_TIME: Final = datetime(2026, 9, 4, 15, 0, tzinfo=BEIJING)
_LATE: Final = datetime(2026, 9, 7, 10, 0, tzinfo=BEIJING)
_AFTERWARDS: Final = datetime(2026, 9, 8, 16, 0, tzinfo=BEIJING)
_SERIES: Final = "云文明办会"  # of its own, so that the example's papers begin at 1
_TO: Final = "各县（市、区）文明办，市直有关部门，驻市有关单位"
_INVITED: Final = (
    "市委宣传部", "市教育局", "市公安局", "市财政局", "市住房城乡建设局", "市文化和旅游局",
    "市卫生健康委", "市市场监管局", "市税务局",
)  # fmt: skip
_EXCUSED: Final = {"石桥县": "当日迎接省防汛检查", "市公安局": "当日有重大安保任务"}
_NO_REPLY: Final = "大泉县"
_LATE_UNIT: Final = "长岭县"
_AMENDED: Final = "新城区"  # its first reply says that it comes, and names nobody
_SPEAKING: Final = frozenset({"东河区", "市教育局", "市税务局"})
_COUNTIES: Final = "县市区"
_NAMES: Final = "甲乙丙丁戊己庚辛壬癸"


def hold_meeting(
    workspace: Workspace, on_outcome: OnOutcome | None
) -> tuple[tuple[PassReport, ...], list[Path]]:
    """Announce the meeting, receive its replies in two passes, and make all of its papers; return both."""
    _draft(workspace)
    with open_office(workspace, stopped_clock(_NOTICE_DAY)) as office:
        campaign = office.campaign(MEETING)
        make_blanks(office, campaign)
        papers = [_issue(office, campaign, NOTICE)]
    passes = [
        _receive(workspace, _IN_TIME, _replies(campaign), on_outcome),
        _receive(workspace, _LATE, _late_replies(campaign), on_outcome),
    ]
    papers += _papers(workspace)
    return tuple(passes), papers


def _draft(workspace: Workspace) -> None:
    """Write the campaign book of the meeting as the secretary leaves it, and the texts of persons."""
    with open_office(workspace, stopped_clock(_NOTICE_DAY)) as office:
        example = office.campaign(EXAMPLE)
    units = tuple(
        row
        for unit, row in zip(example.units(), unit_rows(example), strict=True)
        if unit.category == _COUNTIES or unit.full_name in _INVITED
    )
    rows = _filled_in(meeting_rows(MEETING, units, _NOTICE_DAY, example))
    folder = workspace.campaign_folder(MEETING)
    replace_file(folder / "任务书.xlsx", book_workbook(rows, _NOTICE_DAY))
    texts = {"讲话": SPEECH, "会议简报提纲": BRIEFING_OUTLINE, "纪要提纲": MINUTES_OUTLINE}
    for name, text in texts.items():
        replace_file(folder / f"{name}.txt", text.encode())


def _filled_in(rows: BookRows) -> BookRows:
    items = tuple((row[0], ITEMS[row[0]]) if row[0] in ITEMS else row for row in rows.items)
    papers = tuple(
        (*row[:2], _SERIES, *row[3:5], _TO, *row[6:]) if row[0] == "会议通知" else row
        for row in rows.papers
    )
    return replace(rows, items=items, papers=papers)


def _replies(campaign: Campaign) -> Mapping[str, bytes]:
    """Return the replies that come in time, by their file names."""
    later = {_NO_REPLY, _LATE_UNIT}
    files = {
        f"{unit.full_name}参会回执.xlsx": _reply(campaign, unit)
        for unit in campaign.units()
        if unit.full_name not in later
    }
    empty = _unit(campaign, _AMENDED)
    answers = Answers({"是否参会": "是", "是否提交交流材料": "否"})
    files[f"{_AMENDED}参会回执.xlsx"] = _as_file(campaign, empty, answers)
    return files


def _late_replies(campaign: Campaign) -> Mapping[str, bytes]:
    return {
        f"{name}参会回执{note}.xlsx": _reply(campaign, _unit(campaign, name))
        for name, note in ((_AMENDED, "（改）"), (_LATE_UNIT, ""))
    }


def _reply(campaign: Campaign, unit: Unit) -> bytes:
    name = unit.full_name
    if name in _EXCUSED:
        excused = {"是否参会": "否", "请假原因": _EXCUSED[name], "是否提交交流材料": "否"}
        return _as_file(campaign, unit, Answers(excused))
    title, *lines = MATERIALS.get(name, ("",))
    singles: dict[str, CellInput] = {"是否参会": "是", "是否提交交流材料": "是" if lines else "否"}
    if lines:
        singles |= {"交流材料题目": title, "交流材料": "\n".join(lines)}
    return _as_file(campaign, unit, Answers(singles, {"参会人员": _people(campaign, unit)}))


def _people(campaign: Campaign, unit: Unit) -> tuple[dict[str, CellInput], ...]:
    """Return who comes: of a county two, of a department one; the names are made up."""
    at = campaign.units().index(unit)
    is_county = unit.category == _COUNTIES
    posts = ("分管领导", "文明办主任") if is_county else ("分管负责人",)
    rows = []
    for number, post in enumerate(posts):
        row: dict[str, CellInput] = {
            "姓名": f"{_NAMES[(at + number) % len(_NAMES)]}某某",
            "职务": post,
            "联系电话": f"0000-32{at:02}{number}00",
        }
        if unit.full_name in _SPEAKING and number == 0:
            row["是否发言"] = "是"
        rows.append(row)
    return tuple(rows)


def _as_file(campaign: Campaign, unit: Unit, answers: Answers) -> bytes:
    return as_workbook(filled_sheets(campaign, unit, answers), _IN_TIME)


def _unit(campaign: Campaign, name: str) -> Unit:
    return next(unit for unit in campaign.units() if unit.full_name == name)


def _receive(
    workspace: Workspace, moment: datetime, files: Mapping[str, bytes], on_outcome: OnOutcome | None
) -> PassReport:
    for name, content in files.items():
        replace_file(workspace.inbox / name, content)
    with open_office(workspace, stopped_clock(moment)) as office:
        return run_pass(office, on_outcome)


def _papers(workspace: Workspace) -> list[Path]:
    """Make what lies on the tables, the speech as a document, and the two papers about the meeting."""
    folder = workspace.campaign_folder(MEETING)
    with open_office(workspace, stopped_clock(_AFTERWARDS)) as office:
        campaign = office.campaign(MEETING)
        made = [*make_meeting_papers(office, campaign).paths]
        output = workspace.results(MEETING) / OutboxFolder.MEETING / "讲话.docx"
        order = TypesetOrder(output=output, rendered=is_settling())
        made.append(typeset(folder / "讲话.txt", order, office.clock.now()).path)
        made.append(_issue(office, campaign, BRIEFING, folder / "会议简报提纲.txt"))
        made.append(_issue(office, campaign, MINUTES, folder / "纪要提纲.txt"))
    return made


def _issue(
    office: Office, campaign: Campaign, name: PaperName, outline: Path | None = None
) -> Path:
    options = IssueOptions(office.clock.today())
    return issue_text(office, campaign, TextOrder(name, options, outline=outline)).path
