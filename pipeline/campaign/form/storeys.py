"""Measure the head of a table: how many rows (表头层数) it has, and which places of the body fit under it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.measures import measure_line
from pipeline.model.grid import Address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.campaign.form.view import SheetView

_HEADS_AT_LEAST: Final = 2
# An underline inside a label's own cell: 填报人：____ asks for an answer, and is no head.
_ASKS: Final = re.compile(r"[^\s:_]{2,20}:\s*_{2,}")


def top_row(view: SheetView, row: int, columns: Sequence[int]) -> int:
    """Return the first row of the head over *columns* that ends in *row*."""
    # The last of them may be merged with columns in which nothing is typed.
    last = view.end(Address(row, columns[-1])).column
    whole = range(columns[0], max(last, columns[-1]) + 1)
    top = row
    while top > 1 and _is_upper_head(view, top - 1, whole):
        top -= 1
    return top


def list_head(view: SheetView, row: int, columns: Sequence[int]) -> range:
    """Return the rows of the head of a list (列表) whose last row is *row*.

    Where nothing is merged, the row above may hold labels of its own.
    """
    top = top_row(view, row, columns)
    merged = any(view.merge_at(Address(r, c)) for r in range(top, row) for c in columns)
    return range(top if merged else row, row + 1)


def head_columns(view: SheetView, row: int, columns: Sequence[int]) -> range:
    """Return *columns* with those of the head left of them, such as 序号."""
    first = min(columns)
    while first > 1 and view.shown(Address(row, first - 1)):
        first -= 1
    return range(first, max(columns) + 1)


def _is_upper_head(view: SheetView, row: int, columns: Sequence[int]) -> bool:
    anchors = {
        view.anchor(Address(row, column)) for column in columns if view.shown(Address(row, column))
    }
    reaching = any(view.end(anchor).row > row for anchor in anchors)
    if not anchors or any(_is_outside(view, anchor, columns) for anchor in anchors):
        return False
    texts = [view.shown(anchor) for anchor in anchors]
    if any(text.endswith(":") or _ASKS.search(text) or measure_line(text) for text in texts):
        return False
    groups = [a for a in anchors if view.end(a).column > a.column]
    return reaching or bool(groups) or len(anchors) >= _HEADS_AT_LEAST


def _is_outside(view: SheetView, anchor: Address, columns: Sequence[int]) -> bool:
    """Return whether a text reaches beyond the table or over all of it: a title or a line above it."""
    last = view.end(anchor).column
    over = anchor.column <= columns[0] and last >= columns[-1]
    return over or anchor.column < columns[0] or last > columns[-1]


def is_place(view: SheetView, heads: Sequence[int], at: Address) -> bool:
    """Return whether *at* is one place to fill in, under a head in one of the rows *heads*.

    A cell merged over several columns is one where a head is merged over the same columns.
    """
    if not view.to_fill(at):
        return False
    merge = view.merge_at(at)
    if merge is None:
        return True
    return (
        merge.first == at
        and merge.last.row == at.row
        and any(_spans(view, Address(row, at.column), merge.last.column) for row in heads)
    )


def _spans(view: SheetView, head: Address, last: int) -> bool:
    merge = view.merge_at(head)
    return merge is not None and merge.first.column == head.column and merge.last.column == last
