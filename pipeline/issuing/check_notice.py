"""Check a paper on a campaign before its number is taken: its template, its day, whom it addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.deadline_notes import deadline_notes
from pipeline.issuing.addressing_notes import judged_notes, relation_notes
from pipeline.issuing.due_papers import (
    SUPERVISION,
    addressed_to,
    early_reason,
    refuse_early,
    refuse_while_waiting,
    relations_of,
)
from pipeline.issuing.errors import IssueRefused
from pipeline.issuing.notice_facts import (
    CIRCULAR,
    copied_to,
    select_facts,
)
from pipeline.issuing.overlaps import confirmed_overlaps
from pipeline.official.errors import TemplateFaulty
from pipeline.official.standard.addressing import OutgoingPaper, addressing_faults
from pipeline.official.standard.kinds import REMINDER_PAPERS, is_upward
from pipeline.official.templates.repair import template_notes
from pipeline.official.templates.template import (
    check_template,
    rendered_text,
)
from pipeline.products.tag_names import known_names
from pipeline.products.tags import NoticeFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.unit import Unit
    from pipeline.office.context import Office

from pipeline.issuing.notice_batch import NoticeBatch, needs_draft

_CONSENT_TAG: Final = "经何机关同意"


def check_shared(
    office: Office, batch: NoticeBatch, facts: NoticeFacts, papers: Sequence[Sequence[Unit]]
) -> tuple[str, ...]:
    """Check what the *papers* have in common, with *facts* of the first; return the notes for the person.

    Raises:
        IssueRefused, TemplateFaulty: the papers can't be issued as they are.
    """
    kind, template = batch.order.kind, batch.template
    _check_day(office, batch)
    if "正文" in batch.names:
        raise needs_draft(batch.campaign, kind)
    unknown = check_template(template, known_names(facts, NoticeFacts))
    if unknown:
        raise TemplateFaulty(template.name, "", "；".join(unknown))
    if is_upward(kind) and not facts["签发人"]:
        raise IssueRefused(
            kind,
            ["上行文应当标注签发人（条例第九条），请在任务书“发文”表这一行填写“签发人”"],
        )
    objected = _check_all_addressed(batch, facts, papers) if len(papers) > 1 else ()
    notes = [
        *template_notes(template.name, template.package),
        *objected,
        *_unit_notes(batch, papers),
    ]
    if kind == "通知":
        notes += _announcement_notes(office, batch, facts)
    return tuple(notes)


def _announcement_notes(office: Office, batch: NoticeBatch, facts: NoticeFacts) -> Sequence[str]:
    """Return the notes on a 通知: what is reported elsewhere already, and a deadline on a day off.

    Raises:
        IssueRefused: its basis or its necessity is missing.
    """
    missing = [
        name for name, text in (("依据", facts["依据"]), ("必要性", facts["必要性"])) if not text
    ]
    if missing:
        raise IssueRefused(
            "通知",
            [
                f"没有写明{'和'.join(missing)}。请在任务书“任务”表填写，或用 --basis、--necessity 说明（为基层减负的要求）"
            ],
        )
    known = batch.order.is_confirmed or batch.order.options.draft
    overlaps = confirmed_overlaps(office, batch.campaign, confirmed=known)
    return (*overlaps, *deadline_notes(batch.campaign, batch.of_round.collected.period))


def _check_day(office: Office, batch: NoticeBatch) -> None:
    """Refuse a paper before its step (步骤), and one that names units whose files wait for a person.

    Raises:
        IssueRefused: the person has not confirmed it; before the step, not without a reason either.
    """
    order, collected = batch.order, batch.of_round.collected
    if order.options.draft:
        return
    if not order.is_early:
        refuse_early(order.step, early_reason(collected, order.step, office.clock.now()))
    if not order.is_confirmed:
        owing = [item.unit for item in batch.of_round.owing.values()]
        refuse_while_waiting(office, batch.campaign, order.step, owing)


def _unit_notes(batch: NoticeBatch, papers: Sequence[Sequence[Unit]]) -> tuple[str, ...]:
    """Return which units are left out of the papers, and those of which the relation (行文关系) isn't known."""
    notes = []
    if batch.order.step in REMINDER_PAPERS:
        notes += [f"{unit.full_name}{why}" for unit, why in batch.left_out]
    if batch.order.kind == CIRCULAR:
        notes += judged_notes(batch.campaign)
    own = copied_to(batch.campaign, batch.campaign.paper(batch.order.kind).copy_to)[1]
    if own:
        notes.append(
            f"任务书“发文”表{batch.order.kind}的“抄送”里有发文机关自己（{'、'.join(own)}），没有印，请删去。"
        )
    if batch.order.kind == SUPERVISION:
        notes += relation_notes(batch.campaign.roster, [unit for units in papers for unit in units])
    return tuple(notes)


def _check_all_addressed(
    batch: NoticeBatch, facts: NoticeFacts, papers: Sequence[Sequence[Unit]]
) -> tuple[str, ...]:
    """Check the addressees of all papers at once, so that what is wrong with many is said once; return it.

    Raises:
        IssueRefused: a rule objects, and the person hasn't confirmed it.
    """
    everyone = [unit for units in papers for unit in units]
    addressed = addressed_to(batch.campaign.roster, everyone)
    return check_addressing(batch, {**facts, "主送机关": addressed}, everyone)


def _consent_remedy(batch: NoticeBatch) -> str:
    """Return how a paper comes to state a consent (经……同意): by the 任务书, where its template prints that."""
    item = "任务书“任务”表的“经何机关同意”"
    if _CONSENT_TAG in batch.names:
        return f"确经同意的，请在{item}填写，如 经市委同意"
    return (
        f"确经同意的，请在模板“{batch.template.name}”的正文里加上“{{{{ {_CONSENT_TAG} }}}}”，"
        f"并在{item}填写，如 经市委同意"
    )


def check_addressing(
    batch: NoticeBatch, facts: NoticeFacts, units: Sequence[Unit]
) -> tuple[str, ...]:
    """Check who is addressed, and how, before a number is reserved; return what the rules object to.

    Raises:
        IssueRefused: a rule objects, and the person hasn't confirmed it.
        TemplateFaulty: the template can't be filled.
    """
    campaign, order = batch.campaign, batch.order
    text = rendered_text(batch.template, select_facts(facts, batch.names))
    organ, level = campaign.issuing_organ, campaign.issuer_level
    addressed = facts["主送机关"]
    paper = OutgoingPaper(
        *(organ, level, order.kind, addressed, text),
        relations_of(campaign.roster, units),
        _consent_remedy(batch),
    )
    faults = addressing_faults(paper)
    if faults and not order.is_confirmed and not order.options.draft:
        raise IssueRefused(order.kind, [*faults, "核实无误仍要印发的，请加 --yes"])
    return faults
