"""Read answers that share a cell with their labels: “填报人：张三　　审核人：李四”, “存在问题：…”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.model.filling import Answer, AnswerState
from pipeline.model.finding import Place
from pipeline.model.grid import Cell
from pipeline.reading.interpret import interpret
from pipeline.reading.single import absent_answer
from pipeline.values.text import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from pipeline.model.campaign import Field
    from pipeline.model.grid import Address
    from pipeline.reading.own_form.keys import KeyedSheet

_END = re.compile(r"(?<=\S)[ \t]{2,}[\u4e00-\u9fff]{2,10}\s*:")


def answer_inside(
    sheet: KeyedSheet, field: Field, fields: Sequence[Field], context: tuple[str, date]
) -> Answer:
    """Return the answer to *field* in the cell that begins with labels, as far as the next of them."""
    workbook, near = context
    names = [re.escape("".join(other.name.split())) for other in fields]
    label = re.compile(rf"(?:^|(?<=[\s_]))\s*{re.escape(field.name)}(?:\([^()]*\))?\s*:")
    others = re.compile(rf"\s(?:{'|'.join(names)})(?:\([^()]*\))?\s*:")
    for at, text in _texts(sheet):
        match = label.search(half_width(text))
        if match is None:
            continue
        rest = half_width(text)[match.end() :]
        ends = [found.start() for found in (others.search(rest), _END.search(rest)) if found]
        typed = text[match.end() :][: min(ends, default=len(rest))].strip("_＿ 　\n\t;；")
        place = Place(workbook, sheet.name, str(at))
        if not typed:
            return Answer(field.code, place, AnswerState.EMPTY)
        return interpret(Cell(typed), field, place, near)
    return absent_answer(field, workbook, sheet.name)


def _texts(sheet: KeyedSheet) -> Iterator[tuple[Address, str]]:
    for at in sorted(sheet.view.grid.cells):
        value = sheet.view.grid.cells[at].value
        if isinstance(value, str) and (":" in value or "：" in value):
            yield at, value
