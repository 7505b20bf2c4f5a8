"""Find what a drafted 任务书.xlsx leaves to the secretary: placeholders (【待定】, （待填）) not yet replaced."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.tables import BookFault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import Book

UNDECIDED: Final = "【待定】"
UNFILLED: Final = "（待填）"
_PLACEHOLDERS: Final = (UNDECIDED, UNFILLED)  # 〇〇〇 is none: it is a person's name left open


def find_placeholders(book: Book) -> tuple[BookFault, ...]:
    """Return a fault for each cell of a campaign book that still holds a placeholder of the draft."""
    return tuple(
        BookFault(grid.name, str(at), f"还留着“{mark}”，请改为实际内容（说明里的请核对后删去）。")
        for grid in book.sheets
        for at, cell in sorted(grid.cells.items())
        if (mark := next((mark for mark in _PLACEHOLDERS if mark in str(cell.value)), None))
    )


def placeholder_notes(campaigns: Iterable[Campaign]) -> tuple[str, ...]:
    """Return a reminder (提醒) for each campaign whose book still holds placeholders, with their cells."""
    return tuple(
        f"提醒：任务“{campaign.name}”的任务书.xlsx 还留着【待定】、（待填）：{_cells(campaign)}。"
        f"请改为实际内容（说明里的请核对后删去），再用 baosong campaign check {campaign.name} 核对。"
        for campaign in campaigns
        if campaign.placeholders
    )


def _cells(campaign: Campaign) -> str:
    """Return the cells by their sheets, as in 「任务」B5、B6；「发文」C2."""
    by_sheet = groupby(campaign.placeholders, key=attrgetter("sheet"))
    return "；".join(f"「{name}」{'、'.join(p.cell for p in places)}" for name, places in by_sheet)
