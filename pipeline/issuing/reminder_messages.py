"""Return the reminder (催报) as messages to paste into a work group; no paper is made, no number taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.issuing.due_papers import refuse_while_waiting
from pipeline.issuing.errors import NothingToIssue
from pipeline.office.collection_round import load_round
from pipeline.products.reminder_text import reminder_texts
from pipeline.supervision.overdue import overdue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.office.context import Office
    from pipeline.products.reminder_text import ReminderText


def reminder_messages(
    office: Office,
    campaign: Campaign,
    period: str = "",
    units: Sequence[str] = (),
    *,
    confirmed: bool = False,
) -> tuple[ReminderText, ...]:
    """Return the messages for the units that owe their form, or those of *units* among them.

    Raises:
        NothingToIssue: none owes.
        IssueRefused: a file that may be one's waits, and the person hasn't confirmed it.
        PeriodUnknown, UnitUnknown: there is no such period or unit.
    """
    collected = load_round(office, campaign, period, cells=False)
    named = {office.unit(collected.campaign, name).code for name in units}
    moment = office.clock.now()
    owing = overdue(collected.campaign, collected.period, collected.standings, moment)
    wanted = tuple(item for item in owing if not named or item.unit.code in named)
    if not wanted:
        raise NothingToIssue(
            "催报短消息", "各单位都已报送。" if not named else "所列单位都已报送。"
        )
    if not confirmed:
        refuse_while_waiting(office, campaign, "催报", [item.unit for item in wanted])
    return reminder_texts(collected, wanted, moment)
