"""Read the text of a paper (文稿): a person's own with the facts of a meeting as tags, or one that is drafted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.campaign.book.meeting import is_meeting
from pipeline.issuing.meeting import known_meeting
from pipeline.issuing.meeting_draft import drafted_body, with_reply_form
from pipeline.model.figure import TrailEntry
from pipeline.official.drafts.body_text import read_body
from pipeline.official.foreign_files import run_on_file
from pipeline.official.templates.printed_places import places_of
from pipeline.products.meeting_drafts import NOTICE
from pipeline.products.meeting_facts import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.issuing.meeting import KnownMeeting
    from pipeline.issuing.text_notices import TextOrder
    from pipeline.model.campaign import Campaign
    from pipeline.model.figure import Figure
    from pipeline.office.context import Office
    from pipeline.official.drafts.body_text import BodyText
    from pipeline.sandbox.run import Sandbox


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as it was read, the figures that its tags may print, and notes for the person."""

    body: BodyText
    figures: Mapping[str, Figure] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read_text(
    office: Office, campaign: Campaign | None, order: TextOrder, sandbox: Sandbox | None
) -> ReadText:
    """Return the text of the paper of *order*: the person's own, or that of a meeting's paper drafted.

    Raises:
        MeetingFaulty: the meeting lacks what its papers state; the cell is named.
        IssueRefused: there is nothing to draft it from.
        DraftUnreadable, DocumentTooLarge: the person's file can't be used.
    """
    kind, title = order.name.kind, order.title
    if campaign is None or not is_meeting(campaign):
        assert order.text is not None  # noqa: S101 - only a meeting's paper is drafted
        body = run_on_file(sandbox, read_body, order.text, kind=kind, title=title)
        return ReadText(body)
    known = known_meeting(office, campaign, order.options.dated.year)
    if order.text is None:
        body = drafted_body(campaign, known, order, sandbox)
        notes = tuple(_notes(campaign, known, order, body))
        return ReadText(body, known.figures, notes)
    body = run_on_file(sandbox, read_body, order.text, kind=kind, title=title, facts=known.facts)
    notes = ()
    if order.name == NOTICE:
        body = with_reply_form(body, campaign)
        notes = tuple(_form_notes(body, campaign))
    return ReadText(body, known.figures, notes)


def _form_notes(body: BodyText, campaign: Campaign) -> Iterator[str]:
    if not body.recognised.document.attachments:
        yield f"文稿没有写附件。要把回执附在后面的，请在正文后写一行“附件：{campaign.form_title}”。"


def _notes(
    campaign: Campaign, known: KnownMeeting, order: TextOrder, body: BodyText
) -> Iterator[str]:
    """Yield what was added to the outline, and by what the attendance was counted."""
    if order.name == NOTICE:
        yield f"电子表格的空白回执用 baosong blanks {campaign.name} 生成，随通知发出。"
        return
    if body.added:
        yield f"按任务书和回执加了：{'、'.join(body.added)}；不要的，请在提纲里自己写，或改用 --text。"
    yield from known.notes


def text_trail(content: bytes, read: ReadText) -> tuple[TrailEntry, ...]:
    """Return the numbers of a meeting that the paper *content* prints by tags, each with its place."""
    printed = {
        line.words: figures
        for line in read.body.filled
        if (figures := tuple(figures_of(line.tags, read.figures)))
    }
    places = places_of(content, printed) if printed else {}
    return tuple(
        TrailEntry(places[words], figure)
        for words, figures in printed.items()
        if words in places
        for figure in figures
        if figure.text in words
    )
