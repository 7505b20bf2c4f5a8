"""Derive the headings of a cross table: paths of row headings (主栏) and of column headings (宾栏).

The same rules serve the office's own form and what a unit makes of it: merged heads, heads whose
merged ranges were split, groups down the left side.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.measures import is_measure
from pipeline.campaign.form.storeys import is_place
from pipeline.model.form import CrossTable, Heading, Region
from pipeline.model.grid import Address
from pipeline.values.text import label_key, narrow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView

NUMBER_HEADS: Final = frozenset(
    {"序号", "行号", "行次", "编号", "代码", "指标代码", "项目编码", "编码", "no", "no."}
)
MEASURE_HEADS: Final = frozenset({"计量单位", "单位", "计算单位"})
# 甲 乙 1 2: a row that numbers the columns (栏次).
COLUMN_NUMBER: Final = re.compile(
    r"\(?(?:\d{1,2}|[甲乙丙丁戊己庚辛壬癸]|[A-Z]|栏次|行号|列号|行次)\)?(?:=.*)?"
)
_BRACKETS: Final = re.compile(r"\((?:单位:)?([^()]*)\)")
_COUNT: Final = re.compile(r"[(]?(?:[\d.-]+|[一二三四五六七八九十]+|[①-⑳]|[A-Za-z]?\d+)[)、.]?")
_BY_COMMA: Final = re.compile(r"[,，、]\s*")
_PART: Final = re.compile(r"^(?:其中|包括|#|其 中)")
_LEVEL: Final = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+)")


def column_path(view: SheetView, rows: Sequence[int], column: int) -> tuple[str, ...]:
    """Return the texts above *column* in the head's *rows*, from the outermost in.

    A group whose merged range was split shows its text in its first column alone; the columns right
    of it belong to it as far as the next text.
    """
    texts: list[str] = []
    before: Address | None = None
    for row in rows:
        at = Address(row, column)
        anchor = view.anchor(at)
        text = view.shown(at) or _group_left(view, at, rows)
        if text and anchor != before and (not texts or texts[-1] != text):
            texts.append(text)
        before = anchor
    return tuple(texts)


def _group_left(view: SheetView, at: Address, rows: Sequence[int]) -> str:
    """Return the text left of an empty head cell, where it is the head of a group without a merge."""
    below = [row for row in rows if row > at.row]
    if view.merge_at(at) or not any(view.shown(Address(row, at.column)) for row in below):
        return ""
    for column in range(at.column - 1, 0, -1):
        left = Address(at.row, column)
        if view.shown(left):
            own = any(
                view.shown(Address(row, column)) and view.anchor(Address(row, column)).row > at.row
                for row in below
            )
            return view.shown(left) if own and view.merge_at(left) is None else ""
        if view.merge_at(left):
            return ""
    return ""


def row_path(view: SheetView, row: int, columns: Sequence[int]) -> tuple[str, ...]:
    """Return the texts left of the body in *row*, from the outermost in.

    A group whose merged range was split shows its text in its first row alone.
    """
    texts: list[str] = []
    before: Address | None = None
    for position, column in enumerate(columns):
        at = Address(row, column)
        anchor = view.anchor(at)
        text = view.shown(at)
        if not text and position < len(columns) - 1 and view.merge_at(at) is None:
            text = _group_above(view, at, columns[position + 1 :])
        if text and anchor != before:
            texts.append(text)
        before = anchor
    return tuple(texts)


def _group_above(view: SheetView, at: Address, inner: Sequence[int]) -> str:
    """Return the text above an empty cell of an outer column, where inner columns have texts throughout."""
    if not any(view.shown(Address(at.row, column)) for column in inner):
        return ""
    for row in range(at.row - 1, max(at.row - 40, 0), -1):
        above = Address(row, at.column)
        if view.shown(above):
            grouped = any(
                view.shown(Address(row, column)) and view.anchor(Address(row, column)) != above
                for column in inner
            )
            return view.shown(above) if grouped and view.end(above).column == at.column else ""
        if not any(view.shown(Address(row, column)) for column in inner):
            return ""
    return ""


def stub_columns(view: SheetView, region: Region) -> tuple[list[int], int | None]:
    """Return the columns of a table's row headings, and the column of printed measures, if any."""
    labels, measure = [], None
    for column in range(region.first.column, region.body.column):
        heads = {
            label_key(view.shown(Address(row, column)))
            for row in range(region.first.row, region.body.row)
        }
        if heads & MEASURE_HEADS and not heads & NUMBER_HEADS:
            measure = column
        elif not heads & NUMBER_HEADS:
            labels.append(column)
    return labels, measure


