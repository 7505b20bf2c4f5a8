"""Which cells may hold the answer to a label: under its heading, beside it, or below it.

More than one that holds something is for the unit to clear up: no guess is made here.
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
_TOLD_HEADERS: Final = frozenset(
    {"序号", "代码", "填报项", "填报说明", "要求", *EXPLANATION_HEADERS, *MEASURE_HEADERS}
)
# A column for the figure of another time stands beside that of this time, and is none.
_OF_ANOTHER_TIME: Final = re.compile(r"上期|上次|上月|上旬|上周|上季|上年|去年|同期|往期")
_COLUMNS_AT_MOST: Final = 12  # a heading merged over more is no heading of one answer
_BRACKETED: Final = re.compile(r"[(\[【](?:单位:?)?(?P<measure>[^()\[\]【】]*)[)\]】][:*\s]*$")
_SCALED: Final = re.compile(r"([十百千万亿]*)(\D+)")


def cells_under_heading(
    chart: IndexedSheet, label: Address, labels: frozenset[Address]
) -> tuple[tuple[Address, ...], bool]:
    """The cells in the row of *label* under 填报内容, and whether that heading is the form's own.

    None where there is no heading. *labels* are the places of all labels: one merged over the
    column of answers is no answer.
    """
    columns = tuple(_answer_columns(chart, label))
    known = bool(columns)
    homes = (
        chart.home(Address(row, column))
        for row in rows_of(chart, label)
        for column in columns or tuple(_renamed_columns(chart, label))
    )
    return tuple(dict.fromkeys(home for home in homes if home not in labels)), known


def adjacent_cells(
    chart: IndexedSheet, label: Address, field: Field, labels: frozenset[Address]
) -> tuple[Address, ...]:
    """The cells where the answer to *label* may stand without a heading, the likeliest first.

    Below a row of labels, else to the right as far as the next label; the printed measure
    (计量单位) and note are passed over. Where another label follows at once there is no room.
    """
    below = _below(chart, label, labels)
    return (*((below,) if below else ()), *_beside(chart, label, field, labels))


def printed_measure(chart: IndexedSheet, label: Address) -> str:
    """The measure (计量单位) that the form prints for *label*: in its column, or in brackets."""
    header = header_above(chart, MEASURE_HEADERS, label)
    if header is not None:
        return narrow(chart.text(Address(label.row, header.column)))
    return bracketed_measure(chart.text(label))


def bracketed_measure(label: str) -> str:
    """The measure in brackets behind a label.

    >>> bracketed_measure("投入资金（单位：万元）＊")
    '万元'
    """
    match = _BRACKETED.search(narrow(label))
    return match["measure"].strip() if match else ""


def is_rescaled(printed: str, measure: str) -> bool:
    """Whether *printed* is *measure* with another multiplier.

    >>> [is_rescaled(printed, "万元") for printed in ("元", "万元", "个")]
    [True, False, False]
    """
    here, there = _SCALED.fullmatch(printed), _SCALED.fullmatch(measure)
    return bool(here and there and here[2] == there[2] and here[1] != there[1])


def _answer_columns(chart: IndexedSheet, label: Address) -> tuple[int, ...]:
    header = header_above(chart, (ANSWER_HEADER,), label)
    if header is None:
        return ()
    merge = chart.merge_over(header)
    if merge is None or merge.last.column - merge.first.column >= _COLUMNS_AT_MOST:
        return (header.column,)
    columns = range(merge.first.column, merge.last.column + 1)
    return tuple(
        column
        for column in columns
        if not _OF_ANOTHER_TIME.match(narrow(chart.text(Address(merge.last.row + 1, column))))
    )


def _renamed_columns(chart: IndexedSheet, label: Address) -> Iterator[int]:
    """The columns under headings that nobody knows, right of 填报项: 填报内容 was renamed."""
    above = [
        place
        for place in chart.find(LABEL_HEADER)
        if place.column == label.column and place.row < label.row
    ]
    if not above:
        return
    header = max(above)
    for column in range(header.column + 1, header.column + 1 + _COLUMNS_AT_MOST):
        text = narrow(chart.text(Address(header.row, column)))
        if label_key(text) == label_key(LABEL_HEADER):
            return
        told = label_key(text) in _TOLD_HEADERS or _OF_ANOTHER_TIME.match(text)
        if text and not told and chart.home(Address(header.row, column)) != header:
            yield column


def _below(chart: IndexedSheet, label: Address, labels: frozenset[Address]) -> Address | None:
    """The cell under *label*, where labels stand side by side and answers under them.

    So it is also where one label and one answer are merged over the same columns.
    """
    merge = chart.merge_over(label)
    at = Address((merge.last.row if merge else label.row) + 1, label.column)
    under = chart.merge_over(at)
    if merge and under and merge.first.column < merge.last.column:
        spans = (merge.first.column, merge.last.column) == (under.first.column, under.last.column)
        return at if spans and under.first == at and at not in labels else None
    run = _run(chart, label, labels)
    under_run = [chart.home(Address(at.row, each.column)) for each in run]
    if len(run) == 1 or any(home in labels for home in under_run):
        return None
    # Answers may as well stand to the right, with some left out: then below are the next lines.
    beside = chart.cell(chart.right_of(run[-1]))
    if beside is not None and any(chart.cell(home) is None for home in under_run):
        return None
    return at if chart.cell(at) is not None else None


def _run(chart: IndexedSheet, label: Address, labels: frozenset[Address]) -> list[Address]:
    """The labels that stand side by side with *label*, itself among them."""
    run = [label]
    while (beside := chart.home(chart.right_of(run[-1]))) in labels:
        run.append(beside)
    while run[0].column > 1:
        beside = chart.home(Address(label.row, run[0].column - 1))
        if beside not in labels or beside in run:
            break
        run.insert(0, beside)
    return run


def _beside(
    chart: IndexedSheet, label: Address, field: Field, labels: frozenset[Address]
) -> Iterator[Address]:
    """The cells right of *label* up to the next label, without what the form prints itself."""
    printed = {label_key(text) for text in (field.measure, field.note) if text}
    at, nearest = chart.right_of(label), True
    for _ in range(_COLUMNS_AT_MOST):
        home = chart.home(at)
        if home in labels:
            return
        passed_over = _is_told(chart, at) or label_key(chart.text(at)) in printed
        if not passed_over and (nearest or chart.cell(at) is not None):
            yield home
        nearest = nearest and passed_over
        at = chart.right_of(at)


def _is_told(chart: IndexedSheet, at: Address) -> bool:
    """Whether *at* stands under a heading that promises something else than an answer."""
    return any(
        place.column == at.column and place.row < at.row
        for name in _TOLD_HEADERS
        for place in chart.find(name)
    )
