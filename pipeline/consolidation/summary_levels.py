"""Lay out the units of 汇总表 by level (层级): each one's subordinates below it, and a total for each level alone."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.consolidation.level_listing import UnitLine, listed
from pipeline.consolidation.levels import levels_of
from pipeline.consolidation.summary_rows import HEADER, SumRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.level_listing import SumLine
    from pipeline.consolidation.summary_rows import SummaryRows
    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing


def add_levels(
    body: SummaryRows,
    campaign: Campaign,
    standings: Sequence[Standing],
    items: Mapping[str, CountedUnit],
) -> tuple[int, int]:
    """Add the units with their subordinates, and the sums of each level alone; return the rows above the totals."""
    known = {standing.unit: standing for standing in standings}
    last = HEADER
    for line in listed(campaign, standings):
        if isinstance(line, UnitLine):
            unit = line.unit
            texts = (line.number, unit.full_name, unit.category, known[unit.code].words)
            body.add_unit(unit, (*texts, Decimal(line.level)), items.get(unit.code))
        else:
            last = last if line.total else body.last + 1
            _add_sum(body, line)
    return HEADER + 1, last


def _add_sum(body: SummaryRows, line: SumLine) -> None:
    own = [row for row in body.figures if row.item.unit.code in line.codes]
    row = SumRow(
        name=line.name,
        counted=line.counted(len(own)),
        figures=own,
        first=body.unit_rows[line.first.code],
        level=line.level,
    )
    body.add_sums(row.as_total() if line.total else row)


def level_note(campaign: Campaign, standings: Sequence[Standing]) -> str:
    """Return who had to report, and whose figures count, by level, and that levels are never added up together."""
    levels = [level for level in levels_of(campaign, standings) if level.due]
    due = "、".join(level.words for level in levels)
    counted = "、".join(
        f"{level.name}{len(level.submitted.members)}{level.measure}" for level in levels
    )
    absent = any(level.submitted.members != level.due.members for level in levels)
    note = "（未计入的见“未报单位”表）" if absent else ""
    return f"应报{due}，计入{counted}{note}；各级分别合计，不相加"
