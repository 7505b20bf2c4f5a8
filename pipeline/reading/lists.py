"""List fields (列表项): a row of labels, then rows until the form ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pipeline.model.filling import Answer, AnswerState, ListRow
from pipeline.model.finding import Place
from pipeline.model.grid import Address
from pipeline.reading.answer_cells import bracketed_measure, is_rescaled
from pipeline.reading.interpret import interpret, typed_text
from pipeline.reading.labels import LABEL_HEADER
from pipeline.reading.single import ambiguous_answer, have_same_value
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from pipeline.model.campaign import Field
    from pipeline.model.grid import Merge
    from pipeline.reading.labels import IndexedSheet

FROM_MERGED: Final = "取自合并单元格"
_SUM: Final = re.compile(r".{0,8}?(?:合计|小计|总计|共计|累计)(?:\(.*\))?[:：]?\d*[个家项次人条]?")
_FOOT: Final = re.compile(
    r"(?:填报人|填表人|经办人|审核人|复核人|单位负责人|负责人|联系人|联系电话|填报日期|填表日期)(?:[:：]|$)"
)
_NOTE: Final = re.compile(r"(?:注|备注|说明|填报说明|填表说明)[:：]")
_HEAD: Final = re.compile(r"(?:填报|报送|填表|上报)单位[(:]?|报送截止|表号\s")
_COUNTED: Final = MappingProxyType(
    {str(number): number for number in range(1, 30)}
    | {letter: number for number, letter in enumerate("ABCDEFGHIJKLMN", start=101)}
    | {stem: number for number, stem in enumerate("甲乙丙丁戊己庚辛壬癸", start=201)}
)
_BEYOND: Final = 12  # columns right of a heading in which another cell would show a row


@dataclass(frozen=True, slots=True)
class ListHeader:
    """The labels of a list: the last row they take up, and the columns of each field by code.

    A field has several columns where its label stands twice, or was merged over more than one.
    ``others`` are labels of fields that are none of the list's: where one leads a row, another
    table was put under the list.
    """

    last_row: int
    columns: Mapping[str, tuple[int, ...]]
    rescaled: frozenset[str] = frozenset()  # codes whose label prints another measure (计量单位)
    others: frozenset[Address] = frozenset()

    @property
    def first_column(self) -> int:
        """The first column of the list's own."""
        return min(column for columns in self.columns.values() for column in columns)

    @property
    def last_column(self) -> int:
        """The last column of the list's own."""
        return max(column for columns in self.columns.values() for column in columns)


def find_header(
    chart: IndexedSheet, fields: Sequence[Field], others: Collection[str] = ()
) -> ListHeader | None:
    """Find the row that holds most of the labels: two at least, or all where fewer are asked.

    *others* are the names of fields on other sheets. A label of a header of several storeys may stand or reach one row above or below the others.
    """
    measures = {field.code: field.measure for field in fields}
    places = {field.code: chart.find(field.name) for field in fields}
    held = Counter(row for found in places.values() for row in {place.row for place in found})
    most = max(held.values(), default=0)
    if most < min(2, len(fields)):
        return None
    # The first that holds enough: a header printed again may be fuller than one of two storeys.
    row = min(row for row, count in held.items() if count * 2 >= most and count >= min(2, most))
    columns: dict[str, tuple[int, ...]] = {}
    rescaled = set()
    last = row
    for code, found in places.items():
        near = [place for place in found if place.row - 1 <= row <= _foot_of(chart, place).row + 1]
        same = [place for place in near if place.row == row]
        labels = same or near[:1]
        if labels:
            columns[code] = tuple(dict.fromkeys(_columns(chart, labels)))
            last = max(last, *(_foot_of(chart, label).row for label in labels))
            if is_rescaled(bracketed_measure(chart.text(labels[0])), measures[code]):
                rescaled.add(code)
    own = {label_key(field.name) for field in fields}
    foreign = (chart.find(name) for name in others if label_key(name) not in own)
    return ListHeader(last, columns, frozenset(rescaled), frozenset(chain(*foreign)))


def _foot_of(chart: IndexedSheet, label: Address) -> Address:
    merge = chart.merge_over(label)
    return merge.last if merge else label


def _columns(chart: IndexedSheet, labels: Sequence[Address]) -> Iterator[int]:
    for label in labels:
        yield from range(label.column, min(_foot_of(chart, label).column, label.column + 9) + 1)


def read_rows(
    chart: IndexedSheet, header: ListHeader, fields: Sequence[Field], setting: tuple[str, date]
) -> Iterator[ListRow]:
    """Read the rows under *header*; *setting* is the workbook's name and the date of the form.

    Empty rows (序号 aside), sums and notes are passed over; a row in which the unit only says 无 is
    none either. A half-filled row is kept: somebody meant something by it.
    """
    end = list_end(chart, header)
    for row in chart.rows:
        if row <= header.last_row or _is_aside(chart, row, header, fields):
            continue
        if row >= end:
            return
        answers = tuple(_read(chart, row, header, field, setting) for field in fields)
        if any(answer.given.has_content for answer in answers):
            yield ListRow(fields[0].sheet, row, answers)


