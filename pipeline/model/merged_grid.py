"""Define a sheet as people see it: its grid, with merged ranges (合并单元格) resolved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.grid import Address, Cell, Grid, Merge


@dataclass(frozen=True, slots=True)
class MergedGrid:
    """Represent a sheet (工作表) by its grid, and the merged ranges that touch each row that is looked at."""

    grid: Grid
    merges: Mapping[int, tuple[Merge, ...]]

    def merge_at(self, at: Address) -> Merge | None:
        """Return the merged range that covers *at*, if any."""
        # Called several times for every cell: a plain loop takes half of a generator's time.
        for merge in self.merges.get(at.row, ()):
            if merge.first.column <= at.column <= merge.last.column:
                return merge
        return None

    def anchor(self, at: Address) -> Address:
        """Return the cell whose value *at* shows: the first cell of its merged range, else *at*."""
        merge = self.merge_at(at)
        return merge.first if merge else at

    def end(self, at: Address) -> Address:
        """Return the last cell of the merged range at *at*, else *at*."""
        merge = self.merge_at(at)
        return merge.last if merge else at

    def cell(self, at: Address) -> Cell | None:
        """Return the cell shown at *at*, with merged ranges resolved."""
        return self.grid.cells.get(self.anchor(at))


def merges_by_row(merges: Sequence[Merge], last_row: int) -> Mapping[int, tuple[Merge, ...]]:
    """Return the merged ranges that touch each row up to *last_row*."""
    rows: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        for row in range(merge.first.row, min(merge.last.row, last_row) + 1):
            rows[row].append(merge)
    return {row: tuple(found) for row, found in rows.items()}
