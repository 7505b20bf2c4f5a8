"""The rows of a list (列表项): complete, and each there once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checking.answers import finding_at, is_due
from pipeline.checking.conditions import ROWS, aggregates_in
from pipeline.checking.fields import check_answer
from pipeline.model.campaign import Shape
from pipeline.model.filling import AnswerState
from pipeline.model.finding import Finding, Level, Place
from pipeline.model.grid import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling, ListRow


def check_lists(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Report the faults of every list: columns left out, rows half filled, repeated, or none."""
    fields = {field.code: field for field in campaign.fields if field.shape is Shape.LIST}
    yield from _columns_are_there(filling, fields)
    for row in filling.rows:
        yield from _row_is_right(row, fields, filling)
    yield from _rows_differ(filling)
    yield from _lists_hold_something(filling, campaign)


def _columns_are_there(filling: Filling, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """Report a column that the form lacks: once, not for every row."""
    told = set()
    for row in filling.rows:
        for answer in row.answers:
            field = fields.get(answer.field_code)
            if field and answer.given is AnswerState.ABSENT and field.code not in told:
                told.add(field.code)
                yield from check_answer(answer, field, filling)


def _row_is_right(row: ListRow, fields: Mapping[str, Field], filling: Filling) -> Iterator[Finding]:
    for answer in row.answers:
        field = fields.get(answer.field_code)
        if field is None or answer.given is AnswerState.ABSENT:
            continue
        if answer.given is AnswerState.EMPTY and is_due(field, filling):
            yield finding_at(answer, field, "row-half-filled", wanted=field.name)
        else:
            yield from check_answer(answer, field, filling)


def _rows_differ(filling: Filling) -> Iterator[Finding]:
    """Report each row that says exactly what an earlier row of its list said."""
    first: dict[tuple[object, ...], int] = {}
    for row in filling.rows:
        said = (row.sheet, *(_said(answer) for answer in row.answers))
        if said not in first:
            first[said] = row.number
            continue
        place = _first_place(row, filling.workbook)
        wanted = f"第 {first[said]} 行"
        yield Finding(place, f"第 {row.number} 行", "row-repeated", Level.ERROR, wanted=wanted)


def _said(answer: Answer) -> tuple[AnswerState, object]:
    return answer.given, answer.typed if answer.value is None else answer.value


def _first_place(row: ListRow, workbook: str) -> Place:
    """The row's own first cell; one that a merged range lends it stands in another row."""
    for answer in row.answers:
        at = address_of(answer.place.cell)
        if at is not None and at.row == row.number:
            return answer.place
    return Place(workbook, row.sheet)


def _lists_hold_something(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Report an empty list of required fields, unless a condition counts its rows: that knows better."""
    counted = {
        aggregate.target
        for condition in campaign.conditions
        for aggregate in aggregates_in(condition.expression)
        if aggregate.function == ROWS
    }
    held = {row.sheet for row in filling.rows}
    due = {field.sheet for field in campaign.fields if _must_have_rows(field, filling)}
    for sheet in dict.fromkeys(field.sheet for field in campaign.fields):
        if sheet in due - held - counted - set(filling.missing_sheets):
            yield Finding(Place(filling.workbook, sheet), sheet, "list-empty", Level.WARNING)


def _must_have_rows(field: Field, filling: Filling) -> bool:
    return field.shape is Shape.LIST and is_due(field, filling)
