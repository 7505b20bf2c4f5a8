"""Prepare the papers of one order (发文): their order, what they share, whom each is for, how each is made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, cast

from pipeline.files import safe_name
from pipeline.issuing.check_paper import contradictions
from pipeline.issuing.due_papers import (
    LETTER,
    SUPERVISION,
    addressee_of,
    extended_until,
    gets_letter,
    is_above,
)
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import (
    IssueOptions,
    IssueRequest,
    PreparedPaper,
    paper_key,
)
from pipeline.issuing.notice_facts import (
    NoticeRound,
    in_full_width,
    notice_facts,
    notice_round,
    select_facts,
    without_own_traces,
)
from pipeline.issuing.paper_charts import charts_for
from pipeline.issuing.unaltered import refuse_altered
from pipeline.issuing.used_numbers import highest_used
from pipeline.ledger.decisions import last_decision
from pipeline.ledger.read import last_submission
from pipeline.model.document_number import printed_number
from pipeline.official.errors import TemplateMissing
from pipeline.official.ooxml.chart import chart_marks
from pipeline.official.standard.kinds import REMINDER_PAPERS
from pipeline.official.standard.paper_names import paper_named
from pipeline.official.templates.template import (
    fill_traced,
    referenced_names,
    rendered_text,
)
from pipeline.products.template_lookup import template_for
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.issuing.issue import HighestUsed
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document_number import Number
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.official.templates.template import TemplateFile
    from pipeline.products.tags import NoticeFacts
    from pipeline.supervision.overdue import Overdue

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
    def is_early(self) -> bool:
        """Return whether the person has confirmed, with a reason, that it is issued before its step (步骤)."""
        return self.is_confirmed and bool(self.options.reason)

    @property
    def step(self) -> str:
        """Return the kind whose step (步骤) it is: a letter in place of a 督办 is due when that is."""
        return self.in_place_of or self.kind


@dataclass(frozen=True, slots=True)
class NoticeBatch:
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
        """Return the campaign that the papers are on."""
        return self.of_round.collected.campaign

    @property
    def left_out(self) -> tuple[tuple[Unit, str], ...]:
        """Return the units that owe their form and are not to be reminded of it now, each with the reason.

        One whose deadline was extended (延期) is, where the person has confirmed it with a reason.
        """
        roster = self.campaign.roster
        above = f"是上级单位，不发{self.order.step}，请当面联系，或用报告、请示"
        found = []
        for item in self.of_round.owing.values():
            if is_above(addressee_of(roster, item.unit)):
                found.append((item.unit, above))
            elif not self.order.is_early and (extended := self.extension(item)):
                found.append((item.unit, extended))
        return tuple(found)

    def extension(self, item: Overdue) -> str:
        """Return until when the unit's deadline was extended (延期), and when this step is due to it; else nothing."""
        until = item.standing.until
        paper, period = self.campaign.paper(self.order.step), self.of_round.collected.period
        due = extended_until(paper, period, item, self.of_round.moment)
        if until is None or due is None:
            return ""
        step = f"{chinese_date(due)} 起才{self.order.step}"
        return f"已延期到 {chinese_moment(until)}，{step}"

    def facts(self, units: Sequence[Unit]) -> NoticeFacts:
        """Return the facts of the paper to *units*."""
        order = self.order
        facts = notice_facts(self.of_round, order.kind, order.options.dated, units)
        facts["依据"] = order.basis or facts["依据"]
        facts["必要性"] = order.necessity or facts["必要性"]
        # Only what is printed: a letter to one of a thousand units doesn't print the table of all.
        printed = in_full_width(select_facts(facts, self.names))
        return cast("NoticeFacts", {**facts, **printed})


def notice_template(office: Office, campaign: Campaign, kind: str) -> TemplateFile:
    """Return the template of *kind*; one that a person's text is for may be called by another name."""
    try:
        return template_for(office.workspace, campaign.name, kind)
    except TemplateMissing:
        if paper_named(kind) is None:
            raise
        raise needs_draft(campaign, kind) from None


def needs_draft(campaign: Campaign, kind: str) -> IssueRefused:
    """Return the refusal of a kind whose text a person writes (文稿), with the command for it."""
    return IssueRefused(kind, [_NEEDS_DRAFT.format(kind=kind, campaign=campaign.name)])


