"""The boards (看板) of every campaign, rewritten where something has changed."""

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
from pipeline.products.answers import answer_folder, answer_stem

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.office.context import Office

_PAPERS = ("汇总", "简报", "通知")
_SHOWN_EVERY_MIN = 10  # a page that told each look of the watcher would be rewritten all day long


def refresh_boards(office: Office) -> list[str]:
    """Rewrite 报送情况.html and 报送台账.xlsx of each campaign; say which were held open.

    A board that would show the same is left untouched, so that a pass over an empty inbox
    changes nothing.
    """
    notes = []
    for campaign in office.campaigns:
        facts = _facts(office, campaign)
        folder = office.workspace.results(campaign.name)
        # The workbook's stated time is that of what it shows last, not of this pass.
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
            for name in _PAPERS
            for path in sorted((folder / name).glob("*.*"))
        ),
        watching=_watching(office),
    )


def _watching(office: Office) -> tuple[str, ...]:
    """What the page says of the watcher: a page can't know that it has grown old, so it says how to tell."""
    now = office.clock.now()
    seen = watcher_pulse(office.workspace, now)
    if seen.heartbeat is None or seen.life in {Life.NONE, Life.STOPPED}:
        return ()
    if seen.life is Life.SILENT:
        return (f"值守：自 {seen.heartbeat.beat_at:%m-%d %H:%M} 起没有动静。",)
    shown = now.replace(minute=now.minute - now.minute % _SHOWN_EVERY_MIN)
    alive = (
        f"值守：{shown:%m-%d %H:%M} 以后查看过收件箱（每 {_SHOWN_EVERY_MIN} 分钟记一次；"
        "这个时间比现在早半小时以上，就是值守停了）。"
    )
    waiting = (
        f"等待：{' '.join(name.split())}　{reason}" for name, reason in seen.heartbeat.waiting
    )
    return (alive, *waiting)


def _links(folder: Path, campaign: Campaign, standing: Standing) -> tuple[tuple[str, str], ...]:
    """The documents of a unit's latest version, as far as they stand in the outbox."""
    unit = campaign.roster.by_code(standing.unit)
    if standing.latest is None or unit is None:
        return ()
    place = answer_folder(folder, unit, standing.latest)
    stem = answer_stem(campaign, unit, standing.latest)
    return tuple(
        (path.stem.removeprefix(safe_name(unit.full_name)), path.relative_to(folder).as_posix())
        for path in sorted(place.glob(f"{stem}*"))
    )
