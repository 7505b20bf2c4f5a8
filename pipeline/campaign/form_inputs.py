"""Plan what a unit may fill in on the office's own form (表样): cells to unlock, input rules, page footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.unit_cells import unit_cells, unit_footer
from pipeline.campaign.form.view import view_of
from pipeline.campaign.input_rules import input_rules
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.workbook.form_inputs import SheetInputs
from pipeline.workbook.stamp import STAMP_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.campaign import Field
    from pipeline.model.form import Form
    from pipeline.model.unit import Unit
    from pipeline.workbook.writing.plan import InputRule

_ROWS_OPEN: Final = 50  # of a list under which the form prints nothing
_GAPS: Final = ("__", "＿＿", "年 ", "年　")  # to write into: 填报人：____, 年　月　日


def form_inputs(form: Form, fields: Sequence[Field], unit: Unit) -> tuple[SheetInputs, ...]:
    """Return what *unit* may fill in on each sheet of *form*, its own name not among it.

    A sheet without any place isn't locked at all: it may be one that was not understood.

    Besides the places of *fields* these are the cells behind or with a label for an answer
    (填报人：, 年　月　日), so that a line that was not recognised can still be filled in.
    """
    named = {(text.sheet, text.at) for text in unit_cells(form.book, unit.full_name)}
    found = []
    for grid in form.book.sheets:
        own = [field for field in fields if field.place and field.place.sheet == grid.name]
        if not own or not grid.visible or grid.name == STAMP_SHEET:
            continue
        view = view_of(grid)
        cells = [*_open_cells(view, own), *_asking_cells(view)]
        found.append(
            SheetInputs(
                grid.name,
                frozenset(at for at in cells if (grid.name, at) not in named),
                tuple(_rules(view, own)),
                extensible=any(field.shape is Shape.LIST for field in own),
                footer=unit_footer(unit.full_name),
            )
        )
    return tuple(found)


def _open_cells(view: SheetView, fields: Sequence[Field]) -> Iterator[Address]:
    heads: list[Address] = []
    for field in fields:
        if field.place is None:
            continue
        at = view.anchor(field.place.at)
        if field.shape is Shape.LIST:
            heads.append(at)
            continue
        yield at
        row = (Address(at.row, column) for column in range(1, view.last_column + 1))
        yield from (view.anchor(each) for each in row if view.cell(each) is None)  # 备注
    if heads:
        yield from _list_cells(view, heads)


def _list_cells(view: SheetView, heads: Sequence[Address]) -> Iterator[Address]:
    """Yield the cells of the rows under each line of a list's headings, 序号 to its left included.

    The rows end before a line that the form prints over several columns, or after a number of them.
    """
    for head_row in sorted({view.end(at).row for at in heads}):
        columns = [at.column for at in heads if view.end(at).row == head_row]
        first, last = min(columns), max(view.end(Address(head_row, c)).column for c in columns)
        while first > 1 and view.is_text(Address(head_row, first - 1)):
            first -= 1
        for row in range(head_row + 1, head_row + _ROWS_OPEN + 1):
            places = [Address(row, column) for column in range(first, last + 1)]
            texts = [at for at in places if view.is_text(at)]
            if len(texts) > 1 or any(view.end(at).column > at.column for at in texts):
                break
            yield from (view.anchor(at) for at in places if not view.is_text(at))


def _asking_cells(view: SheetView) -> Iterator[Address]:
    """Yield the empty cell right of each label that ends as a question does (填报人：); where there is none, the label itself."""
    for at in view.grid.cells:
        text = view.shown(at)
        right = view.anchor(Address(at.row, view.end(at).column + 1))
        if text.endswith(":") and view.cell(right) is None and right.column <= view.last_column:
            yield right
        elif text.endswith((":", "年月日")) or any(gap in view.raw(at) for gap in _GAPS):
            yield at


def _rules(view: SheetView, fields: Sequence[Field]) -> Iterator[InputRule]:
    """Yield the rules of the places that are cells of their own; of a list, of the rows that are open."""
    for field in fields:
        if field.place is None:
            continue
        at = view.anchor(field.place.at)
        if field.shape is not Shape.LIST:
            if not view.raw(at).strip():
                yield from input_rules(field, at, at)
            continue
        rows = [each.row for each in _list_cells(view, [at]) if each.column == at.column]
        if rows:
            yield from input_rules(field, Address(rows[0], at.column), Address(rows[-1], at.column))
