"""汇总表.xlsx: a row a unit, subtotals, live totals, and where each number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.current import reported
from pipeline.consolidation.summary_sheet import SummarySheet, main_sheet
from pipeline.consolidation.summary_sources import source_sheet
from pipeline.consolidation.summary_texts import absent_sheet, list_sheets, text_sheet
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.figure import TrailEntry
    from pipeline.model.submission import Standing


def summary_workbook(
    campaign: Campaign, period: Period, standings: Sequence[Standing], moment: datetime
) -> tuple[bytes, tuple[TrailEntry, ...]]:
    """The summary workbook, and the trail of each number in it.

    Totals are live formulas whose stored results are our own numbers; *moment* is when the
    figures were taken.
    """
    counted = reported(campaign, standings)
    made: SummarySheet = main_sheet(campaign, period, standings, counted)
    sheets = (
        made.plan,
        *list_sheets(campaign, counted),
        text_sheet(campaign, counted),
        absent_sheet(campaign, standings),
        source_sheet(made.trail, counted),
    )
    title = f"{campaign.name}{period.label}汇总表"
    return write_book([sheet for sheet in sheets if sheet], moment, title), made.trail
