"""Infer the merged ranges (合并单元格) that a form without any had: a .csv, or a workbook that lost them.

Empty cells right of a heading and below it belong to it where the rows of the head fit together: each
group has a heading under each of its columns, and nothing is under a heading that stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import numbers_columns
from pipeline.campaign.form.measures import is_measure
from pipeline.campaign.form.view import view_of
from pipeline.model.grid import Address, Merge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.grid import Book, Grid

_HEADS_AT_LEAST: Final = 2
_STOREYS_AT_MOST: Final = 5
_LONGEST_HEAD: Final = 40  # characters
# Lines of text under a table; every word of them is in use on forms.
_TEXT_LINE: Final = re.compile(
    r"(?:存在|主要|突出).{0,4}问题|问题(?:和|及|与).*|.{0,8}(?:打算|建议|做法|经验)|情况说明|备注|说明"
)


@dataclass(frozen=True, slots=True)
class _Head:
    """Rows and columns of a head."""

    rows: range
    columns: range


def with_inferred_merges(book: Book) -> Book:
    """Return *book* with the merged ranges that the sheets of a book without any had; else *book* itself."""
    if any(grid.merges for grid in book.sheets):
        return book
    sheets = tuple(replace(grid, merges=tuple(_merges(grid))) for grid in book.sheets)
    return replace(book, sheets=sheets)


def _merges(grid: Grid) -> Iterator[Merge]:
    view = view_of(grid)
    row = 1
    while row < view.last_row + 1:
        head = _head_at(view, row)
        if head is None:
            row += 1
            continue
        yield from _over_columns(view, head, head.rows.start, head.columns)
        end = _end_of_body(view, head)
        yield from _row_headings(view, head, range(head.rows.stop, end))
        yield from _text_lines(view, head, end)
        if len(title := _filled(view, end)) == 1 and _is_next_head(view, head, end + 1):
            yield Merge(Address(end, title[0]), Address(end, head.columns[-1]))
        row = max(end, head.rows.stop)


def _head_at(view: SheetView, row: int) -> _Head | None:
    """Return the head that begins in *row*, with as many rows as fit together; ``None`` where there is none."""
    filled = _filled(view, row)
    if len(filled) < _HEADS_AT_LEAST or not all(_is_heading(view, row, c) for c in filled):
        return None
    last = max(max(_filled(view, r), default=0) for r in range(row, row + 2) if r <= view.last_row)
    columns = range(filled[0], last + 1)
    found = None
    for storeys in range(1, _STOREYS_AT_MOST + 1):
        head = _Head(range(row, row + storeys), columns)
        if head.rows[-1] <= view.last_row and _fits(view, head):
            found = head
    return found if found and _asks_below(view, found) else None


def _filled(view: SheetView, row: int) -> list[int]:
    return [c for c in range(1, view.last_column + 1) if view.shown(Address(row, c))]


def _is_heading(view: SheetView, row: int, column: int) -> bool:
    at = Address(row, column)
    text = view.shown(at)
    return (
        view.is_text(at)
        and len(text) <= _LONGEST_HEAD
        and (text.startswith("(") or not set(":。") & set(text.removeprefix("其中:")))
        and not text.isdecimal()
    )


def _fits(view: SheetView, head: _Head) -> bool:
    """Return whether every row below the first holds headings only, and completes a group above it."""
    top = head.rows.start
    groups = _groups(view, top, head.columns)
    lower = [g for g in groups if any(_texts(view, row, g) for row in head.rows[1:])]
    if not all(_is_complete(view, head.rows[1:], group) for group in lower):
        return False
    inner = [group for group in lower if group.start > head.columns.start]
    for row in head.rows[1:]:
        filled = _filled(view, row)
        headings = all(_is_heading(view, row, c) for c in filled)
        if not headings or not any(_texts(view, row, group) for group in inner):
            return False
    return True


def _is_complete(view: SheetView, rows: range, group: range) -> bool:
    """Return whether each column of *group* has a heading of its own in *rows*."""
    row = next((row for row in rows if _texts(view, row, group)), None)
    if row is None or _texts(view, row, group)[0] != group.start:
        return False
    below = range(row + 1, rows.stop)
    return all(_is_complete(view, below, part) for part in _groups(view, row, group))


def _texts(view: SheetView, row: int, columns: range) -> list[int]:
    return [c for c in columns if view.shown(Address(row, c))]


def _groups(view: SheetView, row: int, columns: range) -> list[range]:
    """Return the runs of columns that begin with a text in *row* and have nothing right of it."""
    filled = _texts(view, row, columns)
    ends = [*filled[1:], columns.stop]
    return [range(c, end) for c, end in zip(filled, ends, strict=True) if end - c > 1]


def _asks_below(view: SheetView, head: _Head) -> bool:
    """Return whether under the head there is a row with something to fill in."""
    row = head.rows.stop
    if numbers_columns(view, row, head.columns):
        row += 1
    cells = [Address(row, column) for column in head.columns]
    texts = [at for at in cells if view.is_text(at) and not view.shown(at).isdecimal()]
    if len(head.rows) == 1 and not _is_plain_head(view, head, texts):
        return False
    return len(texts) < len(cells) and sum(view.shown(at) == "" for at in cells) * 2 >= len(cells)


def _is_plain_head(view: SheetView, head: _Head, below: Sequence[Address]) -> bool:
    """Return whether a head of one row is none of labels with an answer each: 温度 |  | 起止桩号 |  |."""
    wide = _groups(view, head.rows.start, head.columns)
    corner = wide[0] if wide else range(0)
    stubs = max(corner.stop, head.columns.start + 2)
    few = len(_texts(view, head.rows.start, head.columns)) <= _HEADS_AT_LEAST
    return not (wide and few) and all(at.column < stubs for at in below)


def _over_columns(view: SheetView, head: _Head, row: int, columns: range) -> Iterator[Merge]:
    """Yield the merged ranges of the head from *row* down over *columns*."""
    filled = _texts(view, row, columns)
    for c, end in zip(filled, [*filled[1:], columns.stop], strict=True):
        part = range(c, end)
        below = [
            r
            for r in range(row + 1, head.rows.stop)
            if any(view.shown(Address(r, x)) for x in part)
        ]
        last = Address(below[0] - 1 if below else head.rows[-1], part[-1])
        if last != Address(row, c):
            yield Merge(Address(row, c), last)
        if below:
            yield from _over_columns(view, head, below[0], part)


def _end_of_body(view: SheetView, head: _Head) -> int:
    """Return the row after the last one of the table under *head*."""
    for row in range(head.rows.stop, view.last_row + 1):
        texts = [view.shown(Address(row, c)) for c in _filled(view, row)]
        if not texts or any(text.endswith(":") or "。" in text for text in texts):
            return row
        if len(texts) == 1 and _is_next_head(view, head, row + 1):
            return row  # the title of the next table
        if row > head.rows.stop and _is_next_head(view, head, row):
            return row
    return view.last_row + 1


def _is_next_head(view: SheetView, head: _Head, row: int) -> bool:
    """Return whether in *row*, below a table, another head begins: headings in most of its columns."""
    filled = _filled(view, row)
    headings = all(_is_heading(view, row, c) for c in filled)
    return headings and len(filled) * 2 > len(head.columns)


def _row_headings(view: SheetView, head: _Head, body: Sequence[int]) -> Iterator[Merge]:
    """Yield the merged ranges of the row headings: 总计 over all their columns, 按学历分 down the side."""
    first = min((c for r in body for c in _filled(view, r)[:1]), default=1)
    corner = next(iter(_groups(view, head.rows.start, head.columns)), range(1))
    wide = corner.start == first
    columns = corner if wide else range(first, first + 2)
    texts = {r: [c for c in columns if _is_row_heading(view, Address(r, c))] for r in body}
    inner = [r for r in body if texts[r][1:] or (texts[r] and texts[r][0] > first)]
    if not wide and len(inner) < _HEADS_AT_LEAST:
        return
    for row in body:
        for column in texts[row]:
            last = _last_of(texts, Address(row, column), columns[-1])
            if last != Address(row, column):
                yield Merge(Address(row, column), last)


def _last_of(texts: Mapping[int, list[int]], at: Address, last_column: int) -> Address:
    """Return the last cell of a row heading: right as far as the others, or down beside those it groups."""
    if texts[at.row][-1] == at.column:
        return Address(at.row, last_column)
    row = at.row
    while texts.get(row + 1) and texts[row + 1][0] > at.column:
        row += 1
    return Address(row, at.column)


def _is_row_heading(view: SheetView, at: Address) -> bool:
    return view.is_text(at) and not is_measure(view.shown(at)) and not view.shown(at).isdecimal()


def _text_lines(view: SheetView, head: _Head, end: int) -> Iterator[Merge]:
    """Yield a merged range right of each line of text (存在问题) at the end of the table."""
    row = end - 1
    while row >= head.rows.stop:
        filled = _filled(view, row)
        first = head.columns.start
        if filled != [first] or not _TEXT_LINE.fullmatch(view.shown(Address(row, first))):
            return
        if head.columns[-1] > first + 1:
            yield Merge(Address(row, first + 1), Address(row, head.columns[-1]))
        row -= 1
