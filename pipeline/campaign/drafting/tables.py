"""The tables of an office's own form: lists to be filled row by row, and tables of indicators.

A header above empty rows is a list (列表). A header above labelled rows is a table of indicators
(指标表); with several columns to fill in, each crossing of row and column is asked for by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import COUNT, INLINE, SECTION, FormSheet, is_label
from pipeline.campaign.drafting.guess import ParsedLabel, is_measure, parse_label
from pipeline.campaign.drafting.slot import ParseState, Slot
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LIST_ROWS: Final = 3  # so many empty rows below a header make it a list
_HEADERS_AT_LEAST: Final = 2
_NUMBERS: Final = frozenset({"序号", "行号", "no", "no."})
_MEASURES: Final = frozenset({"计量单位", "单位"})
_NOTES: Final = frozenset({"填报说明", "填表说明", "说明", "备注", "指标解释", "口径", "情况说明"})
_FIGURES: Final = frozenset({"填报数", "数值", "数据", "数量"})
_CONTENTS: Final = frozenset(
    {"填报内容", "内容", "填写内容", "填报值", "填报数", "填报情况", "数值", "数据", "数量"}
)


def list_slots(sheet: FormSheet, row: int, seen: ParseState) -> Iterator[Slot]:
    """The columns of a list whose header is *row*, if it is one."""
    headers = _run(sheet, row, seen)
    asked = {n: text for n, text in headers.items() if label_key(text) not in _NUMBERS}
    if len(asked) < _HEADERS_AT_LEAST or not all(map(_is_heading, asked.values())):
        return
    if not _stands_over_empty_rows(sheet, row, headers, asked):
        return
    seen.used |= {Address(row, column) for column in headers}
    for column, text in asked.items():
        yield Slot(
            parse_label(_grouped(sheet, Address(row, column), headers, seen) + text),
            sheet.grid.name,
            Address(row, column),
            Shape.LIST,
            options=sheet.options(Address(row + 1, column)),
        )


def _stands_over_empty_rows(
    sheet: FormSheet, row: int, headers: Mapping[int, str], asked: Mapping[int, str]
) -> bool:
    """Whether the rows below a header wait to be filled in, and are no rows of an indicator table."""
    rows = range(row + 1, row + _LIST_ROWS + 1)
    left = range(1, min(asked))
    labelled = any(
        not sheet.empty(Address(n, column)) and not COUNT.fullmatch(sheet.text(Address(n, column)))
        for n in rows
        for column in left
    )
    # 贯彻部署 | 动员会日期 | (empty): a label beside the heading of its group, not two columns.
    beside = Address(row, max(headers) + 1)
    grouped = len(headers) == _HEADERS_AT_LEAST and beside.column <= sheet.last_column
    return (
        not labelled
        and not grouped
        and all(sheet.empty(Address(n, column)) for n in rows for column in asked)
    )


def table_slots(sheet: FormSheet, row: int, seen: ParseState) -> Iterator[Slot]:
    """The cells to fill in of an indicator table whose header is *row*, if it is one."""
    headers = _run(sheet, row, seen)
    if len(headers) < _HEADERS_AT_LEAST or not all(map(_is_heading, headers.values())):
        return
    first = _first_body_row(sheet, row)
    asked = {
        n: text
        for n, text in headers.items()
        if label_key(text) not in _NUMBERS | _MEASURES | _NOTES and sheet.empty(Address(first, n))
    }
    named = {n: text for n, text in asked.items() if label_key(text) not in _CONTENTS}
    known = len(asked) > len(named) or len(named) >= _HEADERS_AT_LEAST
    if not known or not _row_label(sheet, first, min(asked), headers):
        return
    seen.used |= {Address(row, column) for column in headers}
    for body in range(first, sheet.last_row + 1):
        if body in seen.sections:
            continue
        if _table_ended(sheet, body, headers):
            return
        yield from _body_slots(sheet, body, (headers, asked), seen)


def _first_body_row(sheet: FormSheet, row: int) -> int:
    """The first row below the header that is no heading of its own."""
    body = row + 1
    while body < sheet.last_row and len(sheet.labels(body)) == 1 and _is_section(sheet, body):
        body += 1
    return body


def _table_ended(sheet: FormSheet, row: int, headers: Mapping[int, str]) -> bool:
    """Whether *row* is no row of the table: not numbered where rows are, or 填报人： below it."""
    numbers = [n for n, header in headers.items() if label_key(header) in _NUMBERS]
    texts = [sheet.text(Address(row, column)) for column in numbers]
    unnumbered = any(text and not COUNT.fullmatch(text) for text in texts)
    return unnumbered or any(text.endswith(":") for text in sheet.labels(row).values())


def _body_slots(
    sheet: FormSheet,
    row: int,
    columns: tuple[Mapping[int, str], Mapping[int, str]],
    seen: ParseState,
) -> Iterator[Slot]:
    headers, asked = columns
    at = _row_label(sheet, row, min(asked), headers)
    if at is None or at in seen.used:
        return
    own = {n: text for n, text in asked.items() if sheet.empty(Address(row, n))}
    label = _with_column(sheet, row, parse_label(sheet.text(at)), headers)
    several = len([n for n, text in asked.items() if label_key(text) not in _CONTENTS])
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
            left_group(sheet, at, headers) or seen.section(row),
            sheet.options(Address(row, column)),
            tall=sheet.tall(Address(row, column)),
            figure=crossed or label_key(text) in _FIGURES,
        )
    seen.used |= {Address(row, column) for column in sheet.labels(row)}


def _row_label(
    sheet: FormSheet, row: int, before: int, headers: Mapping[int, str]
) -> Address | None:
    """The label of a table's row: the last text left of the places to fill in."""
    for column in range(before - 1, 0, -1):
        at = Address(row, column)
        key = label_key(headers.get(column, ""))
        if key in _MEASURES | _NUMBERS | _NOTES or sheet.empty(at):
            continue
        return at if is_label(sheet.text(at)) and sheet.last(at).column < before else None
    return None