def rows_below_end(
    chart: IndexedSheet, header: ListHeader, fields: Sequence[Field]
) -> Iterator[Address]:
    """The first cell of each whole row that stands below the form's foot, where nothing is read."""
    end = list_end(chart, header)
    columns = [header.columns[f.code][0] for f in fields if f.required and f.code in header.columns]
    if not _foot_at(chart, end, header) or len(columns) < 2:  # noqa: PLR2004 - one cell is no row
        return
    for row in chart.rows[chart.rows.index(end) :]:
        if _other_begins(chart, row, header):
            return
        whole = all(Address(row, column) in chart.grid.cells for column in columns)
        if whole and not _foot_at(chart, row, header):
            yield Address(row, columns[0])


def list_end(chart: IndexedSheet, header: ListHeader) -> int:
    """The row where the list is over: the form's foot, or another table; else beyond the last."""
    below = (row for row in chart.rows if row > header.last_row)
    ends = (
        row for row in below if _foot_at(chart, row, header) or _other_begins(chart, row, header)
    )
    return next(ends, chart.rows[-1] + 1)


def _foot_at(chart: IndexedSheet, row: int, header: ListHeader) -> bool:
    """Whether *row* is the form's foot: 填报人：… and the like."""
    columns = range(1, header.first_column + 1)
    return any(_FOOT.match(narrow(chart.text(Address(row, column)))) for column in columns)


def _other_begins(chart: IndexedSheet, row: int, header: ListHeader) -> bool:
    """Whether a table of single fields begins here: it was put under the list."""
    leading = (Address(row, column) for column in range(1, header.first_column + 2))
    headed = any(place.row == row for place in chart.find(LABEL_HEADER))
    return headed or any(at in header.others for at in leading)


def _read(
    chart: IndexedSheet, row: int, header: ListHeader, field: Field, setting: tuple[str, date]
) -> Answer:
    if field.code not in header.columns:
        return Answer(field.code, Place(setting[0], chart.grid.name), AnswerState.ABSENT)
    homes = dict.fromkeys(chart.home(Address(row, column)) for column in header.columns[field.code])
    read = [_answer(chart, (row, home), field, setting) for home in homes]
    told = [each for each in read if each.given is not AnswerState.EMPTY] or read[:1]
    if not have_same_value(told):
        return ambiguous_answer(told, "answer-unclear")
    if told[0].given is AnswerState.VALUE and field.code in header.rescaled:
        return replace(told[0], given=AnswerState.UNREAD, value=None, fault="measure-differs")
    return told[0]


def _answer(
    chart: IndexedSheet, found: tuple[int, Address], field: Field, setting: tuple[str, date]
) -> Answer:
    row, home = found
    workbook, near = setting
    place = Place(workbook, chart.grid.name, str(home))
    answer = interpret(chart.cell(home), field, place, near)
    if home.row == row or answer.given is AnswerState.EMPTY:
        return answer
    if field.kind.numeric:
        # One number merged over several rows is one number; each row taking it would multiply it.
        return Answer(field.code, place, AnswerState.UNREAD, answer.typed, fault="answer-merged")
    return replace(answer, changes=(*answer.changes, FROM_MERGED))


def _is_aside(chart: IndexedSheet, row: int, header: ListHeader, fields: Sequence[Field]) -> bool:
    """Whether *row* is no row of the list: empty, a sum, a note, a heading, or one of the head."""
    own = [column for columns in header.columns.values() for column in columns]
    if not any(Address(row, column) in chart.grid.cells for column in own):
        return True
    before = range(1, header.first_column + 2)
    texts = [narrow(chart.text(Address(row, column))) for column in before]
    if any(_SUM.fullmatch("".join(text.split())) for text in texts):
        return True
    whole_row = (*texts, *(narrow(chart.text(Address(row, column))) for column in own))
    if any(_NOTE.match(text) for text in texts[:-1]) or any(map(_HEAD.match, whole_row)):
        return True
    merge = next(iter(chart.merges.get(row, ())), None)
    if merge and merge.first.column < merge.last.column and _is_alone(chart, row, merge):
        return True
    return _repeats_header(chart, row, header) or _counts_columns(chart, row, header, fields)


def _is_alone(chart: IndexedSheet, row: int, merge: Merge) -> bool:
    """Whether a heading merged across the table is all that stands in its row."""
    columns = range(1, merge.last.column + _BEYOND)
    held = {chart.home(Address(row, c)) for c in columns if chart.cell(Address(row, c))}
    return held == {merge.first}


def _repeats_header(chart: IndexedSheet, row: int, header: ListHeader) -> bool:
    firsts = [columns[0] for columns in header.columns.values()]
    return all(
        label_key(chart.text(Address(row, column)))
        == label_key(chart.text(Address(header.last_row, column)))
        for column in firsts
    )


def _counts_columns(
    chart: IndexedSheet, row: int, header: ListHeader, fields: Sequence[Field]
) -> bool:
    """Whether *row* only numbers the columns (栏次), those of texts among them: 1 2 3, 甲 乙 丙."""
    if all(field.kind.numeric for field in fields):
        return False
    firsts = sorted(columns[0] for columns in header.columns.values())
    cells = [chart.cell(Address(row, column)) for column in firsts]
    shown = [narrow(typed_text(cell.value)).strip("()") if cell else "" for cell in cells]
    places = [_COUNTED.get(text, -1) for text in shown]
    # Columns may have changed places, and one may be gone. Two short numbers may well be a row.
    steps = pairwise(sorted(places))
    return len(places) > 2 and -1 not in places and all(0 < b - a <= 2 for a, b in steps)  # noqa: PLR2004
