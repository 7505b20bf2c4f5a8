"""Word the figures of a section (合计): each with its changes, and parts under their total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.figure import Figure
from pipeline.products.comparisons import change_rows
from pipeline.products.sums import arrange_sums
from pipeline.products.wording import measure_after_figure, name_before_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.products.comparisons import Rounds
    from pipeline.products.field_tags import SectionSum
    from pipeline.products.sums import SumItem

_SUMS_AT_MOST: Final = 5  # in a sentence


def section_sums(
    campaign: Campaign, rounds: Rounds, figures: Sequence[tuple[Field, Figure]]
) -> list[SectionSum]:
    """Return *figures* as rows, parts under their total by the conditions of the 核对 sheet (甲 = 乙 + 丙)."""
    rows: list[SectionSum] = []
    in_sentence = 0
    for number, item in enumerate(arrange_sums(campaign.conditions, figures)):
        ends = in_sentence == _SUMS_AT_MOST or bool(item.breakdowns)
        in_sentence = 1 if ends else in_sentence + 1
        rows += _sum_rows(item, rounds, ("。" if ends else "、") if number else "", 1)
        if item.breakdowns:
            in_sentence = _SUMS_AT_MOST
    return rows


def common_units(sums: Sequence[SectionSum]) -> Figure | str:
    """Return over how many units the figures are compared, where that is one number for all of them."""
    numbers = [change["可比家数"] for row in sums for change in row["各变动"]]
    figures = [number for number in numbers if isinstance(number, Figure)]
    same = len({figure.value for figure in figures}) == 1 and len(figures) == len(numbers)
    return figures[0] if same and len(figures) > 1 else ""


def _sum_rows(item: SumItem, rounds: Rounds, joined: str, level: int) -> Iterator[SectionSum]:
    """Yield a sum, then its parts (其中); those of a part are in brackets."""
    yield _sum_row(item, rounds, joined, level)
    inner = level > 1
    # Of nothing, each part is nothing.
    breakdowns = item.breakdowns if item.figure.value else ()
    for number, parts in enumerate(breakdowns):
        opening = "（其中" if inner else "；其中" if number else "，其中"
        rows = [
            row
            for place, part in enumerate(parts)
            for row in _sum_rows(part, rounds, "、" if place else opening, level + 1)
        ]
        if inner:
            rows[-1]["收"] += "）"
        yield from rows


def _sum_row(item: SumItem, rounds: Rounds, joined: str, level: int) -> SectionSum:
    return {
        "引": joined,
        "名称": name_before_figure(item.field),
        "数": item.figure,
        "计量单位": measure_after_figure(item.field),
        "各变动": change_rows(item.field, rounds),
        "收": "",
        "层": level,
    }
