"""Write the reasons why it isn't clear for which period (所属期) a form reports: messages for the clerk.

Each names what was found and ends with the remedy; the remedy resolves that very case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Period
    from pipeline.reading.period_mentions import PeriodMention

_DECIDE = "已经知道是哪一期的，可运行 baosong assign 文件 单位 --period 期别 认领。"


def quoted(mention: PeriodMention) -> str:
    """Return a place and what it says, as a message quotes them."""
    if mention.place.startswith("文件名"):
        return mention.place
    return f"{mention.place} “{mention.text}”"


def places_differ(mentions: Sequence[PeriodMention]) -> str:
    """Return the reason where two places name different periods."""
    listed = "，".join(f"{quoted(each)}是 {each.code}" for each in mentions)
    return f"几处说的期别不一样：{listed}。请核实是哪一期的数，改成一致后再放回收件箱；{_DECIDE}"


def stamp_differs(stamped: str, mention: PeriodMention) -> str:
    """Return the reason where the blank was sent out for one period and the form names another."""
    return (
        f"这张空白表是 {stamped} 那一期下发的，而{quoted(mention)}是 {mention.code}，两处对不上，"
        f"可能是用往期的旧表填的。请改用本期下发的空白表，或核实后再放回收件箱；{_DECIDE}"
    )


def outside(place: str, period: Period | None, open_now: Period) -> str:
    """Return the reason where the period that a form names is none of the campaign, or hasn't begun."""
    name = f"{period.label}" if period else "的期别"
    return (
        f"{place}说的是{name}，不在应报的各期之内（现在收的是{open_now.label}）。"
        f"请改正后再放回收件箱；{_DECIDE}"
    )


def already_accepted(period: Period) -> str:
    """Return the reason where a form names no period and the open one has been accepted already."""
    return (
        f"看不出是哪一期的：表里、标题和文件名都没有写统计月份，而{period.label}的已经收下了，"
        f"分不清是更正{period.label}的，还是报别的期。请在文件名里写上期别（如“{period.label}”）再放回收件箱；{_DECIDE}"
    )


def stamp_of_closed(period: Period, open_now: Period) -> str:
    """Return the reason where only the stamp names a period, and that one is closed."""
    return (
        f"只有表上的标记说是{period.label}的，而现在收的是{open_now.label}：可能是更正{period.label}的，"
        f"也可能是用上一期的旧表填了这一期的数。请在文件名里写上期别（如“{period.label}”）再放回收件箱；{_DECIDE}"
    )


def same_as_before(earlier: str, period: Period) -> str:
    """Return the reason where the same bytes were handed in for an earlier period."""
    return (
        f"与 {earlier} 那一期报过的文件一字不差，不像是{period.label}的数。"
        f"请该单位核实，确是{period.label}的，在表里写明统计月份后再报；{_DECIDE}"
    )
