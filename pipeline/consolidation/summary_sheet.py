"""Lay out the first sheet of the summary workbook: figures by unit and category, with live formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.summary_columns import Column, columns_of, number_format, width_of
from pipeline.consolidation.summary_levels import add_levels, level_note
from pipeline.consolidation.summary_rows import (
    FIXED,
    HEADER,
    SUMMARY_SHEET,
    SummaryRows,
    SumRow,
)
from pipeline.model.grid import Address
from pipeline.model.submission import State
from pipeline.workbook.writing.paper import set_up
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style, Styled, TableRows
from pipeline.workbook.writing.text_fit import (
    LINE,
    line_count,
    row_heights,
    text_ems,
    width_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.figure import Figure, TrailEntry
    from pipeline.model.grid import CellValue
    from pipeline.model.submission import Standing

_TEXT_EMS: Final = 14.0  # at most in a line of a text
_ROW_POINTS: Final = 20.0


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """The sheet, the trail of each figure in its cells, and where these are."""

    plan: SheetPlan
    trail: tuple[TrailEntry, ...]
    rows: tuple[int, int]  # the first and the last row between heading and 合计
    unit_rows: tuple[int, ...]  # of each unit of the roster
    letters: tuple[str, ...]  # of each column of figures
    columns: tuple[Column, ...]


def main_sheet(
    campaign: Campaign,
    period: Period,
    standings: Sequence[Standing],
    counted: Sequence[CountedUnit],
) -> SummarySheet:
    """Return the figures of units in roster order by category, with 小计 for each and 合计 at the foot.

    Where the roster has levels (层级), each unit's subordinates follow it, and each level has its own total.
    """
    columns = columns_of(campaign, counted)
    items = {item.unit.code: item for item in counted}
    if campaign.roster.has_levels:
        body = SummaryRows(columns, (*FIXED, "级次"))
        rows = add_levels(body, campaign, standings, items)
        note = level_note(campaign, standings)
    else:
        body = SummaryRows(columns)
        rows = _add_categories(body, campaign, standings, items)
        due = sum(standing.state is not State.EXEMPT for standing in standings)
        note = _counts(len(counted), due)
    head = tuple(_head(campaign, period, body, note))
    plan = _plan(head, body, rows[1])
    unit_rows = tuple(body.unit_rows[unit.code] for unit in campaign.units())
    return SummarySheet(plan, tuple(body.trail), rows, unit_rows, body.letters, columns)


def _add_categories(
    body: SummaryRows,
    campaign: Campaign,
    standings: Sequence[Standing],
    items: Mapping[str, CountedUnit],
) -> tuple[int, int]:
    """Add the units by category with their sums; return the first and the last row above 合计."""
    paired = enumerate(zip(campaign.units(), standings, strict=True), start=1)
    for category, members in groupby(paired, key=lambda pair: pair[1][0].category):
        first, before = body.last + 1, len(body.figures)
        for number, (unit, standing) in members:
            texts = (str(number), unit.full_name, unit.category, standing.words)
            body.add_unit(unit, texts, items.get(unit.code))
        own = body.figures[before:]
        body.add_sums(SumRow(f"{category}小计", f"计入{len(own)}家", own, first))
    rows = (HEADER + 1, body.last)
    every = f"计入{len(body.figures)}家"
    body.add_sums(SumRow("合计", every, body.figures, HEADER + 1).as_total())
    return rows


def _counts(submitted: int, due: int) -> str:
    absent = "（未计入的见“未报单位”表）" if submitted < due else ""
    return f"应报 {due} 家，计入 {submitted} 家{absent}"


def _head(
    campaign: Campaign, period: Period, body: SummaryRows, counts: str
) -> Iterator[PlannedCell]:
    title = f"{campaign.name}{period.label}汇总表"
    note = f"牵头单位：{campaign.lead_office}　{counts}；“—”为空缺，不按 0 计。"
    yield PlannedCell(Address(1, 1), title, Style.TITLE)
    yield PlannedCell(Address(2, 1), note, Style.NOTE)
    titles = (*body.fixed, *(column.title for column in body.columns))
    for column, text in enumerate(titles, start=1):
        yield PlannedCell(Address(HEADER, column), text, Style.HEADER)


def _plan(head: tuple[PlannedCell, ...], body: SummaryRows, last: int) -> SheetPlan:
    """Return the sheet; the rows down to the *last* one above the totals can be filtered."""
    columns = list(body.by_column())
    widths = _widths(body, columns)
    titles = [str(cell.value) for cell in head if cell.at.row == HEADER]
    lines = max(line_count(title, width) for title, width in zip(titles, widths, strict=True))
    plan = SheetPlan(
        name=SUMMARY_SHEET,
        cells=head,
        table=TableRows(
            HEADER + 1,
            body.rows,
            text=Style.CENTER,
            formats=(
                *("" for _ in body.fixed),
                *(number_format(column, figures) for column, figures in columns),
            ),
            heights=_heights(body, widths),
        ),
        widths=widths,
        heights=((1, 36.0), (HEADER, lines * LINE + 8)),
        freeze=Address(HEADER + 1, 3),
        repeat_rows=(HEADER, HEADER),
        repeat_columns=2,
        filter_range=(Address(HEADER, 1), Address(last, len(widths))),
    )
    return _with_title(set_up(plan))


def _with_title(plan: SheetPlan) -> SheetPlan:
    """Return *plan* with title and note merged over the columns of its first page."""
    repeated = sum(plan.widths[: plan.repeat_columns]) * (plan.pages_wide - 1)
    page = (sum(plan.widths) + repeated) / plan.pages_wide
    last = max(sum(width <= page for width in accumulate(plan.widths)), len(FIXED))
    cells = (
        replace(cell, span=Address(cell.at.row, last)) if cell.at.row < HEADER else cell
        for cell in plan.cells
    )
    return replace(plan, cells=tuple(cells))


def _widths(
    body: SummaryRows, columns: Sequence[tuple[Column, Sequence[Figure]]]
) -> tuple[float, ...]:
    """Return the width of each column, so that its heading, its texts and its figures fit."""
    fixed = (
        width_of_text(min(max(text_ems(text) for text in texts), _TEXT_EMS))
        for texts in zip(
            body.fixed,
            *(map(_text, row[: len(body.fixed)]) for row in body.rows),
            strict=True,
        )
    )
    return (*fixed, *(width_of(column, figures) for column, figures in columns))


def _text(value: CellValue | Styled) -> str:
    return str(value.value if isinstance(value, Styled) else value)


def _heights(body: SummaryRows, widths: Sequence[float]) -> tuple[float, ...]:
    return tuple(max(height, _ROW_POINTS) for height in row_heights(body.rows, widths))
