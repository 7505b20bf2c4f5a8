"""Write the reminder (催报) as messages to paste into a work group: one for all units, and one for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.consolidation.counting import count_attendance
from pipeline.model.campaign import Cycle
from pipeline.model.submission import State
from pipeline.values.numerals import chinese_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.supervision.overdue import Overdue


@dataclass(frozen=True, slots=True)
class ReminderText:
    """A message to paste (催报短消息): for whom it is, and its words; ``unit`` is empty in the one for all."""

    unit: str
    text: str


def reminder_texts(
    collected: CollectionRound, owing: Sequence[Overdue], moment: datetime
) -> tuple[ReminderText, ...]:
    """Return the message for all units in *owing*, then one for each, as of *moment*; none where none owes."""
    if not owing:
        return ()
    each = tuple(
        ReminderText(
            item.unit.full_name,
            f"{item.unit.full_name}：{_task(collected)}{_deadline(collected, item, moment)}，"
            f"截至{chinese_moment(moment)}，{_state_of(item)}{_contact(collected.campaign)}",
        )
        for item in owing
    )
    return (ReminderText("", _for_all(collected, owing, moment)), *each)


def _for_all(collected: CollectionRound, owing: Sequence[Overdue], moment: datetime) -> str:
    present = count_attendance(collected.campaign, collected.standings)
    missing = [item.unit.full_name for item in owing if item.standing.latest is None]
    returned = [item.unit.full_name for item in owing if item.standing.latest is not None]
    parts = [f"尚未报送{len(missing)}家：{'、'.join(missing)}"] if missing else []
    parts += [f"退回后尚未补正{len(returned)}家：{'、'.join(returned)}"] if returned else []
    due, submitted = present.due.count.text, present.submitted.count.text
    verb = "已于" if moment > collected.period.deadline else "应于"
    return (
        f"各单位：{_task(collected)}{verb}{chinese_moment(collected.period.deadline)}截止，"
        f"截至{chinese_moment(moment)}，应报{due}家，已报{submitted}家；{'；'.join(parts)}。"
        f"请以上单位抓紧报送。{_contact(collected.campaign)}"
    )


def _task(collected: CollectionRound) -> str:
    """Return the campaign as the message names it, with its period where it recurs."""
    campaign = collected.campaign
    period = "" if campaign.cycle is Cycle.ONCE else f"（{collected.period.label}）"
    return f"“{campaign.name}”{period}"


def _deadline(collected: CollectionRound, item: Overdue, moment: datetime) -> str:
    until = item.standing.until
    deadline = max(collected.period.deadline, until) if until else collected.period.deadline
    extended = "（已延期）" if until and until > collected.period.deadline else ""
    verb = "应于" if moment <= deadline else "已于"
    return f"{verb}{chinese_moment(deadline)}截止{extended}"


def _state_of(item: Overdue) -> str:
    if item.standing.state is State.MISSING:
        return "尚未收到贵单位的报送表，请抓紧报送。"
    return "贵单位报送的表退回后尚未补正，请按退回单改正后重新报送。"


def _contact(campaign: Campaign) -> str:
    parts = (("联系人", campaign.contact), ("电话", campaign.phone))
    return "".join(f"{name}：{text}。" for name, text in parts if text)
