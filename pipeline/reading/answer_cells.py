"""Find the cells that may hold the answer to a label: under its heading, right of it, or below it.

Where several hold something the unit has to clarify: this module doesn't choose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.reading.labels import ANSWER_HEADER, LABEL_HEADER, header_above, rows_of
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.campaign import Field
    from pipeline.reading.labels import IndexedSheet

EXPLANATION_HEADERS: Final = ("情况说明", "原因说明", "说明", "备注")
MEASURE_HEADERS: Final = ("计量单位", "单位")
_OTHER_HEADERS: Final = frozenset(
    {"序号", "代码", "填报项", "填报说明", "要求", *EXPLANATION_HEADERS, *MEASURE_HEADERS}
)
# A column for the figure of another period is next to the answer, and is none.
_OTHER_PERIOD: Final = re.compile(r"上期|上次|上月|上旬|上周|上季|上年|去年|同期|往期")
_COLUMNS_AT_MOST: Final = 12  # a heading merged over more is no heading of one answer
_BRACKETED: Final = re.compile(r"[(\[【](?:单位:?)?(?P<measure>[^()\[\]【】]*)[)\]】][:*\s]*$")
_SCALED_MEASURE: Final = re.compile(r"([十百千万亿]*)(\D+)")


def cells_under_heading(
    sheet: IndexedSheet, label: Address, labels: frozenset[Address]
) -> tuple[tuple[Address, ...], bool]:
    """Return the cells in the row of *label* under 填报内容, and whether that heading is the form's.

    Empty without a heading. *labels* are the places of all labels: a label merged over the column of
    answers is no answer.
    """
    columns = tuple(_answer_columns(sheet, label))
    known = bool(columns)
    anchors = (
        sheet.anchor(Address(row, column))
        for row in rows_of(sheet, label)
        for column in columns or tuple(_unknown_heading_columns(sheet, label))
    )
    return tuple(dict.fromkeys(anchor for anchor in anchors if anchor not in labels)), known


def adjacent_cells(
    sheet: IndexedSheet, label: Address, field: Field, labels: frozenset[Address]
) -> tuple[Address, ...]:
    """Return the cells where the answer to *label* may be without a heading, the likeliest first.

    Below a row of labels, else to the right as far as the next label; the printed measure (计量单位)
    and note are skipped. Where another label follows immediately there is no place for an answer.
    """
    below = _cell_below(sheet, label, labels)
    return (*((below,) if below else ()), *_right_cells(sheet, label, field, labels))


def printed_measure(sheet: IndexedSheet, label: Address) -> str:
    """Return the measure (计量单位) printed for *label*: in its column, or in brackets behind it."""
    header = header_above(sheet, MEASURE_HEADERS, label)
    if header is not None:
        return narrow(sheet.text(Address(label.row, header.column)))
    return bracketed_measure(sheet.text(label))


def bracketed_measure(label: str) -> str:
    """Return the measure in brackets behind a label.

    >>> bracketed_measure("投入资金（单位：万元）＊")
    '万元'
    """
    match = _BRACKETED.search(narrow(label))
    return match["measure"].strip() if match else ""


def is_rescaled(printed: str, measure: str) -> bool:
    """Return whether *printed* is *measure* with another multiplier.

    >>> [is_rescaled(printed, "万元") for printed in ("元", "万元", "个")]
    [True, False, False]
    """
    printed_match, own_match = (
        _SCALED_MEASURE.fullmatch(printed),
        _SCALED_MEASURE.fullmatch(measure),
    )
    return bool(
        printed_match
        and own_match
        and printed_match[2] == own_match[2]
        and printed_match[1] != own_match[1]
    )


def _answer_columns(sheet: IndexedSheet, label: Address) -> tuple[int, ...]:
    header = header_above(sheet, (ANSWER_HEADER,), label)
    if header is None:
        return ()
    merge = sheet.merge_at(header)
    if merge is None or merge.last.column - merge.first.column >= _COLUMNS_AT_MOST:
        return (header.column,)
    columns = range(merge.first.column, merge.last.column + 1)
    return tuple(
        column
        for column in columns
        if not _OTHER_PERIOD.match(narrow(sheet.text(Address(merge.last.row + 1, column))))
    )


def _unknown_heading_columns(sheet: IndexedSheet, label: Address) -> Iterator[int]:
    """Yield the columns under unknown headings right of 填报项: 填报内容 may have been renamed."""
    above = [
        place
        for place in sheet.find(LABEL_HEADER)
        if place.column == label.column and place.row < label.row
    ]
    if not above:
        return
    header = max(above)
    for column in range(header.column + 1, header.column + 1 + _COLUMNS_AT_MOST):
        text = narrow(sheet.text(Address(header.row, column)))
        if label_key(text) == label_key(LABEL_HEADER):
            return
        other = label_key(text) in _OTHER_HEADERS or _OTHER_PERIOD.match(text)
        if text and not other and sheet.anchor(Address(header.row, column)) != header:
            yield column


def _cell_below(sheet: IndexedSheet, label: Address, labels: frozenset[Address]) -> Address | None:
    """Return the cell under *label*, where labels are side by side and the answers under them.

    The same applies where one label and one answer are merged over the same columns.
    """
    merge = sheet.merge_at(label)
    at = Address((merge.last.row if merge else label.row) + 1, label.column)
    merge_below = sheet.merge_at(at)
    if merge and merge_below and merge.first.column < merge.last.column:
        spans = (merge.first.column, merge.last.column) == (
            merge_below.first.column,
            merge_below.last.column,
        )
        return at if spans and merge_below.first == at and at not in labels else None
    run = _adjacent_labels(sheet, label, labels)
    under_run = [sheet.anchor(Address(at.row, each.column)) for each in run]
    if len(run) == 1 or any(anchor in labels for anchor in under_run):
        return None
    # Answers may also be on the right, with some left out: then the next lines are below.
    right = sheet.cell(sheet.right_of(run[-1]))
    if right is not None and any(sheet.cell(anchor) is None for anchor in under_run):
        return None
    return at if sheet.cell(at) is not None else None


def _adjacent_labels(
    sheet: IndexedSheet, label: Address, labels: frozenset[Address]
) -> list[Address]:
    """Return the labels side by side with *label*, including *label*."""
    run = [label]
    while (right := sheet.anchor(sheet.right_of(run[-1]))) in labels:
        run.append(right)
    while run[0].column > 1:
        right = sheet.anchor(Address(label.row, run[0].column - 1))
        if right not in labels or right in run:
            break
        run.insert(0, right)
    return run


def _right_cells(
    sheet: IndexedSheet, label: Address, field: Field, labels: frozenset[Address]
) -> Iterator[Address]:
    """Yield the cells right of *label* up to the next label, without what the form prints itself."""
    printed = {label_key(text) for text in (field.measure, field.note) if text}
    at, nearest = sheet.right_of(label), True
    for _ in range(_COLUMNS_AT_MOST):
        anchor = sheet.anchor(at)
        if anchor in labels:
            return
        skipped = _is_under_other_header(sheet, at) or label_key(sheet.text(at)) in printed
        if not skipped and (nearest or sheet.cell(at) is not None):
            yield anchor
        nearest = nearest and skipped
        at = sheet.right_of(at)


def _is_under_other_header(sheet: IndexedSheet, at: Address) -> bool:
    """Return whether *at* is under a heading of something other than an answer."""
    return any(
        place.column == at.column and place.row < at.row
        for name in _OTHER_HEADERS
        for place in sheet.find(name)
    )
