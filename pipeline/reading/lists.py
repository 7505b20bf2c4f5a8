"""Read list fields (列表项): a row of labels, then rows until the form ends."""

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
_FOOTER_AT_MOST: Final = 100  # characters of a cell, of which the first words are looked at
_FOOTER: Final = re.compile(
    r"(?:填报人|填表人|经办人|审核人|复核人|单位负责人|负责人|联系人|联系电话|填报日期|填表日期)(?:[:：]|$)"
)
_NOTE: Final = re.compile(r"(?:注|备注|说明|填报说明|填表说明)[:：]")
_FORM_HEAD: Final = re.compile(r"(?:填报|报送|填表|上报)单位[(:]?|报送截止|表号\s")
_COLUMN_NUMBERS: Final = MappingProxyType(
    {str(number): number for number in range(1, 30)}
    | {letter: number for number, letter in enumerate("ABCDEFGHIJKLMN", start=101)}
    | {stem: number for number, stem in enumerate("甲乙丙丁戊己庚辛壬癸", start=201)}
)
_SERIES: Final = 100  # 甲 乙 丙 number the columns of texts, 1 2 3 those of figures
_COLUMNS_BEYOND: Final = 12  # columns right of a heading in which another cell would show a row


@dataclass(frozen=True, slots=True)
class ListHeader:
    """Describe the labels of a list: the last row they cover, and the columns of each field by code.

    A field has several columns where its label appears twice, or was merged over more than one.
    ``others`` are labels of fields outside the list: where one leads a row, another table follows
    under the list. ``rescaled`` are the codes whose label prints another measure (计量单位).
    """

    last_row: int
    columns: Mapping[str, tuple[int, ...]]
    rescaled: frozenset[str] = frozenset()  # codes whose label prints another measure (计量单位)
    others: frozenset[Address] = frozenset()

    @property
    def first_column(self) -> int:
        """Return the first column of the list."""
        return min(column for columns in self.columns.values() for column in columns)

    @property
    def last_column(self) -> int:
        """Return the last column of the list."""
        return max(column for columns in self.columns.values() for column in columns)


def find_header(
    sheet: IndexedSheet, fields: Sequence[Field], others: Collection[str] = ()
) -> ListHeader | None:
    """Return the header in the row that holds most of the labels: at least two, or all of fewer.

    *others* are the names of fields on other sheets. In a header of several rows a label may be or
    reach one row above or below the others.
    """
    measures = {field.code: field.measure for field in fields}
    places = {field.code: sheet.find(field.name) for field in fields}
    occupied = Counter(row for found in places.values() for row in {place.row for place in found})
    most = max(occupied.values(), default=0)
    if most < min(2, len(fields)):
        return None
    # The first that holds enough: a header printed again may be fuller than one of two rows.
    row = min(row for row, count in occupied.items() if count * 2 >= most and count >= min(2, most))
    columns: dict[str, tuple[int, ...]] = {}
    rescaled = set()
    last = row
    for code, found in places.items():
        near = [
            place for place in found if place.row - 1 <= row <= _last_cell(sheet, place).row + 1
        ]
        same = [place for place in near if place.row == row]
        labels = same or near[:1]
        if labels:
            columns[code] = tuple(dict.fromkeys(_columns(sheet, labels)))
            last = max(last, *(_last_cell(sheet, label).row for label in labels))
            if is_rescaled(bracketed_measure(sheet.text(labels[0])), measures[code]):
                rescaled.add(code)
    own = {label_key(field.name) for field in fields}
    foreign = (sheet.find(name) for name in others if label_key(name) not in own)
    return ListHeader(last, columns, frozenset(rescaled), frozenset(chain(*foreign)))


def _last_cell(sheet: IndexedSheet, label: Address) -> Address:
    merge = sheet.merge_at(label)
    return merge.last if merge else label


def _columns(sheet: IndexedSheet, labels: Sequence[Address]) -> Iterator[int]:
    for label in labels:
        yield from range(label.column, min(_last_cell(sheet, label).column, label.column + 9) + 1)


def read_rows(
    sheet: IndexedSheet, header: ListHeader, fields: Sequence[Field], context: tuple[str, date]
) -> Iterator[ListRow]:
    """Yield the rows under *header*; *context* is the workbook's name and the date of the form.

    Empty rows (序号 apart), sums and notes are skipped; so is a row in which the unit only writes 无.
    A half-filled row is returned: it may be meant as an answer.
    """
    end = list_end(sheet, header)
    for row in sheet.rows:
        if row <= header.last_row or _is_skipped(sheet, row, header, fields):
            continue
        if row >= end:
            return
        answers = tuple(_read_field(sheet, row, header, field, context) for field in fields)
        if any(answer.state.has_content for answer in answers):
            yield ListRow(fields[0].sheet, row, answers)


def rows_below_end(
    sheet: IndexedSheet, header: ListHeader, fields: Sequence[Field]
) -> Iterator[Address]:
    """Yield the first cell of each complete row below the form's footer, where nothing is read."""
    end = list_end(sheet, header)
    columns = [header.columns[f.code][0] for f in fields if f.required and f.code in header.columns]
    if not _is_footer(sheet, end, header) or len(columns) < 2:  # noqa: PLR2004 - one cell is no row
        return
    for row in sheet.rows[sheet.rows.index(end) :]:
        if _starts_other_table(sheet, row, header):
            return
        whole = all(Address(row, column) in sheet.grid.cells for column in columns)
        if whole and not _is_footer(sheet, row, header):
            yield Address(row, columns[0])


