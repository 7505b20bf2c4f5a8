"""Find where a form (表样) has a cell for the unit's name (填报单位), and write the page footer that names the unit."""

from __future__ import annotations

import re
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
_FOOTER: Final = "本表限{unit}填报"
_PRINTED_FOOTER: Final = re.compile(_FOOTER.format(unit=r"\S{1,60}?"))
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


def unit_footer(unit: str) -> str:
    """Return what is printed at the foot of the blank (空白表) of *unit*."""
    return _FOOTER.format(unit=unit)


def without_unit_footer(text: str) -> str:
    """Return a page's header or footer without what :func:`unit_footer` printed.

    >>> without_unit_footer("本表限东河区填报第 页")
    '第 页'
    """
    return _PRINTED_FOOTER.sub("", text)
