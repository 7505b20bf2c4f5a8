"""Select the summed fields that the office looks at first (简报表列)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.campaign import Aggregation, Shape

if TYPE_CHECKING:
    from pipeline.model.campaign import Campaign, Field


def chosen_sums(campaign: Campaign) -> tuple[Field, ...]:
    """Return the fields that 简报表列 picks by code or name, in its order; all that are summed if it picks none.

    It picks among those that are added up, and ratios that are recomputed (重算).
    """
    wanted = [name.strip() for name in campaign.text("简报表列").split("、") if name.strip()]
    summed = tuple(
        field
        for field in campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.SUM and field.adds_up
    )
    ratios = tuple(
        field
        for field in campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.RATIO
    )
    known = (*summed, *ratios)
    chosen = (field for name in wanted for field in known if name in {field.code, field.name})
    return tuple(dict.fromkeys(chosen)) or summed
