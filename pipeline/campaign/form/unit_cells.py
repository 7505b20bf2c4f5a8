"""Find where a form (表样) asks for the unit's name (填报单位)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.view import view_of
from pipeline.model.grid import Address
from pipeline.values.text import label_key
from pipeline.workbook.form_copy import FormText
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.grid import Book

_LABELS: Final = frozenset(
    {"填报单位", "报送单位", "填表单位", "上报单位", "编报单位", "填报部门", "制表单位"}
)
_COLON: Final = ("：", ":")


def unit_cells(book: Book, name: str) -> Iterator[FormText]:
    """Yield the texts that put the unit's *name* into a form: right of each label, else behind it."""
    for grid in book.sheets:
        if not grid.visible or grid.name == STAMP_SHEET:
            continue
        view = view_of(grid)
        for at in sorted(grid.cells):
            printed = view.raw(at).strip()
            if label_key(printed) not in _LABELS or not printed:
                continue
            right = Address(at.row, view.end(at).column + 1)
            if view.cell(right) is None and right.column <= max(view.last_column, 2):
                yield FormText(grid.name, view.anchor(right), name)
            elif printed.endswith(_COLON):
                yield FormText(grid.name, at, f"{printed}{name}")
