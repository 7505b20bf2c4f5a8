"""Select the summed fields that the office looks at first (简报表列)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Aggregation, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign, Field

_SPOKEN_AT_MOST: Final = 6  # figures of a cross table that are worded one by one


def chosen_sums(campaign: Campaign) -> tuple[Field, ...]:
    """Return the single fields that 简报表列 picks by code or name, in its order; all that are summed if it picks none.

    It picks among those that are added up, and ratios that are recomputed (重算).
    """
    summed, ratios = _summed(campaign), _ratios(campaign)
    return _picked(campaign, (*summed, *ratios)) or summed


def paper_sums(campaign: Campaign) -> tuple[Field, ...]:
    """Return the fields that a paper prints: those that 简报表列 picks, columns of lists too.

    If it picks none they are all that are summed, but of a larger cross table none, unless there is nothing
    else.
    """
    summed, ratios, listed = _summed(campaign), _ratios(campaign), list_figures(campaign)
    picked = _picked(campaign, (*summed, *ratios, *listed))
    apart = cells_set_apart(campaign)
    return picked or tuple(field for field in summed if field.code not in apart) or summed


def list_figures(campaign: Campaign) -> tuple[Field, ...]:
    """Return the columns of lists that have one figure over all rows."""
    return tuple(
        field
        for field in campaign.fields
        if field.shape is Shape.LIST and field.aggregation.with_figure
    )


def picks_sums(campaign: Campaign) -> bool:
    """Return whether 简报表列 picks any field."""
    known = (*_summed(campaign), *_ratios(campaign), *list_figures(campaign))
    return bool(_picked(campaign, known))


def cells_set_apart(campaign: Campaign) -> frozenset[str]:
    """Return the codes of the cells that aren't worded one by one: those of larger cross tables."""
    cells: dict[str, list[str]] = defaultdict(list)
    for field in campaign.fields:
        if field.crossing is not None and field.aggregation.with_figure:
            cells[field.crossing.table].append(field.code)
    large = (codes for codes in cells.values() if len(codes) > _SPOKEN_AT_MOST)
    return frozenset(code for codes in large for code in codes)


def _picked(campaign: Campaign, known: Sequence[Field]) -> tuple[Field, ...]:
    wanted = [name.strip() for name in campaign.text("简报表列").split("、") if name.strip()]
    chosen = (field for name in wanted for field in known if name in {field.code, field.name})
    return tuple(dict.fromkeys(chosen))


def _summed(campaign: Campaign) -> tuple[Field, ...]:
    return tuple(
        field
        for field in campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.SUM and field.adds_up
    )


def _ratios(campaign: Campaign) -> tuple[Field, ...]:
    return tuple(
        field
        for field in campaign.fields
        if field.shape is Shape.SINGLE and field.aggregation is Aggregation.RATIO
    )
