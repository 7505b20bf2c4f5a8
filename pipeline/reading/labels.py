"""Where each label went: a sheet with its texts charted, so that a moved label is found again.

A unit inserts rows, shifts columns, merges cells and decorates labels (“3.所属单位总数（个）*”). What a
label and its drifted copies have in common is :func:`pipeline.values.text.label_key`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.grid import Cell, Grid, Merge

LABEL_HEADER: Final = "填报项"
ANSWER_HEADER: Final = "填报内容"
EXPLANATION_HEADER: Final = "情况说明"
_LONGEST_LABEL: Final = 80  # characters; what is longer is somebody's text, not a label


@dataclass(frozen=True, slots=True)
class Chart:
    """A sheet (工作表) whose labels can be looked up.

    ``labels`` holds the places of each label key in reading order; ``rows`` the rows that hold
    something, in order; ``merges`` the merged ranges that touch each of them.
    """

    grid: Grid
    labels: Mapping[str, tuple[Address, ...]]
    rows: tuple[int, ...]
    merges: Mapping[int, tuple[Merge, ...]]

    def find(self, name: str) -> tuple[Address, ...]:
        """Where the label *name* stands, however it is decorated."""
        return self.labels.get(label_key(name), ())

    def merge_over(self, at: Address) -> Merge | None:
        """The merged range that covers *at*, if any."""
        return next(
            (
                merge
                for merge in self.merges.get(at.row, ())
                if merge.first.column <= at.column <= merge.last.column
            ),
            None,
        )

    def home(self, at: Address) -> Address:
        """The cell that holds what is seen at *at*: the first cell of its merged range."""
        merge = self.merge_over(at)
        return merge.first if merge else at

    def cell(self, at: Address) -> Cell | None:
        """What is seen at *at*, merged ranges looked through."""
        return self.grid.cells.get(self.home(at))

    def text(self, at: Address) -> str:
        """The text seen at *at*; a number or a date is no text."""
        cell = self.cell(at)
        return cell.value if cell and isinstance(cell.value, str) else ""

    def right_of(self, at: Address) -> Address:
        """The next cell to the right of *at*, beyond its merged range."""
        merge = self.merge_over(at)
        return Address(at.row, (merge.last.column if merge else at.column) + 1)


def chart_of(grid: Grid) -> Chart:
    """Chart *grid*: one walk over its cells and its merged ranges."""
    labels: dict[str, list[Address]] = defaultdict(list)
    for at in sorted(grid.cells):
        value = grid.cells[at].value
        if isinstance(value, str) and len(value) <= _LONGEST_LABEL:
            labels[label_key(value)].append(at)
    rows = tuple(sorted({at.row for at in grid.cells}))
    found = {key: tuple(places) for key, places in labels.items() if key}
    return Chart(grid, found, rows, _merges_by_row(grid.merges, rows))


def label_place(chart: Chart, name: str) -> Address | None:
    """Where the label *name* stands, or ``None`` where the sheet lacks it.

    A section heading or a unit's own text may repeat a label: the column headed 填报项 decides,
    then reading order.
    """
    places = chart.find(name)
    columns = {place.column for place in chart.find(LABEL_HEADER)}
    return next((place for place in places if place.column in columns), next(iter(places), None))


def answer_place(chart: Chart, label: Address, labels: frozenset[Address], measure: str) -> Address:
    """The cell for the answer to *label*: under 填报内容, else the nearest cell to the right.

    The printed *measure* (计量单位) between the two is passed over. Where another label follows at
    once there is no room for an answer, and the label's own cell is named.
    """
    under = _under_header(chart, ANSWER_HEADER, label)
    if under is not None:
        return under
    beside = chart.right_of(label)
    if measure and label_key(chart.text(beside)) == label_key(measure):
        beside = chart.right_of(beside)
    return label if chart.home(beside) in labels else beside


def explanation_at(chart: Chart, label: Address) -> str:
    """What the unit wrote under 情况说明 in the row of *label*."""
    at = _under_header(chart, EXPLANATION_HEADER, label)
    return chart.text(at).strip() if at else ""


def _under_header(chart: Chart, header: str, label: Address) -> Address | None:
    above = [
        place
        for place in chart.find(header)
        if place.row < label.row and place.column > label.column
    ]
    if not above:
        return None
    nearest = max(above, key=lambda place: (place.row, -place.column))
    return Address(label.row, nearest.column)


def _merges_by_row(merges: Sequence[Merge], rows: Sequence[int]) -> Mapping[int, tuple[Merge, ...]]:
    touching: dict[int, list[Merge]] = defaultdict(list)
    for merge in merges:
        # Only rows that hold something: a merged range may reach to the foot of the sheet.
        first, last = bisect_left(rows, merge.first.row), bisect_right(rows, merge.last.row)
        for row in rows[first:last]:
            touching[row].append(merge)
    return {row: tuple(found) for row, found in touching.items()}
