"""Single fields (单项): one label, one answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.model.campaign import Field, Kind, Shape
from pipeline.model.filling import Answer, AnswerState
from pipeline.model.finding import Place
from pipeline.model.grid import Address, Cell
from pipeline.reading.answer_cells import (
    EXPLANATION_HEADERS,
    adjacent_cells,
    cells_under_heading,
    is_rescaled,
    printed_measure,
)
from pipeline.reading.inline import inline_answers
from pipeline.reading.interpret import interpret
from pipeline.reading.labels import LABEL_HEADER, header_above, label_places
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date

    from pipeline.reading.labels import IndexedSheet

# Not a field of the 任务书: the form carries this row where the campaign takes zero reports.
ZERO_FIELD: Final = Field("零报告", "零报告", "", Shape.SINGLE, Kind.CHOICE, options=("是", "否"))
_LIKE: Final = 0.6  # how much of a label a renamed one keeps


def read_singles(
    chart: IndexedSheet, fields: Sequence[Field], workbook: str, near: date
) -> Iterator[Answer]:
    """Read each of *fields* from one sheet; a label that isn't there is told with the sheet."""
    names = [ZERO_FIELD.name, *(field.name for field in fields)]
    labels = frozenset(place for name in names for place in label_places(chart, name))
    inline = inline_answers(chart, names)
    signed = _signed_rows(inline, fields)
    for field in fields:
        places = label_places(chart, field.name)
        answers = [_answer(chart, field, (at, labels), (workbook, near)) for at in places]
        answers += [
            _in_one_cell(chart, field, each, (workbook, near))
            for each in inline.get(field.name, ())
            if not places or (each[0].row not in signed and _is_listed(chart, each[0]))
        ]
        if answers:
            yield _one_of(answers)
        else:
            yield _renamed(chart, field, labels, workbook) or absent_answer(
                field, workbook, chart.grid.name
            )


def absent_answer(field: Field, workbook: str, sheet: str) -> Answer:
    """The answer to a field whose label the form lacks (漏填)."""
    return Answer(field.code, Place(workbook, sheet), AnswerState.ABSENT)


def read_zero_report(
    charts: Collection[IndexedSheet], fields: Sequence[Field], workbook: str, near: date
) -> Answer | None:
    """The declaration 零报告, on whichever sheet of the form it stands."""
    asked = [ZERO_FIELD, *(field for field in fields if field.shape is Shape.SINGLE)]
    for chart in charts:
        answer = next(read_singles(chart, asked, workbook, near))
        if answer.given is not AnswerState.ABSENT:
            return answer
    return None


def have_same_value(answers: Sequence[Answer]) -> bool:
    """Whether *answers* all say the same."""
    return len({(each.given, each.value or each.typed, each.fault) for each in answers}) <= 1


def ambiguous_answer(answers: Sequence[Answer], fault: str) -> Answer:
    """The answer that could be any of *answers*: left unread, each named with its cell."""
    said = "、".join(f"{each.place.cell}“{each.typed}”" for each in answers)
    return Answer(answers[0].field_code, answers[0].place, AnswerState.UNREAD, said, fault=fault)


def _signed_rows(
    inline: Mapping[str, Sequence[tuple[Address, str]]], fields: Sequence[Field]
) -> frozenset[int]:
    """The rows where a table is signed: “填报人：张三　审核人：李四”, and no figure.

    A list that was put on the sheet of the single fields has a foot of its own.
    """
    asked = [field for field in fields if field.name in inline]
    rows = {field.name: {at.row for at, _ in inline[field.name]} for field in asked}
    told = Counter(row for found in rows.values() for row in found)
    figures = {row for field in asked if field.kind.numeric for row in rows[field.name]}
    return frozenset(row for row, count in told.items() if count > 1) - figures


def _is_listed(chart: IndexedSheet, at: Address) -> bool:
    """Whether labels are looked for at *at*: elsewhere “存在问题：…” may be a note of somebody."""
    headings = chart.find(LABEL_HEADER)
    return not headings or any(heading.column == at.column for heading in headings)


def _in_one_cell(
    chart: IndexedSheet, field: Field, found: tuple[Address, str], setting: tuple[str, date]
) -> Answer:
    at, typed = found
    workbook, near = setting
    answer = interpret(Cell(typed), field, Place(workbook, chart.grid.name, str(at)), near)
    return replace(answer, explanation=_explanation(chart, at, [answer], answer))


