"""Issue numbered papers from the office's templates (发文): 通知, 催报, 督办, 通报, 函, and its own kinds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.campaign.overlap import overlapping_fields
from pipeline.files import safe_name
from pipeline.issuing.briefings import round_key
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import (
    IssueOptions,
    IssueRequest,
    PreparedPaper,
    issue,
    recover_reserved_numbers,
    refuse_unfinished,
)
from pipeline.issuing.pdf import add_pdfs, require_renderer
from pipeline.issuing.unaltered import refuse_altered
from pipeline.ledger.read import list_events
from pipeline.model.document_number import printed_number
from pipeline.model.event import Action, unit_subject
from pipeline.model.figure import TrailEntry
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import load_round
from pipeline.office.lock import exclusive
from pipeline.official.errors import TemplateFaulty
from pipeline.official.standard.addressing import OutgoingPaper, addressing_faults
from pipeline.official.standard.kinds import REMINDER_PAPERS, is_upward
from pipeline.official.templates.repair import template_notes
from pipeline.official.templates.template import check_template, fill, filled_text, referenced_names
from pipeline.products.facts import (
    attendance_facts,
    campaign_facts,
    form_facts,
    issue_facts,
    overdue_rows,
    score_rows,
    scoring_method,
    summed_figures,
    totals_facts,
)
from pipeline.products.template_lookup import template_for
from pipeline.products.wording import with_full_stop
from pipeline.supervision.overdue import overdue
from pipeline.workspace import OutboxFolder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.issuing.issue import Issued
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document_number import Number
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.official.templates.template import TemplateFile
    from pipeline.products.tags import NoticeFacts, UnitFacts
    from pipeline.supervision.overdue import Overdue

_DAYS_TO_AMEND = 3
_NEEDS_DRAFT = (
    "这个模板要填人拟的文稿，不能由任务的数据写成。请先写好文稿，再运行 "
    "baosong typeset 文稿 --kind {kind} --template templates/公文/{kind}.docx；没有占用文号"
)


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """Order for a paper: its kind (文种), its units, and the basis and necessity that a 通知 must state.

    ``confirmed`` means that the person has seen the objections of the rules.
    """

    kind: str
    options: IssueOptions
    units: tuple[str, ...] = ()
    period: str = ""
    basis: str = ""
    necessity: str = ""
    confirmed: bool = False


def issue_notice(office: Office, campaign: Campaign, order: NoticeOrder) -> tuple[Issued, ...]:
    """Issue the paper of that kind (发文); 督办 and 函 one for each unit, the others one for all.

    Raises:
        NothingToIssue: no unit is missing, so there is none to remind.
        IssueRefused: a rule objects to it, or its basis is missing.
        TemplateMissing, TemplateFaulty: the template doesn't exist or can't be filled; no number was
            reserved.
    """
    refuse_unfinished(campaign, order.kind)
    if order.options.pdf:
        require_renderer()
    collected = load_round(office, campaign, order.period)
    refuse_altered(office, collected)
    template = template_for(office.workspace, campaign.name, order.kind)
    issued = []
    with exclusive(office.workspace):
        recover_reserved_numbers(office)
        for units in _addressees(office, collected, order):
            facts = _facts(office, collected, order, units)
            notes = _check(office, campaign, order, template, facts)
            request = _request(office, collected, order, template, facts)
            if order.kind in REMINDER_PAPERS:
                request = replace(request, announced=_reminder_events(campaign, order.kind, units))
            paper = issue(office, request, order.options)
            issued.append(replace(paper, notes=notes))
        refresh_boards(office)
    return add_pdfs(issued) if order.options.pdf else tuple(issued)


def _addressees(
    office: Office, collected: CollectionRound, order: NoticeOrder
) -> list[tuple[Unit, ...]]:
    """Return the units of each paper to issue (主送)."""
    campaign = collected.campaign
    named = tuple(office.unit(campaign, name) for name in order.units)
    if order.kind in REMINDER_PAPERS:
        owing = tuple(item.unit for item in _owing(office, collected))
        reminded_units = tuple(unit for unit in owing if not named or unit in named)
        if not reminded_units:
            reason = (
                f"{'、'.join(unit.full_name for unit in named)}已经报送。"
                if named
                else "各单位都已报送。"
            )
            raise NothingToIssue(order.kind, reason)
        return [(unit,) for unit in reminded_units] if order.kind == "督办" else [reminded_units]
    if order.kind == "函":
        if not named:
            raise IssueRefused("函", ["请用 --unit 指明发给哪个单位"])
        return [(unit,) for unit in named]
    return [named]


def _owing(office: Office, collected: CollectionRound) -> tuple[Overdue, ...]:
    moment = office.clock.now()
    return overdue(collected.campaign, collected.period, collected.standings, moment)


def _facts(
    office: Office, collected: CollectionRound, order: NoticeOrder, units: Sequence[Unit]
) -> NoticeFacts:
    campaign, moment = collected.campaign, office.clock.now()
    paper = campaign.paper(order.kind)
    to_units = "、".join(unit.full_name for unit in units)
    amend_by = max(order.options.dated, campaign.deadline.date()) + timedelta(days=_DAYS_TO_AMEND)
    owing = _owing(office, collected)
    reminded = _count_reminders(office, campaign)
    return {
        **campaign_facts(campaign),
        **form_facts(campaign),
        **attendance_facts(collected, moment),
        **totals_facts(collected),
        **issue_facts(order.options.dated, "", to_units or paper.addressees, amend_by),
        "标题": paper.title or f"关于{campaign.name}的{order.kind}",
        "发文机关标志": paper.organ_mark or f"{campaign.issuing_organ}文件",
        "签发人": paper.signer,
        "抄送": with_full_stop(paper.copy_to or campaign.lead_office),
        "依据": order.basis or campaign.basis,
        "必要性": order.necessity or campaign.necessity,
        "经何机关同意": f"{campaign.approval}，" if campaign.approval else "",
        "欠报": overdue_rows([item for item in owing if not units or item.unit in units], reminded),
        "各单位": score_rows(collected),
        "计分办法": scoring_method(campaign),
        "单位": _unit_facts(units, owing, reminded),
    }


def _reminder_events(
    campaign: Campaign, kind: str, units: Sequence[Unit]
) -> tuple[tuple[str, str], ...]:
    """Return action and subject of the events to append when the paper is issued (催报留痕), one a unit."""
    return tuple((kind, unit_subject(campaign.name, unit.full_name)) for unit in units)


def _count_reminders(office: Office, campaign: Campaign) -> dict[str, int]:
    """Return how many reminders (催报) each unit of *campaign* has had, by its code, from the history."""
    by_subject = Counter(
        event.subject for event in list_events(office.ledger) if event.action == Action.REMINDED
    )
    return {
        unit.code: by_subject[unit_subject(campaign.name, unit.full_name)]
        for unit in campaign.units()
        if by_subject[unit_subject(campaign.name, unit.full_name)]
    }


def _unit_facts(
    units: Sequence[Unit], owing: Sequence[Overdue], reminded: dict[str, int]
) -> UnitFacts:
    """Return the facts about the one unit that a paper is addressed to."""
    item = next((item for item in owing if units and item.unit == units[0]), None)
    times = reminded.get(units[0].code, 0) if units else 0
    returned = item is not None and item.standing.latest is not None
    return {
        "名称": units[0].full_name if units else "",
        "情况": "报送的数据有误，退回后尚未补正" if returned else "尚未报送",
        "逾期天数": str(item.days if item else 0),
        "催报说明": f"，经{times}次催报仍未完成" if times else "",
    }


def _check(
    office: Office,
    campaign: Campaign,
    order: NoticeOrder,
    template: TemplateFile,
    facts: Mapping[str, Any],
) -> tuple[str, ...]:
    """Check the paper before a number is reserved; return the notes for the person.

    Raises:
        IssueRefused, TemplateFaulty: the paper can't be issued as it is.
    """
    if "正文" in referenced_names(template):
        raise IssueRefused(order.kind, [_NEEDS_DRAFT.format(kind=order.kind)])
    unknown = check_template(template, facts)
    if unknown:
        raise TemplateFaulty(template.name, "", "；".join(unknown))
    if is_upward(order.kind) and not facts["签发人"]:
        raise IssueRefused(
            order.kind,
            ["上行文应当标注签发人（条例第九条），请在任务书“发文”表这一行填写“签发人”"],
        )
    notes = [*template_notes(template.name, template.package)]
    if order.kind == "通知":
        missing = [name for name in ("依据", "必要性") if not facts[name]]
        if missing:
            raise IssueRefused(
                "通知",
                [
                    f"没有写明{'和'.join(missing)}。请在任务书“任务”表填写，或用 --basis、--necessity 说明（为基层减负的要求）"
                ],
            )
        notes += overlapping_fields(campaign, office.campaigns)
    text = filled_text(fill(template, facts))
    organ, level = campaign.issuing_organ, campaign.issuer_level
    paper = OutgoingPaper(organ, level, order.kind, facts["主送机关"], text)
    faults = addressing_faults(paper)
    if faults and not order.confirmed and not order.options.draft:
        raise IssueRefused(order.kind, [*faults, "核实无误仍要印发的，请加 --yes"])
    return (*notes, *faults)


def _trail(collected: CollectionRound) -> tuple[TrailEntry, ...]:
    """Return the trail (溯源) of the sums in a report."""
    return tuple(
        TrailEntry(f"汇总数 {field.name}", figure) for field, figure in summed_figures(collected)
    )


def _request(
    office: Office,
    collected: CollectionRound,
    order: NoticeOrder,
    template: TemplateFile,
    facts: Mapping[str, Any],
) -> IssueRequest:
    campaign = collected.campaign

    def make(number: Number | None) -> PreparedPaper:
        printed = printed_number(number) if number else "（草稿未编号）"
        content = fill(template, {**facts, "发文字号": printed})
        trail = _trail(collected) if "汇总数" in referenced_names(template) else ()
        return PreparedPaper(content, safe_name(f"{printed} {facts['标题']}") + ".docx", trail)

    return IssueRequest(
        paper=campaign.paper(order.kind),
        title=facts["标题"],
        folder=office.workspace.results(campaign.name) / OutboxFolder.NOTICES,
        key=round_key(order.kind, collected, facts["主送机关"], order.options.dated.isoformat()),
        make=make,
    )
