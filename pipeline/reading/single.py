"""Read single fields (单项): one label, one answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import ZERO_FIELD
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

_SIMILARITY_AT_LEAST: Final = 0.6  # how much of a label a renamed one keeps


def read_singles(
    sheet: IndexedSheet, fields: Sequence[Field], workbook: str, near: date
) -> Iterator[Answer]:
    """Read each of *fields* from one sheet; a missing label yields an absent answer."""
    names = [ZERO_FIELD.name, *(field.name for field in fields)]
    labels = frozenset(place for name in names for place in label_places(sheet, name))
    inline = inline_answers(sheet, names)
    signature_rows = _signature_rows(inline, fields)
    for field in fields:
        places = label_places(sheet, field.name)
        answers = [_labelled_answer(sheet, field, (at, labels), (workbook, near)) for at in places]
        answers += [
            _inline_answer(sheet, field, each, (workbook, near))
            for each in inline.get(field.name, ())
            if not places
            or (each[0].row not in signature_rows and _is_in_label_column(sheet, each[0]))
        ]
        if answers:
            yield _unique_answer(answers)
        else:
            yield _renamed_label(sheet, field, labels, workbook) or absent_answer(
                field, workbook, sheet.grid.name
            )


def absent_answer(field: Field, workbook: str, sheet: str) -> Answer:
    """Return the answer to a field whose label the form lacks (漏填)."""
    return Answer(field.code, Place(workbook, sheet), AnswerState.ABSENT)


def read_zero_report(
    sheets: Collection[IndexedSheet], fields: Sequence[Field], workbook: str, near: date
) -> Answer | None:
    """Read the declaration 零报告, from whichever sheet of the form has it; return ``None`` without one."""
    wanted = [ZERO_FIELD, *(field for field in fields if field.shape is Shape.SINGLE)]
    for sheet in sheets:
        answer = next(read_singles(sheet, wanted, workbook, near))
        if answer.state is not AnswerState.ABSENT:
            return answer
    return None


def have_same_value(answers: Sequence[Answer]) -> bool:
    """Return whether all *answers* are equal in kind, value and fault."""
    return len({(each.state, each.value or each.typed, each.fault) for each in answers}) <= 1


def ambiguous_answer(answers: Sequence[Answer], fault: str) -> Answer:
    """Return an unread answer that could be any of *answers*, each listed with its cell."""
    listed = "、".join(f"{each.place.cell}“{each.typed}”" for each in answers)
    return Answer(answers[0].field_code, answers[0].place, AnswerState.UNREAD, listed, fault=fault)


def _signature_rows(
    inline: Mapping[str, Sequence[tuple[Address, str]]], fields: Sequence[Field]
) -> frozenset[int]:
    """Return the rows where a table is signed: “填报人：张三　审核人：李四”, and no figure.

    A list that was moved to the sheet of the single fields has a separate footer.
    """
    wanted = [field for field in fields if field.name in inline]
    rows = {field.name: {at.row for at, _ in inline[field.name]} for field in wanted}
    filled = Counter(row for found in rows.values() for row in found)
    figures = {row for field in wanted if field.kind.numeric for row in rows[field.name]}
    return frozenset(row for row, count in filled.items() if count > 1) - figures


def _is_in_label_column(sheet: IndexedSheet, at: Address) -> bool:
    """Return whether labels are expected at *at*: elsewhere “存在问题：…” may be a note."""
    headings = sheet.find(LABEL_HEADER)
    return not headings or any(heading.column == at.column for heading in headings)


def _inline_answer(
    sheet: IndexedSheet, field: Field, found: tuple[Address, str], context: tuple[str, date]
) -> Answer:
    at, typed = found
    workbook, near = context
    answer = interpret(Cell(typed), field, Place(workbook, sheet.grid.name, str(at)), near)
    return replace(answer, explanation=_explanation(sheet, at, [answer], answer))


def _unique_answer(answers: Sequence[Answer]) -> Answer:
    """Return the one answer where a label appears several times; empty copies of it don't count."""
    filled = [each for each in answers if each.state is not AnswerState.EMPTY]
    if not filled:
        return answers[0]
    return filled[0] if have_same_value(filled) else ambiguous_answer(filled, "answer-twice")


