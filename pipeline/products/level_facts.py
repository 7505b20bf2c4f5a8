"""Compute the facts about the levels of the units (层级): who has reported at each, and which one is added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.levels import level_names, levels_of, total_level
from pipeline.consolidation.statistics import share

if TYPE_CHECKING:
    from typing import TypedDict

    from pipeline.model.collection_round import CollectionRound
    from pipeline.products.tags import LevelRow

    class LevelFacts(TypedDict):
        """The facts of the levels (层级)."""

        各级: list[LevelRow]
        汇总级: str


def level_facts(collected: CollectionRound) -> LevelFacts:
    """Return the levels with their units, and the name of the one whose figures are added up (汇总级).

    Both are empty where no unit has a superior (上级单位).
    """
    campaign, standings = collected.campaign, collected.standings
    if not campaign.roster.has_levels:
        return {"各级": [], "汇总级": ""}
    rows: list[LevelRow] = [
        {
            "名称": level.name,
            "应报数": level.due.count,
            "已报数": level.submitted.count,
            "报送率": share(level.submitted.count, level.due.count),
            "量词": level.measure,
        }
        for level in levels_of(campaign, standings)
        if level.due
    ]
    return {
        "各级": rows,
        "汇总级": level_names(campaign.roster)[total_level(campaign, standings)],
    }
