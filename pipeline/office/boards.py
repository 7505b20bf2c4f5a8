"""Write the boards (看板) of every campaign in which something changed since they were written."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.board.facts import BoardFacts
from pipeline.board.page import remaining_time, status_page
from pipeline.board.workbook import board_workbook
from pipeline.checking.message_catalogue import full_message
from pipeline.consolidation.level_sums import level_differences
from pipeline.errors import FileHeldOpen, describe
from pipeline.files import replace_if_changed, sha256_of
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.read import last_submission
from pipeline.ledger.standings import standings_of
from pipeline.model.heartbeat import Life
from pipeline.office.board_memory import BoardMemory
from pipeline.office.board_record import follow_history, read_records, write_records
from pipeline.office.collection_round import load_round
from pipeline.office.heartbeat import watcher_pulse
from pipeline.office.outbox_listing import list_outbox
from pipeline.office.periods import current_period

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.campaign import Campaign, Period
    from pipeline.office.board_record import BoardRecord
    from pipeline.office.context import Office
    from pipeline.office.outbox_listing import OutboxListing

_PAGE: Final = "报送情况.html"
_WORKBOOK: Final = "报送台账.xlsx"
_WATCH_STEP_MIN = 10  # a page with the exact time of each scan would be rewritten at every scan


@dataclass(frozen=True, slots=True)
class _View:
    """What the boards of one campaign show at this moment, besides its book and the ledger."""

    campaign: Campaign
    period: Period
    listing: OutboxListing
    watching: tuple[str, ...]
    quarantined: tuple[QuarantinedFile, ...]
    now: datetime


def refresh_boards(office: Office) -> list[str]:
    """Write 报送情况.html and 报送台账.xlsx of each campaign; return a note for each that failed.

    A board is computed only where its facts have changed since it was written, or the file has; one
    whose content is the same is not written, so that a pass over an empty inbox changes nothing.
    """
    notes: list[str] = []
    before = read_records(office.workspace.board_records)
    records = follow_history(deepcopy(before), office.ledger, office.campaigns)
    now, watching = office.clock.now(), _watcher_lines(office)
    quarantined = quarantined_files(office.workspace)
    for campaign in office.campaigns:
        listing = list_outbox(office.workspace.results(campaign.name))
        period = current_period(office, campaign)
        view = _View(campaign, period, listing, watching, quarantined, now)
        notes += _refresh(office, view, records.of(campaign))
    if records != before:
        with suppress(OSError):  # then they are computed once more
            write_records(office.workspace.board_records, records)
    return notes


def _refresh(office: Office, view: _View, record: BoardRecord) -> list[str]:
    """Write the boards of one campaign whose facts are others than those of its *record*."""
    notes = []
    workbook_key, page_key = _keys(office, view, record)
    facts: BoardFacts | None = None
    boards: tuple[tuple[str, str, Callable[[BoardFacts], bytes]], ...] = (
        (_PAGE, page_key, lambda facts: status_page(facts, view.now).encode()),
        # The workbook is dated by its latest event, not by this pass, so that its bytes stay the same.
        (
            _WORKBOOK,
            workbook_key,
            lambda facts: board_workbook(facts, facts.events[0].at if facts.events else view.now),
        ),
    )
    for name, key, make in boards:
        path = view.listing.folder / name
        if record.is_current(path, key):
            continue
        facts = facts or _facts(office, view)
        try:
            replace_if_changed(path, make(facts))
            record.note(path, key)
        except (FileHeldOpen, OSError) as error:
            notes.append(f"{view.campaign.name}的{name}没有更新：{describe(error)}")
    return notes


def _keys(office: Office, view: _View, record: BoardRecord) -> tuple[str, str]:
    """Return the keys of everything that the workbook shows, and of everything that the page shows."""
    campaign, period = view.campaign, view.period
    recorded = (
        office.memory.book_key(campaign),
        period.code,
        str(last_submission(office.ledger, campaign.name, period.code)),
        str(record.last_event),
        *(f"{each.digest}{each.name}{each.reason}" for each in view.quarantined),
    )
    shown = (*recorded, view.listing.digest(), remaining_time(period, view.now), *view.watching)
    return sha256_of("\n".join(recorded).encode()), sha256_of("\n".join(shown).encode())


def _facts(office: Office, view: _View) -> BoardFacts:
    campaign = view.campaign
    memory = office.memory.boards.setdefault(campaign.name, BoardMemory())
    memory.read_on(office.ledger, campaign, view.period)
    standings = standings_of(campaign, view.period, memory.submissions, memory.decisions)
    return BoardFacts(
        campaign=campaign,
        period=view.period,
        standings=standings,
        submissions=tuple(memory.submissions),
        events=tuple(reversed(memory.events)),
        links={each.unit: view.listing.links(campaign, each) for each in standings},
        papers=view.listing.papers(),
        watching=view.watching,
        decisions=memory.decisions,
        quarantined=view.quarantined,
        differences=_differences(office, view),
    )


def _differences(office: Office, view: _View) -> tuple[str, ...]:
    """Return where figures of superiors aren't the sums of their subordinates', where the campaign wants it."""
    if not view.campaign.checks_levels:
        return ()
    collected = load_round(office, view.campaign, view.period.code)
    found = level_differences(view.campaign, collected.standings)
    return tuple(full_message(finding) for finding in found)


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