def head_rows(view: SheetView, region: Region) -> list[int]:
    """Return the rows of a table's column headings, without one that only numbers the columns (栏次)."""
    rows = range(region.first.row, region.body.row)
    columns = range(region.body.column, region.last.column + 1)
    return [
        row for row in rows if row == region.first.row or not numbers_columns(view, row, columns)
    ]


def numbers_columns(view: SheetView, row: int, columns: Sequence[int]) -> bool:
    """Return whether *row* only numbers the columns (栏次): 甲 乙 1 2 3."""
    anchors = dict.fromkeys(view.anchor(Address(row, column)) for column in columns)
    filled = [text for anchor in anchors if (text := view.shown(anchor))]
    return (
        len(filled) > 1
        and len(set(filled)) == len(filled)
        and all(COLUMN_NUMBER.fullmatch(text) for text in filled)
    )


def cross_table(view: SheetView, region: Region, code: str) -> CrossTable:
    """Return the cross table in *region* of the office's own form (表样)."""
    heads = head_rows(view, region)
    numbers = range(region.body.column, region.last.column + 1)
    columns = tuple(
        Heading(column, path, measure_in(path))
        for column in numbers
        if (path := column_path(view, heads, column))
        and not {label_key(text) for text in path} & (NUMBER_HEADS | MEASURE_HEADS)
    )
    rows = tuple(_rows(view, region))
    above = range(region.first.row, region.body.row)
    places = frozenset(
        at
        for row in rows
        for column in columns
        if is_place(view, above, at := Address(row.number, column.number))
    )
    used_rows = {at.row for at in places}
    used_columns = {at.column for at in places}
    return CrossTable(
        code,
        region,
        tuple(row for row in rows if row.number in used_rows),
        tuple(column for column in columns if column.number in used_columns),
        places,
    )


def _rows(view: SheetView, region: Region) -> Iterator[Heading]:
    labels, measures = stub_columns(view, region)
    numbers = [n for n in range(region.first.column, region.body.column) if n not in labels]
    paths = {
        # 合计 may stand under 序号.
        row: row_path(view, row, labels) or _words(view, row, numbers, measures)
        for row in range(region.body.row, region.last.row + 1)
    }
    parents = parents_of(view, paths, labels[-1] if labels else 0)
    for row, path in paths.items():
        if path:
            printed = view.shown(Address(row, measures)) if measures else ""
            yield Heading(row, path, printed or measure_in(path), parents[row])


def parents_of(
    view: SheetView, paths: Mapping[int, tuple[str, ...]], column: int
) -> Mapping[int, str]:
    """Return for each row the row that it is a part of (其中), or an empty text.

    *paths* are the texts of the rows in order, *column* is that of the innermost.
    """
    above: dict[int, str] = {}
    found: dict[int, str] = {}
    for row, path in paths.items():
        if not path:
            continue
        level = _level_of(view, row, column, path[-1])
        above = {depth: text for depth, text in above.items() if depth < level}
        found[row] = above[max(above)] if above else ""
        above[level] = path[-1]
    return found


def _words(
    view: SheetView, row: int, columns: Sequence[int], measures: int | None
) -> tuple[str, ...]:
    texts = (view.shown(Address(row, column)) for column in columns if column != measures)
    return tuple(text for text in texts if text and not _COUNT.fullmatch(text))[:1]


def _level_of(view: SheetView, row: int, column: int, text: str) -> int:
    """Return how deep a row is: by 其中, by 1.1, or by the spaces before its text."""
    numbered = _LEVEL.match(text)
    if numbered:
        return 10 * numbered[1].count(".")
    if _PART.match(text):
        return 9
    raw = view.raw(Address(row, column)).replace("\u3000", "  ")
    return len(raw) - len(raw.lstrip(" "))


def measure_in(path: Sequence[str]) -> str:
    """Return the measure (计量单位) in brackets of the innermost heading that prints one."""
    for text in reversed(path):
        for inside in reversed(_BRACKETS.findall(text)):
            for part in _BY_COMMA.split(inside):
                if is_measure(part.strip()):
                    return part.strip()
    return ""


def heading_key(text: str) -> str:
    """Return the key by which headings are compared: a measure, numbering and marks are no part of it.

    Other brackets are: 参保人数（职工） and 参保人数（居民） are two headings.

    >>> heading_key("一、税收收入（万元）：") == heading_key("税收收入")
    True
    >>> heading_key("人数（男）") == heading_key("人数（女）")
    False
    """
    bare = narrow(text)
    for inside in _BRACKETS.findall(bare):
        if is_measure(inside.strip()):
            bare = bare.replace(f"({inside})", "").replace(f"(单位:{inside})", "")
    compact = "".join(bare.split())
    end = re.search(r"(?:\([^()]*\))+$", compact.rstrip(":*"))
    key = label_key(compact)
    tail = end[0] if end else ""
    return key if key.endswith(tail) else key + tail.lower()
