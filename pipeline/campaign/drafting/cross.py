"""Recognise the cross tables (交叉表) of an office's own form: row headings × column headings.

A head of one or more rows is above rows that each have a heading on the left and at least two cells
to fill in; where another column of headings follows, a second table is side by side with the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import COUNT, INLINE, NOTE, is_label
from pipeline.campaign.form.headings import MEASURE_HEADS, NUMBER_HEADS, numbers_columns
from pipeline.campaign.form.measures import is_measure, measure_line
from pipeline.campaign.form.storeys import is_place, top_row
from pipeline.model.form import Region
from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.campaign.form.view import SheetView

_VALUES_AT_LEAST: Final = 2
_HEADS_AT_LEAST: Final = 2
_STOREYS_AT_MOST: Final = 5
# Columns in which nothing is counted, and those of an indicator table with one answer for each row.
NOTE_HEADS: Final = frozenset(
    {"填报说明", "填表说明", "说明", "备注", "指标解释", "口径", "情况说明", "要求", "填报要求"}
)
_FIELD_HEADS: Final = frozenset({"项目", "内容", "指标"})
_CONTENT_HEADS: Final = frozenset({"填报内容", "内容", "填写内容", "填报值", "填报情况"})


@dataclass(frozen=True, slots=True)
class _Body:
    """Rows under a head, over the columns of the head."""

    head: int
    columns: range
    rows: tuple[int, ...]


def find_regions(view: SheetView) -> tuple[Region, ...]:
    """Return the areas of the cross tables on a sheet of the form, from top to bottom, left to right."""
    found: list[Region] = []
    row = 1
    while row < view.last_row:
        regions = [
            region for run in _head_runs(view, row) for region in _regions_under(view, row, run)
        ]
        found += regions
        row = max((region.last.row for region in regions), default=row) + 1
    return tuple(found)


def _head_runs(view: SheetView, row: int) -> Iterator[range]:
    """Yield the runs of adjacent head cells that end in *row*; the corner of a run may be empty."""
    start = None
    counted = _counted_heads(view, row)
    for column in range(1, view.last_column + 2):
        at = Address(row, column)
        if column <= view.last_column and (column in counted or _is_head_cell(view, at)):
            start = start or column
        elif start is not None:
            anchors = {view.anchor(Address(row, c)) for c in range(start, column)}
            if len(anchors) >= _HEADS_AT_LEAST:
                yield range(_corner(view, Address(row, start)), column)
            start = None


def _counted_heads(view: SheetView, row: int) -> range:
    """Return the columns headed 1, 2, 3 right of 序号: the records of a transposed list (转置表)."""
    corner = next((c for c in range(1, view.last_column) if view.shown(Address(row, c))), 0)
    if label_key(view.shown(Address(row, corner))) not in NUMBER_HEADS | _FIELD_HEADS:
        return range(0)
    last = corner
    while view.shown(Address(row, last + 1)) == str(last + 1 - corner):
        last += 1
    over = Address(max(row - 1, 1), last)
    headed = _is_head_cell(view, over) and view.anchor(over).column > corner
    return range(0) if headed or last - corner < _VALUES_AT_LEAST else range(corner + 1, last + 1)


def _corner(view: SheetView, first: Address) -> int:
    """Return the first column of a head: the corner left of its texts may be empty, or hold a long text."""
    left = Address(first.row, first.column - 1)
    if left.column < 1 or view.end(left).row > first.row:
        return first.column
    text = view.shown(left)
    tall = view.anchor(left).row < first.row
    if text and not (tall and view.is_text(left) and not text.endswith(":")):
        return first.column
    start = view.anchor(left).column
    return start if text else _over_gap(view, Address(first.row, start), first)


def _over_gap(view: SheetView, gap: Address, first: Address) -> int:
    """Return the first column of a head with an empty head cell in it: 项目 |  | 本年 | 上年.

    So it is where no row heading is between the empty cell and the cells right of it.
    """
    below = [Address(first.row + 1, column) for column in (gap.column, first.column)]
    left = Address(first.row, gap.column - 1)
    if left.column < 1 or any(map(view.is_text, below)) or not _is_head_cell(view, left):
        return gap.column
    labelled = view.is_text(Address(first.row + 1, left.column))
    return view.anchor(left).column if labelled else gap.column


def _is_head_cell(view: SheetView, at: Address) -> bool:
    text = view.shown(at)
    if not text or view.end(at).row > at.row or measure_line(text) is not None:
        return False
    year = text.isdecimal() and len(text) == len("2026")
    return year or (
        is_label(text) and not text.endswith(":") and not INLINE.search(text) and view.is_text(at)
    )


def _regions_under(view: SheetView, row: int, columns: range) -> Iterator[Region]:
    head = row
    if numbers_columns(view, row + 1, [c for c in columns if view.shown(Address(row + 1, c))]):
        head = row + 1
    body = _Body(head, columns, tuple(_body_rows(view, head, columns)))
    if not body.rows:
        return
    for labels, values in _segments(view, body):
        counted = [c for c in values if not _heads(view, (row, c)) & (NOTE_HEADS | _CONTENT_HEADS)]
        named = [c for c in labels if not _heads(view, (row, c)) & NUMBER_HEADS]
        rows = [r for r in body.rows if _has_label(view, r, labels)]
        most = sum(_has_label(view, r, labels) for r in rows) * 2 > len(body.rows)
        labelled = any(_has_label(view, r, named) for r in rows) or (most and not named)
        apart = {view.anchor(Address(row, c)) for c in counted}
        if len(apart) >= _VALUES_AT_LEAST and labelled:
            top = top_row(view, row, range(labels[0], values[-1] + 1))
            yield Region(
                view.grid.name,
                Address(top, labels[0]),
                Address(head + 1, values[0]),
                Address(rows[-1], values[-1]),
            )


def _body_rows(view: SheetView, head: int, columns: range) -> Iterator[int]:
    """Yield the rows under a head that have a heading and a cell to fill in, as far as the table reaches."""
    heads = range(max(head - _STOREYS_AT_MOST, 1), head + 1)
    for row in range(head + 1, view.last_row + 1):
        cells = [Address(row, column) for column in columns]
        texts = {view.anchor(at): view.shown(at) for at in cells if view.is_text(at)}
        if not texts or any(map(_ends_table, texts.values())):
            return
        free = [at for at in cells if is_place(view, heads, at)]
        if free and min(texts).column < free[-1].column and not _is_text_row(view, heads, cells):
            yield row
        elif not _is_section_row(view, cells):
            return


def _ends_table(text: str) -> bool:
    """Return whether a text is under a table: a note, a sentence, a label with its colon."""
    asks = text.endswith(":") or INLINE.search(text)
    return bool(asks) or "。" in text or NOTE.match(text) is not None


def _is_text_row(view: SheetView, heads: Sequence[int], cells: Sequence[Address]) -> bool:
    """Return whether a row holds one wide cell to fill in: 存在问题 and its text under a table."""
    wide = {
        merge.first
        for at in cells
        if view.to_fill(at)
        and (merge := view.merge_at(at))
        and merge.first.column < merge.last.column
    }
    return any(not is_place(view, heads, at) for at in wide)


def _is_section_row(view: SheetView, cells: Sequence[Address]) -> bool:
    """Return whether a row only holds a heading of the rows below it."""
    anchors = {view.anchor(at) for at in cells if view.shown(at)}
    empty = [at for at in cells if not view.shown(at) and view.merge_at(at) is None]
    return len(anchors) == 1 and not empty and view.end(cells[0]).column >= cells[-1].column


def _segments(view: SheetView, body: _Body) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the label columns and the value columns of each table side by side under one head."""
    labels: list[int] = []
    values: list[int] = []
    for column in body.columns:
        heads = _heads(view, (body.head, column))
        numbering = bool(heads & NUMBER_HEADS)
        if numbering or (_is_label_column(view, body, column) and not heads & NOTE_HEADS):
            measured = bool(heads & MEASURE_HEADS) or _holds_measures(view, body, column)
            if values and measured:
                continue
            if values:
                yield labels, values
                labels, values = [], []
            labels.append(column)
        elif labels:
            values.append(column)
    if labels and values:
        yield labels, values


def _is_label_column(view: SheetView, body: _Body, column: int) -> bool:
    printed = [view.is_text(Address(row, column)) for row in body.rows]
    return sum(printed) * 2 > len(printed)


def _holds_measures(view: SheetView, body: _Body, column: int) -> bool:
    texts = [view.shown(Address(row, column)) for row in body.rows]
    filled = [text for text in texts if text]
    return bool(filled) and all(is_measure(text) for text in filled)


def _heads(view: SheetView, at: tuple[int, int]) -> set[str]:
    row, column = at
    return {label_key(view.shown(Address(r, column))) for r in range(max(row - 2, 1), row + 1)}


def _has_label(view: SheetView, row: int, labels: Sequence[int]) -> bool:
    texts = [view.shown(Address(row, column)) for column in labels]
    return any(text and not COUNT.fullmatch(text) for text in texts)
