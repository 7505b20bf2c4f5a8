"""Issue the next number of a campaign's briefing (简报)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.issuing.briefing_request import briefing_request
from pipeline.issuing.issue import (
    Issued,
    PreparedPaper,
    issue,
    preview,
    recover_reserved_numbers,
    refuse_unfinished,
)
from pipeline.issuing.outdated import outdated_notes
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.settle_pages import settle_pages
from pipeline.issuing.unaltered import refuse_altered
from pipeline.issuing.used_numbers import highest_used
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.products.outlier_notes import outlier_notes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.issuing.issue import IssueOptions
    from pipeline.model.campaign import Campaign
    from pipeline.office.context import Office


def issue_briefing(
    office: Office,
    campaign: Campaign,
    options: IssueOptions,
    period: str = "",
    picked: Sequence[str] = (),
) -> Issued:
    """Issue the briefing (简报) on the present figures; unchanged figures don't make a new issue.

    *picked* are the units whose texts are printed (摘登); without any, 选编.xlsx and a rule decide.

    Raises:
        PipelineError: it could not be made; its number, if already reserved, is released with the reason.
    """
    refuse_unfinished(campaign, "简报")
    if options.pdf:
        require_renderer()
    if options.pages is None:
        pages = settle_pages(partial(_preview, office, campaign, options, period, picked))
        options = replace(options, pages=pages)
    with exclusive(office.workspace, f"{campaign.name}简报"):
        recover_reserved_numbers(office)
        # Read under the lock: what is received before the paper is issued belongs in it.
        collected = load_round(office, campaign, period)
        refuse_altered(office, collected)
        request, notes = briefing_request(office, collected, options, picked)
        notes += (*outlier_notes(collected), *outdated_notes(office, campaign))
        issued = replace(issue(office, request, options), notes=notes)
        refresh_boards(office)
    return add_pdfs([issued])[0] if options.pdf else issued


def _preview(
    office: Office,
    campaign: Campaign,
    options: IssueOptions,
    period: str,
    picked: Sequence[str],
) -> Mapping[str, PreparedPaper]:
    """Return the briefing as it would be issued now; the office is locked while it is made."""
    with exclusive(office.workspace, f"{campaign.name}简报"):
        request, _ = briefing_request(office, load_round(office, campaign, period), options, picked)
        return preview(office, [request], options, partial(highest_used, office))
