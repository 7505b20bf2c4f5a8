"""Write the papers of a meeting (会议) from its accepted replies: 参会名单, 签到表, 议程, 汇编."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.book.load import BOOK_NAME
from pipeline.campaign.book.meeting import AGENDA_ITEM, HOST_ITEM, MISSING_ITEM, read_meeting
from pipeline.files import replace_if_changed
from pipeline.issuing.errors import NothingToIssue
from pipeline.issuing.pdf import convert_to_pdf, require_renderer
from pipeline.issuing.summary_files import dated
from pipeline.issuing.unaltered import refuse_altered
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.official.errors import RenderFailed
from pipeline.official.layout.contents import add_contents, part_pages, write_page_numbers
from pipeline.official.layout.lay_out import lay_out
from pipeline.official.layout.settle import is_settling, settle
from pipeline.products.meeting import meeting_replies, without_missing
from pipeline.products.meeting_facts import meeting_facts, meeting_figures
from pipeline.products.meeting_papers import (
    AGENDA_NAME,
    ATTENDANCE_NAME,
    MATERIALS_NAME,
    SIGN_IN_NAME,
    agenda_paper,
    attendance_list,
    contents_of,
    correction_notes,
    materials_paper,
    sign_in_sheet,
)
from pipeline.values.numerals import chinese_moment
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from pipeline.campaign.book.meeting import Meeting
    from pipeline.model.campaign import Campaign
    from pipeline.model.document import OfficialDocument
    from pipeline.model.figure import Figure
    from pipeline.office.context import Office
    from pipeline.products.meeting import Replies


@dataclass(frozen=True, slots=True)
class MeetingPapers:
    """Result of making the papers of a meeting: the files, their PDFs, and notes for the person."""

    paths: tuple[Path, ...]
    pdfs: tuple[Path, ...]
    notes: tuple[str, ...]


def make_meeting_papers(office: Office, campaign: Campaign, *, pdf: bool = False) -> MeetingPapers:
    """Write the papers of the meeting *campaign* to 会议/; the same replies give the same bytes.

    They are settled on their rendered pages where a renderer is there, without holding the office lock.

    Raises:
        MeetingFaulty: it is no meeting, or its date or place is not stated.
        NothingToIssue: nobody has replied yet.
        SubmissionAltered: the ledger no longer has a reply as it was recorded.
        FileHeldOpen: a paper is open in Word or WPS.
    """
    if pdf:
        require_renderer()
    meeting, replies, moment = _read(office, campaign)
    documents = dict(_documents(meeting, replies, moment))
    contents = {name: lay_out(document, moment) for name, document in documents.items()}
    if MATERIALS_NAME in contents:
        contents[MATERIALS_NAME] = add_contents(contents[MATERIALS_NAME], contents_of(replies))
    settled, notes = _settled(contents)
    folder = office.workspace.results(campaign.name) / OutboxFolder.MEETING
    paths = tuple(folder / f"{name}.docx" for name in settled)
    for path, content in zip(paths, settled.values(), strict=True):
        replace_if_changed(path, content)
    return MeetingPapers(
        paths,
        tuple(convert_to_pdf(list(paths))) if pdf else (),
        (*replies.notes, *_left_out(meeting, replies), *correction_notes(replies), *notes),
    )


def _read(office: Office, campaign: Campaign) -> tuple[Meeting, Replies, datetime]:
    """Return the meeting and its replies, read under the office lock, and the moment of the last reply."""
    meeting = _meeting(office, campaign)
    with exclusive(office.workspace, f"{campaign.name}{OutboxFolder.MEETING}"):
        collected = load_round(office, campaign)
        refuse_altered(office, collected)
    replies = meeting_replies(collected)
    if not any(standing.current for standing in collected.standings):
        reason = (
            "还没有收下一份回执。请先下发空白表（baosong blanks）、收回执（baosong process）再试。"
        )
        raise NothingToIssue("会议材料", reason)
    return meeting, replies, dated(office, collected)


def _meeting(office: Office, campaign: Campaign) -> Meeting:
    return read_meeting(office.workspace.campaign_folder(campaign.name) / BOOK_NAME, campaign)


def _documents(
    meeting: Meeting, replies: Replies, moment: datetime
) -> Iterator[tuple[str, OfficialDocument]]:
    yield ATTENDANCE_NAME, attendance_list(meeting, replies, chinese_moment(moment))
    if replies.coming:
        yield SIGN_IN_NAME, sign_in_sheet(meeting, replies)
    agenda = agenda_paper(meeting, replies)
    if agenda is not None:
        yield AGENDA_NAME, agenda
    materials = materials_paper(meeting, replies)
    if materials is not None:
        yield MATERIALS_NAME, materials


def _settled(contents: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """Return the papers settled on their pages, with the page numbers of the contents; and a note where that failed."""
    estimated = (
        f"{MATERIALS_NAME}目录的页码是按字数推算的，请用 Word 打开，全选后按 F9 更新，核对后再印。"
    )
    if not is_settling():
        return contents, (estimated,) if MATERIALS_NAME in contents else ()
    try:
        settled = {
            name: each.content
            for name, each in zip(contents, settle(list(contents.values())), strict=True)
        }
        if MATERIALS_NAME in settled:
            pages = part_pages(settled[MATERIALS_NAME])
            settled[MATERIALS_NAME] = write_page_numbers(settled[MATERIALS_NAME], pages)
    except RenderFailed as error:
        notes = (f"渲染没有成功（{error.reason}），版面没有核对。",)
        return contents, (*notes, *((estimated,) if MATERIALS_NAME in contents else ()))
    return settled, ()


def _left_out(meeting: Meeting, replies: Replies) -> Iterator[str]:
    """Yield which papers were not made, and why; and whose attendance isn't known."""
    if meeting.agenda is None:
        yield f"任务书{meeting.at(AGENDA_ITEM)} 没有填“会议议程”，没有出{AGENDA_NAME}，请补填后再运行一次。"
    if meeting.agenda is not None and not meeting.host:
        yield f"任务书{meeting.at(HOST_ITEM)} 没有填“主持人”，{AGENDA_NAME}没有印主持，请补填后再运行一次。"
    if not replies.coming:
        yield f"还没有单位回执参会，没有出{SIGN_IN_NAME}。"
    if not replies.materials:
        yield f"没有单位提交交流材料，没有出{MATERIALS_NAME}。"
    if replies.pending:
        units = "、".join(unit for unit, _ in replies.pending)
        yield f"还不知道 {len(replies.pending)} 个单位参不参会：{units}。"


