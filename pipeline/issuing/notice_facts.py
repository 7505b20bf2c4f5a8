"""Compute the facts of numbered papers (发文) on one round: once what they share, then each paper's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from pipeline.campaign.aliases import match_unit
from pipeline.campaign.working_days import working_day_after
from pipeline.consolidation.counting import Group, listed_name
from pipeline.issuing.due_papers import addressed_to, addressee_of
from pipeline.issuing.text_choices import text_choice
from pipeline.ledger.read import count_unit_events
from pipeline.model.event import Action, period_subject
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
from pipeline.products.named_units import judged_facts
from pipeline.products.wording import with_full_stop
from pipeline.supervision.overdue import overdue
from pipeline.supervision.scores import is_judged
from pipeline.values.numerals import chinese_date, chinese_moment
from pipeline.values.organ_names import same_organ

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office
    from pipeline.products.tags import NamedFacts, NoticeFacts, RoundFacts
    from pipeline.products.unit_tags import ReminderFacts, UnitFacts
    from pipeline.supervision.overdue import Overdue

CIRCULAR: Final = "通报"
_SEPARATOR: Final = re.compile(r"[，,、；;]")
_DAYS_TO_AMEND: Final = 3
_NO_DAYS: Final = Figure(Decimal(0), "0", "逾期天数", "差额", ())
_NO_REMINDERS: Final = Figure(Decimal(0), "0", "已催次数", "计数", ())
# In words, by whether some of the units' forms were returned, and whether that holds for all or none of them.
_SITUATIONS: Final = {
    (False, True): "尚未报送",
    (True, True): "报送的数据经核对需要更正，退回后尚未补正",
    (True, False): "尚未报送或退回后尚未补正",
}


@dataclass(frozen=True, slots=True)
class NoticeRound:
    """One round of collection (一期报送) as the papers of a batch need it, computed once for all of them.

    ``shared`` are the facts that are the same in every paper; ``owing`` the units that owe their form
    (欠报), and ``reminders`` how often a unit was reminded (催报) in this period, both by the unit's code;
    ``moment`` is that as of which they are computed.
    """

    collected: CollectionRound
    shared: RoundFacts
    owing: Mapping[str, Overdue]
    reminders: Mapping[str, int]
    moment: datetime


def notice_round(
    office: Office,
    collected: CollectionRound,
    names: Collection[str],
    picked: Sequence[str] = (),
) -> NoticeRound:
    """Return what the papers on *collected* share, as of now; *names* are the tags of their template.

    What was reported and the scores are computed for a template that prints them: they look at every answer. *picked* are
    the units whose texts are printed (摘登); without any, 选编.xlsx and a rule decide.
    """
    campaign, moment = collected.campaign, office.clock.now()
    owing = overdue(campaign, collected.period, collected.standings, moment)
    by_subject = count_unit_events(office.ledger, campaign.name, Action.REMINDED)
    label = collected.period.label
    times = {
        unit.code: by_subject.get(period_subject(campaign.name, unit.full_name, label), 0)
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
            "各单位": score_rows(collected) if "各单位" in names else [],
            "计分办法": scoring_method(campaign),
        },
        {item.unit.code: item for item in owing},
        times,
        moment,
    )


def notice_facts(
    of_round: NoticeRound, kind: str, dated: date, units: Sequence[Unit]
) -> NoticeFacts:
    """Return the facts of the paper of *kind* to *units*, or to those of the 发文 sheet where there are none."""
    campaign = of_round.collected.campaign
    paper = campaign.paper(kind)
    to_units = addressed_to(campaign.roster, units)
    owing = _owing(of_round, units)
    judged = kind == CIRCULAR and any(not is_judged(unit, campaign) for unit in campaign.units())
    named: NamedFacts = of_round.shared
    if judged:
        named = judged_facts(of_round.collected, of_round.moment)
    return {
        **of_round.shared,
        **named,
        **issue_facts(dated, "", to_units or paper.addressees, _limit(of_round, dated, units)),
        "标题": paper.title or f"关于{campaign.name}的{kind}",
        "发文机关标志": paper.organ_mark or f"{campaign.issuing_organ}文件",
        "签发人": paper.signer,
        "抄送": copied_to(campaign, paper.copy_to)[0],
        "依据": campaign.basis,
        "必要性": campaign.necessity,
        "经何机关同意": f"{campaign.approval}，" if campaign.approval else "",
        "欠报": overdue_rows(owing, of_round.reminders),
        "名单数": Group("催报单位", tuple((item.unit, item.standing) for item in owing)).count,
        "单位": _unit_facts(of_round, units),
    }


def _limit(of_round: NoticeRound, dated: date, units: Sequence[Unit]) -> str:
    """Return until when to report (补报期限): the deadline as long as it hasn't passed, else some working days."""
    deadline = of_round.collected.campaign.deadline
    own = of_round.owing.get(units[0].code) if len(units) == 1 else None
    if own is not None and own.standing.until is not None:
        deadline = max(deadline, own.standing.until)
    if of_round.moment <= deadline and dated <= deadline.date():
        return chinese_moment(deadline)
    return chinese_date(working_day_after(max(dated, deadline.date()), _DAYS_TO_AMEND))


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
        "单位": {**facts["单位"], "催报说明": "", "已催次数": _NO_REMINDERS},
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


