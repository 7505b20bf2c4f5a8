"""Decide whether a paper is due (步骤), to whom an order or a letter goes (行文关系), and which files wait.

A step that isn't due is refused with its date; a unit whose file waits for a person (待认领) is not named
before that file is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.name_index import index_of
from pipeline.intake.quarantine import quarantined_files
from pipeline.issuing.errors import IssueRefused
from pipeline.official.standard.kinds import REMINDER_PAPERS
from pipeline.supervision.steps import due_from
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.unit import Unit
    from pipeline.office.context import Office

LETTER: Final = "函"
SUPERVISION: Final = "督办"
_NAMES_UNITS: Final = REMINDER_PAPERS | {"通报"}


def refuse_early(collected: CollectionRound, kind: str, today: date) -> None:
    """Refuse a paper whose step (步骤) has not come in the period of *collected*.

    Raises:
        IssueRefused: it is due later; the reason names the day.
    """
    paper = collected.campaign.paper(kind)
    due = due_from(paper, collected.period)
    if due is None or today >= due:
        return
    deadline = chinese_date(collected.period.deadline.date())
    reason = (
        f"任务书“发文”表的“步骤”定在 {chinese_date(due)} 起发（截止时间 {deadline}），现在还没到。"
        "确需提前的，请加 --yes --reason 写明理由；步骤不对的，请改任务书"
    )
    raise IssueRefused(kind, [reason])


def gets_letter(unit: Unit) -> bool:
    """Return whether a letter (函) and no order is due to *unit*: it is not below the office (平级、不相隶属)."""
    return unit.relation is not None and not unit.relation.below


def relations_of(units: Iterable[Unit]) -> tuple[tuple[str, str], ...]:
    """Return the salutation and the relation (行文关系) of each unit that is not below the office."""
    return tuple(
        (salutation(unit), unit.relation.value)
        for unit in units
        if unit.relation is not None and gets_letter(unit)
    )


def salutation(unit: Unit) -> str:
    """Return the organ to which papers for *unit* are addressed (主送称谓): 平湖县文明办 for 平湖县."""
    return unit.salutation or unit.full_name


def refuse_while_waiting(
    office: Office, campaign: Campaign, kind: str, named: Sequence[Unit]
) -> None:
    """Refuse a paper that names units as owing while a file that may be theirs waits for a person (待认领).

    Raises:
        IssueRefused: such a file waits; the reason names it, with the commands that settle it.
    """
    if kind not in _NAMES_UNITS:
        return
    waiting = list(_waiting(office, campaign, named))
    if waiting:
        raise IssueRefused(kind, [*waiting, "核实确未报送、仍要印发的，请加 --yes"])


def _waiting(office: Office, campaign: Campaign, named: Sequence[Unit]) -> Iterator[str]:
    """Yield a sentence for each file in the quarantine whose name or reason names one of the units."""
    index = index_of(campaign.roster, campaign.city)
    codes = {unit.code for unit in named}
    for item in quarantined_files(office.workspace):
        said = index.normalize(f"{item.name}\n{item.reason}")
        units = [unit for unit in index.contained_in(said) if unit.code in codes]
        if units:
            names = "、".join(unit.full_name for unit in units)
            yield (
                f"“{item.name}”还在待认领，可能是{names}报的，点名以前请先处理："
                f"baosong assign {item.digest[:8]} 单位，或 baosong dismiss {item.digest[:8]} 理由"
            )
