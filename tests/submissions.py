"""The example campaign's forms, filled in and handed in, and a pass over them."""

from __future__ import annotations

import os
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.load import load_campaign
from pipeline.campaign.periods import period_at
from pipeline.clock import BEIJING, stopped_clock
from pipeline.ledger.read import list_standings
from pipeline.office.collection_round import load_round
from pipeline.office.context import open_office
from pipeline.receiving.run import run_pass
from pipeline.setup.demo_answers import answers_of
from pipeline.setup.demo_forms import Answers, as_workbook, filled_sheets
from pipeline.setup.init import EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.receiving.report import PassReport
    from pipeline.workspace import Workspace

MOMENT = datetime(2026, 10, 9, 9, 0, tzinfo=BEIJING)


def campaign_of(workspace: Workspace) -> Campaign:
    """Return the example campaign as its book in *workspace* defines it."""
    path = workspace.campaign_folder(EXAMPLE) / "任务书.xlsx"
    return _loaded(path.read_bytes(), path)


_LOADED: Final[dict[bytes, Campaign]] = {}


def _loaded(content: bytes, path: Path) -> Campaign:
    """Return the campaign that *content* defines; the same book is read once, which most tests need several times."""
    if content not in _LOADED:
        _LOADED[content] = load_campaign(path)
    return _LOADED[content]


def form(
    workspace: Workspace,
    name: str,
    answers: Answers | None = None,
    moment: datetime | None = None,
) -> bytes:
    """The unit's form, filled in; of a recurring campaign the blank of the period that holds *moment*."""
    campaign = campaign_of(workspace)
    unit = next(unit for unit in campaign.units() if unit.full_name == name)
    period = period_at(campaign, moment) if moment else None
    sheets = filled_sheets(campaign, unit, answers or answers_of(unit), period)
    return as_workbook(sheets, MOMENT)


def unit_answers(workspace: Workspace, name: str) -> Answers:
    units = campaign_of(workspace).units()
    return answers_of(next(unit for unit in units if unit.full_name == name))


def drop(workspace: Workspace, name: str, content: bytes) -> Path:
    """A file that has lain in the inbox for a while."""
    path = workspace.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    long_ago = datetime.now(BEIJING).timestamp() - 60
    os.utime(path, (long_ago, long_ago))
    return path


def one_pass(workspace: Workspace, moment: datetime = MOMENT) -> PassReport:
    with open_office(workspace, stopped_clock(moment)) as office:
        return run_pass(office)


def standing_of(workspace: Workspace, name: str, moment: datetime = MOMENT) -> Standing:
    with open_office(workspace, stopped_clock(moment)) as office:
        collected = load_round(office, office.campaign(EXAMPLE))
        found = list_standings(office.ledger, collected.campaign, collected.period)
        return next(s for s in found if s.unit == office.unit(collected.campaign, name).code)
