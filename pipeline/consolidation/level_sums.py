"""Add up the units below each superior (下级合计), and name where its own figures differ (上下级核对)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checking.level_sums import level_sum_finding
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.levels import subordinates
from pipeline.consolidation.list_lines import summed
from pipeline.consolidation.totals import total, unit_figure
from pipeline.model.campaign import Shape
from pipeline.model.filling import SubordinateSum
from pipeline.model.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign
    from pipeline.model.finding import Finding
    from pipeline.model.submission import Standing


def subordinate_sums(
    campaign: Campaign, below: Sequence[CountedUnit]
) -> tuple[SubordinateSum, ...]:
    """Return the sum of each single field that is added up over the units *below* one superior."""
    fields = (each for each in campaign.fields if each.shape is Shape.SINGLE and summed(each))
    sums = ((field, total(below, field)) for field in fields)
    return tuple(SubordinateSum(field, figure, len(below)) for field, figure in sums if figure)


def level_differences(campaign: Campaign, standings: Sequence[Standing]) -> tuple[Finding, ...]:
    """Return where a superior's own figure isn't the sum of its subordinates', all of which are accepted.

    Only where the campaign wants it (上下级核对). Exempt units (免报) are not waited for.
    """
    return tuple(_differences(campaign, standings)) if campaign.checks_levels else ()


def _differences(campaign: Campaign, standings: Sequence[Standing]) -> Iterator[Finding]:
    counted = counted_units(campaign, standings)
    states = {standing.unit: standing.state for standing in standings}
    for item in counted:
        below = subordinates(counted, item.unit)
        owing = [unit for unit in campaign.roster.below(item.unit) if states[unit.code].owes]
        if owing:
            continue
        for each in subordinate_sums(campaign, below):
            own = unit_figure(item, each.field)
            if own is not None and own.value != each.figure.value:
                source = own.sources[0]
                place = Place(source.workbook, source.sheet, source.cell)
                yield level_sum_finding(place, source.typed or own.text, each)
