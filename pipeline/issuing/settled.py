"""Settle papers before they are numbered (定稿): all papers of an order in one run, outside the office lock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.ledger.register import find_issued
from pipeline.official.layout.adjust import adjust
from pipeline.official.layout.settle import is_settling, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.issuing.issue import IssueOptions, IssueRequest, PreparedPaper
    from pipeline.model.document_number import Number
    from pipeline.office.context import Office
    from pipeline.official.layout.adjust import Adjustment

    # How each paper is adjusted to its pages, by the key of its request.
    Adjustments = Mapping[str, Adjustment]


def to_settle(
    office: Office, requests: Iterable[IssueRequest], options: IssueOptions
) -> tuple[IssueRequest, ...]:
    """Return the *requests* whose papers will be written: none without a renderer, nor one issued before."""
    if not is_settling():
        return ()
    return tuple(
        request
        for request in requests
        if options.draft or options.reissue or find_issued(office.ledger, request.key) is None
    )


def find_adjustments(requests: Iterable[IssueRequest]) -> Adjustments:
    """Render the papers of *requests* without their numbers, in one call; return how each is adjusted.

    A number doesn't change the pages: it has a line of its own.

    Raises:
        RenderFailed: the renderer is installed and failed.
    """
    wanted = tuple(requests)
    settled = settle([request.make(None).content for request in wanted])
    return {request.key: paper.adjustment for request, paper in zip(wanted, settled, strict=True)}


def adjusted(request: IssueRequest, adjustments: Adjustments) -> IssueRequest:
    """Return *request* with its paper adjusted as was found for a paper of the same content."""
    adjustment = adjustments.get(request.key)
    if adjustment is None:
        return request

    def make(number: Number | None) -> PreparedPaper:
        paper = request.make(number)
        return replace(paper, content=adjust(paper.content, adjustment))

    return replace(request, make=make)
