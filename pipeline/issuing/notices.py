"""Issue numbered papers from the office's templates (发文): 通知, 催报, 督办, 通报, 函, and its own kinds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from pipeline.campaign.deadline_notes import deadline_notes
from pipeline.files import safe_name
from pipeline.issuing.check_paper import contradictions
from pipeline.issuing.due_papers import (
    LETTER,
    SUPERVISION,
    gets_letter,
    refuse_early,
    refuse_while_waiting,
    relations_of,
)
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import (
    IssueOptions,
    IssueRequest,
    PreparedPaper,
    issue_paper,
    paper_key,
    preview,
    recover_reserved_numbers,
    refuse_unfinished,
    show_register,
)
from pipeline.issuing.notice_facts import (
    NoticeRound,
    in_full_width,
    notice_facts,
    notice_round,
    select_facts,
    without_own_traces,
)
from pipeline.issuing.overlaps import confirmed_overlaps, new_overlaps
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.settle_pages import settle_pages
from pipeline.issuing.unaltered import refuse_altered
from pipeline.issuing.used_numbers import highest_used
from pipeline.ledger.decisions import last_decision
from pipeline.ledger.read import last_submission
from pipeline.model.document_number import printed_number
from pipeline.model.event import unit_subject
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.office.periods import note_opened
from pipeline.official.errors import TemplateFaulty, TemplateMissing
from pipeline.official.standard.addressing import OutgoingPaper, addressing_faults
from pipeline.official.standard.kinds import REMINDER_PAPERS, is_upward
from pipeline.official.standard.paper_names import paper_named
from pipeline.official.templates.repair import template_notes
from pipeline.official.templates.template import (
    check_template,
    fill_traced,
    referenced_names,
    rendered_text,
)
from pipeline.products.tag_names import known_names
from pipeline.products.tags import NoticeFacts
from pipeline.products.template_lookup import template_for
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.issuing.issue import HighestUsed, Issued
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document_number import Number
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.official.templates.template import TemplateFile

_NEEDS_DRAFT = (
    "它的正文由人写，不能由任务的数据写成。请先写好文稿（标题和正文），再运行 "
    "baosong notice {kind} {campaign} --text 文稿.docx；没有占用文号"
)


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """Order for a paper: its kind (文种), its units, and the basis and necessity that a 通知 must state.

    ``confirmed`` means that the person has seen the objections of the rules; with a ``reason`` also that
    the paper is issued before its step (步骤). ``in_place_of`` is the kind for which a letter (函) stands.
    """

    kind: str
    options: IssueOptions
    units: tuple[str, ...] = ()
    period: str = ""
    basis: str = ""
    necessity: str = ""
    confirmed: bool = False
    in_place_of: str = ""

    @property
    def is_confirmed(self) -> bool:
        """Return whether the person has confirmed it, for this order or for all papers."""
        return self.confirmed or self.options.confirmed

    @property
    def step(self) -> str:
        """Return the kind whose step (步骤) it is: a letter in place of a 督办 is due when that is."""
        return self.in_place_of or self.kind


@dataclass(frozen=True, slots=True)
class _Batch:
    """What the papers of one order share, computed once for all of them.

    ``names`` are the facts that the template uses, ``highest`` returns the highest numbers that papers in
    the outbox bear.
    """

    order: NoticeOrder
    of_round: NoticeRound
    template: TemplateFile
    names: frozenset[str]
    highest: HighestUsed
    latest: tuple[int, int]  # numbers of the last submission and the last decision that are in it

    def is_outdated(self, office: Office) -> bool:
        """Return whether something was received or decided since the facts were read."""
        return _latest(office, self.of_round.collected) != self.latest

    @property
    def campaign(self) -> Campaign:
        return self.of_round.collected.campaign

    def facts(self, units: Sequence[Unit]) -> NoticeFacts:
        """Return the facts of the paper to *units*."""
        order = self.order
        facts = notice_facts(self.of_round, order.kind, order.options.dated, units)
        facts["依据"] = order.basis or facts["依据"]
        facts["必要性"] = order.necessity or facts["必要性"]
        # Only what is printed: a letter to one of a thousand units doesn't print the table of all.
        printed = in_full_width(select_facts(facts, self.names))
        return cast("NoticeFacts", {**facts, **printed})


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
    parted = order.kind == SUPERVISION and any(map(gets_letter, campaign.units()))
    letters = replace(order, kind=LETTER, in_place_of=order.kind)
    return (order, letters) if parted else (order,)


def _preview(office: Office, campaign: Campaign, order: NoticeOrder) -> Mapping[str, PreparedPaper]:
    """Return the papers of *order* as they would be issued now; the office is locked while they are made."""
    papers: dict[str, PreparedPaper] = {}
    with exclusive(office.workspace, f"{campaign.name}{order.kind}"):
        for part in _parts(campaign, order):
            template = template_for(office.workspace, campaign.name, part.kind)
            batch = _prepare(office, load_round(office, campaign, part.period), part, template)
            with suppress(NothingToIssue):
                facts = [batch.facts(units) for units in _addressees(office, batch)]
                _check_template(office, batch, facts[0])
                requests = [_request(office, batch, each) for each in facts]
                papers |= preview(office, requests, part.options, batch.highest)
    return papers


def _issue_each(office: Office, campaign: Campaign, order: NoticeOrder) -> Iterator[Issued]:
    """Issue the papers of *order* one by one, each with the office locked for it alone.

    What they state is read under the lock, and read again where something was received since the last
    paper: a unit that has reported in between gets no paper any more. One whose facts have changed since
    the pages were settled is issued as it is laid out.
    """
    template = _template(office, campaign, order.kind)
    batch: _Batch | None = None
    notes: tuple[str, ...] = ()
    remaining: list[tuple[Unit, ...]] = []
    done: set[tuple[Unit, ...]] = set()
    while batch is None or remaining:
        with exclusive(office.workspace, f"{campaign.name}{order.kind}"):
            if batch is None:
                recover_reserved_numbers(office)
            if batch is None or batch.is_outdated(office):
                collected = load_round(office, campaign, order.period)
                batch = _prepare(office, collected, order, template)
                remaining = _remaining(office, batch, done)
            if not remaining:
                return
            notes = notes if done else _check_template(office, batch, batch.facts(remaining[0]))
            units = remaining.pop(0)
            done.add(units)
            paper = _issue_one(office, batch, units)
        yield replace(paper, notes=(*notes, *paper.notes))


def _template(office: Office, campaign: Campaign, kind: str) -> TemplateFile:
    """Return the template of *kind*; one that a person's text is for may be called by another name."""
    try:
        return template_for(office.workspace, campaign.name, kind)
    except TemplateMissing:
        if paper_named(kind) is None:
            raise
        raise _needs_draft(campaign, kind) from None


