"""Advise from the names of a form how often it is reported (周期), and by when (截止规则)."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from pipeline.model.campaign import Cycle

_NAMED: Final = re.compile(
    r"(?P<cycle>[日周旬月季年])报|[每按](?P<each>[日周旬月季年])|(?P<long>[月季])度"
)
# Empty where a date, the same in each period, is the better start.
RULES: Final = MappingProxyType(
    {
        Cycle.ONCE: "",
        Cycle.DAY: "次日 10:00",
        Cycle.WEEK: "次周一 12:00",
        Cycle.TEN_DAYS: "",
        Cycle.MONTH: "次月5日 18:00，遇节假日顺延",
        Cycle.QUARTER: "次季首月10日 18:00，遇节假日顺延",
        Cycle.YEAR: "次年1月15日 18:00，遇节假日顺延",
    }
)


def guess_cycle(*names: str) -> Cycle:
    """Return the cycle that the first of *names* to mention one states; 一次性 where none does.

    >>> guess_cycle("项目建设", "重点项目进度月报表"), guess_cycle("年度考核", "情况统计表")
    (<Cycle.MONTH: '月'>, <Cycle.ONCE: '一次性'>)
    """
    found = next((match for name in names if (match := _NAMED.search(name))), None)
    return Cycle(found["cycle"] or found["each"] or found["long"]) if found else Cycle.ONCE


def cycle_advice(*names: str) -> str:
    """Return advice on the cycle of a form with these *names*, which only the office can decide.

    A yearly form may be one of this year alone, and a monthly one sent out for one month.
    """
    cycle = guess_cycle(*names)
    if cycle is Cycle.ONCE:
        return "按月、按季等报送的请改。"
    rule = f"，截止时间改成规则，如“{RULES[cycle]}”" if RULES[cycle] else ""
    return f"从名称看是按{cycle.value}报送的，是的请改为“{cycle.value}”{rule}。"
