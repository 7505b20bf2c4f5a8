"""View a sheet as people see it: what each cell shows, with merged ranges (合并单元格) resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.merged_grid import MergedGrid, merges_by_row
from pipeline.values.numbers import plain
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from pipeline.model.grid import Address, Cell, Grid

# What forms print where an answer goes: an underline, or boxes to tick.
UNDERLINE: Final = re.compile(r"[_\s]+")
BOXES: Final = re.compile(r"(?:[□☐○]\s*[^\s□☐○]{1,8}\s*){2,}|(?:[^\s□☐○]{1,8}\s*[□☐○]\s*){2,}")
# What forms print where nothing is to be filled in: * or ---- or /.
BARRED: Final = re.compile(r"[-*/\\—－＊×✕／＼.…·#]{1,12}")
_ROWS_BEYOND: Final = 60  # rows of a merged range below the last text that are still looked at


@dataclass(frozen=True, slots=True)
class SheetView(MergedGrid):
    """View of one sheet: its grid, its merged ranges by row, its last row and column with a content."""

    last_row: int
    last_column: int

    def raw(self, at: Address) -> str:
        """Return the content shown at *at* as text, as it was typed."""
        cell = self.cell(at)
        if cell is None:
            return ""
        return plain(cell.value) if isinstance(cell.value, Decimal) else str(cell.value)

    def shown(self, at: Address) -> str:
        """Return the content shown at *at* as text, at half width and without line breaks."""
        return "".join(narrow(self.raw(at)).splitlines())

    def is_text(self, at: Address) -> bool:
        """Return whether *at* shows a printed text: no number, underline or bar, no boxes to tick."""
        cell = self.cell(at)
        if cell is None or not isinstance(cell.value, str):
            return False
        text = narrow(cell.value)
        unprinted = (UNDERLINE, BOXES, BARRED)
        return bool(text) and not any(pattern.fullmatch(text) for pattern in unprinted)

    def is_barred(self, at: Address) -> bool:
        """Return whether the form says at *at* that nothing is to be filled in (*、----、/)."""
        cell = self.cell(at)
        if cell is None or not isinstance(cell.value, str):
            return False
        return BARRED.fullmatch(narrow(cell.value)) is not None

    def to_fill(self, at: Address) -> bool:
        """Return whether a unit fills *at* in: empty, an underline, boxes, a number or a formula."""
        cell = self.cell(at)
        if cell is None or cell.fault:
            return True
        return not (self.is_text(at) or self.is_barred(at) or self._is_printed(cell))

    @staticmethod
    def _is_printed(cell: Cell) -> bool:
        return not isinstance(cell.value, str | Decimal)


def view_of(grid: Grid) -> SheetView:
    """Return the view of *grid*; one pass over its cells and its merged ranges."""
    last_row = max((at.row for at in grid.cells), default=0)
    last_column = max((at.column for at in grid.cells), default=0)
    return SheetView(
        grid, merges_by_row(grid.merges, last_row + _ROWS_BEYOND), last_row, last_column
    )
