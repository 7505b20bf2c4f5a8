"""Match the fields of a campaign with the places of a superior's form: by their names, else as a reader would."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.consolidation.into_form.recognised import path_of
from pipeline.model.campaign import Shape
from pipeline.model.filling import AnswerState
from pipeline.model.grid import Cell, address_of
from pipeline.reading.answer_cells import is_rescaled
from pipeline.reading.fill import read_form
from pipeline.reading.identify import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.consolidation.into_form.recognised import At, SuperiorForm
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.grid import Book


@dataclass(frozen=True, slots=True)
class Matches:
    """Places of single fields on a superior's form, one a sheet; ``rescaled`` have another measure (计量单位) there."""

    places: Mapping[str, tuple[At, ...]]
    rescaled: Mapping[str, str]


def match_fields(form: SuperiorForm, campaign: Campaign) -> Matches:
    """Return the place of each single field; no place belongs to two fields."""
    fields = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    found: dict[str, tuple[At, ...]] = {}
    rescaled: dict[str, str] = {}
    for field, at in _by_name(form, fields):
        printed = form.measures.get(at, "")
        if is_rescaled(printed, field.measure):
            rescaled[field.code] = printed
        else:
            found[field.code] = (*found.get(field.code, ()), at)
    known = {*found, *rescaled}
    taken = {at for places in found.values() for at in places}
    for code, at, is_other in _by_reading(form, campaign):
        if code not in known and at not in taken:
            taken.add(at)
            if is_other:
                rescaled[code] = form.measures.get(at, "")
            else:
                found[code] = (at,)
    return Matches(found, rescaled)


def _by_name(form: SuperiorForm, fields: list[Field]) -> Iterator[tuple[Field, At]]:
    """Yield each field with the places of its name, one a sheet: the same headings, in whatever order."""
    exact: dict[tuple[str, ...], list[At]] = defaultdict(list)
    turned: dict[frozenset[str], list[At]] = defaultdict(list)
    for at, name in form.names.items():
        exact[path_of(name)].append(at)
        turned[frozenset(path_of(name))].append(at)
    paths = {field.code: path_of(field.name) for field in fields}
    often = {path for path in paths.values() if list(paths.values()).count(path) > 1}
    for field in fields:
        path = paths[field.code]
        places = exact.get(path) or turned.get(frozenset(path), [])
        sheets = {sheet for sheet, _ in places}
        if len(sheets) == len(places) and path not in often:
            yield from ((field, at) for at in places)


def _by_reading(form: SuperiorForm, campaign: Campaign) -> Iterator[tuple[str, At, bool]]:
    """Yield field, place, and whether its measure is another one, as the reader finds them in a filled copy."""
    claim = Claim(campaign, campaign.units()[0])
    filling = read_form(_probed(form), campaign, claim)
    for answer in filling.singles:
        at = address_of(answer.place.cell)
        if answer.state is not AnswerState.ABSENT and at is not None:
            place = (answer.place.sheet, form.views[answer.place.sheet].anchor(at))
            if place in form.names:
                yield answer.field_code, place, answer.fault == "measure-differs"


def _probed(form: SuperiorForm) -> Book:
    """Return the form with a number in each of its places: the reader sees what a unit would have filled in."""
    sheets = []
    for grid in form.book.sheets:
        empty = {
            at: Cell(Decimal(1))
            for (sheet, at) in form.names
            if sheet == grid.name and at not in grid.cells
        }
        sheets.append(replace(grid, cells={**grid.cells, **empty}))
    return replace(form.book, sheets=tuple(sheets))
