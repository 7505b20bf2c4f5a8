"""Checks of list rows: half filled, repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checking.fields import check_answer, finding
from pipeline.model.campaign import Shape
from pipeline.model.filling import Given
from pipeline.model.finding import Level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.filling import Answer, Filling, ListRow
    from pipeline.model.finding import Finding


def check_lists(filling: Filling, campaign: Campaign) -> Iterator[Finding]:
    """Check each row of each list of *campaign*."""
    fields = {field.code: field for field in campaign.fields if field.shape is Shape.LIST}
    for row in filling.rows:
        for answer in row.answers:
            yield from _check_cell(answer, fields[answer.field_code])
    for sheet in dict.fromkeys(row.sheet for row in filling.rows):
        own = [row for row in filling.rows if row.sheet == sheet]
        yield from _repeated(own, fields[own[0].answers[0].field_code])


def _check_cell(answer: Answer, field: Field) -> Iterator[Finding]:
    if answer.given is Given.EMPTY and field.required:
        yield finding(answer, field, "row-half-filled", Level.ERROR)
    else:
        yield from check_answer(answer, field, relaxed=False)


def _repeated(rows: Sequence[ListRow], field: Field) -> Iterator[Finding]:
    """Two rows that say the very same; a shared name alone may be chance."""
    seen: dict[tuple[str, ...], ListRow] = {}
    for row in rows:
        said = tuple(answer.typed.strip() for answer in row.answers)
        first = seen.setdefault(said, row)
        if first is not row:
            yield finding(
                row.answers[0], field, "row-repeated", Level.WARNING, f"第{first.number}行"
            )
