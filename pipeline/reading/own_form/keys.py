"""Index the printed texts of a sheet by their keys, so that a heading is found wherever it moved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import heading_key
from pipeline.campaign.form.view import view_of
from pipeline.values.text import narrow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.form import Form
    from pipeline.model.grid import Address, Grid

_LONGEST: Final = 120  # characters of a heading; what is longer is running text


@dataclass(frozen=True, slots=True)
class KeyedSheet:
    """A sheet with its headings by key, in reading order."""

    view: SheetView
    places: Mapping[str, tuple[Address, ...]]

    @property
    def name(self) -> str:
        """Return the sheet's name."""
        return self.view.grid.name


def keyed(grid: Grid) -> KeyedSheet:
    """Return *grid* with an index of its headings."""
    places: dict[str, list[Address]] = defaultdict(list)
    view = view_of(grid)
    for at in sorted(grid.cells):
        text = view.shown(at)
        if text and len(text) <= _LONGEST:
            places[heading_key(text)].append(at)
    return KeyedSheet(view, {key: tuple(found) for key, found in places.items() if key})


def compact(text: str) -> str:
    """Return *text* without spaces and line breaks, at half width, to compare printed texts."""
    return "".join(narrow(text).split())


def printed_texts(form: Form) -> frozenset[str]:
    """Return the texts that the office's own form prints, compacted."""
    return frozenset(
        compact(text)
        for grid in form.book.sheets
        for cell in grid.cells.values()
        if isinstance(text := cell.value, str)
    )
