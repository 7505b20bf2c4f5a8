"""Name the units by how they have reported (报送情况): all of them, or those that a circular (通报) may name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.counting import count_attendance, counted_of_unit, listed_name
from pipeline.model.figure import Phrase
from pipeline.model.submission import State
from pipeline.supervision.overdue import overdue
from pipeline.supervision.scores import is_judged
from pipeline.values.numerals import chinese_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.consolidation.counting import Attendance
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import Figure
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit
    from pipeline.products.tags import NamedFacts
    from pipeline.supervision.overdue import Overdue


def named_facts(present: Attendance, owed: Sequence[Overdue], moment: datetime) -> NamedFacts:
    """Return the names of units in lists, by how they have reported at *moment*; *owed* are those that owe."""
    return {
        "已报": present.submitted.listed,
        "按时": present.on_time.listed,
        "未报": present.missing.listed,
        "退回": present.returned.listed,
        "补正中": present.amending.listed,
        "零报告": present.zero.listed,
        "免报": present.exempt.listed,
        "迟报": present.late.listed,
        "较好": _exemplary(present),
        "延期": _extended(owed, moment),
        "多次退回": [
            Phrase((f"{unit.full_name}被退回", times_returned(unit, standing), "次"))
            for unit, standing in present.due.members
            if standing.returns > 1
        ],
        "没有问题": "" if present.missing or present.returned or present.late else "是",
    }


def judged_facts(collected: CollectionRound, moment: datetime) -> NamedFacts:
    """Return these lists with only the units that a circular (通报) may praise or criticise."""
    campaign = collected.campaign
    present = count_attendance(campaign, collected.standings)
    owed = overdue(campaign, collected.period, collected.standings, moment)
    return named_facts(
        present.only(lambda unit: is_judged(unit, campaign)),
        [item for item in owed if is_judged(item.unit, campaign)],
        moment,
    )


def times_returned(unit: Unit, standing: Standing) -> Figure:
    """Return how often the unit's forms were sent back (退回次数)."""
    return counted_of_unit(standing.returns, "退回次数", "计数", (unit, standing))


def _extended(owed: Sequence[Overdue], moment: datetime) -> list[Phrase]:
    """Return the units that owe their form and whose extended deadline hasn't passed yet (延期)."""
    return [
        Phrase((listed_name(item.unit, item.standing, "延期单位"), f"延至{chinese_moment(until)}"))
        for item in owed
        if (until := item.standing.until) and until >= moment
    ]


def _exemplary(present: Attendance) -> list[Figure]:
    """Return the names of the units that were on time, and right the first time (较好).

    A zero report (零报告) is no achievement to be praised for.
    """
    return [
        listed_name(unit, standing, "报送较好单位")
        for unit, standing in present.on_time.members
        if standing.state is not State.ZERO and not standing.returns
        if standing.latest is not None and not standing.latest.findings
    ]