def prepare_batch(
    office: Office, collected: CollectionRound, order: NoticeOrder, template: TemplateFile
) -> NoticeBatch:
    """Compute what the papers of *order* on a round share.

    Raises:
        SubmissionAltered: the ledger no longer has a form as it was recorded.
    """
    refuse_altered(office, collected)
    names = referenced_names(template)
    return NoticeBatch(
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


def addressees(office: Office, batch: NoticeBatch) -> list[tuple[Unit, ...]]:
    """Return the units of each paper to issue (主送)."""
    order = batch.order
    named = tuple(office.unit(batch.campaign, name) for name in order.units)
    if order.step in REMINDER_PAPERS:
        return _reminded(batch, named)
    if order.kind == LETTER:
        if not named:
            raise IssueRefused(LETTER, ["请用 --unit 指明发给哪个单位"])
        return [(unit,) for unit in _without_form(batch, named)]
    return [named]


def _reminded(batch: NoticeBatch, named: Sequence[Unit]) -> list[tuple[Unit, ...]]:
    """Return the units of each reminder: those that owe their form, and to which such a paper is due."""
    order, roster = batch.order, batch.campaign.roster
    left_out = {unit.code for unit, _ in batch.left_out}
    owing = [item.unit for item in batch.of_round.owing.values()]
    wanted = [unit for unit in owing if not named or unit in named]
    units = [unit for unit in wanted if unit.code not in left_out]
    if order.step != SUPERVISION:
        papers = [tuple(units)] if units else []
    else:
        by_addressee: dict[Unit, list[Unit]] = {}
        for unit in units:
            addressee = addressee_of(roster, unit)
            if gets_letter(addressee) == (order.kind == LETTER):
                by_addressee.setdefault(addressee, []).append(unit)
        papers = [tuple(each) for each in by_addressee.values()]
    if not papers:
        raise NothingToIssue(order.kind, _why_none(batch, named, wanted))
    return papers


def _without_form(batch: NoticeBatch, named: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units of *named* to which a letter (函) is due: they owe their form, and are not above the office.

    Raises:
        IssueRefused: one is above the office (上级).
        NothingToIssue: none of them owes.
    """
    above = [unit.full_name for unit in named if is_above(unit)]
    if above:
        reason = (
            f"{'、'.join(above)}是上级单位（任务书“单位”表的“行文关系”），向上级行文用请示、报告"
            "（《党政机关公文处理工作条例》第八条）。请写好文稿，用 baosong notice 请示 --text 文稿.docx"
        )
        raise IssueRefused(LETTER, [reason])
    owing = tuple(unit for unit in named if unit.code in batch.of_round.owing)
    if not owing:
        names = "、".join(unit.full_name for unit in named)
        raise NothingToIssue(LETTER, f"{names}已经报送，或者免报。")
    return owing


def _why_none(batch: NoticeBatch, named: Sequence[Unit], wanted: Sequence[Unit]) -> str:
    """Return why there is no unit to remind: all have reported, or those that owe are not due yet."""
    if named and not wanted:
        return f"{'、'.join(unit.full_name for unit in named)}已经报送。"
    reasons = [f"{unit.full_name}{why}" for unit, why in batch.left_out if unit in wanted]
    if not reasons:
        return "各单位都已报送。"
    return f"{'；'.join(reasons)}。确需提前的，请加 --yes --reason 写明理由。"


def _file_name(printed: str, facts: NoticeFacts, number: Number | None) -> str:
    """Return the name of the file: number and title; a draft to one addressee alone has the unit in it."""
    name = facts["单位"]["名称"]
    alone = bool(name) and "、" not in facts["主送机关"]
    unit = f" {name}" if number is None and alone else ""
    return safe_name(f"{printed} {facts['标题']}{unit}") + ".docx"


def _filled_paper(batch: NoticeBatch, facts: NoticeFacts, number: Number | None) -> PreparedPaper:
    printed = printed_number(number) if number else "（草稿未编号）"
    filled = fill_traced(batch.template, select_facts({**facts, "发文字号": printed}, batch.names))
    return PreparedPaper(filled.content, _file_name(printed, facts, number), filled.trail)


def notice_request(office: Office, batch: NoticeBatch, facts: NoticeFacts) -> IssueRequest:
    """Return the request for the paper with these *facts*; two that print the same have the same key."""
    campaign, order = batch.campaign, batch.order

    words = rendered_text(batch.template, select_facts(facts, batch.names))
    collected = batch.of_round.collected
    charts = charts_for(office, collected, batch.template.name, chart_marks(words))

    def make(number: Number | None) -> PreparedPaper:
        return charts.drawn_in(_filled_paper(batch, facts, number))

    if charts.charts:
        make(None)  # a mark that can't be replaced takes no number
    return IssueRequest(
        paper=campaign.paper(order.kind),
        title=facts["标题"],
        folder=office.workspace.results(campaign.name) / OutboxFolder.NOTICES,
        key=paper_key(
            order.kind,
            campaign.name,
            collected.period.code,
            facts["主送机关"],
            order.options.dated.isoformat(),
            rendered_text(
                batch.template,
                select_facts(without_own_traces(facts), batch.names),
                with_tables=True,
            ),
            *charts.key,
        ),
        make=make,
        contradictions=contradictions(campaign, words),
        notes=charts.notes,
    )
