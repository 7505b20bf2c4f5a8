"""Choose paper, orientation and number of pages of a sheet as a careful person would before printing it.

An office prints on A4, and wide tables on A3: the smallest sheet on which the text is still read with
ease. Only a table that is too wide for that goes over several pages side by side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pipeline.workbook.writing.plan import PaperSize
from pipeline.workbook.writing.text_fit import LINE

if TYPE_CHECKING:
    from pipeline.workbook.writing.plan import SheetPlan

SIDE: Final = 0.6  # the left and the right margin, in inches
EDGE: Final = 0.75  # the upper and the lower one
_INCH: Final = 72.0
_SHORT: Final = {PaperSize.A4: 595.3, PaperSize.A3: 841.9}  # ISO 216, in points
_LONG: Final = {PaperSize.A4: 841.9, PaperSize.A3: 1190.6}
# Upright where it fits well, across where it is still good to read: 11 points become 9, 8 and, as 小六号, 6.6.
_CHOICES: Final = (
    (PaperSize.A4, False, 0.82),
    (PaperSize.A4, True, 0.74),
    (PaperSize.A3, True, 0.6),
)
_FORM: Final = 0.7  # of a form that is filled in: 11 points become 8
_FEW_ROWS: Final = 6.0  # on the last page: pressed into the pages before it
_NEARLY: Final = 0.12  # of a page free: other programs' lines may take it
_PRESSED: Final = 1.12  # at most so much smaller
_WIDTH_POINTS: Final = 5.25  # of a character of column width
_WIDTH_EXTRA: Final = 3.75


@dataclass(frozen=True, slots=True)
class _Page:
    paper: PaperSize
    landscape: bool
    wide: int
    scale: float

    @property
    def height(self) -> float:
        """Return how many points of the sheet fit onto one page from top to bottom."""
        sides = _SHORT if self.landscape else _LONG
        return (sides[self.paper] - 2 * EDGE * _INCH) / self.scale


def set_up(plan: SheetPlan) -> SheetPlan:
    """Return *plan* with the paper, the orientation and the number of pages that fit its columns and rows.

    A last page with a few rows only, a total perhaps, is avoided: the rows are pressed into one page less.
    """
    page = _page(plan)
    return replace(
        plan,
        paper=page.paper,
        landscape=page.landscape,
        pages_wide=page.wide,
        pages_tall=_pages_tall(plan, page),
    )


def set_up_form(plan: SheetPlan) -> SheetPlan:
    """Return *plan* on A4, upright unless it is too wide, and whole on one page where that can be read."""
    widths = _widths(plan)
    landscape = _room(PaperSize.A4, landscape=False) / sum(widths) < _FORM
    room = _room(PaperSize.A4, landscape=landscape)
    page = _Page(PaperSize.A4, landscape, 1, min(room / sum(widths), 1.0))
    whole = sum(_heights(plan)) * _FORM <= page.height * page.scale
    return replace(plan, landscape=landscape, pages_tall=1 if whole else _pages_tall(plan, page))


def _widths(plan: SheetPlan) -> list[float]:
    """Return the width of each column in points."""
    return [width * _WIDTH_POINTS + _WIDTH_EXTRA for width in plan.widths]


def _page(plan: SheetPlan) -> _Page:
    widths = _widths(plan)
    if plan.print_area is not None:
        widths = widths[plan.print_area[0].column - 1 : plan.print_area[1].column]
    total = sum(widths, start=1.0)
    for paper, landscape, least in _CHOICES:
        scale = min(_room(paper, landscape=landscape) / total, 1.0)
        if scale >= least:
            return _Page(paper, landscape, 1, scale)
    paper, landscape, least = _CHOICES[-1]
    repeated = sum(widths[: plan.repeat_columns])
    room = _room(paper, landscape=landscape) / least - repeated
    wide = max(-int(-(total - repeated) // room), 1)
    return _Page(paper, landscape, wide, least)


def _room(paper: PaperSize, *, landscape: bool) -> float:
    return (_LONG if landscape else _SHORT)[paper] - 2 * SIDE * _INCH


def _pages_tall(plan: SheetPlan, page: _Page) -> int:
    """Return the pages into which the rows are pressed (0: as many as they need)."""
    heights = _heights(plan)
    head = sum(heights[plan.repeat_rows[0] - 1 : plan.repeat_rows[1]]) if plan.repeat_rows else 0.0
    room = page.height - head
    starts = [0.0, *accumulate(heights)]
    pages = -int(-(starts[-1] - head) // room)
    over = starts[-1] - head - (pages - 1) * room
    few = over < _FEW_ROWS * LINE
    if pages > 1 and few and over / (pages - 1) < (_PRESSED - 1) * room:
        return pages - 1
    # Where the last page is nearly full, another program's measure might need one more.
    return pages if room - over < _NEARLY * room else 0


def _heights(plan: SheetPlan) -> list[float]:
    """Return the height of each row in points."""
    stated = dict(plan.heights)
    last = max((cell.at.row for cell in plan.cells), default=0)
    heights = [stated.get(row, LINE) for row in range(1, last + 1)]
    if plan.table is not None:
        own = plan.table.heights
        heights += [own[row] if row < len(own) else LINE for row in range(len(plan.table.rows))]
    return heights
