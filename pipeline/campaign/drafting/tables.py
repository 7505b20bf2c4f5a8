"""Parse the tables of an office's own form: lists filled row by row, and tables of indicators.

A header above empty rows is a list (列表). A header above labelled rows is a table of indicators
(指标表); with several columns to fill in, each crossing of row and column is a separate field.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import (
    COUNT,
    INLINE,
    SECTION,
    FormSheet,
    ParseState,
    Slot,
    is_label,
)
from pipeline.campaign.drafting.guess import ParsedLabel, guess_kind, parse_label
from pipeline.campaign.form.headings import COLUMN_NUMBER, column_path, measure_in
from pipeline.campaign.form.measures import is_measure, measure_line
from pipeline.campaign.form.names import bare_heading
from pipeline.campaign.form.storeys import list_head
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Kind, Shape
from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.campaign.form.view import SheetView

_SUM: Final = re.compile(r"(?:本页|全[市县区省])?(?:合|小|总|共|累)\s*计(?:\(.*\))?:?")
_SURE_HEADERS: Final = 3  # so many headings over one or two empty rows make a list, too
_LIST_ROWS: Final = 3  # so many empty rows below a header make it a list
_HEADERS_AT_LEAST: Final = 2
_NUMBERS: Final = frozenset({"序号", "行号", "no", "no."})
_MEASURES: Final = frozenset({"计量单位", "单位"})
_NOTES: Final = frozenset({"填报说明", "填表说明", "说明", "备注", "指标解释", "口径", "情况说明"})
_FIGURES: Final = frozenset({"填报数", "数值", "数据", "数量"})
_CONTENTS: Final = frozenset(
    {"填报内容", "内容", "填写内容", "填报值", "填报数", "填报情况", "数值", "数据", "数量"}
)


def list_slots(sheet: FormSheet, row: int, state: ParseState) -> Iterator[Slot]:
    """Yield the columns of a list whose header is *row*, if it is one."""
    headers = _adjacent_texts(sheet, row, state)
    answer_columns = {n: text for n, text in headers.items() if label_key(text) not in _NUMBERS}
    if len(answer_columns) < _HEADERS_AT_LEAST or not all(
        map(_is_heading, answer_columns.values())
    ):
        return
    numbered = _numbers_columns(sheet, row + 1, headers)
    body = row + 1 if numbered else row
    if not _has_empty_rows_below(sheet, body, headers, answer_columns):
        return
    view = view_of(sheet.grid)
    rows = list_head(view, row, range(min(headers), max(headers) + 1))
    names = _list_names(sheet, view, rows, headers, state)
    below = set(_list_body(sheet, body, headers))
    state.used |= {Address(used, column) for used in (*rows, body) for column in headers} | below
    for column in answer_columns:
        computed = any(at.column == column for at in below & sheet.computed)
        figure = _figure_by_number(sheet, body, column) if numbered else None
        slot = Slot(
            _with_group_measure(names[column], column_path(view, rows, column)),
            sheet.grid.name,
            Address(row, column),
            Shape.LIST,
            options=sheet.options(Address(body + 1, column)),
            figure=figure or (Kind.DECIMAL if computed else None),
            place=Address(row, column),
        )
        yield _with_sheet_measure(slot, sheet)


def _numbers_columns(sheet: FormSheet, row: int, headers: Mapping[int, str]) -> bool:
    """Return whether *row* numbers the columns of a head (栏次): 甲 乙 1 2."""
    texts = [sheet.text(Address(row, column)) for column in headers]
    filled = [text for text in texts if text]
    plain = all(map(COLUMN_NUMBER.fullmatch, filled))
    return plain and len(filled) > 1 and len(set(filled)) * 2 > len(headers)


def _list_names(
    sheet: FormSheet,
    view: SheetView,
    rows: range,
    headers: Mapping[int, str],
    state: ParseState,
) -> Mapping[int, str]:
    """Return the names of a list's columns: with the heading of their group, and more where two are alike."""
    row = rows[-1]
    names = {
        column: _group_heading(sheet, Address(row, column), headers, state) + text
        for column, text in headers.items()
    }
    paths = {column: column_path(view, rows, column) for column in names}
    longer: list[Callable[[int], str]] = [
        partial(_deeper, paths, headers, depth) for depth in range(2, len(rows) + 1)
    ]
    longer.append(partial(_whole_path, paths))
    for with_groups in longer:
        counts = Counter(label_key(parse_label(name).name) for name in names.values())
        names = {
            column: with_groups(column) if counts[label_key(parse_label(name).name)] > 1 else name
            for column, name in names.items()
        }
    return names


