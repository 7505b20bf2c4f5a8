"""Check the rows of a list (列表项): each complete, and none twice."""

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
    """Yield findings on every list: missing columns, rows half filled or repeated, or no rows at all."""
    fields = {field.code: field for field in campaign.fields if field.shape is Shape.LIST}
    yield from _check_columns(filling, fields)
    for row in filling.rows:
        yield from _check_row(row, fields, filling)
    yield from _check_repetition(filling)
    yield from _check_empty_lists(filling, campaign)


def _check_columns(filling: Filling, fields: Mapping[str, Field]) -> Iterator[Finding]:
    """Yield a finding for each column that the form lacks: one, not one for every row."""
    reported = set()
    for row in filling.rows:
        for answer in row.answers:
            field = fields.get(answer.field_code)
            if field and answer.state is AnswerState.ABSENT and field.code not in reported:
                reported.add(field.code)
                yield from check_answer(answer, field, filling)


def _check_row(row: ListRow, fields: Mapping[str, Field], filling: Filling) -> Iterator[Finding]:
    for answer in row.answers:
        field = fields.get(answer.field_code)
        if field is None or answer.state is AnswerState.ABSENT:
            continue
        if answer.state is AnswerState.EMPTY and is_due(field, filling):
            yield finding_at(answer, field, "row-half-filled", wanted=field.name)
        else:
            yield from check_answer(answer, field, filling)


def _check_repetition(filling: Filling) -> Iterator[Finding]:
    """Yield a finding for each row that equals an earlier row of its list."""
    first: dict[tuple[object, ...], int] = {}
    for row in filling.rows:
        content = (row.sheet, *(_content(answer) for answer in row.answers))
        if content not in first:
            first[content] = row.number
            continue
        place = _first_place(row, filling.workbook)
        wanted = f"第 {first[content]} 行"
        yield Finding(place, f"第 {row.number} 行", "row-repeated", Level.ERROR, wanted=wanted)


def _content(answer: Answer) -> tuple[AnswerState, object]:
    return answer.state, answer.typed if answer.value is None else answer.value


def _first_place(row: ListRow, workbook: str) -> Place:
    """Return the first cell in the row itself; a merged range may place an answer in another row."""
    for answer in row.answers:
        at = address_of(answer.place.cell)
        if at is not None and at.row == row.number:
            return answer.place
    return Place(workbook, row.answers[0].place.sheet)


def _check_empty_lists(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Yield a warning for an empty list of required fields, unless a condition counts its rows."""
    counted = {
        aggregate.target
        for condition in campaign.conditions
        for aggregate in aggregates_in(condition.expression)
        if aggregate.function == ROWS
    }
    filled = {row.sheet for row in filling.rows}
    due = {field.sheet for field in campaign.fields if _must_have_rows(field, filling)}
    for sheet in dict.fromkeys(field.sheet for field in campaign.fields):
        if sheet in due - filled - counted - set(filling.missing_sheets):
            yield Finding(Place(filling.workbook, sheet), sheet, "list-empty", Level.WARNING)


def _must_have_rows(field: Field, filling: Filling) -> bool:
    return field.shape is Shape.LIST and is_due(field, filling)