def _needs_draft(campaign: Campaign, kind: str) -> IssueRefused:
    return IssueRefused(kind, [_NEEDS_DRAFT.format(kind=kind, campaign=campaign.name)])


def _prepare(
    office: Office, collected: CollectionRound, order: NoticeOrder, template: TemplateFile
) -> _Batch:
    refuse_altered(office, collected)
    names = referenced_names(template)
    return _Batch(
        order=order,
        of_round=notice_round(office, collected, names),
        template=template,
        names=names,
        highest=cache(partial(highest_used, office)),
        latest=_latest(office, collected),
    )


def _latest(office: Office, collected: CollectionRound) -> tuple[int, int]:
    names = collected.campaign.name, collected.period.code
    return last_submission(office.ledger, *names), last_decision(office.ledger)


def _remaining(
    office: Office, batch: _Batch, done: Collection[tuple[Unit, ...]]
) -> list[tuple[Unit, ...]]:
    """Return the units of each paper that is still to be issued."""
    try:
        return [units for units in _addressees(office, batch) if units not in done]
    except NothingToIssue:
        if done:  # the last ones have reported while the papers before were issued
            return []
        raise


def _addressees(office: Office, batch: _Batch) -> list[tuple[Unit, ...]]:
    """Return the units of each paper to issue (主送)."""
    order = batch.order
    named = tuple(office.unit(batch.campaign, name) for name in order.units)
    if order.step in REMINDER_PAPERS:
        return _reminded(batch, named)
    if order.kind == LETTER:
        if not named:
            raise IssueRefused(LETTER, ["请用 --unit 指明发给哪个单位"])
        return [(unit,) for unit in named]
    return [named]


