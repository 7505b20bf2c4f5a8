"""Decide whether a paper is due (步骤), to whom an order or a letter goes (行文关系), and which files wait.

A step that isn't due is refused with its date; a unit whose file waits for a person (待认领) is not named
before that file is looked at.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pipeline.campaign.name_index import index_of
from pipeline.campaign.open_periods import has_begun
from pipeline.intake.errors import InboxUnreachable
from pipeline.intake.quarantine import quarantined_files
from pipeline.intake.scan import scan
from pipeline.issuing.errors import IssueRefused
from pipeline.model.unit import Relation
from pipeline.official.standard.kinds import REMINDER_PAPERS
from pipeline.supervision.steps import due_from
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from pipeline.model.campaign import Campaign, Paper, Period
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.unit import Roster, Unit
    from pipeline.office.context import Office
    from pipeline.supervision.overdue import Overdue

LETTER: Final = "函"
SUPERVISION: Final = "督办"
_NAMES_UNITS: Final = REMINDER_PAPERS | {"通报"}
_FILES_AT_MOST: Final = 5  # named in one sentence
_EARLIER: Final = "确需提前的，请加 --yes --reason 写明理由"


def early_reason(collected: CollectionRound, kind: str, moment: datetime) -> str:
    """Return why a paper is too early in the period of *collected*, with the day on which it is due (步骤).

    Empty where it isn't: from its first day a step stays due.
    """
    period = collected.period
    if kind in _NAMES_UNITS and not has_begun(period, moment):
        return f"{period.label}从 {chinese_date(period.first)} 才开始，现在还没有单位该报"
    due = due_from(collected.campaign.paper(kind), period)
    if due is None or moment.date() >= due:
        return ""
    deadline = chinese_date(period.due_day)
    return f"任务书“发文”表的“步骤”定在 {chinese_date(due)} 起发（截止时间 {deadline}），现在还没到"


def refuse_early(kind: str, reason: str) -> None:
    """Refuse a paper of *kind* that is too early for that *reason* of :func:`early_reason`, if there is one.

    Raises:
        IssueRefused: it is due later; the reason names the day.
    """
    if reason:
        raise IssueRefused(kind, [f"{reason}。{_EARLIER}；步骤不对的，请改任务书"])


def extended_until(paper: Paper, period: Period, item: Overdue, moment: datetime) -> date | None:
    """Return the day on which *paper* is due to a unit whose deadline was extended (延期); None where it is due now.

    Its steps are counted from the unit's own deadline; a paper without steps is due when that has passed.
    """
    until = item.standing.until
    if until is None or until <= period.deadline:
        return None
    own = replace(period, deadline=until)
    due = due_from(paper, own) or (own.due_day + timedelta(days=1))
    return due if moment.date() < due else None


def gets_letter(unit: Unit) -> bool:
    """Return whether a letter (函) and no order is due to *unit*: it is not below the office (平级、不相隶属)."""
    return unit.relation is not None and unit.relation.gets_letter


def is_above(unit: Unit) -> bool:
    """Return whether *unit* is above the office (上级): it gets a 报告 or 请示, and is not reminded."""
    return unit.relation is Relation.ABOVE


def addressee_of(roster: Roster, unit: Unit) -> Unit:
    """Return the unit to which a reminder about *unit* is addressed: through the county to its towns (不越级行文).

    条例第十四条: as a rule no level is passed over. A unit with a 主送称谓 of its own is addressed itself.
    """
    superiors = roster.superiors_of(unit)
    return superiors[-1] if superiors and not unit.salutation else unit


def relations_of(roster: Roster, units: Iterable[Unit]) -> tuple[tuple[str, str], ...]:
    """Return the salutation and the relation (行文关系) of each addressee that is known not to be below the office."""
    addressed = dict.fromkeys(addressee_of(roster, unit) for unit in units)
    return tuple(
        (salutation(unit), unit.relation.value)
        for unit in addressed
        if unit.relation is not None and not unit.relation.below
    )


def salutation(unit: Unit) -> str:
    """Return the organ to which papers for *unit* are addressed (主送称谓): 平湖县文明办 for 平湖县."""
    return unit.salutation or unit.full_name


def addressed_to(roster: Roster, units: Iterable[Unit]) -> str:
    """Return the addressees (主送机关) of a paper about *units*, each once, in roster order."""
    return "、".join(dict.fromkeys(salutation(addressee_of(roster, unit)) for unit in units))


def refuse_while_waiting(
    office: Office, campaign: Campaign, kind: str, named: Sequence[Unit]
) -> None:
    """Refuse a paper that names units as owing while a file that may be theirs waits (待认领、收件箱里等待).

    Raises:
        IssueRefused: such a file waits; the reason names it, with the commands that settle it.
    """
    if kind not in _NAMES_UNITS:
        return
    waiting = [
        *_in_quarantine(office, campaign, named),
        *_in_inbox(office, campaign, named),
    ]
    if waiting:
        raise IssueRefused(kind, [*waiting, "核实确未报送、仍要印发的，请加 --yes"])


def _in_quarantine(office: Office, campaign: Campaign, named: Sequence[Unit]) -> Iterator[str]:
    """Yield a sentence for each file in the quarantine whose name or reason names one of the units."""
    for item in quarantined_files(office.workspace):
        names = _names_in(f"{item.name}\n{item.reason}", campaign, named)
        if names:
            yield (
                f"“{item.name}”还在待认领，可能是{names}报的，点名以前请先处理："
                f"baosong assign {item.digest[:8]} 单位，或 baosong dismiss {item.digest[:8]} 理由"
            )


def _in_inbox(office: Office, campaign: Campaign, named: Sequence[Unit]) -> Iterator[str]:
    """Yield a sentence for the files in the inbox that name one of the units and were not processed yet (等待)."""
    try:
        snapshots, _ = scan(office.workspace.inbox)
    except InboxUnreachable as error:
        yield f"收件箱现在读不到，不知道里面有没有这些单位刚报的表（{error}）"
        return
    waiting = [
        (item.name, names) for item in snapshots if (names := _names_in(item.name, campaign, named))
    ]
    if waiting:
        files = "、".join(f"“{name}”（{names}）" for name, names in waiting[:_FILES_AT_MOST])
        more = f"等 {len(waiting)} 件" if len(waiting) > _FILES_AT_MOST else ""
        yield f"收件箱里的{files}{more}还没有处理，点名以前请先运行 baosong process"


def _names_in(text: str, campaign: Campaign, named: Sequence[Unit]) -> str:
    """Return the names of those of the units *named* that *text* mentions, joined by 、."""
    index = index_of(campaign.roster, campaign.city)
    codes = {unit.code for unit in named}
    mentioned = index.contained_in(index.normalize(text))
    return "、".join(unit.full_name for unit in mentioned if unit.code in codes)