def list_end(sheet: IndexedSheet, header: ListHeader) -> int:
    """Return the row where the list ends: the form's footer, another table, or the end."""
    below = (row for row in sheet.rows if row > header.last_row)
    ends = (
        row
        for row in below
        if _is_footer(sheet, row, header) or _starts_other_table(sheet, row, header)
    )
    return next(ends, sheet.rows[-1] + 1)


def _is_footer(sheet: IndexedSheet, row: int, header: ListHeader) -> bool:
    """Return whether *row* is the form's footer: 填报人：… and the like."""
    columns = range(1, header.first_column + 1)
    return any(
        _FOOTER.match(narrow(sheet.text(Address(row, column))[:_FOOTER_AT_MOST]))
        for column in columns
    )


def _starts_other_table(sheet: IndexedSheet, row: int, header: ListHeader) -> bool:
    """Return whether a table of single fields, appended under the list, begins in *row*."""
    leading = (Address(row, column) for column in range(1, header.first_column + 2))
    headed = any(place.row == row for place in sheet.find(LABEL_HEADER))
    return headed or any(at in header.others for at in leading)


def _read_field(
    sheet: IndexedSheet, row: int, header: ListHeader, field: Field, context: tuple[str, date]
) -> Answer:
    if field.code not in header.columns:
        return Answer(field.code, Place(context[0], sheet.grid.name), AnswerState.ABSENT)
    anchors = dict.fromkeys(
        sheet.anchor(Address(row, column)) for column in header.columns[field.code]
    )
    read = [_read_cell(sheet, (row, anchor), field, context) for anchor in anchors]
    filled = [each for each in read if each.state is not AnswerState.EMPTY] or read[:1]
    if not have_same_value(filled):
        return ambiguous_answer(filled, "answer-unclear")
    if filled[0].state is AnswerState.VALUE and field.code in header.rescaled:
        return replace(filled[0], state=AnswerState.UNREAD, value=None, fault="measure-differs")
    return filled[0]


def _read_cell(
    sheet: IndexedSheet, found: tuple[int, Address], field: Field, context: tuple[str, date]
) -> Answer:
    row, anchor = found
    workbook, near = context
    place = Place(workbook, sheet.grid.name, str(anchor))
    answer = interpret(sheet.cell(anchor), field, place, near)
    if anchor.row == row or answer.state is AnswerState.EMPTY:
        return answer
    if field.kind.numeric:
        # One number merged over several rows is one number; each row taking it would multiply it.
        return Answer(field.code, place, AnswerState.UNREAD, answer.typed, fault="answer-merged")
    return replace(answer, changes=(*answer.changes, FROM_MERGED))


def _is_skipped(sheet: IndexedSheet, row: int, header: ListHeader, fields: Sequence[Field]) -> bool:
    """Return whether *row* is empty, a sum, a note, a heading, or a header line."""
    own = [column for columns in header.columns.values() for column in columns]
    if not any(Address(row, column) in sheet.grid.cells for column in own):
        return True
    before = range(1, header.first_column + 2)
    texts = [narrow(sheet.text(Address(row, column))) for column in before]
    if any(_SUM.fullmatch("".join(text.split())) for text in texts):
        return True
    whole_row = (*texts, *(narrow(sheet.text(Address(row, column))) for column in own))
    if any(_NOTE.match(text) for text in texts[:-1]) or any(map(_FORM_HEAD.match, whole_row)):
        return True
    merge = next(iter(sheet.merges.get(row, ())), None)
    if merge and merge.first.column < merge.last.column and _is_only_text(sheet, row, merge):
        return True
    return _repeats_header(sheet, row, header) or _numbers_columns(sheet, row, header, fields)


def _is_only_text(sheet: IndexedSheet, row: int, merge: Merge) -> bool:
    """Return whether a heading merged across the table is the only content of its row."""
    columns = range(1, merge.last.column + _COLUMNS_BEYOND)
    occupied = {sheet.anchor(Address(row, c)) for c in columns if sheet.cell(Address(row, c))}
    return occupied == {merge.first}


def _repeats_header(sheet: IndexedSheet, row: int, header: ListHeader) -> bool:
    firsts = [columns[0] for columns in header.columns.values()]
    return all(
        label_key(sheet.text(Address(row, column)))
        == label_key(sheet.text(Address(header.last_row, column)))
        for column in firsts
    )


def _numbers_columns(
    sheet: IndexedSheet, row: int, header: ListHeader, fields: Sequence[Field]
) -> bool:
    """Return whether *row* only numbers the columns (栏次), those of texts included: 1 2 3, 甲 乙 丙."""
    if all(field.kind.numeric for field in fields):
        return False
    firsts = sorted(columns[0] for columns in header.columns.values())
    cells = [sheet.cell(Address(row, column)) for column in firsts]
    shown = [narrow(typed_text(cell.value)).strip("()") if cell else "" for cell in cells]
    places = [_COLUMN_NUMBERS.get(text, -1) for text in shown]
    # Columns may have changed places, and one may be gone. Two short numbers may well be a row.
    steps = pairwise(sorted(places))
    near = all(0 < b - a <= 2 or a // _SERIES < b // _SERIES for a, b in steps)  # noqa: PLR2004
    return len(places) > 2 and -1 not in places and near  # noqa: PLR2004
