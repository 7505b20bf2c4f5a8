"""Single fields (单项): one label, one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.filling import Answer, Given
from pipeline.model.finding import Place
from pipeline.reading.interpret import interpret, typed_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Field
    from pipeline.reading.labels import Labels


def read_singles(
    labels: Labels | None, fields: Sequence[Field], workbook: str, year: int
) -> Iterator[Answer]:
    """Read the *fields* of one sheet; a label that is not there is an answer of its own kind."""
    for field in fields:
        at = labels.find(field.name) if labels is not None else None
        if labels is None or at is None:
            sheet = labels.grid.name if labels is not None else field.sheet
            yield Answer(field.code, Place(workbook, sheet), Given.ABSENT)
            continue
        place = labels.answer_place(at)
        cells = labels.grid.cells
        beside = labels.explanation_place(at)
        said = cells.get(beside) if beside is not None else None
        yield interpret(
            cells.get(place),
            field,
            Place(workbook, labels.grid.name, str(place)),
            year,
            typed_text(said.value).strip() if said is not None else "",
        )
