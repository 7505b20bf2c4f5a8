"""Write the note about a deadline (截止时间) that is on a day off, for the person who sends it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.campaign.working_days import is_working
from pipeline.model.campaign import Cycle
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign, Period


def deadline_notes(campaign: Campaign, period: Period) -> tuple[str, ...]:
    """Return a note where the deadline of *period* is on a day off (休息日、节假日); nothing where it isn't."""
    day = period.due_day
    if is_working(day):
        return ()
    remedy = (
        "需要改期的，请在任务书里改“截止时间”"
        if campaign.cycle is Cycle.ONCE
        else "需要避开的，请把任务书“截止时间”写成规则，如“次月5日 18:00，遇节假日顺延”"
    )
    label = f"{period.label}的" if period.label else ""
    return (
        f"{campaign.name}：{label}截止日 {chinese_date(day)}是休息日。{remedy}；照旧的不用改。",
    )
