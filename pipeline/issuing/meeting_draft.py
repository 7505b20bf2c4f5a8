"""Draft a meeting's papers (会议通知、会议简报、纪要) from its facts, and from a person's outline (提纲) where there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.deadlines import ITEMS_SHEET
from pipeline.campaign.book.meeting import CONTENT_ITEM, HOST_ITEM, SCOPE_ITEM, is_meeting
from pipeline.campaign.errors import MeetingFaulty
from pipeline.issuing.errors import IssueRefused
from pipeline.model.document import Attachment
from pipeline.official.drafts.body_text import read_body, read_outline
from pipeline.official.drafts.outline import OutlineFrame
from pipeline.official.foreign_files import run_on_file
from pipeline.official.standard.paper_names import paper_named
from pipeline.products.meeting_drafts import (
    NOTICE,
    draft_of,
    drafted_lines,
    notice_text,
    unwritten_outline,
)
from pipeline.products.meeting_papers import reply_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.campaign.book.meeting import Meeting
    from pipeline.issuing.meeting import KnownMeeting
    from pipeline.issuing.text_notices import TextOrder
    from pipeline.model.campaign import Campaign
    from pipeline.official.drafts.body_text import BodyText
    from pipeline.official.standard.paper_names import PaperName
    from pipeline.products.meeting_drafts import PaperDraft
    from pipeline.sandbox.run import Sandbox

_HOST: Final = "主持会议的人，如 市文明办主任 〇〇〇"
_SCOPE: Final = "哪些人参加，如 各单位主要负责人"
_CONTENT: Final = "会议的事项，一行一项（会议议程有“内容”一列的，取议程）"
_CONTACT: Final = "联系人"


def is_drafted(campaign: Campaign, kind: str) -> bool:
    """Return whether the paper called *kind* is one that the program drafts from the facts of a meeting."""
    name = paper_named(kind)
    known = name is not None and (name == NOTICE or draft_of(name) is not None)
    return known and is_meeting(campaign)


def drafted_body(
    campaign: Campaign, known: KnownMeeting, order: TextOrder, sandbox: Sandbox | None
) -> BodyText:
    """Return the text of a meeting's paper: drafted, with the person's outline in it where there is one.

    Without an outline 会议简报 and 纪要 have what a person must write as 【未写】; that is for a draft alone.

    Raises:
        MeetingFaulty: an item that the paper states is missing; its cell is named.
        IssueRefused: there is no outline, and it is no draft.
        DraftUnreadable: the outline can't be read.
    """
    name, title, outline = order.name, order.title, order.outline
    draft = draft_of(name)
    if draft is None:
        return _notice(campaign, known, title)
    known.meeting.require(**{HOST_ITEM: _HOST})
    meeting = known.meeting
    frame = OutlineFrame(
        known.facts,
        drafted_lines(draft, meeting, known.facts),
        title,
        draft.title.format(meeting.title),
    )
    if outline is not None:
        return run_on_file(sandbox, read_outline, outline, name.kind, frame)
    if not order.options.draft:
        raise _lacking_outline(campaign, name, draft)
    content = unwritten_outline(draft, meeting).encode()
    return read_outline(content, f"{name.variant or name.kind}提纲.txt", name.kind, frame)


def _lacking_outline(campaign: Campaign, name: PaperName, draft: PaperDraft) -> IssueRefused:
    kind = name.variant or name.kind
    reason = (
        f"还没有写{draft.unwritten}，程序不能代写。请写成提纲（小标题和句子，.docx 或 .txt），再运行 "
        f"baosong notice {kind} {campaign.name} --outline 提纲.docx；只看已有的内容加 --draft。没有占用文号"
    )
    return IssueRefused(kind, [reason])


def _notice(campaign: Campaign, known: KnownMeeting, title: str) -> BodyText:
    meeting = known.meeting
    meeting.require(**{SCOPE_ITEM: _SCOPE, CONTENT_ITEM: _CONTENT})
    faults = tuple(_notice_faults(campaign, meeting))
    if faults:
        raise MeetingFaulty(meeting.book, faults)
    content = notice_text(meeting, campaign)
    if title:
        content = content.partition("\n")[2]
    body = read_body(content.encode(), "会议通知.txt", kind=NOTICE.kind, title=title)
    return with_reply_form(body, campaign, always=True)


def _notice_faults(campaign: Campaign, meeting: Meeting) -> Iterator[str]:
    """Yield what keeps a notice from saying until when, and to whom, the units reply."""
    open_cells = [each.cell for each in campaign.placeholders if each.sheet == ITEMS_SHEET]
    if open_cells:
        yield f"「{ITEMS_SHEET}」{'、'.join(open_cells)} 还留着【待定】、（待填），请改为实际内容（说明里的请核对后删去）"
    if campaign.deadline.date() > meeting.days.last:
        yield f"{meeting.at('截止时间')} 回执的截止时间在会议之后，请改为会前的日期和时间"
    if not campaign.contact:
        yield f"{meeting.at(_CONTACT)} 没有填“联系人”，请补填收回执的科室或人"


def with_reply_form(body: BodyText, campaign: Campaign, *, always: bool = False) -> BodyText:
    """Return a 会议通知 with the reply form (回执) as its attachment, where its text names it or *always*."""
    document = body.recognised.document
    blocks = reply_form(campaign)
    form = Attachment(campaign.form_title, blocks)
    attachments = tuple(
        replace(each, blocks=blocks, apart=False) if each.apart and "回执" in each.title else each
        for each in document.attachments
    )
    document = replace(document, attachments=(*attachments, form) if always else attachments)
    return replace(body, recognised=replace(body.recognised, document=document))