def _deeper(
    paths: Mapping[int, tuple[str, ...]], headers: Mapping[int, str], depth: int, column: int
) -> str:
    return "".join(map(bare_heading, paths[column][-depth:-1])) + headers[column]


def _whole_path(paths: Mapping[int, tuple[str, ...]], column: int) -> str:
    return "".join(paths[column])


def _with_group_measure(name: str, path: tuple[str, ...]) -> ParsedLabel:
    """Return the label of a list's column, with the measure that the head of its group prints."""
    label = parse_label(name)
    return label if label.measure else replace(label, measure=measure_in(path))


def _with_sheet_measure(slot: Slot, sheet: FormSheet) -> Slot:
    """Return a list's column with the measure in a line above the head (单位：万元).

    Amounts of money take it, not the numbers of what is counted beside them (户数).
    """
    lines = (measure_line(sheet.text(at)) for at in sheet.grid.cells if at.row < slot.at.row)
    measures = {measure for line in lines for measure in line or ()}
    kind = guess_kind(slot.label, slot.options, figure=slot.figure).kind
    if slot.label.measure or kind is not Kind.DECIMAL or len(measures) != 1:
        return slot
    return replace(slot, label=replace(slot.label, measure=measures.pop()))


def _figure_by_number(sheet: FormSheet, row: int, column: int) -> Kind | None:
    """Return the type of a column by its number (栏次): 甲 and 乙 are texts, 1 and 2 are figures."""
    return Kind.DECIMAL if sheet.text(Address(row, column)).isdecimal() else None


def _list_body(sheet: FormSheet, row: int, headers: Mapping[int, str]) -> Iterator[Address]:
    """Yield the cells of a list's rows: numbered or empty ones, and a sum (合计), which is no field."""
    for body in range(row + 1, sheet.last_row + 1):
        cells = [Address(body, column) for column in headers]
        texts = {sheet.anchor(at): sheet.text(at) for at in cells if not sheet.empty(at)}
        if any(not COUNT.fullmatch(text) and not _SUM.fullmatch(text) for text in texts.values()):
            return
        yield from cells


def _has_empty_rows_below(
    sheet: FormSheet, row: int, headers: Mapping[int, str], answer_columns: Mapping[int, str]
) -> bool:
    """Return whether the rows below a header are empty, and none of an indicator table."""
    rows = range(row + 1, row + _LIST_ROWS + 1)
    left = range(1, min(answer_columns))
    empty = [_is_list_row(sheet, n, left, answer_columns) for n in rows]
    # 贯彻部署 | 动员会日期 | (empty): a label next to the heading of its group, not two columns.
    right = Address(row, max(headers) + 1)
    grouped = len(headers) == _HEADERS_AT_LEAST and right.column <= sheet.last_column
    sure = len(answer_columns) >= _SURE_HEADERS or _is_numbered(sheet, row + 1, headers)
    few = empty[0] and sure and _ends_after(sheet, row, headers)
    return not grouped and (all(empty) or few)


def _is_numbered(sheet: FormSheet, row: int, headers: Mapping[int, str]) -> bool:
    """Return whether *row* is below 序号, and either without a number or with that of a record."""
    numbers = [column for column, text in headers.items() if label_key(text) in _NUMBERS]
    texts = [sheet.text(Address(row, column)) for column in numbers]
    return bool(texts) and all(not text or COUNT.fullmatch(text) for text in texts)