def _labelled_answer(
    sheet: IndexedSheet,
    field: Field,
    label: tuple[Address, frozenset[Address]],
    context: tuple[str, date],
) -> Answer:
    at, labels = label
    candidates, known = cells_under_heading(sheet, at, labels)
    pick: Callable[[Sequence[Answer], Field], Answer]
    pick = (
        (_pick_under_known_heading if known else _pick_under_unknown_heading)
        if candidates
        else _pick_nearest
    )
    candidates = candidates or adjacent_cells(sheet, at, field, labels) or (at,)
    read = [_read_cell(sheet, field, (at, candidate), context) for candidate in candidates]
    answer = pick(read, field)
    if answer.state is AnswerState.VALUE and is_rescaled(printed_measure(sheet, at), field.measure):
        answer = replace(answer, state=AnswerState.UNREAD, value=None, fault="measure-differs")
    return replace(answer, explanation=_explanation(sheet, at, read, answer))


def _pick_under_known_heading(read: Sequence[Answer], _: Field) -> Answer:
    """Return the answer under 填报内容; where the unit split the cell, two different ones are ambiguous."""
    filled = _non_empty(read)
    if not filled:
        return read[0]
    return filled[0] if have_same_value(filled) else ambiguous_answer(filled, "answer-unclear")


def _pick_under_unknown_heading(read: Sequence[Answer], _: Field) -> Answer:
    """Return the answer under an unknown heading, if there is only one such heading."""
    filled = _non_empty(read)
    return ambiguous_answer(filled, "answer-unclear") if filled and len(read) > 1 else read[0]


def _pick_nearest(read: Sequence[Answer], field: Field) -> Answer:
    """Return the answer nearest to its label, unless another cell could be the answer as well.

    Next to a figure a text is a note; next to a text, another text may as well be the answer.
    """
    text = field.kind in {Kind.TEXT, Kind.LONG_TEXT}
    filled = [
        each
        for each in _non_empty(read)
        if text
        or each.state is AnswerState.VALUE
        or each.fault == "answer-merged"
        or each is read[0]
    ]
    moved = filled and filled[0] is not read[0]
    if moved or not have_same_value(filled):
        return ambiguous_answer(filled, "answer-unclear")
    return read[0]


def _non_empty(read: Sequence[Answer]) -> list[Answer]:
    return [each for each in read if each.state is not AnswerState.EMPTY]


def _read_cell(
    sheet: IndexedSheet, field: Field, found: tuple[Address, Address], context: tuple[str, date]
) -> Answer:
    label, at = found
    workbook, near = context
    anchor = sheet.anchor(at)
    place = Place(workbook, sheet.grid.name, str(anchor))
    if at == label:
        return Answer(field.code, place, AnswerState.EMPTY)
    if (anchor.row < label.row or (at.row > label.row and anchor != at)) and sheet.cell(at):
        # One figure merged over several labels: counted for each, it would be counted twice.
        return Answer(field.code, place, AnswerState.UNREAD, fault="answer-merged")
    return interpret(sheet.cell(at), field, place, near)


def _explanation(
    sheet: IndexedSheet, label: Address, read: Sequence[Answer], answer: Answer
) -> str:
    """Return the text under 情况说明 in the row of *label*, or next to a figure."""
    headers = [header_above(sheet, (name,), label) for name in EXPLANATION_HEADERS]
    if any(headers):
        texts = [sheet.text(Address(label.row, each.column)).strip() for each in headers if each]
        return next(filter(None, texts), "")
    notes = [each.typed for each in read[1:] if each.state is AnswerState.UNREAD]
    return notes[-1].strip() if notes and answer is read[0] else ""


def _renamed_label(
    sheet: IndexedSheet, field: Field, labels: frozenset[Address], workbook: str
) -> Answer | None:
    """Return an absent answer that names a similar label under 填报项, where one has an answer."""
    columns = {place.column for place in sheet.find(LABEL_HEADER)}
    texts = {
        label_key(sheet.text(at)): at
        for at in sheet.grid.cells
        if at.column in columns and at not in labels
    }
    for key in get_close_matches(label_key(field.name), texts, n=1, cutoff=_SIMILARITY_AT_LEAST):
        at = texts[key]
        candidates = cells_under_heading(sheet, at, labels)[0] or adjacent_cells(
            sheet, at, field, labels
        )
        if any(sheet.cell(candidate) for candidate in candidates[:1]):
            shown = f"{at}“{sheet.text(at)}”"
            return replace(absent_answer(field, workbook, sheet.grid.name), typed=shown)
    return None