def _with_column(
    sheet: FormSheet, row: int, label: ParsedLabel, headers: Mapping[int, str]
) -> ParsedLabel:
    """*label* with the measure and the note that stand in columns of their own."""
    measure, note = label.measure, label.note
    for column, header in headers.items():
        text = "".join(sheet.text(Address(row, column)).split())
        if label_key(header) in _MEASURES and is_measure(text):
            measure = text
        elif label_key(header) in _NOTES and not sheet.empty(Address(row, column)):
            note = "；".join(part for part in (note, sheet.printed(Address(row, column))) if part)
    return ParsedLabel(label.name, measure, note, label.required)


def _run(sheet: FormSheet, row: int, seen: ParseState) -> dict[int, str]:
    """The texts of *row* that stand side by side, from its first; used ones are left out."""
    labels = sheet.labels(row)
    found: dict[int, str] = {}
    for column, text in labels.items():
        if Address(row, column) in seen.used:
            return {}
        before = max(found, default=None)
        if before is not None and sheet.last(Address(row, before)).column + 1 != column:
            break
        found[column] = text
    return found


def _grouped(sheet: FormSheet, at: Address, headers: Mapping[int, str], seen: ParseState) -> str:
    """The heading of a group of columns above *at*, such as 参与人数 above 男 and 女."""
    if at.row == 1 or sheet.first(at).row < at.row:
        return ""
    above = sheet.first(Address(at.row - 1, at.column))
    first, last = above.column, sheet.last(above).column
    # What reaches over the whole header is a line of text above it: a title, a stamp.
    group = first < last and not (first <= min(headers) and max(headers) <= last)
    if not group or above in seen.used or not is_label(sheet.text(above)):
        return ""
    # Headings of a group seldom say anything of the answers; measure and note are left to the column.
    return parse_label(sheet.text(above)).name


def _is_heading(text: str) -> bool:
    return is_label(text) and not text.endswith(":") and not INLINE.search(text)


def _is_section(sheet: FormSheet, row: int) -> bool:
    return any(SECTION.match("".join(text.split())) for text in sheet.labels(row).values())


def left_group(sheet: FormSheet, at: Address, headers: Mapping[int, str]) -> str:
    """A heading merged down the left side of several rows, if *at* stands beside one."""
    for column in range(at.column - 1, 0, -1):
        beside = Address(at.row, column)
        if sheet.tall(beside) and label_key(headers.get(column, "")) not in _NUMBERS:
            return "".join(sheet.text(beside).split())
    return ""
