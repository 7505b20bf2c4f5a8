"""Write the reminder (催报) as messages to paste into a work group: one for all units, and one for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.checking.message_catalogue import short_message
from pipeline.consolidation.counting import count_attendance
from pipeline.model.campaign import Cycle
from pipeline.values.numerals import chinese_date, chinese_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.finding import Finding
    from pipeline.supervision.overdue import Overdue


_CHARS_AT_MOST: Final = (
    600  # of a message to a group: what fills a phone's screen, and is still read
)
_FAULTS_AT_MOST: Final = 3
_FAULT_CHARS: Final = 60
_GROUPS: Final = ((False, "尚未报送"), (True, "退回后尚未补正"))


@dataclass(frozen=True, slots=True)
class ReminderText:
    """A message to paste (催报短消息): for whom it is, and its words; ``unit`` is empty in the one for all."""

    unit: str
    text: str


def reminder_texts(
    collected: CollectionRound, owing: Sequence[Overdue], moment: datetime
) -> tuple[ReminderText, ...]:
    """Return the message for all units in *owing*, then one for each, as of *moment*; none where none owes.

    Only a unit's own message says what is wrong with its form. That for all comes in several parts where
    its names would make it too long to read in a group.
    """
    if not owing:
        return ()
    for_all = (ReminderText("", text) for text in _for_all(collected, owing, moment))
    each = (
        ReminderText(
            item.unit.full_name,
            f"{item.unit.full_name}：{_task(collected)}{_deadline(collected, item, moment)}，"
            f"截至{chinese_moment(moment)}，{_state_of(item)}{_where(collected.campaign)}",
        )
        for item in owing
    )
    return (*for_all, *each)


def _for_all(
    collected: CollectionRound, owing: Sequence[Overdue], moment: datetime
) -> Iterator[str]:
    present = count_attendance(collected.campaign, collected.standings)
    due, submitted = present.due.count.text, present.submitted.count.text
    verb = "已于" if moment > collected.period.deadline else "应于"
    whole = len(owing) == sum(standing.state.owes for standing in collected.standings)
    head = (
        f"{_task(collected)}{verb}{chinese_moment(collected.period.deadline)}截止，"
        f"截至{chinese_moment(moment)}，{f'应报{due}家，已报{submitted}家；' if whole else ''}"
    )
    end = f"请以上单位抓紧报送。{_where(collected.campaign)}"
    parts = _parts(owing, moment, _CHARS_AT_MOST - len(head) - len(end))
    for number, part in enumerate(parts, start=1):
        which = f"（{number}/{len(parts)}）" if len(parts) > 1 else ""
        yield f"各单位{which}：{head}{part}。{end}"


def _parts(owing: Sequence[Overdue], moment: datetime, room: int) -> list[str]:
    """Return the lists of names, those without a form and those returned, in parts of at most *room* characters."""
    parts: list[str] = []
    current = ""
    for returned, label in _GROUPS:
        group = [each for each in owing if (each.standing.latest is not None) == returned]
        start = f"{label}{len(group)}家："
        for number, item in enumerate(group):
            name = f"{item.unit.full_name}{_extension(item, moment)}"
            begins = "；" if number == 0 and current else ""
            joined = f"{current}{begins}{'、' if number else start}{name}"
            if current and len(joined) > room:
                parts.append(current)
                joined = f"{label}{f'{len(group)}家' if not number else ''}：{name}"
            current = joined
    return [*parts, current]


def _extension(item: Overdue, moment: datetime) -> str:
    until = item.standing.until
    return f"（延期至{chinese_moment(until)}）" if until and until >= moment else ""


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
    latest = item.standing.latest
    if latest is None:
        return "尚未收到贵单位的报送表，请抓紧报送。"
    received = f"贵单位{chinese_date(latest.received_at.date())}报来的表"
    faults = [finding for finding in latest.findings if finding.sends_back]
    if not faults:
        return f"{received}退回后尚未补正，请按退回单改正后重新报送。"
    named = [_fault(each) for each in faults[:_FAULTS_AT_MOST]]
    if len(named) > 1:
        named = [f"{number}.{said}" for number, said in enumerate(named, start=1)]
    shown = "；".join(named)
    more = "，其余见退回单" if len(faults) > _FAULTS_AT_MOST else ""
    return f"{received}有{len(faults)}处需要改正：{shown}{more}。请改正后重新报送整张表。"


def _fault(finding: Finding) -> str:
    """Return where a fault is and what is wrong there, cut where it is long: the return slip has all of it."""
    sheet = f"「{finding.place.sheet}」" if finding.place.sheet else ""
    label = f"“{finding.label}”" if finding.label else ""
    said = short_message(finding).rstrip("。")
    cut = f"{said[:_FAULT_CHARS]}…" if len(said) > _FAULT_CHARS else said
    return f"{sheet}{finding.place.cell}{label}{cut}"


def _where(campaign: Campaign) -> str:
    """Return where to send the form (报送方式), and whom to call."""
    parts = (
        ("报送方式", campaign.text("报送方式")),
        ("邮箱", campaign.email),
        ("联系人", campaign.contact),
        ("电话", campaign.phone),
    )
    return "".join(f"{name}：{text.rstrip('。')}。" for name, text in parts if text)
