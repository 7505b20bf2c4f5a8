"""Place the rows of all units' lists (清单) under the same headings of a superior's form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.form.headings import heading_key
from pipeline.consolidation.list_lines import list_lines
from pipeline.consolidation.own_form.layout import FormLayout, list_area
from pipeline.consolidation.own_form.list_rows import insertion, place_list
from pipeline.consolidation.own_form.scope import Scope
from pipeline.model.campaign import Shape
from pipeline.model.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.into_form.recognised import ListHead, SuperiorForm
    from pipeline.consolidation.own_form.layout import At, ListArea
    from pipeline.consolidation.own_form.summary import FormFacts
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.figure import Figure
    from pipeline.workbook.filling.plan import FilledCell
    from pipeline.workbook.formulas.references import Insertion


@dataclass(frozen=True, slots=True)
class PlacedLists:
    """Lists of the superior's form: their areas, their cells and figures after the rows that are inserted."""

    areas: tuple[ListArea, ...]
    insertions: Mapping[str, tuple[Insertion, ...]]
    cells: Mapping[At, FilledCell]
    figures: tuple[tuple[At, Figure], ...]


def place_lists(
    campaign: Campaign, form: SuperiorForm, counted: Sequence[CountedUnit], facts: FormFacts
) -> PlacedLists:
    """Return the lists of the form that have at least half of the headings of one of the campaign's lists."""
    own = Form(form.book.name, "", form.book, b"")
    layout = FormLayout(own, form.views, (), (), {}, facts.percents)
    scope = Scope("合计", "", tuple(counted), len(counted))
    areas = tuple(_areas(campaign, form))
    insertions: dict[str, tuple[Insertion, ...]] = {}
    for area in areas:
        made = insertion(area, scope, list_lines(area.fields, counted))
        before = insertions.get(area.sheet, ())
        insertions[area.sheet] = (*before, made) if made else before
    cells: dict[At, FilledCell] = {}
    figures: list[tuple[At, Figure]] = []
    for area in areas:
        placed = place_list(layout, area, scope, insertions[area.sheet])
        cells |= {(area.sheet, cell.at): cell for cell in placed.cells}
        figures += placed.figures
    return PlacedLists(areas, insertions, cells, tuple(figures))


def _areas(campaign: Campaign, form: SuperiorForm) -> Iterator[ListArea]:
    listed = [field for field in campaign.fields if field.shape is Shape.LIST]
    taken: set[str] = set()
    for head in form.lists:
        for name in dict.fromkeys(field.sheet for field in listed):
            fields = [field for field in listed if field.sheet == name]
            area = _area(form, head, fields) if name not in taken else None
            if area is not None:
                taken.add(name)
                yield area
                break


def _area(form: SuperiorForm, head: ListHead, fields: Sequence[Field]) -> ListArea | None:
    found = [
        (field, head.columns[key])
        for field in fields
        if (key := heading_key(field.name)) in head.columns
    ]
    if not found or len(found) * 2 < len(fields):
        return None
    view = form.views[head.sheet]
    return list_area(view, tuple(field for field, _ in found), [at for _, at in found])
