"""Issue the next number of a campaign's briefing (简报)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.files import safe_name, sha256_of
from pipeline.issuing.check_pages import check_pages
from pipeline.issuing.issue import (
    Issued,
    IssueRequest,
    PreparedPaper,
    issue,
    preview,
    recover_reserved_numbers,
    refuse_unfinished,
)
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.unaltered import refuse_altered
from pipeline.issuing.used_numbers import highest_used
from pipeline.model.document import Paragraph, Table
from pipeline.model.document_number import printed_number
from pipeline.model.figure import Figure, TrailEntry
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.official.layout.lay_out import lay_out
from pipeline.products.briefing import compose_briefing
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.issuing.issue import IssueOptions
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document import OfficialDocument, Piece
    from pipeline.model.document_number import Number
    from pipeline.office.context import Office


def issue_briefing(
    office: Office, campaign: Campaign, options: IssueOptions, period: str = ""
) -> Issued:
    """Issue the briefing (简报) on the present figures; unchanged figures don't make a new issue.

    Raises:
        PipelineError: it could not be made; its number, if already reserved, is released with the reason.
    """
    refuse_unfinished(campaign, "简报")
    if options.pdf:
        require_renderer()
    if options.pages is None:
        pages = check_pages(partial(_preview, office, campaign, options, period))
        options = replace(options, pages=pages)
    with exclusive(office.workspace, f"{campaign.name}简报"):
        recover_reserved_numbers(office)
        # Read under the lock: what is received before the paper is issued belongs in it.
        collected = load_round(office, campaign, period)
        refuse_altered(office, collected)
        issued = issue(office, _request(office, collected, options), options)
        refresh_boards(office)
    return add_pdfs([issued])[0] if options.pdf else issued


def _preview(
    office: Office, campaign: Campaign, options: IssueOptions, period: str
) -> tuple[PreparedPaper, ...]:
    """Return the briefing as it would be issued now; the office is locked while it is made."""
    with exclusive(office.workspace, f"{campaign.name}简报"):
        request = _request(office, load_round(office, campaign, period), options)
        return preview(office, [request], options, partial(highest_used, office))


def _request(office: Office, collected: CollectionRound, options: IssueOptions) -> IssueRequest:
    campaign, moment = collected.campaign, office.clock.now()

    def make(number: Number | None) -> PreparedPaper:
        issue_number = printed_number(number) if number else "第　期（草稿）"
        document = compose_briefing(collected, issue_number, options.dated, moment)
        name = document.masthead.name if document.masthead else campaign.name
        return PreparedPaper(
            lay_out(document, moment),
            f"{safe_name(f'{issue_number} {name}')}.docx",
            tuple(trail_of_document(document)),
        )

    return IssueRequest(
        paper=campaign.paper("简报"),
        title=campaign.text("简报标题") or f"{campaign.name}工作情况",
        folder=office.workspace.results(campaign.name) / OutboxFolder.BRIEFINGS,
        key=round_key("简报", collected, of_units=standing_keys(collected)),
        make=make,
    )


def round_key(kind: str, collected: CollectionRound, *more: str, of_units: Sequence[str]) -> str:
    """Return a digest that is equal whenever a paper of *kind* on this round has the same content.

    *of_units* are the :func:`standing_keys` of the round, which all papers of a batch share.
    """
    parts = [kind, collected.campaign.name, collected.period.code, *more, *of_units]
    return sha256_of("\n".join(parts).encode())


def standing_keys(collected: CollectionRound) -> tuple[str, ...]:
    """Return for each unit a text that is equal whenever a paper shows the same of it."""
    return tuple(
        f"{standing.unit}{standing.state.value}{standing.late}"
        f"{standing.current.digest if standing.current else ''}"
        for standing in collected.standings
    )


def trail_of_document(document: OfficialDocument) -> Iterator[TrailEntry]:
    """Yield every figure of *document* with the paragraph or the row in which it is printed (溯源)."""
    paragraph = 0
    for block in document.blocks:
        if isinstance(block, Paragraph):
            paragraph += 1
            yield from _figures(f"正文第{paragraph}段", block.pieces)
        elif isinstance(block, Table):
            for number, row in enumerate(block.rows, start=1):
                yield from _figures(f"{block.caption or '表'}第{number}行", row)


def _figures(at: str, pieces: tuple[Piece, ...]) -> Iterator[TrailEntry]:
    return (TrailEntry(at, piece) for piece in pieces if isinstance(piece, Figure))
