"""Single fields (单项): one label, one answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Field, Kind, Shape
from pipeline.model.filling import Answer, Given
from pipeline.model.finding import Place
from pipeline.reading.interpret import interpret
from pipeline.reading.labels import answer_place, explanation_at, label_place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from pipeline.model.grid import Address
    from pipeline.reading.labels import Chart

# Not a field of the 任务书: the form carries this row where the campaign takes zero reports.
ZERO_FIELD: Final = Field("零报告", "零报告", "", Shape.SINGLE, Kind.CHOICE, options=("是", "否"))


def read_singles(
    chart: Chart, fields: Sequence[Field], workbook: str, near: date
) -> Iterator[Answer]:
    """Read each of *fields* from one sheet; a label that isn't there is told with the sheet."""
    places = {field.code: label_place(chart, field.name) for field in fields}
    labels = frozenset(place for place in places.values() if place)
    for field in fields:
        label = places[field.code]
        if label is None:
            yield left_out(field, workbook, chart.grid.name)
            continue
        at = answer_place(chart, label, labels, field.measure)
        place = Place(workbook, chart.grid.name, str(chart.home(at)))
        answer = _answer(chart, field, (label, at), place, near)
        yield replace(answer, explanation=explanation_at(chart, label))


def left_out(field: Field, workbook: str, sheet: str) -> Answer:
    """The answer to a field whose label the form lacks (漏填)."""
    return Answer(field.code, Place(workbook, sheet), Given.ABSENT)


def read_zero_report(charts: Collection[Chart], workbook: str, near: date) -> Answer | None:
    """The declaration 零报告, on whichever sheet of the form it stands."""
    for chart in charts:
        if label_place(chart, ZERO_FIELD.name) is not None:
            return next(read_singles(chart, [ZERO_FIELD], workbook, near))
    return None


def _answer(
    chart: Chart, field: Field, found: tuple[Address, Address], place: Place, near: date
) -> Answer:
    label, at = found
    if at == label:
        return Answer(field.code, place, Given.EMPTY)
    if chart.home(at).row != chart.home(label).row and chart.cell(at) is not None:
        # One figure merged over the rows of several labels: counted for each, it would be
        # counted twice.
        return Answer(field.code, place, Given.UNREAD, fault="answer-merged")
    return interpret(chart.cell(at), field, place, near)
