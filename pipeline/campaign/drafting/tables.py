"""Parse the tables of an office's own form: lists filled row by row, and tables of indicators.

A header above empty rows is a list (列表). A header above labelled rows is a table of indicators
(指标表); with several columns to fill in, each crossing of row and column is a separate field.
"""

from __future__ import annotations

import re
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
from pipeline.campaign.drafting.guess import ParsedLabel, parse_label
from pipeline.campaign.form.measures import is_measure
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    if not _has_empty_rows_below(sheet, row, headers, answer_columns):
        return
    state.used |= {Address(row, column) for column in headers} | set(
        _list_body(sheet, row, headers)
    )
    for column, text in answer_columns.items():
        yield Slot(
            parse_label(_group_heading(sheet, Address(row, column), headers, state) + text),
            sheet.grid.name,
            Address(row, column),
            Shape.LIST,
            options=sheet.options(Address(row + 1, column)),
            place=Address(row, column),
        )


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
    few = empty[0] and len(answer_columns) >= _SURE_HEADERS and _ends_after(sheet, row, headers)
    return not grouped and (all(empty) or few)


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
            return len(texts) == 1 or any(":" in text for text in texts.values())
    return True


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
            ),
            sheet.grid.name,
            Address(row, column) if crossed else at,
            Shape.SINGLE,
            left_group(sheet, at, headers) or state.section(row),
            sheet.options(Address(row, column)),
            tall=sheet.tall(Address(row, column)),
            figure=crossed or label_key(text) in _FIGURES,
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
    return ParsedLabel(label.name, measure, note, label.required)


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
