"""Find the lists (列表项) of the office's own form in a submission, and read their rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.campaign.form.headings import column_path
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
    ends = frozenset(at for label in labels.values() for at in sheet.places.get(label.key, ()))
    for name in dict.fromkeys(field.sheet for field in fields):
        own = [field for field in fields if field.sheet == name]
        header = _header(sheet, form, own, ends)
        if header is not None:
            indexed = index_sheet(sheet.view.grid)
            rows += read_rows(indexed, header, own, context)
            found += [field.code for field in own]
            heads += [Address(header.last_row, column[0]) for column in header.columns.values()]
    return ListsRead(tuple(rows), tuple(found), tuple(heads))


def _header(
    sheet: KeyedSheet, form: KeyedSheet, fields: Sequence[Field], ends: frozenset[Address]
) -> ListHeader | None:
    paths = [_form_path(form, field) for field in fields]
    storeys = max(map(len, paths))
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


def _form_path(form: KeyedSheet, field: Field) -> tuple[str, ...]:
    """Return the texts over a column of a list: the heading of its group, where it has one, and its own."""
    if field.place is None:
        return ()
    at = form.view.anchor(field.place.at)
    own = form.view.shown(at)
    above = Address(at.row - 1, at.column)
    grouped = (
        above.row > 0
        and form.view.shown(above)
        and form.view.end(above).column > form.view.anchor(above).column
        and form.view.merge_at(above) is not None
        and not _is_line(form, above)
    )
    return column_path(form.view, (above.row, at.row), at.column) if grouped else (own,)


def _is_line(form: KeyedSheet, at: Address) -> bool:
    """Return whether a text reaches over the sheet: a title or a line above a table."""
    wide = form.view.end(at).column - form.view.anchor(at).column + 1
    return form.view.anchor(at).column == 1 and wide >= form.view.last_column - 1
