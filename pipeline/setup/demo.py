"""Run the whole workflow on a realistic batch (演示), from blanks to briefing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.own_form import FORM_STEM
from pipeline.campaign.book.write import book_workbook
from pipeline.clock import BEIJING, stopped_clock
from pipeline.errors import PipelineError
from pipeline.files import replace_file
from pipeline.issuing.blanks import make_blanks
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.consolidate_form import consolidate_form
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.office.context import open_office
from pipeline.official.templates.starters import STARTER_DATE
from pipeline.receiving.dismiss import dismiss
from pipeline.receiving.run import run_pass
from pipeline.setup.demo_batch import waves
from pipeline.setup.demo_meeting import hold_meeting
from pipeline.setup.demo_meeting_texts import TITLE
from pipeline.setup.init import EXAMPLE, start_workspace
from pipeline.setup.monthly_batch import FIRST_MONTH, LAST_PERIOD, monthly_waves
from pipeline.setup.monthly_example import MONTHLY, monthly_rows, monthly_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.receiving.report import PassReport
    from pipeline.receiving.run import OnOutcome
    from pipeline.setup.demo_batch import Wave
    from pipeline.workspace import Workspace

    OnStep = Callable[[str], None]

_NOTICE_DAY: Final = datetime(2026, 9, 11, 9, 0, tzinfo=BEIJING)
_REMINDER_DAY: Final = datetime(2026, 10, 12, 9, 0, tzinfo=BEIJING)
_REPORT_DAY: Final = datetime(2026, 10, 13, 10, 0, tzinfo=BEIJING)
_SUPERVISION_DAY: Final = datetime(2026, 10, 14, 9, 0, tzinfo=BEIJING)
_MISTAKEN: Final = ("市民政局报送表.xlsx", "填报单位写成了市财政局，已请市民政局改正重报")
_CIRCULAR_DAY: Final = datetime(2026, 10, 20, 9, 0, tzinfo=BEIJING)


@dataclass(frozen=True, slots=True)
class DemoReport:
    """Result of the demonstration (演示): its workspace, its three passes, the issued papers.

    ``monthly`` are the two passes of the second campaign, whose summaries are among the papers, ``meeting``
    the two of the meeting's replies.
    """

    workspace: Workspace
    passes: tuple[PassReport, ...]
    papers: tuple[Path, ...]
    monthly: tuple[PassReport, ...] = ()
    meeting: tuple[PassReport, ...] = ()


def demo(root: Path, on_step: OnStep, on_outcome: OnOutcome | None = None) -> DemoReport:
    """Create a workspace at *root*, hold a meeting and run two campaigns in it, on the demonstration's own days.

    One campaign is collected once, by the program's own form; the other every month, by an office's own.

    *on_step* is called with a line for each step, *on_outcome* with each file's outcome during a pass.

    Raises:
        PipelineError: *root* can't be used, or a step failed.
    """
    workspace, _ = start_workspace(root, example=True)
    on_step(f"1/8 {TITLE}：发会议通知，收回执，出会议材料、会议简报和纪要")
    meeting, papers = hold_meeting(workspace, on_outcome)
    first_month, second_month = _start_monthly(workspace)
    on_step(f"2/8 建好工作目录 {workspace.root}；{MONTHLY}收 8 月的 {len(first_month.files)} 份")
    monthly = [_receive(workspace, first_month, on_outcome)]
    on_step(f"3/8 {EXAMPLE}印发报送通知并下发空白表")
    papers += _open(workspace)
    passes = []
    with open_office(workspace, stopped_clock(_NOTICE_DAY)) as office:
        batches = waves(office.campaign(EXAMPLE))
    for number, wave in enumerate(batches, start=4):
        on_step(
            f"{number}/8 {wave.moment:%m月%d日 %H:%M} 收件箱到了 {len(wave.files)} 个文件，处理"
        )
        passes.append(_receive(workspace, wave, on_outcome))
        if wave is batches[0]:
            monthly.append(_receive(workspace, second_month, on_outcome))
        elif wave is batches[1]:  # after the deadline's own wave, before the late ones
            _look_at_waiting(workspace)
            papers += _notices(workspace, _REMINDER_DAY, "催报")
    on_step("7/8 汇总各单位数据，编发简报")
    papers += _report(workspace)
    on_step("8/8 印发督办、函和通报")
    papers += _notices(workspace, _SUPERVISION_DAY, "督办")
    papers += _notices(workspace, _CIRCULAR_DAY, "通报")
    return DemoReport(workspace, tuple(passes), tuple(papers), tuple(monthly), meeting)


def _start_monthly(workspace: Workspace) -> tuple[Wave, Wave]:
    """Add the second campaign with the office's own form, and its blanks; return the files of two months."""
    folder = workspace.campaign_folder(MONTHLY)
    form = write_book([monthly_sheet()], STARTER_DATE, title=MONTHLY)
    replace_file(folder / f"{FORM_STEM}.xlsx", form)
    replace_file(folder / "任务书.xlsx", book_workbook(monthly_rows(), STARTER_DATE))
    with open_office(workspace, stopped_clock(FIRST_MONTH)) as office:
        campaign = office.campaign(MONTHLY)
        make_blanks(office, campaign)
        return monthly_waves(campaign)


def _open(workspace: Workspace) -> list[Path]:
    with open_office(workspace, stopped_clock(_NOTICE_DAY)) as office:
        make_blanks(office, office.campaign(EXAMPLE))
    return _notices(workspace, _NOTICE_DAY, "通知")


def _receive(workspace: Workspace, wave: Wave, on_outcome: OnOutcome | None) -> PassReport:
    for name, content in wave.files.items():
        replace_file(workspace.inbox / name, content)
    with open_office(workspace, stopped_clock(wave.moment)) as office:
        return run_pass(office, on_outcome)


def _report(workspace: Workspace) -> list[Path]:
    with open_office(workspace, stopped_clock(_REPORT_DAY)) as office:
        campaign = office.campaign(EXAMPLE)
        summary = consolidate(office, campaign)
        issued = issue_briefing(office, campaign, IssueOptions(_REPORT_DAY.date()))
        monthly = office.campaign(MONTHLY)
        summaries = (
            consolidate_form(office, monthly, LAST_PERIOD),
            consolidate(office, monthly, LAST_PERIOD),
        )
        return [summary, issued.path, *(path for path in summaries if path)]


def _look_at_waiting(workspace: Workspace) -> None:
    """Settle the one waiting file of a unit that owes its form, before that unit is named in a reminder."""
    with open_office(workspace, stopped_clock(_REMINDER_DAY)) as office:
        dismiss(office, *_MISTAKEN)


def _notices(workspace: Workspace, day: datetime, *kinds: str) -> list[Path]:
    paths = []
    with open_office(workspace, stopped_clock(day)) as office:
        campaign = office.campaign(EXAMPLE)
        for kind in kinds:
            # Both campaigns collect 存在问题, which a person has to confirm.
            order = NoticeOrder(kind, IssueOptions(day.date()), confirmed=kind == "通知")
            paths += [issued.path for issued in issue_notice(office, campaign, order)]
    return paths


def free_folder(folder: Path) -> Path:
    """Return *folder*, or the first of its numbered alternatives that is new or empty.

    Raises:
        PipelineError: a hundred of them are in use.
    """
    for number in range(1, 101):
        choice = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        if not choice.exists() or (choice.is_dir() and not any(choice.iterdir())):
            return choice
    raise PipelineError(f"{folder} 及其编号目录都已有内容，请另指定一个空目录。")
