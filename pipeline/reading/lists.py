"""List fields (列表项): a row of labels, then rows until the form ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.model.filling import Answer, Given, ListRow
from pipeline.model.finding import Place
from pipeline.model.grid import Address
from pipeline.reading.interpret import interpret
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from pipeline.model.campaign import Field
    from pipeline.reading.labels import Chart

FROM_MERGED: Final = "取自合并单元格"
_SUM: Final = re.compile(r"(?:合计|小计|总计|共计)[:：]?\d*[个家项次人条]?")
_FOOT: Final = re.compile(
    r"(?:填报人|填表人|经办人|审核人|复核人|单位负责人|负责人|联系人|联系电话|填报日期|填表日期)[:：]"
)
_NOTE: Final = re.compile(r"(?:注|备注|说明|填报说明|填表说明)[:：]")
_NOT_A_ROW: Final = frozenset({Given.EMPTY, Given.NOTHING, Given.STRUCK, Given.ABSENT})


@dataclass(frozen=True, slots=True)
class ListHeader:
    """The labels of a list: the last row they take up, and the column of each field by code."""

    last_row: int
    columns: Mapping[str, int]


def find_header(chart: Chart, fields: Sequence[Field]) -> ListHeader | None:
    """Find the row that holds most of the labels: two at least, or all where fewer are asked.

    A label of a two-storey header may stand one row above or below the others.
    """
    places = {field.code: chart.find(field.name) for field in fields}
    held = Counter(row for found in places.values() for row in {place.row for place in found})
    if not held:
        return None
    row, count = max(held.items(), key=lambda item: (item[1], -item[0]))
    if count < min(2, len(fields)):
        return None
    columns: dict[str, int] = {}
    last = row
    for code, found in places.items():
        near = [place for place in found if abs(place.row - row) <= 1]
        if near:
            label = min(near, key=lambda place: abs(place.row - row))
            merge = chart.merge_over(label)
            columns[code] = label.column
            last = max(last, merge.last.row if merge else label.row)
    return ListHeader(last, columns)


def read_rows(
    chart: Chart, header: ListHeader, fields: Sequence[Field], setting: tuple[str, date]
) -> Iterator[ListRow]:
    """Read the rows under *header*; *setting* is the workbook's name and the date of the form.

    Empty rows (序号 aside), sums and notes are passed over; a row in which the unit only says 无 is
    none either. A half-filled row is kept: somebody meant something by it.
    """
    sheet = fields[0].sheet
    for row in chart.rows:
        if row <= header.last_row:
            continue
        if _form_ends(chart, row):
            return
        if _is_aside(chart, row, header) or not _has_own_cells(chart, row, header):
            continue
        answers = tuple(_read(chart, row, header, field, setting) for field in fields)
        if any(answer.given not in _NOT_A_ROW for answer in answers):
            yield ListRow(sheet, row, answers)


def _read(
    chart: Chart, row: int, header: ListHeader, field: Field, setting: tuple[str, date]
) -> Answer:
    workbook, near = setting
    if field.code not in header.columns:
        return Answer(field.code, Place(workbook, chart.grid.name), Given.ABSENT)
    at = Address(row, header.columns[field.code])
    home = chart.home(at)
    place = Place(workbook, chart.grid.name, str(home))
    answer = interpret(chart.cell(at), field, place, near)
    if home.row == row or answer.given is Given.EMPTY:
        return answer
    if field.kind.numeric:
        # One number merged over several rows is one number; each row taking it would multiply it.
        return Answer(field.code, place, Given.UNREAD, answer.typed, fault="answer-merged")
    return replace(answer, changes=(*answer.changes, FROM_MERGED))


def _has_own_cells(chart: Chart, row: int, header: ListHeader) -> bool:
    return any(Address(row, column) in chart.grid.cells for column in header.columns.values())


def _is_aside(chart: Chart, row: int, header: ListHeader) -> bool:
    """Whether *row* is a sum, a note, a heading across the table, or the header printed again."""
    columns = sorted(header.columns.values())
    texts = [narrow(chart.text(Address(row, column))) for column in range(1, columns[0] + 2)]
    if any(_SUM.fullmatch("".join(text.split())) for text in texts):
        return True
    if any(_NOTE.match(text) for text in texts[:-1]):
        return True
    merge = chart.merge_over(Address(row, columns[0]))
    if merge and merge.first.column < merge.last.column >= columns[-1] and len(columns) > 1:
        return True
    return _repeats_header(chart, row, header)


def _repeats_header(chart: Chart, row: int, header: ListHeader) -> bool:
    keys = {
        column: label_key(chart.text(Address(header.last_row, column)))
        for column in header.columns.values()
    }
    here = [label_key(chart.text(Address(row, column))) == key for column, key in keys.items()]
    return all(here)


def _form_ends(chart: Chart, row: int) -> bool:
    """Whether the form's foot begins here: 填报人：… and the like."""
    cells = (chart.text(Address(row, column)) for column in (1, 2))
    return any(_FOOT.match(narrow(text)) for text in cells)