def _one_of(answers: Sequence[Answer]) -> Answer:
    """The one answer where a label stands several times; blank copies of it don't count."""
    told = [each for each in answers if each.given is not AnswerState.EMPTY]
    if not told:
        return answers[0]
    return told[0] if have_same_value(told) else ambiguous_answer(told, "answer-twice")


def _answer(
    chart: IndexedSheet,
    field: Field,
    label: tuple[Address, frozenset[Address]],
    setting: tuple[str, date],
) -> Answer:
    at, labels = label
    spots, known = cells_under_heading(chart, at, labels)
    pick: Callable[[Sequence[Answer], Field], Answer]
    pick = (_under_known if known else _under_unknown) if spots else _nearest
    spots = spots or adjacent_cells(chart, at, field, labels) or (at,)
    read = [_read(chart, field, (at, spot), setting) for spot in spots]
    answer = pick(read, field)
    if answer.given is AnswerState.VALUE and is_rescaled(printed_measure(chart, at), field.measure):
        answer = replace(answer, given=AnswerState.UNREAD, value=None, fault="measure-differs")
    return replace(answer, explanation=_explanation(chart, at, read, answer))


def _under_known(read: Sequence[Answer], _: Field) -> Answer:
    """The answer under 填报内容; where the unit split the cell, two that differ are none."""
    told = _told(read)
    if not told:
        return read[0]
    return told[0] if have_same_value(told) else ambiguous_answer(told, "answer-unclear")


def _under_unknown(read: Sequence[Answer], _: Field) -> Answer:
    """The answer under a heading that nobody knows, if there is but one such heading."""
    told = _told(read)
    return ambiguous_answer(told, "answer-unclear") if told and len(read) > 1 else read[0]


def _nearest(read: Sequence[Answer], field: Field) -> Answer:
    """The answer nearest to its label, unless another cell could be meant as well.

    Beside a figure a text is somebody's note; beside a text, another may as well be the answer.
    """
    text = field.kind in {Kind.TEXT, Kind.LONG_TEXT}
    told = [
        each
        for each in _told(read)
        if text
        or each.given is AnswerState.VALUE
        or each.fault == "answer-merged"
        or each is read[0]
    ]
    moved = told and told[0] is not read[0]
    if moved or not have_same_value(told):
        return ambiguous_answer(told, "answer-unclear")
    return read[0]


def _told(read: Sequence[Answer]) -> list[Answer]:
    return [each for each in read if each.given is not AnswerState.EMPTY]


def _read(
    chart: IndexedSheet, field: Field, found: tuple[Address, Address], setting: tuple[str, date]
) -> Answer:
    label, at = found
    workbook, near = setting
    home = chart.home(at)
    place = Place(workbook, chart.grid.name, str(home))
    if at == label:
        return Answer(field.code, place, AnswerState.EMPTY)
    if (home.row < label.row or (at.row > label.row and home != at)) and chart.cell(at):
        # One figure merged over several labels: counted for each, it would be counted twice.
        return Answer(field.code, place, AnswerState.UNREAD, fault="answer-merged")
    return interpret(chart.cell(at), field, place, near)


def _explanation(
    chart: IndexedSheet, label: Address, read: Sequence[Answer], answer: Answer
) -> str:
    """What the unit wrote under 情况说明 in the row of *label*, or beside a figure."""
    headers = [header_above(chart, (name,), label) for name in EXPLANATION_HEADERS]
    if any(headers):
        texts = [chart.text(Address(label.row, each.column)).strip() for each in headers if each]
        return next(filter(None, texts), "")
    notes = [each.typed for each in read[1:] if each.given is AnswerState.UNREAD]
    return notes[-1].strip() if notes and answer is read[0] else ""


def _renamed(
    chart: IndexedSheet, field: Field, labels: frozenset[Address], workbook: str
) -> Answer | None:
    """A label under 填报项 that is much like the one that is gone, with something beside it."""
    columns = {place.column for place in chart.find(LABEL_HEADER)}
    texts = {
        label_key(chart.text(at)): at
        for at in chart.grid.cells
        if at.column in columns and at not in labels
    }
    for key in get_close_matches(label_key(field.name), texts, n=1, cutoff=_LIKE):
        at = texts[key]
        spots = cells_under_heading(chart, at, labels)[0] or adjacent_cells(
            chart, at, field, labels
        )
        if any(chart.cell(spot) for spot in spots[:1]):
            seen = f"{at}“{chart.text(at)}”"
            return replace(absent_answer(field, workbook, chart.grid.name), typed=seen)
    return None
