"""Write 汇总表.xlsx: a row for each unit, subtotals, live totals, and the source of each number (来源)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.consolidation.current import counted_units
from pipeline.consolidation.summary_charts import chart_sheet
from pipeline.consolidation.summary_comparison import comparison_sheet
from pipeline.consolidation.summary_notes import notes_sheet
from pipeline.consolidation.summary_sheet import SummarySheet, main_sheet
from pipeline.consolidation.summary_texts import (
    absent_sheet,
    difference_sheets,
    list_sheets,
    text_sheet,
)
from pipeline.workbook.writing.table import look_up_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.figure import TrailEntry
    from pipeline.model.grid import CellValue
    from pipeline.workbook.writing.plan import SheetPlan

_SOURCES: Final = (
    ("所在单元格", 14), ("单位", 22), ("填报项", 26), ("数值", 12), ("文件", 34), ("工作表", 14),
    ("单元格", 9), ("原文", 16), ("取值说明", 26), ("原件指纹 SHA-256", 68),
)  # fmt: skip


def summary_workbook(
    collected: CollectionRound, moment: datetime
) -> tuple[bytes, tuple[TrailEntry, ...]]:
    """Return the summary workbook (汇总表) of a round, and the trail (溯源) of each number in it.

    Totals are live formulas with our own numbers as cached results; *moment* is the date of the
    workbook's properties.
    """
    campaign, period, standings = collected.campaign, collected.period, collected.standings
    counted = counted_units(campaign, standings)
    main: SummarySheet = main_sheet(campaign, period, standings, counted)
    lists = list_sheets(campaign, counted)
    charts, charted = chart_sheet(collected, counted, main)
    comparison, compared = comparison_sheet(collected, counted)
    sheets = (
        main.plan,
        charts,
        comparison,
        *(plan for plan, _ in lists),
        text_sheet(campaign, counted),
        absent_sheet(campaign, standings),
        *difference_sheets(campaign, standings),
        notes_sheet(campaign, counted),
        _source_sheet(main.trail, counted),
    )
    title = f"{campaign.name}{period.label}汇总表"
    trail = (
        *main.trail,
        *charted,
        *compared,
        *(entry for _, entries in lists for entry in entries),
    )
    return write_book([sheet for sheet in sheets if sheet], moment, title), trail


def _source_sheet(trail: Sequence[TrailEntry], counted: Sequence[CountedUnit]) -> SheetPlan:
    """Return a sheet with a row for each number that a unit gave; totals add up these rows."""
    changes = {
        (item.submission.digest, answer.place.sheet, answer.place.cell): "；".join(answer.changes)
        for item in counted
        for answer in item.submission.filling.singles
    }
    rows: list[tuple[CellValue, ...]] = []
    for entry in trail:
        figure = entry.figure
        if len(figure.sources) != 1 or figure.basis in {"合计", "平均", "公式"}:
            continue
        (source,) = figure.sources
        conversion = changes.get((source.digest, source.sheet, source.cell), "")
        basis = "" if figure.basis in {"原值", "计数"} else figure.basis
        explained = "；".join(part for part in (basis, conversion) if part)
        shown = figure.text if figure.basis == "计数" else figure.value
        rows.append(
            (
                entry.at, source.unit, figure.label, shown, source.workbook, source.sheet,
                source.cell, source.typed, explained, source.digest,
            )
        )  # fmt: skip
    return look_up_sheet("来源", _SOURCES, rows)
