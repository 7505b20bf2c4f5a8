"""Recognise the places of a superior's form (上级汇总表): cells by the paths of their headings, lists, measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.drafting.grid import form_sheet
from pipeline.campaign.drafting.places import draft_places
from pipeline.campaign.form.headings import heading_key
from pipeline.campaign.form.measures import measure_line
from pipeline.campaign.form.names import PATH_MARK
from pipeline.campaign.form.unit_cells import unit_cells
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.campaign.drafting.places import Drafted
    from pipeline.campaign.form.view import SheetView
    from pipeline.model.grid import Book

    At = tuple[str, Address]
    Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListHead:
    """Head of a list on the superior's form: its columns by the key of their headings."""

    sheet: str
    columns: Mapping[str, Address]


@dataclass(frozen=True, slots=True)
class SuperiorForm:
    """A superior's form as it was recognised: the names of its cells, their measures, the heads of its lists."""

    book: Book
    views: Mapping[str, SheetView]
    names: Mapping[At, str]
    measures: Mapping[At, str]
    lists: tuple[ListHead, ...]


def recognise(book: Book) -> SuperiorForm:
    """Recognise the places to fill in on every visible sheet of a form."""
    visible = [grid for grid in book.sheets if grid.visible]
    drafted = draft_places([form_sheet(grid, {}) for grid in visible], lambda _: False)
    views = {grid.name: view_of(grid) for grid in visible}
    own = {(text.sheet, text.at) for text in unit_cells(book, "")}
    names = {
        (sheet, views[sheet].anchor(at)): name
        for (sheet, at), name in drafted.names().items()
        if (sheet, at) not in own
    }
    return SuperiorForm(book, views, names, dict(_measures(drafted, views)), tuple(_lists(drafted)))


def _measures(drafted: Drafted, views: Mapping[str, SheetView]) -> Iterator[tuple[At, str]]:
    common = {name: common_measure(view) for name, view in views.items()}
    for field in drafted.fields:
        place = field.slot.place or field.slot.at
        yield (field.slot.sheet, place), field.slot.label.measure or common[field.slot.sheet]
    for each in drafted.tables:
        table = each.table
        for row in table.rows:
            for column in table.columns:
                at = (table.region.sheet, Address(row.number, column.number))
                yield at, column.measure or row.measure or common[table.region.sheet]


def common_measure(view: SheetView) -> str:
    """Return the measure of the sheet's line “单位：万元”, where it has one that names one measure."""
    lines = (measure_line(view.shown(at)) for at in sorted(view.grid.cells))
    found = next((line for line in lines if line), ())
    return found[0] if len(found) == 1 else ""


def _lists(drafted: Drafted) -> Iterator[ListHead]:
    heads: dict[tuple[str, int], dict[str, Address]] = {}
    for field in drafted.fields:
        if field.slot.shape is Shape.LIST:
            place = field.slot.place or field.slot.at
            found = heads.setdefault((field.slot.sheet, place.row), {})
            found[heading_key(field.slot.label.name)] = place
    for (sheet, _), columns in heads.items():
        yield ListHead(sheet, columns)


def path_of(name: str) -> Path:
    """Return the keys of the headings in a name such as 道路交通·本月·事故起数."""
    return tuple(heading_key(part) for part in name.split(PATH_MARK))
