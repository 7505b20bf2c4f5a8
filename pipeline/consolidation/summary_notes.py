"""Lay out the sheet 口径说明 of the summary: what was carried on, recomputed, and left without a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.computed import expression_text
from pipeline.consolidation.over_sums import gives_parts
from pipeline.consolidation.totals import divides_by_zero, unit_figure
from pipeline.model.campaign import Aggregation, Shape
from pipeline.workbook.writing.table import table_sheet
from pipeline.workbook.writing.text_fit import fitted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.workbook.writing.plan import SheetPlan

_COLUMNS: Final = (("填报项", 30), ("单位", 26), ("说明", 70))
_ROWS_AT_MOST: Final = 3_000


def notes_sheet(campaign: Campaign, counted: Sequence[CountedUnit]) -> SheetPlan | None:
    """Return the sheet of notes on how figures were computed; none where there is nothing to say."""
    rows = [*_ratio_notes(campaign, counted), *_carried_notes(campaign, counted)][:_ROWS_AT_MOST]
    if not rows:
        return None
    return table_sheet("口径说明", "各数的口径", fitted(_COLUMNS, rows), rows)


def _ratio_notes(
    campaign: Campaign, counted: Sequence[CountedUnit]
) -> Iterator[tuple[str, str, str]]:
    for field in campaign.fields:
        if field.aggregation is not Aggregation.RATIO or field.formula is None:
            continue
        names = {part.code: part.name for part in field.parts}
        how = expression_text(field.formula, names)
        yield field.name, "", f"小计、合计由各数的合计重算（{how}），不取各单位比率的平均"
        zero = [item.unit.full_name for item in counted if divides_by_zero(field, item)]
        if zero:
            yield field.name, "、".join(zero), "分母是 0，没有比率，不参加比较和排名"
        partial = [
            item.unit.full_name
            for item in counted
            if not item.submission.filling.is_zero
            and not gives_parts(field, item)
            and any(unit_figure(item, part) for part in field.parts)
        ]
        if partial:
            yield field.name, "、".join(partial), "分子、分母只填了一样，所填的计入合计，请核实"


def _carried_notes(
    campaign: Campaign, counted: Sequence[CountedUnit]
) -> Iterator[tuple[str, str, str]]:
    zero = [item for item in counted if item.submission.carried is not None]
    for field in campaign.fields:
        if field.is_carried and field.shape is Shape.SINGLE:
            yield from (_carried_note(field, item) for item in zero)


def _carried_note(field: Field, item: CountedUnit) -> tuple[str, str, str]:
    figure = unit_figure(item, field)
    if figure is None:
        note = "零报告，以前没有报过这一项，没有数可沿用，空缺"
    else:
        note = f"{figure.basis}：{figure.text}"
    return field.name, item.unit.full_name, note
