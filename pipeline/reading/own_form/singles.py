"""Find the cells of single fields (单项) in a submission by the labels that the form prints for them.

The form shows where the label of a field is, and where its answer: right of it, under a heading, below
it, or in the label's own cell. In the submission the same label is looked up, and from it the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import heading_key
from pipeline.campaign.form.measures import is_measure
from pipeline.campaign.form.names import PATH_MARK
from pipeline.model.grid import Address
from pipeline.reading.own_form.keys import compact
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.model.campaign import Field
    from pipeline.reading.own_form.keys import KeyedSheet

_COLUMNS_AT_MOST: Final = 40


class Way(Enum):
    """Way from a label to its answer on the form."""

    RIGHT = auto()
    BELOW = auto()
    INSIDE = auto()


@dataclass(frozen=True, slots=True)
class FormLabel:
    """Label of a single field on the form: its place, its key, the way to its answer.

    ``occurrence`` counts the same labels before it on the sheet; ``heading`` is the text over the answer,
    where the label is in a table of indicators; ``block`` is the title of the repeated block (附表) that
    it is in, where the form prints one.
    """

    at: Address
    key: str
    occurrence: int
    way: Way
    heading: str = ""
    block: str = ""


def form_label(form: KeyedSheet, field: Field) -> FormLabel | None:
    """Return the label of *field* on the form's sheet, or ``None`` where its place has none."""
    label = _form_label(form, field)
    block = field.name.split(PATH_MARK)[-2:-1]
    key = heading_key(block[0]) if block else ""
    if label is None or len(form.places.get(key, ())) != 1:
        return label
    return replace(label, block=key)


def _form_label(form: KeyedSheet, field: Field) -> FormLabel | None:
    if field.place is None:
        return None
    place = field.place.at
    view = form.view
    if view.is_text(place):
        return _labelled(form, view.anchor(place), Way.INSIDE)
    left = list(_left_texts(form, place))
    own = next((at for at in left if _names(form, at, field)), None)
    above = _text_above(form, place)
    if own is None and above is not None and _names(form, above, field):
        return _labelled(form, above, Way.BELOW)
    at = own or next((at for at in left if not is_measure(view.shown(at))), None)
    if at is None:
        return _labelled(form, above, Way.BELOW) if above else None
    asks = view.shown(at).endswith(":")  # 填报人： under a table is no row of it
    return _labelled(form, at, Way.RIGHT, "" if asks else _heading_over(form, at, place))


def _labelled(form: KeyedSheet, at: Address, way: Way, heading: str = "") -> FormLabel:
    key = heading_key(form.view.shown(at))
    places = form.places.get(key, ())
    return FormLabel(at, key, places.index(at) if at in places else 0, way, heading)


def _names(form: KeyedSheet, at: Address, field: Field) -> bool:
    return label_key(form.view.shown(at)) == label_key(field.name)


def _left_texts(form: KeyedSheet, place: Address) -> Iterator[Address]:
    for column in range(place.column - 1, 0, -1):
        at = Address(place.row, column)
        anchor = form.view.anchor(at)
        if form.view.is_text(at) and form.view.end(at).column == column:
            yield anchor


def _text_above(form: KeyedSheet, place: Address) -> Address | None:
    above = Address(form.view.anchor(place).row - 1, place.column)
    return form.view.anchor(above) if above.row and form.view.is_text(above) else None


def _heading_over(form: KeyedSheet, label: Address, place: Address) -> str:
    """Return the key of the column heading over *place*, where another one is over the label."""
    for row in range(label.row - 1, 0, -1):
        over, own = Address(row, place.column), Address(row, label.column)
        if not (form.view.is_text(over) and form.view.is_text(own)):
            continue
        apart = form.view.anchor(over) != form.view.anchor(own)
        text = form.view.shown(over)
        alone = form.view.end(over).column == form.view.anchor(over).column
        return heading_key(text) if apart and alone and not text.endswith(":") else ""
    return ""


def answer_place(
    sheet: KeyedSheet, label: FormLabel, printed: Collection[str], known: Collection[str]
) -> tuple[Address, Address] | None:
    """Return label and answer cell in a submission; ``None`` where the label isn't there.

    *printed* are the texts that the form prints itself, *known* the keys of all labels: an answer is
    neither.
    """
    places = sheet.places.get(label.key, ())
    if not places:
        return None
    if label.block:
        titles = sheet.places.get(label.block, ())
        places = tuple(at for at in places if titles and at.row > titles[0].row)[:1]
    at = _occurrence(places, label)
    if at is None:
        return None
    if label.way is Way.BELOW:
        return at, sheet.view.anchor(Address(sheet.view.end(at).row + 1, at.column))
    headed = _under_heading(sheet, label.heading, at) if label.heading else None
    return at, headed or _right_of(sheet, at, printed, known)


def _occurrence(places: Sequence[Address], label: FormLabel) -> Address | None:
    """Return the place of a label among those with the same text; ``None`` where there are too few of them."""
    number = 0 if label.block else label.occurrence
    return places[number] if number < len(places) else None


def _under_heading(sheet: KeyedSheet, heading: str, label: Address) -> Address | None:
    above = [at for at in sheet.places.get(heading, ()) if at.row < label.row]
    nearest = max(
        above, key=lambda at: (at.row, at.column > label.column, -at.column), default=None
    )
    return sheet.view.anchor(Address(label.row, nearest.column)) if nearest else None


def _right_of(
    sheet: KeyedSheet, label: Address, printed: Collection[str], known: Collection[str]
) -> Address:
    """Return the cell right of a label where its answer is.

    It is the first that holds no text of the form; where that is empty and one cell before the next
    label is not, a column was put in between.
    """
    free = list(_free_cells(sheet, label, printed, known))
    filled = [at for at in free if sheet.view.cell(at) is not None]
    if free and sheet.view.cell(free[0]) is None and len(filled) == 1:
        return filled[0]
    return (
        free[0] if free else sheet.view.anchor(Address(label.row, sheet.view.end(label).column + 1))
    )


def _free_cells(
    sheet: KeyedSheet, label: Address, printed: Collection[str], known: Collection[str]
) -> Iterator[Address]:
    """Yield the cells right of a label, as far as the next label, that hold no text of the form."""
    view = sheet.view
    column = view.end(label).column + 1
    while column <= min(view.last_column, label.column + _COLUMNS_AT_MOST) + 1:
        at = view.anchor(Address(label.row, column))
        text = view.shown(at)
        if text and heading_key(text) in known:
            return
        if not (text and (is_measure(text) or compact(text) in printed)):
            yield at
        column = view.end(at).column + 1
