"""Issue numbered papers from the office's templates (发文): 通知, 催报, 督办, 通报, 函, and its own kinds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.issuing.blanks import enclose_blanks
from pipeline.issuing.due_papers import (
    LETTER,
    SUPERVISION,
    addressee_of,
    early_reason,
    gets_letter,
)
from pipeline.issuing.errors import NothingToIssue
from pipeline.issuing.issue import (
    PreparedPaper,
    issue_paper,
    preview,
    recover_reserved_numbers,
    refuse_unfinished,
    show_register,
)
from pipeline.issuing.overlaps import new_overlaps
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.settle_pages import settle_pages
from pipeline.model.event import Action, period_subject
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.office.periods import note_opened
from pipeline.official.standard.kinds import REMINDER_PAPERS
from pipeline.products.template_lookup import template_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.issuing.issue import Issued
    from pipeline.model.campaign import Campaign
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office

from pipeline.issuing.check_notice import check_addressing, check_shared
from pipeline.issuing.notice_batch import (
    NoticeBatch,
    NoticeOrder,
    addressees,
    notice_request,
    notice_template,
    prepare_batch,
)


def issue_notice(office: Office, campaign: Campaign, order: NoticeOrder) -> tuple[Issued, ...]:
    """Issue the paper of that kind (发文); 督办 and 函 one for each unit, the others one for all.

    A unit that is not below the office (平级、不相隶属) gets a letter (函) in place of a 督办.

    The office is locked for one paper at a time. The register and the boards are written once, after the
    last paper or the first that failed.

    Raises:
        NothingToIssue: no unit is missing, so there is none to remind.
        IssueRefused: a rule objects to it, or its basis is missing.
        TemplateMissing, TemplateFaulty: the template doesn't exist or can't be filled; no number was
            reserved.
    """
    refuse_unfinished(campaign, order.kind)
    if order.options.pdf:
        require_renderer()
    if order.options.pages is None:
        pages = settle_pages(partial(_preview, office, campaign, order))
        order = replace(order, options=replace(order.options, pages=pages))
    issued: list[Issued] = []
    try:
        issued.extend(_issue_parts(office, campaign, order))
    finally:
        with exclusive(office.workspace, "发文登记簿"):
            show_register(office)
            refresh_boards(office)
    return add_pdfs(issued) if order.options.pdf else tuple(issued)


def _issue_parts(office: Office, campaign: Campaign, order: NoticeOrder) -> Iterator[Issued]:
    """Yield the papers of *order*, then the letters (函) that stand for it where units are not below.

    Raises:
        NothingToIssue: there is none of either.
    """
    nothing: NothingToIssue | None = None
    issued = False
    for part in _parts(campaign, order):
        try:
            for paper in _issue_each(office, campaign, part):
                issued = True
                yield paper
        except NothingToIssue as error:
            nothing = nothing or error
    if nothing is not None and not issued:
        raise nothing


def _parts(campaign: Campaign, order: NoticeOrder) -> tuple[NoticeOrder, ...]:
    """Return *order*, and that for the letters (函) in its place where units of the roster are not below."""
    parted = order.kind == SUPERVISION and any(
        gets_letter(addressee_of(campaign.roster, unit)) for unit in campaign.units()
    )
    letters = replace(order, kind=LETTER, in_place_of=order.kind)
    return (order, letters) if parted else (order,)


def _preview(office: Office, campaign: Campaign, order: NoticeOrder) -> Mapping[str, PreparedPaper]:
    """Return the papers of *order* as they would be issued now; the office is locked while they are made."""
    papers: dict[str, PreparedPaper] = {}
    with exclusive(office.workspace, f"{campaign.name}{order.kind}"):
        for part in _parts(campaign, order):
            template = template_for(office.workspace, campaign.name, part.kind)
            batch = prepare_batch(office, load_round(office, campaign, part.period), part, template)
            with suppress(NothingToIssue):
                wanted = addressees(office, batch)
                facts = [batch.facts(units) for units in wanted]
                check_shared(office, batch, facts[0], wanted)
                requests = [notice_request(office, batch, each) for each in facts]
                papers |= preview(office, requests, part.options, batch.highest)
    return papers


def _issue_each(office: Office, campaign: Campaign, order: NoticeOrder) -> Iterator[Issued]:
    """Issue the papers of *order* one by one, each with the office locked for it alone.

    What they state is read under the lock, and read again where something was received since the last
    paper: a unit that has reported in between gets no paper any more. One whose facts have changed since
    the pages were settled is issued as it is laid out.
    """
    template = notice_template(office, campaign, order.kind)
    batch: NoticeBatch | None = None
    notes: tuple[str, ...] = ()
    several = False
    remaining: list[tuple[Unit, ...]] = []
    done: set[tuple[Unit, ...]] = set()
    while batch is None or remaining:
        with exclusive(office.workspace, f"{campaign.name}{order.kind}"):
            if batch is None:
                recover_reserved_numbers(office)
            if batch is None or batch.is_outdated(office):
                collected = load_round(office, campaign, order.period)
                batch = prepare_batch(office, collected, order, template)
                remaining = _remaining(office, batch, done)
            if not remaining:
                return
            if not done:
                several = len(remaining) > 1
                notes = check_shared(office, batch, batch.facts(remaining[0]), remaining)
            units = remaining.pop(0)
            done.add(units)
            paper = _issue_one(office, batch, units, several=several)
        yield replace(paper, notes=(*notes, *paper.notes))
        notes = ()  # what concerns all of them is said once


def _remaining(
    office: Office, batch: NoticeBatch, done: Collection[tuple[Unit, ...]]
) -> list[tuple[Unit, ...]]:
    """Return the units of each paper that is still to be issued."""
    try:
        return [units for units in addressees(office, batch) if units not in done]
    except NothingToIssue:
        if done:  # the last ones have reported while the papers before were issued
            return []
        raise


def _issue_one(
    office: Office, batch: NoticeBatch, units: Sequence[Unit], *, several: bool
) -> Issued:
    """Check and issue the paper to *units*; its notes are the objections that were confirmed, and the request's.

    Those to *several* papers were said of all of them.
    """
    facts = batch.facts(units)
    faults = () if several else check_addressing(batch, facts, units)
    request = notice_request(office, batch, facts)
    if batch.order.kind == "通知":
        request = replace(request, announced=tuple(new_overlaps(office, batch.campaign)))
    if batch.order.step in REMINDER_PAPERS:
        announced = _reminder_events(batch, units)
        request = replace(request, announced=announced)
    request = replace(request, announced=(*request.announced, *_early_events(batch, units)))
    options = replace(batch.order.options, confirmed=batch.order.is_confirmed)
    issued = issue_paper(office, request, options, batch.highest)
    if batch.order.kind == "通知" and not batch.order.options.draft:
        note_opened(office, batch.campaign, batch.of_round.collected.period)
    enclosed = _enclosed(office, batch, units, issued)
    return replace(issued, notes=(*faults, *request.notes, *enclosed))


def _enclosed(
    office: Office, batch: NoticeBatch, units: Sequence[Unit], issued: Issued
) -> tuple[str, ...]:
    """Write the blanks that a letter (函) announces, of units that have handed in nothing; return what was written."""
    if batch.order.kind != LETTER:
        return ()
    silent = [unit for unit in units if batch.of_round.owing[unit.code].standing.latest is None]
    of_round = batch.of_round.collected
    paths = enclose_blanks(office, of_round.campaign, of_round.period, silent, issued)
    return tuple(f"随函附上 {path.name}" for path in paths)


def _early_events(batch: NoticeBatch, units: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    """Return the events by which it is recorded why a paper is issued before its step (步骤)."""
    order = batch.order
    early = [early_reason(batch.of_round.collected, order.step, batch.of_round.moment)]
    if order.step in REMINDER_PAPERS:
        owing = (batch.of_round.owing[unit.code] for unit in units)
        early += [
            f"{item.unit.full_name}{batch.extension(item)}"
            for item in owing
            if batch.extension(item)
        ]
    said = filter(None, early)
    return tuple((Action.OVERRIDDEN.value, f"{order.options.reason}：{each}") for each in said)


def _reminder_events(batch: NoticeBatch, units: Sequence[Unit]) -> tuple[tuple[str, str], ...]:
    """Return action and subject of the events to append when the paper is issued (催报留痕), one a unit."""
    name, period = batch.campaign.name, batch.of_round.collected.period.label
    return tuple((batch.order.step, period_subject(name, unit.full_name, period)) for unit in units)
