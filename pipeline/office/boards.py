"""Write the boards (看板) of every campaign, where their content has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.board.facts import BoardFacts
from pipeline.board.page import status_page
from pipeline.board.workbook import board_workbook
from pipeline.errors import FileHeldOpen, describe
from pipeline.files import replace_if_changed, safe_name
from pipeline.ledger.read import list_events, list_submissions
from pipeline.model.event import belongs_to
from pipeline.model.heartbeat import Life
from pipeline.office.collection_round import load_round
from pipeline.office.heartbeat import watcher_pulse
from pipeline.products.replies import reply_folder, reply_stem
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.office.context import Office

_PAPER_FOLDERS = (OutboxFolder.SUMMARIES, OutboxFolder.BRIEFINGS, OutboxFolder.NOTICES)
_WATCH_STEP_MIN = 10  # a page with the exact time of each scan would be rewritten at every scan


def refresh_boards(office: Office) -> list[str]:
    """Write 报送情况.html and 报送台账.xlsx of each campaign; return a note for each that failed.

    A board whose content is the same is not written, so that a pass over an empty inbox changes
    nothing.
    """
    notes = []
    for campaign in office.campaigns:
        facts = _facts(office, campaign)
        folder = office.workspace.results(campaign.name)
        # The workbook is dated by its latest event, not by this pass, so that its bytes stay the same.
        moment = facts.events[0].at if facts.events else office.clock.now()
        contents = {
            "报送情况.html": status_page(facts, office.clock.now()).encode(),
            "报送台账.xlsx": board_workbook(facts, moment),
        }
        for name, content in contents.items():
            try:
                replace_if_changed(folder / name, content)
            except (FileHeldOpen, OSError) as error:
                notes.append(f"{campaign.name}的{name}没有更新：{describe(error)}")
    return notes


def _facts(office: Office, campaign: Campaign) -> BoardFacts:
    collected = load_round(office, campaign, cells=False)
    folder = office.workspace.results(campaign.name)
    return BoardFacts(
        campaign=campaign,
        period=collected.period,
        standings=collected.standings,
        submissions=list_submissions(
            office.ledger, campaign.name, collected.period.code, cells=False
        ),
        events=tuple(
            event
            for event in reversed(list_events(office.ledger))
            if belongs_to(event, campaign.name)
        ),
        links={
            standing.unit: _links(folder, campaign, standing) for standing in collected.standings
        },
        papers=tuple(
            (path.stem, path.relative_to(folder).as_posix())
            for name in _PAPER_FOLDERS
            for path in sorted((folder / name).glob("*.*"))
        ),
        watching=_watcher_lines(office),
    )


def _watcher_lines(office: Office) -> tuple[str, ...]:
    """Return the lines about the watcher; a page can't see its own age, so they say how to recognize it."""
    now = office.clock.now()
    pulse = watcher_pulse(office.workspace, now)
    if pulse.heartbeat is None or pulse.life in {Life.NONE, Life.STOPPED}:
        return ()
    if pulse.life is Life.SILENT:
        return (f"值守：自 {pulse.heartbeat.beat_at:%m-%d %H:%M} 起没有动静。",)
    rounded = now.replace(minute=now.minute - now.minute % _WATCH_STEP_MIN)
    sentence = (
        f"值守：{rounded:%m-%d %H:%M} 以后查看过收件箱（每 {_WATCH_STEP_MIN} 分钟记一次；"
        "这个时间比现在早半小时以上，就是值守停了）。"
    )
    waiting = (
        f"等待：{' '.join(name.split())}　{reason}" for name, reason in pulse.heartbeat.waiting
    )
    return (sentence, *waiting)


def _links(folder: Path, campaign: Campaign, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return name and path of each document in the outbox for a unit's latest version."""
    unit = campaign.roster.by_code(standing.unit)
    if standing.latest is None or unit is None:
        return ()
    answers = reply_folder(folder, unit, standing.latest)
    stem = reply_stem(campaign, unit, standing.latest)
    return tuple(
        (path.stem.removeprefix(safe_name(unit.full_name)), path.relative_to(folder).as_posix())
        for path in sorted(answers.glob(f"{stem}*"))
    )
