"""Find the lists (列表项) of the office's own form in a submission, and read their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import column_path, heading_key
from pipeline.campaign.form.storeys import head_columns, list_head
from pipeline.model.grid import Address
from pipeline.reading.answer_cells import bracketed_measure, is_rescaled
from pipeline.reading.labels import index_sheet
from pipeline.reading.lists import ListHeader, read_rows
from pipeline.reading.own_form.tables import head_rows, match_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from pipeline.model.campaign import Field
    from pipeline.model.filling import ListRow
    from pipeline.reading.own_form.keys import KeyedSheet
    from pipeline.reading.own_form.singles import FormLabel

# Texts that the form prints in the rows of a list: sums, numbers of rows and columns.
_IN_LIST: Final = re.compile(
    r".{0,8}(?:合计|小计|总计|共计|累计).{0,4}|\(?[\d.]+\)?|[一二三四五六七八九十甲乙丙丁戊己庚辛]{1,2}|[①-⑳…]"
)


@dataclass(frozen=True, slots=True)
class ListsRead:
    """Rows of the lists of one sheet, the codes of the fields whose lists were found, and their heads."""

    rows: tuple[ListRow, ...] = ()
    found: tuple[str, ...] = ()
    heads: tuple[Address, ...] = ()


def read_lists(
    sheet: KeyedSheet,
    form: KeyedSheet,
    fields: Sequence[Field],
    context: tuple[str, date],
    labels: Mapping[str, FormLabel],
) -> ListsRead:
    """Read the rows of every list among *fields*; *labels* of single fields end a list."""
    rows: list[ListRow] = []
    found: list[str] = []
    heads: list[Address] = []
    below = frozenset(at for label in labels.values() for at in sheet.places.get(label.key, ()))
    for name in dict.fromkeys(field.sheet for field in fields):
        own = [field for field in fields if field.sheet == name]
        header = _header(sheet, form, own, below | _printed_below(sheet, form, own))
        if header is not None:
            indexed = index_sheet(sheet.view.grid)
            rows += read_rows(indexed, header, own, context)
            found += [field.code for field in own]
            heads += [Address(header.last_row, column[0]) for column in header.columns.values()]
    return ListsRead(tuple(rows), tuple(found), tuple(heads))


def _header(
    sheet: KeyedSheet, form: KeyedSheet, fields: Sequence[Field], ends: frozenset[Address]
) -> ListHeader | None:
    storeys = _storeys(form, fields)
    paths = [_form_path(form, field, storeys) for field in fields]
    found = [
        (row, columns)
        for row in head_rows(sheet, paths, storeys)
        if len(columns := _columns(sheet, paths, (row, storeys))) * 2 >= len(fields)
    ]
    if not found:
        return None
    # A head printed again on the next page is the same.
    row, columns = max(found, key=lambda each: (len(each[1]), -each[0]))
    rescaled = {
        fields[index].code
        for index, column in columns.items()
        if is_rescaled(
            bracketed_measure(sheet.view.shown(Address(row, column))), fields[index].measure
        )
    }
    return ListHeader(
        row,
        {fields[index].code: (column,) for index, column in columns.items()},
        frozenset(rescaled),
        frozenset(at for at in ends if at.row > row),
    )


def _columns(
    sheet: KeyedSheet, paths: Sequence[tuple[str, ...]], head: tuple[int, int]
) -> Mapping[int, int]:
    return match_columns(sheet, paths, head, range(1, sheet.view.last_column + 1))


def _storeys(form: KeyedSheet, fields: Sequence[Field]) -> int:
    """Return how many rows the head of a list has on the form."""
    places = [field.place.at for field in fields if field.place]
    if not places:
        return 1
    row = max(at.row for at in places)
    columns = head_columns(form.view, row, [at.column for at in places])
    return len(list_head(form.view, row, columns))


def _form_path(form: KeyedSheet, field: Field, storeys: int) -> tuple[str, ...]:
    """Return the texts over a column of a list: the headings of its groups, and its own."""
    if field.place is None:
        return ()
    at = field.place.at
    path = column_path(form.view, range(max(at.row - storeys + 1, 1), at.row + 1), at.column)
    return path or (form.view.shown(at),)


def _printed_below(
    sheet: KeyedSheet, form: KeyedSheet, fields: Sequence[Field]
) -> frozenset[Address]:
    """Return the cells with a text that the form prints below a list: another head, 统计负责人：, a title.

    A sum and the number of a row are in the list itself.
    """
    head = max((field.place.at.row for field in fields if field.place), default=0)
    above = {key for key, places in form.places.items() if any(at.row <= head for at in places)}
    keys = {
        key
        for key, places in form.places.items()
        if any(at.row > head and form.view.is_text(at) for at in places)
    }
    wanted = {key for key in keys - above if not _IN_LIST.fullmatch(key)}
    shown = ((at, sheet.view.shown(at)) for places in sheet.places.values() for at in places)
    return frozenset(
        at
        for at, text in shown
        if heading_key(text) in wanted
        or (":" in text and heading_key(text.split(":")[0]) in wanted)
    )
