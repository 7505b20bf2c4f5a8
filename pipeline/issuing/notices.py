"""Numbered papers from the office's templates: 通知, 催报, 督办, 通报, 函, and an office's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pipeline.board.register_book import said
from pipeline.campaign.overlap import overlapping_fields
from pipeline.files import safe_name
from pipeline.issuing.briefings import round_key
from pipeline.issuing.errors import IssueRefused, NothingToIssue
from pipeline.issuing.issue import (
    Job,
    Made,
    Order,
    issue,
    refuse_unfinished,
    settle_reserved,
)
from pipeline.issuing.pdf import refuse_without_renderer, with_pdfs
from pipeline.issuing.reminder_history import reminded_units, reminders
from pipeline.model.figure import TrailEntry
from pipeline.office.boards import refresh_boards
from pipeline.office.collection_round import round_of
from pipeline.office.context import alone
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
    owing_rows,
    score_rows,
    scoring_said,
    summed_figures,
    totals_facts,
)
from pipeline.products.template_lookup import template_for
from pipeline.supervision.overdue import overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.issuing.issue import Issued
    from pipeline.ledger.register import Number
    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import Round
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.official.templates.template import TemplateFile
    from pipeline.supervision.overdue import Overdue

_DAYS_TO_MEND = 3
_DRAFT_WANTED = (
    "这个模板要填人拟的文稿，不能由任务的数据写成。请先写好文稿，再运行 "
    "baosong typeset 文稿 --kind {kind} --template templates/公文/{kind}.docx；没有占用文号"
)


@dataclass(frozen=True, slots=True)
class NoticeOrder:
    """What is asked for: the kind (文种), the units it is for, and what 通知 has to say of itself.

    ``confirmed`` says that the person has seen what the rules hold against it.
    """

    kind: str
    order: Order
    units: tuple[str, ...] = ()
    period: str = ""
    basis: str = ""
    necessity: str = ""
    confirmed: bool = False


def issue_notice(office: Office, campaign: Campaign, asked: NoticeOrder) -> tuple[Issued, ...]:
    """Issue the paper of that kind; 督办 and 函 one for each unit, the others one for all.

    Raises:
        NothingToIssue: nobody is missing, so there is nobody to remind.
        IssueRefused: the rules hold something against it, or its basis is not said.
        TemplateMissing, TemplateFaulty: the template is not there or can't be filled; no number
            was taken.
    """
    refuse_unfinished(campaign, asked.kind)
    if asked.order.pdf:
        refuse_without_renderer()
    collected = round_of(office, campaign, asked.period)
    template = template_for(office.workspace, campaign.name, asked.kind)
    issued = []
    with alone(office.workspace):
        settle_reserved(office)
        for units in _addressed(office, collected, asked):
            facts = _facts(office, collected, asked, units)
            notes = _examined(office, campaign, asked, template, facts)
            job = _job(office, collected, asked, template, facts)
            if asked.kind in REMINDER_PAPERS:
                job = replace(job, told=reminders(campaign, asked.kind, units))
            paper = issue(office, job, asked.order)
            issued.append(replace(paper, notes=notes))
        refresh_boards(office)
    return with_pdfs(issued) if asked.order.pdf else tuple(issued)


def _addressed(office: Office, collected: Round, asked: NoticeOrder) -> list[tuple[Unit, ...]]:
    """The units of each paper to issue."""
    campaign = collected.campaign
    named = tuple(office.unit(campaign, name) for name in asked.units)
    if asked.kind in REMINDER_PAPERS:
        owing = tuple(item.unit for item in _owing(office, collected))
        chased = tuple(unit for unit in owing if not named or unit in named)
        if not chased:
            whom = (
                f"{'、'.join(unit.full_name for unit in named)}已经报送。"
                if named
                else "各单位都已报送。"
            )
            raise NothingToIssue(asked.kind, whom)
        return [(unit,) for unit in chased] if asked.kind == "督办" else [chased]
    if asked.kind == "函":
        if not named:
            raise IssueRefused("函", ["请用 --unit 指明发给哪个单位"])
        return [(unit,) for unit in named]
    return [named]


def _owing(office: Office, collected: Round) -> tuple[Overdue, ...]:
    moment = office.clock.now()
    return overdue(collected.campaign, collected.period, collected.standings, moment)


def _facts(
    office: Office, collected: Round, asked: NoticeOrder, units: Sequence[Unit]
) -> dict[str, Any]:
    campaign, moment = collected.campaign, office.clock.now()
    paper = campaign.paper(asked.kind)
    to_units = "、".join(unit.full_name for unit in units)
    limit = max(asked.order.dated, campaign.deadline.date()) + timedelta(days=_DAYS_TO_MEND)
    owing = _owing(office, collected)
    reminded = reminded_units(office, campaign)
    return {
        **campaign_facts(campaign),
        **form_facts(campaign),
        **attendance_facts(collected, moment),
        **totals_facts(collected),
        **issue_facts(asked.order.dated, "", to_units or paper.addressees, limit),
        "标题": paper.title or f"关于{campaign.name}的{asked.kind}",
        "发文机关标志": paper.organ_mark or f"{campaign.issuing_organ}文件",
        "签发人": paper.signer,
        "抄送": _closed(paper.copy_to or campaign.lead_office),
        "依据": asked.basis or campaign.basis,
        "必要性": asked.necessity or campaign.necessity,
        "经何机关同意": f"{campaign.approval}，" if campaign.approval else "",
        "欠报": owing_rows([item for item in owing if not units or item.unit in units], reminded),
        "各单位": score_rows(collected),
        "计分办法": scoring_said(campaign),
        "单位": _unit_facts(units, owing, reminded),
    }


def _unit_facts(
    units: Sequence[Unit], owing: Sequence[Overdue], reminded: dict[str, int]
) -> dict[str, str]:
    """What is said of the one unit a paper is addressed to."""
    item = next((item for item in owing if units and item.unit == units[0]), None)
    times = reminded.get(units[0].code, 0) if units else 0
    returned = item is not None and item.standing.latest is not None
    return {
        "名称": units[0].full_name if units else "",
        "情况": "报送的数据有误，退回后尚未补正" if returned else "尚未报送",
        "逾期天数": str(item.days if item else 0),
        "催报说明": f"，经{times}次催报仍未完成" if times else "",
    }


def _closed(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def _examined(
    office: Office,
    campaign: Campaign,
    asked: NoticeOrder,
    template: TemplateFile,
    facts: dict[str, Any],
) -> tuple[str, ...]:
    """Everything that can be said against the paper before a number is taken."""
    if "正文" in referenced_names(template):
        raise IssueRefused(asked.kind, [_DRAFT_WANTED.format(kind=asked.kind)])
    unknown = check_template(template, facts)
    if unknown:
        raise TemplateFaulty(template.name, "", "；".join(unknown))
    if is_upward(asked.kind) and not facts["签发人"]:
        raise IssueRefused(
            asked.kind,
            ["上行文应当标注签发人（条例第九条），请在任务书“发文”表这一行填写“签发人”"],
        )
    notes = [*template_notes(template.name, template.package)]
    if asked.kind == "通知":
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
    faults = addressing_faults(
        OutgoingPaper(
            campaign.issuing_organ, campaign.issuer_level, asked.kind, facts["主送机关"], text
        )
    )
    if faults and not asked.confirmed and not asked.order.draft:
        raise IssueRefused(asked.kind, [*faults, "核实无误仍要印发的，请加 --yes"])
    return (*notes, *faults)


def _trail(collected: Round) -> tuple[TrailEntry, ...]:
    """Where the sums of a report come from, to be asked for by its numbers (溯源)."""
    return tuple(
        TrailEntry(f"汇总数 {field.name}", figure) for field, figure in summed_figures(collected)
    )


def _job(
    office: Office,
    collected: Round,
    asked: NoticeOrder,
    template: TemplateFile,
    facts: dict[str, Any],
) -> Job:
    campaign = collected.campaign

    def make(number: Number | None) -> Made:
        bears = said(number) if number else "（草稿未编号）"
        content = fill(template, {**facts, "发文字号": bears})
        trail = _trail(collected) if "汇总数" in referenced_names(template) else ()
        return Made(content, safe_name(f"{bears} {facts['标题']}") + ".docx", trail)

    return Job(
        paper=campaign.paper(asked.kind),
        title=facts["标题"],
        folder=office.workspace.results(campaign.name) / "通知",
        key=round_key(asked.kind, collected, facts["主送机关"], asked.order.dated.isoformat()),
        make=make,
    )