def _is_list_row(
    sheet: FormSheet, row: int, left: range, answer_columns: Mapping[int, str]
) -> bool:
    labelled = any(
        not sheet.empty(Address(row, column))
        and not COUNT.fullmatch(sheet.text(Address(row, column)))
        for column in left
    )
    return not labelled and all(sheet.empty(Address(row, column)) for column in answer_columns)


def _ends_after(sheet: FormSheet, row: int, headers: Mapping[int, str]) -> bool:
    """Return whether under the empty rows of a header another line begins: a sum, a note, a signature."""
    for below in range(row + 1, row + _LIST_ROWS + 1):
        texts = {
            sheet.anchor(at): sheet.text(at)
            for column in headers
            if not sheet.empty(at := Address(below, column)) and not COUNT.fullmatch(sheet.text(at))
        }
        if texts:
            closes = len(texts) == 1 or any(":" in text for text in texts.values())
            return closes or _is_other_head(sheet, below, texts)
    return True


def _is_other_head(sheet: FormSheet, row: int, texts: Mapping[Address, str]) -> bool:
    """Return whether in *row* another head begins: texts only, none with an empty cell right of it."""
    last = max(at.column for at in texts)
    covered = all(
        not sheet.empty(Address(row, column))
        for column in range(min(at.column for at in texts), last)
    )
    return covered and len(texts) >= _HEADERS_AT_LEAST and all(map(_is_heading, texts.values()))


def table_slots(sheet: FormSheet, row: int, state: ParseState) -> Iterator[Slot]:
    """Yield the cells to fill in of an indicator table whose header is *row*, if it is one."""
    headers = _adjacent_texts(sheet, row, state)
    if len(headers) < _HEADERS_AT_LEAST or not all(map(_is_heading, headers.values())):
        return
    first = _first_body_row(sheet, row)
    answer_columns = {
        n: text
        for n, text in headers.items()
        if label_key(text) not in _NUMBERS | _MEASURES | _NOTES and sheet.empty(Address(first, n))
    }
    named = {n: text for n, text in answer_columns.items() if label_key(text) not in _CONTENTS}
    known = len(answer_columns) > len(named) or len(named) >= _HEADERS_AT_LEAST
    if not known or not _row_label(sheet, first, min(answer_columns), headers):
        return
    state.used |= {Address(row, column) for column in headers}
    for body in range(first, sheet.last_row + 1):
        if body in state.sections:
            continue
        if _is_table_end(sheet, body, headers):
            return
        yield from _body_slots(sheet, body, (headers, answer_columns), state)


def _first_body_row(sheet: FormSheet, row: int) -> int:
    """Return the first row below the header that is no heading."""
    body = row + 1
    while body < sheet.last_row and len(sheet.labels(body)) == 1 and _is_section(sheet, body):
        body += 1
    return body


def _is_table_end(sheet: FormSheet, row: int, headers: Mapping[int, str]) -> bool:
    """Return whether *row* is no row of the table: not numbered where rows are, or 填报人： below it."""
    numbers = [n for n, header in headers.items() if label_key(header) in _NUMBERS]
    texts = [sheet.text(Address(row, column)) for column in numbers]
    unnumbered = any(text and not COUNT.fullmatch(text) for text in texts)
    return unnumbered or any(text.endswith(":") for text in sheet.labels(row).values())


