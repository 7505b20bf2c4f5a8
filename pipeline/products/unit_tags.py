"""Define the tags about the one unit that a paper is addressed to (督办、函): a part of what a template may contain."""

from __future__ import annotations

from typing import TypedDict

from pipeline.model.figure import Figure, Phrase  # noqa: TC001 - the types are read while it runs


class ReminderFacts(TypedDict):
    """How often a unit was reminded (催报), as a number and in words."""

    已催次数: Figure
    催报说明: Phrase


class UnitFacts(ReminderFacts):
    """The one unit that 督办 or 函 is addressed to; texts are empty where there is none.

    所属 are the units below it that owe; 自身 is 是 where it owes itself. 退回 is 是 where all of them have
    handed in a form that was returned, 收到日期 the day on which one was received; 延期 the deadline to which
    that of one was extended.
    """

    名称: str
    所属: list[Figure]
    自身: str
    情况: str
    退回: str
    收到日期: str
    延期: str
    逾期天数: Figure
