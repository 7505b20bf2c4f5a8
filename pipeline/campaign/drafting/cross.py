"""Recognise the cross tables (交叉表) of an office's own form: row headings × column headings.

A head of one or more rows is above rows that each have a heading on the left and at least two cells
to fill in; where another column of headings follows, a second table is side by side with the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.drafting.grid import COUNT, INLINE, NOTE, is_label
from pipeline.campaign.form.headings import MEASURE_HEADS, NUMBER_HEADS, numbers_columns
from pipeline.campaign.form.measures import is_measure, measure_line
from pipeline.model.form import Region
from pipeline.model.grid import Address
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.campaign.form.view import SheetView

_VALUES_AT_LEAST: Final = 2
_HEADS_AT_LEAST: Final = 2
# Columns in which nothing is counted, and those of an indicator table with one answer for each row.
NOTE_HEADS: Final = frozenset(
    {"填报说明", "填表说明", "说明", "备注", "指标解释", "口径", "情况说明", "要求", "填报要求"}
)
# Texts under a table, where no merged range shows how wide they are (.csv).
_TEXT_LINE: Final = re.compile(r".*(?:问题|打算|建议|做法)")
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
    for column in range(1, view.last_column + 2):
        if column <= view.last_column and _is_head_cell(view, Address(row, column)):
            start = start or column
        elif start is not None:
            anchors = {view.anchor(Address(row, c)) for c in range(start, column)}
            if len(anchors) >= _HEADS_AT_LEAST:
                whole = _with_upper_heads(view, row, range(start, column))
                yield range(_corner(view, Address(row, whole.start)), whole.stop)
            start = None


def _with_upper_heads(view: SheetView, row: int, columns: range) -> range:
    """Return a head's columns with those of one storey left and right of it that lost their merged range.

    They are left to the storey above, which shows groups that were split by texts with gaps between.
    """
    above = [bool(view.shown(Address(row - 1, column))) for column in columns] if row > 1 else []
    if view.grid.merges or not any(above[:-1]) or all(above):
        return columns
    start, stop = columns.start, columns.stop
    while start > 1 and _is_only_above(view, Address(row, start - 1)):
        start -= 1
    while _is_only_above(view, Address(row, stop)):
        stop += 1
    return range(start, stop)


def _is_only_above(view: SheetView, at: Address) -> bool:
    """Return whether a cell is empty under a head cell."""
    return not view.shown(at) and _is_head_cell(view, Address(at.row - 1, at.column))


def _corner(view: SheetView, first: Address) -> int:
    """Return the first column of a head: the corner left of its texts may be empty, or hold a long text."""
    left = Address(first.row, first.column - 1)
    if left.column < 1 or view.end(left).row > first.row:
        return first.column
    text = view.shown(left)
    tall = view.anchor(left).row < first.row
    if text and not (tall and view.is_text(left) and not text.endswith(":")):
        return first.column
    return view.anchor(left).column


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
        labelled = any(_has_label(view, r, named) for r in rows)
        if len(counted) >= _VALUES_AT_LEAST and labelled:
            top = _top_of(view, row, range(labels[0], values[-1] + 1))
            yield Region(
                view.grid.name,
                Address(top, labels[0]),
                Address(head + 1, values[0]),
                Address(rows[-1], values[-1]),
            )


def _body_rows(view: SheetView, head: int, columns: range) -> Iterator[int]:
    """Yield the rows under a head that have a heading and a cell to fill in, as far as the table reaches."""
    for row in range(head + 1, view.last_row + 1):
        cells = [Address(row, column) for column in columns]
        texts = {view.anchor(at): view.shown(at) for at in cells if view.is_text(at)}
        if not texts or any(map(_ends_table, texts.values())):
            return
        if not view.grid.merges and _TEXT_LINE.fullmatch(texts[min(texts)]):
            return
        free = [at for at in cells if view.to_fill(at) and view.merge_at(at) is None]
        if free and min(texts).column < free[-1].column and not _is_text_row(view, cells):
            yield row
        elif not _is_section_row(view, cells):
            return


def _ends_table(text: str) -> bool:
    """Return whether a text is under a table: a note, a sentence, a label with its colon."""
    asks = text.endswith(":") or INLINE.search(text)
    return bool(asks) or "。" in text or NOTE.match(text) is not None


def _is_text_row(view: SheetView, cells: Sequence[Address]) -> bool:
    """Return whether a row holds one wide cell to fill in: 存在问题 and its text under a table."""
    return any(
        view.to_fill(at) and (merge := view.merge_at(at)) and merge.first.column < merge.last.column
        for at in cells
    )


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


def _top_of(view: SheetView, row: int, columns: range) -> int:
    """Return the first row of the head that ends in *row*."""
    top = row
    while top > 1 and _is_upper_head(view, top - 1, columns):
        top -= 1
    return top


def _is_upper_head(view: SheetView, row: int, columns: range) -> bool:
    anchors = {
        view.anchor(Address(row, column)) for column in columns if view.shown(Address(row, column))
    }
    reaching = any(view.end(anchor).row > row for anchor in anchors)
    if not anchors or any(_is_outside(view, anchor, columns) for anchor in anchors):
        return False
    texts = [view.shown(anchor) for anchor in anchors]
    if any(text.endswith(":") or INLINE.search(text) or measure_line(text) for text in texts):
        return False
    groups = [a for a in anchors if view.end(a).column > a.column]
    return reaching or bool(groups) or len(anchors) >= _HEADS_AT_LEAST


def _is_outside(view: SheetView, anchor: Address, columns: range) -> bool:
    """Return whether a text reaches beyond the table or over all of it: a title or a line above it."""
    last = view.end(anchor).column
    over = anchor.column <= columns[0] and last >= columns[-1]
    return over or anchor.column < columns[0] or last > columns[-1]
