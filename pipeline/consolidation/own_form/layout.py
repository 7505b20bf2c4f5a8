"""Locate on the office's own form (表样) what a summary fills in: single cells, and the areas of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import NUMBER_HEADS, numbers_columns
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.form import Form

    At = tuple[str, Address]

_SUM: Final = re.compile(r".{0,8}?(?:合计|小计|总计|共计|累计)")
_COUNT: Final = re.compile(r"[(]?(?:[\d.-]+|[一二三四五六七八九十]+|[①-⑳]|\.{2,}|…+)[)、.]?")


@dataclass(frozen=True, slots=True)
class SinglePlace:
    """Cell of a single field (单项) on the form; ``printed`` is the label that shares the cell, if any."""

    field: Field
    sheet: str
    at: Address
    printed: str = ""


@dataclass(frozen=True, slots=True)
class ListArea:
    """Area of a list (清单) on the form: its columns by field, the last row of its head, its rows to fill in.

    ``first`` to ``last`` are the rows left for answers, none where ``last`` is before ``first``;
    ``sum_row`` is the form's own row of sums under them; ``endless`` whether nothing is printed below;
    ``number_column`` that of 序号; ``unit_column`` the first free one, for the names of units.
    """

    sheet: str
    fields: tuple[Field, ...]
    columns: tuple[int, ...]
    head: int
    first: int
    last: int
    sum_row: int | None
    endless: bool
    number_column: int | None
    unit_column: int


@dataclass(frozen=True, slots=True)
class FormLayout:
    """Places of a form that a summary fills in, with its formulas and the cells that show percentages."""

    form: Form
    views: Mapping[str, SheetView]
    places: tuple[SinglePlace, ...]
    lists: tuple[ListArea, ...]
    formulas: Mapping[At, str]
    percents: frozenset[At]

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the sheets with something to fill in, in the order of the form."""
        used = {place.sheet for place in self.places} | {area.sheet for area in self.lists}
        return tuple(grid.name for grid in self.form.book.sheets if grid.name in used)


def form_layout(
    campaign: Campaign, form: Form, formulas: Mapping[At, str], percents: frozenset[At]
) -> FormLayout:
    """Return the layout of the campaign's own *form*."""
    views = {grid.name: view_of(grid) for grid in form.book.sheets}
    return FormLayout(
        form,
        views,
        tuple(_places(campaign, views)),
        tuple(_lists(campaign, views)),
        formulas,
        percents,
    )


def _places(campaign: Campaign, views: Mapping[str, SheetView]) -> Iterator[SinglePlace]:
    for field in campaign.fields:
        if field.shape is not Shape.SINGLE or field.place is None or field.place.sheet not in views:
            continue
        view = views[field.place.sheet]
        at = view.anchor(field.place.at)
        printed = view.raw(at) if view.is_text(at) else ""
        yield SinglePlace(field, field.place.sheet, at, printed)


def _lists(campaign: Campaign, views: Mapping[str, SheetView]) -> Iterator[ListArea]:
    listed = [field for field in campaign.fields if field.shape is Shape.LIST and field.place]
    for name in dict.fromkeys(field.sheet for field in listed):
        fields = tuple(field for field in listed if field.sheet == name)
        places = [field.place for field in fields if field.place is not None]
        view = views.get(places[0].sheet)
        if view is not None:
            yield list_area(view, fields, tuple(place.at for place in places))


def list_area(view: SheetView, fields: tuple[Field, ...], heads: Sequence[Address]) -> ListArea:
    """Return the area of the list whose columns have these *heads*, in the order of its *fields*."""
    columns = tuple(at.column for at in heads)
    head = max(view.end(at).row for at in heads)
    while numbers_columns(view, head + 1, range(1, view.last_column + 1)):
        head += 1
    number = next(
        (
            column
            for column in range(1, view.last_column + 1)
            for row in range(min(at.row for at in heads), head + 1)
            if label_key(view.shown(Address(row, column))) in NUMBER_HEADS
        ),
        None,
    )
    last = head
    while last < view.last_row and _is_room(view, last + 1, columns):
        last += 1
    following = last + 1
    return ListArea(
        sheet=view.grid.name,
        fields=fields,
        columns=columns,
        head=head,
        first=head + 1,
        last=last,
        sum_row=following if _is_sum(view, following, min(columns)) else None,
        endless=last >= view.last_row,
        number_column=number,
        unit_column=_widest(view) + 1,
    )


def _is_room(view: SheetView, row: int, columns: Sequence[int]) -> bool:
    """Return whether a row is left for answers: in it only numbers of rows are printed."""
    if any(view.is_text(Address(row, column)) for column in columns):
        return False
    texts = [
        narrow(view.raw(Address(row, column)))
        for column in range(1, view.last_column + 1)
        if view.is_text(Address(row, column))
    ]
    return all(_COUNT.fullmatch(text) for text in texts)


def _is_sum(view: SheetView, row: int, first: int) -> bool:
    texts = ("".join(view.shown(Address(row, column)).split()) for column in range(1, first + 1))
    return any(_SUM.fullmatch(text) for text in texts)


def _widest(view: SheetView) -> int:
    return max([view.last_column, *(merge.last.column for merge in view.grid.merges)])