def copied_to(campaign: Campaign, stated: str) -> tuple[str, tuple[str, ...]]:
    """Return the copy-to (抄送) that the 发文 sheet states, and the names left out: the issuing organ itself.

    抄送机关是除主送机关外需要执行或者知晓公文内容的其他机关 (条例第九条).
    """
    names = [name for part in _SEPARATOR.split(stated) if (name := part.strip("。 "))]
    own = tuple(name for name in names if _is_issuer(campaign, name))
    if not own:
        return with_full_stop(stated) if stated else "", ()
    others = "，".join(name for name in names if name not in own)
    return with_full_stop(others) if others else "", own


def _is_issuer(campaign: Campaign, name: str) -> bool:
    """Return whether *name* is the issuing organ, by its name or as the roster knows it (简称、别名)."""
    organ = campaign.issuing_organ
    if same_organ(name, organ):
        return True
    found = match_unit(campaign.roster, organ, campaign.city).unit
    return found is not None and found == match_unit(campaign.roster, name, campaign.city).unit


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


def _unit_facts(of_round: NoticeRound, units: Sequence[Unit]) -> UnitFacts:
    """Return the facts about the unit that a paper is addressed to, and about those below it that owe."""
    roster = of_round.collected.campaign.roster
    addressee = addressee_of(roster, units[0]) if units else None
    owing = [of_round.owing[unit.code] for unit in units if unit.code in of_round.owing]
    below = [item for item in owing if item.unit != addressee]
    longest = max(owing, key=lambda item: item.days, default=None)
    versions = [item.standing.latest for item in owing]
    returned = bool(versions) and all(versions)
    received = versions[0].received_at if returned and len(versions) == 1 and versions[0] else None
    return {
        "名称": addressee.full_name if addressee else "",
        "所属": [listed_name(item.unit, item.standing, "所属欠报单位") for item in below],
        "自身": "" if below and len(below) == len(owing) else "是",
        "情况": _SITUATIONS[any(versions), returned or not any(versions)],
        "退回": "是" if returned else "",
        "收到日期": chinese_date(received.date()) if received else "",
        "延期": _extension(of_round, owing),
        "逾期天数": days_overdue(longest) if longest else _NO_DAYS,
        **_reminded(of_round, longest),
    }


def _extension(of_round: NoticeRound, owing: Sequence[Overdue]) -> str:
    """Return the deadline to which that of the one unit *owing* was extended (延期); else nothing."""
    until = owing[0].standing.until if len(owing) == 1 else None
    later = until is not None and until > of_round.collected.campaign.deadline
    return chinese_moment(until) if until and later else ""


def _reminded(of_round: NoticeRound, item: Overdue | None) -> ReminderFacts:
    """Return how often a unit was reminded (已催次数), and that in words: more often, more plainly (催报说明)."""
    if item is None:
        return {"已催次数": _NO_REMINDERS, "催报说明": Phrase(())}
    times = times_reminded(item.unit, item.standing, of_round.reminders)
    if times.value > 1 and item.days:
        return {"已催次数": times, "催报说明": Phrase(("，经", times, "次催报仍未完成"))}
    words: tuple[str | Figure, ...] = ("，已催报", times, "次") if times.value else ()
    return {"已催次数": times, "催报说明": Phrase(words)}