def _reminded(batch: _Batch, named: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """Return the units of each reminder: those that owe their form, and to which such a paper is due."""
    order = batch.order
    owing = [item.unit for item in batch.of_round.owing.values()]
    wanted = [unit for unit in owing if not named or unit in named]
    if order.step == SUPERVISION:
        units = tuple(unit for unit in wanted if gets_letter(unit) == (order.kind == LETTER))
    else:
        units = tuple(wanted)
    if not units:
        names = "、".join(unit.full_name for unit in named)
        reason = f"{names}已经报送。" if named and not wanted else "各单位都已报送。"
        raise NothingToIssue(order.kind, reason)
    return [(unit,) for unit in units] if order.step == SUPERVISION else [units]


def _issue_one(office: Office, batch: _Batch, units: Sequence[Unit]) -> Issued:
    """Check and issue the paper to *units*; its notes are the objections that the person has confirmed."""
    facts = batch.facts(units)
    faults = _check_addressing(batch, facts, units)
    request = _request(office, batch, facts)
    if batch.order.kind == "通知":
        request = replace(request, announced=tuple(new_overlaps(office, batch.campaign)))
    if batch.order.step in REMINDER_PAPERS:
        announced = _reminder_events(batch.campaign, batch.order.step, units)
        request = replace(request, announced=announced)
    options = replace(batch.order.options, confirmed=batch.order.is_confirmed)
    issued = issue_paper(office, request, options, batch.highest)
    if batch.order.kind == "通知" and not batch.order.options.draft:
        note_opened(office, batch.campaign, batch.of_round.collected.period)
    return replace(issued, notes=faults)


def _reminder_events(
    campaign: Campaign, kind: str, units: Sequence[Unit]
) -> tuple[tuple[str, str], ...]:
    """Return action and subject of the events to append when the paper is issued (催报留痕), one a unit."""
    return tuple((kind, unit_subject(campaign.name, unit.full_name)) for unit in units)


def _check_template(office: Office, batch: _Batch, facts: NoticeFacts) -> tuple[str, ...]:
    """Check what the papers have in common, with *facts* of the first; return the notes for the person.

    Raises:
        IssueRefused, TemplateFaulty: the papers can't be issued as they are.
    """
    kind, template = batch.order.kind, batch.template
    _check_day(office, batch)
    if "正文" in batch.names:
        raise _needs_draft(batch.campaign, kind)
    unknown = check_template(template, known_names(facts, NoticeFacts))
    if unknown:
        raise TemplateFaulty(template.name, "", "；".join(unknown))
    if is_upward(kind) and not facts["签发人"]:
        raise IssueRefused(
            kind,
            ["上行文应当标注签发人（条例第九条），请在任务书“发文”表这一行填写“签发人”"],
        )
    notes = [*template_notes(template.name, template.package)]
    if kind == "通知":
        missing = [
            name
            for name, text in (("依据", facts["依据"]), ("必要性", facts["必要性"]))
            if not text
        ]
        if missing:
            raise IssueRefused(
                "通知",
                [
                    f"没有写明{'和'.join(missing)}。请在任务书“任务”表填写，或用 --basis、--necessity 说明（为基层减负的要求）"
                ],
            )
        known = batch.order.is_confirmed or batch.order.options.draft
        notes += confirmed_overlaps(office, batch.campaign, confirmed=known)
        notes += deadline_notes(batch.campaign, batch.of_round.collected.period)
    return tuple(notes)


def _check_day(office: Office, batch: _Batch) -> None:
    """Refuse a paper before its step (步骤), and one that names units whose files wait for a person.

    Raises:
        IssueRefused: the person has not confirmed it; before the step, not without a reason either.
    """
    order, collected = batch.order, batch.of_round.collected
    if order.options.draft:
        return
    if not (order.is_confirmed and order.options.reason):
        refuse_early(collected, order.step, office.clock.today())
    if not order.is_confirmed:
        owing = [item.unit for item in batch.of_round.owing.values()]
        refuse_while_waiting(office, batch.campaign, order.step, owing)


def _check_addressing(batch: _Batch, facts: NoticeFacts, units: Sequence[Unit]) -> tuple[str, ...]:
    """Check who is addressed, and how, before a number is reserved; return what the rules object to.

    Raises:
        IssueRefused: a rule objects, and the person hasn't confirmed it.
        TemplateFaulty: the template can't be filled.
    """
    campaign, order = batch.campaign, batch.order
    text = rendered_text(batch.template, select_facts(facts, batch.names))
    organ, level = campaign.issuing_organ, campaign.issuer_level
    addressed = facts["主送机关"]
    paper = OutgoingPaper(organ, level, order.kind, addressed, text, relations_of(units))
    faults = addressing_faults(paper)
    if faults and not order.is_confirmed and not order.options.draft:
        raise IssueRefused(order.kind, [*faults, "核实无误仍要印发的，请加 --yes"])
    return faults


def _request(office: Office, batch: _Batch, facts: NoticeFacts) -> IssueRequest:
    campaign, order = batch.campaign, batch.order

    def make(number: Number | None) -> PreparedPaper:
        printed = printed_number(number) if number else "（草稿未编号）"
        filled = fill_traced(
            batch.template, select_facts({**facts, "发文字号": printed}, batch.names)
        )
        name = safe_name(f"{printed} {facts['标题']}") + ".docx"
        return PreparedPaper(filled.content, name, filled.trail)

    return IssueRequest(
        paper=campaign.paper(order.kind),
        title=facts["标题"],
        folder=office.workspace.results(campaign.name) / OutboxFolder.NOTICES,
        key=paper_key(
            order.kind,
            campaign.name,
            batch.of_round.collected.period.code,
            facts["主送机关"],
            order.options.dated.isoformat(),
            rendered_text(batch.template, select_facts(without_own_traces(facts), batch.names)),
        ),
        make=make,
        contradictions=contradictions(
            campaign, rendered_text(batch.template, select_facts(facts, batch.names))
        ),
    )