@dataclass(frozen=True, slots=True)
class KnownMeeting:
    """What is known of a meeting: what is stated, who replied, and the facts and figures for a text's tags."""

    meeting: Meeting
    replies: Replies
    facts: Mapping[str, str]
    figures: Mapping[str, Figure]
    notes: tuple[str, ...]


def known_meeting(office: Office, campaign: Campaign, year: int) -> KnownMeeting:
    """Return what is known of the meeting *campaign* for a paper of *year*.

    Raises:
        MeetingFaulty: the date or place of the meeting is not stated.
        SubmissionAltered: the ledger no longer has a reply as it was recorded.
    """
    meeting = _meeting(office, campaign)
    collected = load_round(office, campaign)
    refuse_altered(office, collected)
    replies = without_missing(meeting_replies(collected), meeting.missing)
    facts = meeting_facts(meeting, campaign, replies, year)
    notes = tuple(_doubts(replies))
    return KnownMeeting(meeting, replies, facts, meeting_figures(replies), notes)


def _doubts(replies: Replies) -> Iterator[str]:
    """Yield what a person has to look at before a paper states who came."""
    yield (
        f"到会情况按回执写，请对照{SIGN_IN_NAME}核对；没有到会的单位请填在任务书「任务」“{MISSING_ITEM}”再出。"
    )
    unnamed = [each.unit for each in replies.coming if not each.people]
    if unnamed:
        yield f"{'、'.join(unnamed)}参会，没有列出参会人员，没有写到会人数，请催补回执。"
    if replies.pending:
        units = "、".join(unit for unit, _ in replies.pending)
        yield f"{units}没有报回执，文中没有写，请核对是否到会。"
