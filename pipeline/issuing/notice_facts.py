"""Compute the facts of numbered papers (发文) on one round: once what they share, then each paper's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.issuing.due_papers import salutation
from pipeline.issuing.text_choices import text_choice
from pipeline.ledger.read import count_unit_events
from pipeline.model.event import Action, unit_subject
from pipeline.model.figure import Figure, Phrase
from pipeline.model.named_values import changed
from pipeline.official.standard.corrections import correct_text
from pipeline.products.briefing_sections import section_facts
from pipeline.products.facts import (
    attendance_facts,
    campaign_facts,
    days_overdue,
    form_facts,
    issue_facts,
    overdue_rows,
    score_rows,
    scoring_method,
    times_reminded,
    totals_facts,
)
from pipeline.products.wording import with_full_stop
from pipeline.supervision.overdue import overdue

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.products.tags import NoticeFacts, RoundFacts, UnitFacts
    from pipeline.supervision.overdue import Overdue

_DAYS_TO_AMEND: Final = 3
_NO_DAYS: Final = Figure(Decimal(0), "0", "逾期天数", "差额", ())


@dataclass(frozen=True, slots=True)
class NoticeRound:
    """One round of collection (一期报送) as the papers of a batch need it, computed once for all of them.

    ``shared`` are the facts that are the same in every paper; ``owing`` the units that owe their form
    (欠报), and ``reminders`` how often a unit was reminded (催报), both by the unit's code.
    """

    collected: CollectionRound
    shared: RoundFacts
    owing: Mapping[str, Overdue]
    reminders: Mapping[str, int]


def notice_round(
    office: Office,
    collected: CollectionRound,
    names: Collection[str],
    picked: Sequence[str] = (),
) -> NoticeRound:
    """Return what the papers on *collected* share, as of now; *names* are the tags of their template.

    What was reported is computed for a template that prints it, as it looks at every answer. *picked* are
    the units whose texts are printed (摘登); without any, 选编.xlsx and a rule decide.
    """
    campaign, moment = collected.campaign, office.clock.now()
    owing = overdue(campaign, collected.period, collected.standings, moment)
    by_subject = count_unit_events(office.ledger, campaign.name, Action.REMINDED)
    times = {
        unit.code: by_subject.get(unit_subject(campaign.name, unit.full_name), 0)
        for unit in campaign.units()
    }
    return NoticeRound(
        collected,
        {
            **campaign_facts(campaign),
            **form_facts(campaign),
            **attendance_facts(collected, moment),
            **totals_facts(collected),
            **section_facts(collected, moment, names, text_choice(office, collected, picked)),
            "各单位": score_rows(collected),
            "计分办法": scoring_method(campaign),
        },
        {item.unit.code: item for item in owing},
        times,
    )


def notice_facts(
    of_round: NoticeRound, kind: str, dated: date, units: Sequence[Unit]
) -> NoticeFacts:
    """Return the facts of the paper of *kind* to *units*, or to those of the 发文 sheet where there are none."""
    campaign = of_round.collected.campaign
    paper = campaign.paper(kind)
    to_units = "、".join(map(salutation, units))
    amend_by = max(dated, campaign.deadline.date()) + timedelta(days=_DAYS_TO_AMEND)
    return {
        **of_round.shared,
        **issue_facts(dated, "", to_units or paper.addressees, amend_by),
        "标题": paper.title or f"关于{campaign.name}的{kind}",
        "发文机关标志": paper.organ_mark or f"{campaign.issuing_organ}文件",
        "签发人": paper.signer,
        "抄送": _copied(campaign, paper.copy_to),
        "依据": campaign.basis,
        "必要性": campaign.necessity,
        "经何机关同意": f"{campaign.approval}，" if campaign.approval else "",
        "欠报": overdue_rows(_owing(of_round, units), of_round.reminders),
        "单位": _unit_facts(of_round, units),
    }


def without_own_traces(facts: NoticeFacts) -> dict[str, Any]:
    """Return *facts* without the number, and without what the paper's own issuing changes.

    That are the minute at which it is made, and how often its units were reminded before: so a paper
    that is ordered again has the same content key.
    """
    return {
        **facts,
        "发文字号": "",
        "截至": "",
        "欠报": [{**row, "已催次数": ""} for row in facts["欠报"]],
        "单位": {**facts["单位"], "催报说明": ""},
    }


def in_full_width(value: Any) -> Any:
    """Return facts with full-width punctuation in Chinese text: names in a 任务书 are often typed with ( ) and :."""
    if isinstance(value, str):
        return correct_text(value).text
    if isinstance(value, Figure) and not value.is_number:
        return replace(value, text=correct_text(value.text).text)
    if isinstance(value, Phrase):
        return Phrase(tuple(map(in_full_width, value.pieces)))
    if isinstance(value, list):
        return [in_full_width(each) for each in value]
    if isinstance(value, Mapping):
        return changed(value, in_full_width)
    return value


def _copied(campaign: Campaign, stated: str) -> str:
    """Return the copy-to (抄送) that the 发文 sheet states, else the lead office, where that isn't the issuing organ."""
    lead = "" if campaign.lead_office == campaign.issuing_organ else campaign.lead_office
    copied = stated or lead
    return with_full_stop(copied) if copied else ""


def select_facts(facts: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Return the facts that a template names; the others needn't be prepared for it."""
    return {name: facts[name] for name in facts.keys() & names}


def _owing(of_round: NoticeRound, units: Sequence[Unit]) -> tuple[Overdue, ...]:
    """Return the units that owe their form, in roster order; only those of *units* if there are any."""
    if not units:
        return tuple(of_round.owing.values())
    wanted = {unit.code for unit in units}
    if len(wanted) == 1:
        return tuple(of_round.owing[code] for code in wanted if code in of_round.owing)
    return tuple(item for code, item in of_round.owing.items() if code in wanted)


def _reminded(unit: Unit, of_round: NoticeRound) -> Phrase:
    """Return that *unit* was reminded, and how often (催报说明)."""
    standings = {each.unit: each for each in of_round.collected.standings}
    times = times_reminded(unit, standings[unit.code], of_round.reminders)
    return Phrase(("，经", times, "次催报仍未完成"))


def _unit_facts(of_round: NoticeRound, units: Sequence[Unit]) -> UnitFacts:
    """Return the facts about the one unit that a paper is addressed to."""
    code = units[0].code if units else ""
    item = of_round.owing.get(code)
    times = of_round.reminders.get(code, 0)
    returned = item is not None and item.standing.latest is not None
    return {
        "名称": units[0].full_name if units else "",
        "情况": "报送的数据有误，退回后尚未补正" if returned else "尚未报送",
        "逾期天数": days_overdue(item) if item else _NO_DAYS,
        "催报说明": _reminded(units[0], of_round) if times else Phrase(()),
    }