def _body_slots(
    sheet: FormSheet,
    row: int,
    columns: tuple[Mapping[int, str], Mapping[int, str]],
    state: ParseState,
) -> Iterator[Slot]:
    headers, answer_columns = columns
    at = _row_label(sheet, row, min(answer_columns), headers)
    if at is None or at in state.used:
        return
    own = {n: text for n, text in answer_columns.items() if sheet.empty(Address(row, n))}
    label = _with_column(sheet, row, parse_label(sheet.text(at)), headers)
    several = len([n for n, text in answer_columns.items() if label_key(text) not in _CONTENTS])
    for column, text in own.items():
        heading = parse_label(text)
        crossed = several >= _HEADERS_AT_LEAST
        yield Slot(
            ParsedLabel(
                f"{label.name}{heading.name}" if crossed else label.name,
                label.measure or heading.measure,
                label.note,
                label.required,
                label.part,
            ),
            sheet.grid.name,
            Address(row, column) if crossed else at,
            Shape.SINGLE,
            left_group(sheet, at, headers) or state.section(row),
            sheet.options(Address(row, column)),
            tall=sheet.tall(Address(row, column)),
            figure=Kind.INTEGER if crossed or label_key(text) in _FIGURES else None,
            place=Address(row, column),
        )
    state.used |= {Address(row, column) for column in sheet.labels(row)}


def _row_label(
    sheet: FormSheet, row: int, before: int, headers: Mapping[int, str]
) -> Address | None:
    """Return the label of a table's row: the last text left of the cells to fill in."""
    for column in range(before - 1, 0, -1):
        at = Address(row, column)
        key = label_key(headers.get(column, ""))
        if key in _MEASURES | _NUMBERS | _NOTES or sheet.empty(at):
            continue
        return at if is_label(sheet.text(at)) and sheet.end(at).column < before else None
    return None


def _with_column(
    sheet: FormSheet, row: int, label: ParsedLabel, headers: Mapping[int, str]
) -> ParsedLabel:
    """Return *label* with the measure and the note that have columns of their own."""
    measure, note = label.measure, label.note
    for column, header in headers.items():
        text = "".join(sheet.text(Address(row, column)).split())
        if label_key(header) in _MEASURES and is_measure(text):
            measure = text
        elif label_key(header) in _NOTES and not sheet.empty(Address(row, column)):
            note = "；".join(part for part in (note, sheet.printed(Address(row, column))) if part)
    return replace(label, measure=measure, note=note)


def _adjacent_texts(sheet: FormSheet, row: int, state: ParseState) -> dict[int, str]:
    """Return the adjacent texts of *row*, from its first; empty where one is parsed already."""
    labels = sheet.labels(row)
    found: dict[int, str] = {}
    for column, text in labels.items():
        if Address(row, column) in state.used:
            return {}
        before = max(found, default=None)
        if before is not None and sheet.end(Address(row, before)).column + 1 != column:
            break
        found[column] = text
    return found


def _group_heading(
    sheet: FormSheet, at: Address, headers: Mapping[int, str], state: ParseState
) -> str:
    """Return the heading of a group of columns above *at*, such as 参与人数 above 男 and 女."""
    if at.row == 1 or sheet.anchor(at).row < at.row:
        return ""
    above = sheet.anchor(Address(at.row - 1, at.column))
    first, last = above.column, sheet.end(above).column
    # What reaches over the whole header is a line of text above it: a title, a stamp.
    group = first < last and not (first <= min(headers) and max(headers) <= last)
    if not group or above in state.used or not is_label(sheet.text(above)):
        return ""
    # Headings of a group seldom say anything of the answers; measure and note are left to the column.
    return parse_label(sheet.text(above)).name


def _is_heading(text: str) -> bool:
    return is_label(text) and not text.endswith(":") and not INLINE.search(text)


def _is_section(sheet: FormSheet, row: int) -> bool:
    return any(SECTION.match("".join(text.split())) for text in sheet.labels(row).values())


def left_group(sheet: FormSheet, at: Address, headers: Mapping[int, str]) -> str:
    """Return a heading merged down the left side of several rows, if *at* is next to one."""
    for column in range(at.column - 1, 0, -1):
        right = Address(at.row, column)
        if sheet.tall(right) and label_key(headers.get(column, "")) not in _NUMBERS:
            return "".join(sheet.text(right).split())
    return ""
