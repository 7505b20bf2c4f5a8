"""Index the texts of a sheet, so that a label is found wherever a unit moved it.

A unit inserts rows, shifts columns, merges cells and decorates labels (“3.所属单位总数（个）*”). What a
label and its changed copies have in common is :func:`pipeline.values.text.label_key`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.model.merged_grid import MergedGrid
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pipeline.model.grid import Grid, Merge

LABEL_HEADER: Final = "填报项"
ANSWER_HEADER: Final = "填报内容"
# As addresses are ordered, without a call of ours for each comparison.
_READING_ORDER: Final = attrgetter("row", "column")
_LONGEST_LABEL: Final = 120  # characters, notes included; what is longer is running text


@dataclass(frozen=True, slots=True)
class IndexedSheet(MergedGrid):
    """Represent a sheet (工作表) whose labels can be looked up.

    ``labels`` holds the places of each label key in reading order; ``rows`` the rows that hold
    something, in order; ``merges`` the merged ranges that touch each of them.
    """

    labels: Mapping[str, tuple[Address, ...]]
    rows: tuple[int, ...]

    @property
    def texts(self) -> Iterator[tuple[Address, str]]:
        """Yield each cell that shows a text, and the text, in reading order."""
        for at in sorted(self.grid.cells, key=_READING_ORDER):
            if text := self.text(at):
                yield at, text

    def find(self, name: str) -> tuple[Address, ...]:
        """Return the places of the label *name*, however it is decorated."""
        return self.labels.get(label_key(name), ())

    def text(self, at: Address) -> str:
        """Return the text shown at *at*; a number or a date is no text."""
        cell = self.cell(at)
        return cell.value if cell and isinstance(cell.value, str) else ""

    def right_of(self, at: Address) -> Address:
        """Return the next cell to the right of *at*, beyond its merged range."""
        return Address(at.row, self.end(at).column + 1)


def index_sheet(grid: Grid) -> IndexedSheet:
    """Index *grid*: one pass over its cells and its merged ranges."""
    labels: dict[str, list[Address]] = defaultdict(list)
    for at in sorted(grid.cells, key=_READING_ORDER):
        value = grid.cells[at].value
        if isinstance(value, str) and len(value) <= _LONGEST_LABEL:
            labels[label_key(value)].append(at)
    rows = tuple(sorted({at.row for at in grid.cells}))
    found = {key: tuple(places) for key, places in labels.items() if key}
    return IndexedSheet(grid, _merges_by_row(grid.merges, rows), found, rows)


def label_places(sheet: IndexedSheet, name: str) -> tuple[Address, ...]:
    """Return the places of the label *name*, in reading order; none, one, or several.

    A section heading, a unit's text or a copied block may repeat a label: where some are under the
    heading 填报项, only those are returned.
    """
    places = sheet.find(name)
    # The highest heading of each column, for a hostile sheet repeats both ten thousand times.
    highest: dict[int, int] = {}
    for each in sheet.find(LABEL_HEADER):
        highest[each.column] = min(each.row, highest.get(each.column, each.row))
    listed = [place for place in places if highest.get(place.column, place.row) < place.row]
    return tuple(listed) or places


def rows_of(sheet: IndexedSheet, label: Address) -> tuple[int, ...]:
    """Return the rows that *label* covers: one, or those of its merged range that hold something."""
    merge = sheet.merge_at(label)
    if merge is None:
        return (label.row,)
    first, last = bisect_left(sheet.rows, label.row), bisect_right(sheet.rows, merge.last.row)
    return sheet.rows[first:last]


def header_above(sheet: IndexedSheet, names: Iterable[str], label: Address) -> Address | None:
    """Return the nearest of the headings *names* that applies to the row of *label*.

    It is to the right of the label, or left of it where 填报项 is above the label itself: columns may
    have changed places.
    """
    above = [
        place
        for name in names
        for place in sheet.find(name)
        if place.row < label.row and place.column != label.column
    ]
    row = max((place.row for place in above), default=0)
    right = [place for place in above if place.row == row and place.column > label.column]
    if right:
        return min(right, key=lambda place: place.column)
    headed = Address(row, label.column) in sheet.find(LABEL_HEADER)
    left = [place for place in above if place.row == row and headed]
    return max(left, key=lambda place: place.column, default=None)


def _merges_by_row(merges: Sequence[Merge], rows: Sequence[int]) -> Mapping[int, tuple[Merge, ...]]:
    touching: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        # Only rows that hold something: a merged range may reach to the foot of the sheet.
        first, last = bisect_left(rows, merge.first.row), bisect_right(rows, merge.last.row)
        for row in rows[first:last]:
            touching[row].append(merge)
    return {row: tuple(found) for row, found in touching.items()}
