"""Claim a quarantined workbook for a unit on a person's decision (认领), then receive it as any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pipeline.campaign.learned_aliases import (
    ALIAS_BOOK_NAME,
    LearnedAlias,
    alias_rejection_reason,
    learned_aliases_workbook,
    read_learned_aliases,
)
from pipeline.errors import PipelineError
from pipeline.files import replace_file
from pipeline.intake.quarantine import quarantined_files
from pipeline.ledger.store import append_event
from pipeline.model.event import Action, unit_subject
from pipeline.office.boards import refresh_boards
from pipeline.office.lock import exclusive
from pipeline.office.periods import find_period
from pipeline.reading.identify import IdentityDoubt, campaign_of
from pipeline.reading.naming import mentions_in_cells
from pipeline.receiving.advance import advance
from pipeline.receiving.case import Desk, Unplaced, original_of, quarantine_case
from pipeline.receiving.errors import AmbiguousName, AssignmentRefused, NotQuarantined
from pipeline.receiving.examine import claimed_part, examine_as, open_book
from pipeline.receiving.placement import assigned_detail
from pipeline.receiving.report import outcomes_of
from pipeline.workbook.worker import reading_worker

if TYPE_CHECKING:
    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.receiving.report import Outcome

_DIGITS_AT_LEAST: Final = 4  # of a digest, to identify a file


@dataclass(frozen=True, slots=True)
class Assignment:
    """Decision of a person (认领): this file is this unit's, of this campaign and period (where that is in doubt).

    With ``learn`` the unit's name in the file is also stored as an alias (别名).
    """

    file: str
    unit: str
    campaign: str = ""
    learn: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Outcome of a claimed file (认领), and notes for the person."""

    outcome: Outcome
    notes: tuple[str, ...] = ()


def list_quarantined(office: Office) -> tuple[str, ...]:
    """Return every quarantined file (待认领) as a line: its digest, its name and the reason."""
    return tuple(
        f"{_describe(item)}　{item.received_at:%m月%d日 %H:%M} 收到　{item.reason}"
        for item in quarantined_files(office.workspace)
    )


def assign(office: Office, assignment: Assignment) -> Assigned:
    """Claim a quarantined file (认领): record the decision, examine, record and answer it, and release it.

    The decision is recorded before the submission, so that the next pass completes a claim that was
    killed in between, and the same bytes are never quarantined again.

    Raises:
        NotQuarantined: no such file is in the quarantine.
        AmbiguousName: the name matches more than one.
        AssignmentRefused: its campaign or its period isn't clear, or it can't be read.
        PeriodUnknown: the campaign has no such period.
        CampaignUnknown: the workspace has no such campaign.
        UnitUnknown: the roster has no such unit, or more than one matches.
        OfficeBusy: a pass is running in this workspace.
    """
    with exclusive(office.workspace, assignment.file), reading_worker() as worker:
        item = find_quarantined(office, assignment.file)
        original = original_of(item, office)
        book = open_book(original, worker.read)
        if isinstance(book, Unplaced):
            raise AssignmentRefused(item.name, book.reason)
        campaign = _campaign(office, book, assignment)
        unit = office.unit(campaign, assignment.unit)
        code = find_period(office, campaign, assignment.period).code if assignment.period else ""
        claim, part = claimed_part(book, campaign, unit)
        examined = examine_as(replace(claim, again=True), original, office, part, code)
        if isinstance(examined, Unplaced):
            raise AssignmentRefused(item.name, examined.reason)
        subject = unit_subject(campaign.name, unit.full_name)
        detail = assigned_detail(item.name, code)
        append_event(office.ledger, office.event(Action.ASSIGNED, subject, detail, item.digest))
        case = quarantine_case(Desk(office, worker), item)
        case = advance(replace(case, examined=examined))
        notes = _learn(office, campaign, unit, book) if assignment.learn else ()
        return Assigned(outcomes_of(case)[0], (*notes, *refresh_boards(office)))


def find_quarantined(office: Office, file: str) -> QuarantinedFile:
    """Return the quarantined file of that name (its own or its copy's), or of that digest or part of a name.

    Raises:
        NotQuarantined: no such file is in the quarantine.
        AmbiguousName: the name matches more than one.
    """
    items = quarantined_files(office.workspace)
    name = PurePath(file).name
    exact = [item for item in items if file == item.name or name == item.copy_name]
    digest = file.lower()
    matches = exact or [
        item
        for item in items
        if file in item.name or (len(digest) >= _DIGITS_AT_LEAST and item.digest.startswith(digest))
    ]
    if not matches:
        raise NotQuarantined(file, [_describe(item) for item in items])
    if len(matches) > 1:
        raise AmbiguousName(file, [_describe(item) for item in matches])
    return matches[0]


def _describe(item: QuarantinedFile) -> str:
    return f"{item.short_digest} {' '.join(item.name.split())}"


def _campaign(office: Office, book: Book, assignment: Assignment) -> Campaign:
    if assignment.campaign:
        return office.campaign(assignment.campaign)
    identified = campaign_of(book, office.campaigns)
    if isinstance(identified, IdentityDoubt):
        campaigns = "、".join(campaign.name for campaign in office.campaigns) or "（还没有任务）"
        raise AssignmentRefused(
            book.name,
            f"看不出是哪项任务的表。请加上 --campaign 任务名称（现有：{campaigns}）再认领。",
        )
    return identified


def _learn(office: Office, campaign: Campaign, unit: Unit, book: Book) -> tuple[str, ...]:
    """Store the workbook's name for *unit* as an alias (别名); return a note that it is stored, or why not."""
    names = tuple(dict.fromkeys(cell.text for cell in mentions_in_cells(book, campaign)))
    if not names:
        return ("没有记别名：表里的填报单位是空的，没有名称可记。",)
    if len(names) > 1:
        quoted = "、".join(f"“{name}”" for name in names)
        return (
            f"没有记别名：表里写了几个单位名称（{quoted}），请在任务书“单位”表的“别名”列里填。",
        )
    reason = alias_rejection_reason(campaign, unit, names[0])
    if reason:
        return (f"没有记别名：{reason}。",)
    alias = LearnedAlias(
        names[0], unit.full_name, campaign.name, f"{office.clock.now():%Y-%m-%d %H:%M}", book.name
    )
    try:
        _save_alias(office, alias)
    except (
        PipelineError
    ) as error:  # the workbook of aliases is open or broken; the claim itself is done
        return (f"没有记别名：{error}",)
    subject = unit_subject(campaign.name, unit.full_name)
    append_event(
        office.ledger, office.event(Action.ALIAS_LEARNED, subject, f"“{names[0]}”（{book.name}）")
    )
    return (f"已记下：“{names[0]}”就是“{unit.full_name}”（templates/任务/{ALIAS_BOOK_NAME}）。",)


def _save_alias(office: Office, alias: LearnedAlias) -> None:
    path = office.workspace.learnt_aliases
    aliases = read_learned_aliases(path.read_bytes()) if path.is_file() else ()
    replace_file(path, learned_aliases_workbook((*aliases, alias), office.clock.now()))
