"""Where each label went: found by its text, wherever it was moved to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.model.grid import Book, Grid

_ANSWER_HEADINGS: Final = ("填报内容", "填报数", "填报值", "内容")
_EXPLANATION_HEADINGS: Final = ("情况说明", "情况说明有提醒时填")
_SHARE: Final = 0.5  # of a sheet's labels that must be found before another sheet may stand for it


@dataclass(frozen=True, slots=True)
class Labels:
    """The texts of one sheet by their key, and what is merged over what."""

    grid: Grid
    places: Mapping[str, tuple[Address, ...]]
    merged: Mapping[Address, Address]  # first cell of a merged range → its last

    def find(self, name: str) -> Address | None:
        """Where the label *name* stands: the first place from the top."""
        places = self.places.get(label_key(name), ())
        return places[0] if places else None

    def answer_place(self, label: Address) -> Address:
        """The cell that answers *label*: under 填报内容 in its row, else the next one to the right."""
        column = self._column_under(_ANSWER_HEADINGS, label)
        if column is not None and column > label.column:
            return Address(label.row, column)
        last = self.merged.get(label, label)
        return Address(label.row, last.column + 1)

    def explanation_place(self, label: Address) -> Address | None:
        """The cell of the label's row under 情况说明, where the sheet has such a column."""
        column = self._column_under(_EXPLANATION_HEADINGS, label)
        return Address(label.row, column) if column is not None else None

    def _column_under(self, headings: Sequence[str], label: Address) -> int | None:
        above = [
            place
            for heading in headings
            for place in self.places.get(label_key(heading), ())
            if place.row < label.row
        ]
        return max(above, key=lambda place: place.row).column if above else None


def labels_of(grid: Grid) -> Labels:
    """Index the texts of *grid*."""
    places: dict[str, list[Address]] = {}
    for at in sorted(grid.cells):
        value = grid.cells[at].value
        if isinstance(value, str) and (key := label_key(value)):
            places.setdefault(key, []).append(at)
    merged = {merge.first: merge.last for merge in grid.merges}
    return Labels(grid, {key: tuple(found) for key, found in places.items()}, merged)


def sheet_for(book: Book, name: str, labels: Sequence[str]) -> Labels | None:
    """The sheet *name*, or, where it was renamed, the visible one that holds most of its labels."""
    named = book.sheet(name)
    if named is not None:
        return labels_of(named)
    wanted = {label_key(label) for label in labels}
    best: tuple[int, Labels | None] = (0, None)
    for grid in book.sheets:
        if grid.visible:
            found = labels_of(grid)
            held = len(wanted & found.places.keys())
            if held > best[0]:
                best = (held, found)
    return best[1] if best[0] >= max(1, len(wanted) * _SHARE) else None
