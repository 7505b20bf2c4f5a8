"""A small office that has worked for a few days: versions, a return, a waiting file, issued papers."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pipeline.clock import BEIJING, stopped_clock
from pipeline.issuing.briefings import issue_briefing
from pipeline.issuing.consolidate import consolidate
from pipeline.issuing.issue import IssueOptions
from pipeline.issuing.notice_batch import NoticeOrder
from pipeline.issuing.notices import issue_notice
from pipeline.office.context import open_office
from pipeline.safekeeping.backup import Backup, back_up
from pipeline.setup.init import EXAMPLE, start_workspace
from pipeline.workspace import Workspace
from tests.conftest import copied
from tests.story import meetings, own_offices
from tests.submissions import drop, form, one_pass, unit_answers

if TYPE_CHECKING:
    from pathlib import Path

DAY = datetime(2026, 10, 9, 9, 0, tzinfo=BEIJING)
LATER = stopped_clock(datetime(2026, 10, 13, 15, 0, tzinfo=BEIJING))


@pytest.fixture(scope="session")
def worked_office(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The small office, made once and only read."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("干过活的") / "办公室", example=True)
    drop(workspace, "东河区.xlsx", form(workspace, "东河区"))
    wrong = unit_answers(workspace, "双溪县").with_singles(所属单位总数="很多")
    drop(workspace, "双溪县.xlsx", form(workspace, "双溪县", wrong))
    drop(workspace, "不是表.xlsx", b"\x00\x01\x02 nothing that anybody could read")
    one_pass(workspace, DAY)
    changed = unit_answers(workspace, "东河区").with_singles(填报人="综合科")
    drop(workspace, "东河区.xlsx", form(workspace, "东河区", changed))
    one_pass(workspace, DAY + timedelta(days=1))
    with open_office(workspace, stopped_clock(DAY + timedelta(days=4))) as office:
        campaign = office.campaign(EXAMPLE)
        order = IssueOptions(date(2026, 10, 13))
        consolidate(office, campaign)
        issue_briefing(office, campaign, order)
        issue_notice(office, campaign, NoticeOrder("催报", order))
    return workspace


@pytest.fixture
def office(worked_office: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it that a test may wreck."""
    folder = tmp_path / "办公室"
    shutil.copytree(worked_office.root, folder)
    return Workspace(folder)


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    return folder


@pytest.fixture
def backup(office: Workspace, usb: Path) -> Backup:
    return back_up(office, LATER, usb)


@pytest.fixture(scope="session")
def filled_in(untouched: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example's office with its 本机关.xlsx filled in, made once and only copied."""
    workspace = copied(untouched, tmp_path_factory.mktemp("填好") / "办公室")
    own_offices.fill_in(workspace)
    return workspace


@pytest.fixture(scope="session")
def drafted_meeting(untouched: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The example's office with a meeting that has been drafted, made once and only read."""
    workspace = meetings.copied(untouched, tmp_path_factory.mktemp("起草"))
    meetings.draft(workspace)
    return workspace


@pytest.fixture(scope="session")
def replied_meeting(
    drafted_meeting: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> Workspace:
    """The meeting with the replies of four units, made once and only read."""
    workspace = meetings.copied(drafted_meeting, tmp_path_factory.mktemp("参会"))
    meetings.collect(workspace)
    return workspace


@pytest.fixture
def drafted(drafted_meeting: Workspace, tmp_path: Path) -> Workspace:
    return meetings.copied(drafted_meeting, tmp_path)


@pytest.fixture
def meeting(replied_meeting: Workspace, tmp_path: Path) -> Workspace:
    return meetings.copied(replied_meeting, tmp_path)
