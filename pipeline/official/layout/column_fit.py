"""Fit the columns of a table to their content (列宽随内容): no short heading, state or number is broken.

Widths that an office has set are kept where they break nothing and cost no line; a table with merged
cells is not changed, nor one of a template, whose tags say nothing about the width of their text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.official.layout.data_tables import is_data_table
from pipeline.official.ooxml.elements import words_in
from pipeline.official.standard.lengths import Length, half_pt, pt
from pipeline.official.standard.measure_words import UNBROKEN_FIGURE
from pipeline.official.standard.typefaces import SIZE_4, width_in_chars

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

_NARROW_MARGIN: Final = pt(
    "2.5"
)  # between a border and the text, where the usual one costs too much
_SHORT_HEADING: Final = 4  # 字; a longer heading may be broken
# Shortest parts of a longer heading or text in 字, the first that leaves room for the other columns.
_HEADING_PARTS: Final = (4, 3, 2)
_SHORTER_PART: Final = 2  # lines that a shorter part of a heading must save
_LONGEST_WORD: Final = 20  # 字; a longer one, such as a fingerprint, is broken anywhere
_SHORT_TEXT: Final = 6  # 字; a state with its attribute (已收（迟报）) is not broken
# 字, for digits and letters that are wider than half a character
_SLACK: Final = 0.1
_SLACK_OF_LATIN: Final = 0.05
_ROWS_COUNTED: Final = 40  # of a long table, to decide where room is needed
_MOVES: Final = 24
_RAGGED: Final = 1.04  # of a line is lost where its last word doesn't fit
_TWO: Final = 2 + _SLACK  # 字, which no heading has room for less than
_BY_HAND: Final = 7.0  # 字, for a column in which people write
_BROKEN: Final = 1000  # lines that a broken word is worth
_BRACKETED: Final = re.compile(r"（[^（）]{1,4}）")
_AFTER_YEAR: Final = re.compile(r"(?<=\d年)")
_MERGES: Final = (qn("w:gridSpan"), qn("w:vMerge"))


@dataclass(frozen=True, slots=True)
class _Column:
    """Hold the widths in 字 that a column's texts need.

    ``texts`` has the lines of each row's cell, ``least`` the longest part that must not be broken.
    """

    texts: tuple[tuple[float, ...], ...]
    least: float

    @property
    def preferred(self) -> float:
        """Return the width at which no line is broken."""
        return max((width for lines in self.texts for width in lines), default=1.0)

    def width_of(self, row: int) -> float:
        """Return the width of a row's text in one line."""
        return sum(self.texts[row], 0.0)

    def lines_in(self, row: int, room: float) -> int:
        """Return the number of lines of a row's cell that is *room* wide."""
        whole = max(int(room), 1)
        return sum(
            1 if width <= room else ceil(width * _RAGGED / whole) for width in self.texts[row]
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    """Hold widths of a table's columns, the margin of its cells, and their cost in lines."""

    widths: Sequence[Length]
    margin: Length
    cost: int


def fit_tables(elements: Iterable[Element]) -> None:
    """Fit the columns of every table of ours among *elements*."""
    for element in elements:
        if _is_fitted(element):
            fit_columns(element)


def fit_columns(table: Element) -> None:
    """Set the widths of the columns of *table* by their content, where this saves lines or breaks."""
    rows = [row.findall(qn("w:tc")) for row in table.findall(qn("w:tr"))]
    grid = table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")
    present = [Length(int(column.get(qn("w:w")))) for column in grid]
    margin, size = _margin_of(table), _size_of(table)
    best = _Fit(present, margin, 0)
    for surcharge, part in enumerate(_HEADING_PARTS):
        columns = [_column([row[at] for row in rows], part) for at in range(len(grid))]
        if not surcharge:
            best = _Fit(present, margin, _cost(columns, present, margin, size))
        for narrower in dict.fromkeys((margin, min(margin, _NARROW_MARGIN))):
            fit = _fit(columns, present, narrower, size)
            fit = replace(fit, cost=fit.cost + surcharge * _SHORTER_PART)
            best = min(best, fit, key=lambda each: each.cost)
    if best.widths is not present:
        _write_widths(table, best.widths)
        _write_margin(table, best.margin)


def _fit(
    columns: Sequence[_Column], present: Sequence[Length], margin: Length, size: Length
) -> _Fit:
    """Return the widths by content of a table as wide as its *present* columns together."""
    rooms = _saving_lines(columns, _distribute(columns, _in_chars(present, margin, size)))
    widths = _widths(rooms, sum(each.twips for each in present), margin, size)
    return _Fit(widths, margin, _cost(columns, widths, margin, size))


def _is_fitted(table: Element) -> bool:
    """Return whether the table is ours, without merged cells, tags, or cells that are missing."""
    if not is_data_table(table) or any(True for _ in table.iter(*_MERGES)):
        return False
    columns = len(table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"))
    words = words_in(table)
    return not any(mark in words for mark in ("{{", "{%")) and all(
        len(row.findall(qn("w:tc"))) == columns for row in table.findall(qn("w:tr"))
    )


def _column(cells: Sequence[Element], part: int) -> _Column:
    texts = [[words_in(each) for each in cell.iter(qn("w:p"))] for cell in cells]
    heading, *body = texts
    title = "".join(heading)
    if _is_written_by_hand(cells[1:], body):
        return _Column(((_width(title),), *((_BY_HAND,) for _ in body)), _BY_HAND)
    if body and not any(
        line for lines in body for line in lines
    ):  # to be filled in, by its heading
        wanted = max(_width(title), _BY_HAND)
        return _Column(((wanted,), *((0.0,) for _ in body)), _unbroken_heading(title, part))
    parts = [_unbroken_heading(title, part), *map(_unbroken_text, map("".join, body))]
    widths = tuple(tuple(_width(line) for line in lines) for lines in texts)
    longest = max((width for lines in widths for width in lines), default=1.0)
    return _Column(widths, max(*parts, min(longest, float(part))))


def _is_written_by_hand(cells: Sequence[Element], texts: Sequence[Sequence[str]]) -> bool:
    """Return whether a column is left blank in rows that are high enough to write in (签到)."""
    height = f"{qn('w:trPr')}/{qn('w:trHeight')}"
    blank = not any(line for lines in texts for line in lines)
    return blank and any(cell.getparent().find(height) is not None for cell in cells)


def _unbroken_heading(words: str, part: int) -> float:
    whole = words if len(words) <= _SHORT_HEADING else words[:part]
    figures = UNBROKEN_FIGURE.findall(words)
    if part < _HEADING_PARTS[0]:  # a date may be broken after its year
        figures = [piece for figure in figures for piece in _AFTER_YEAR.split(figure)]
    return max(map(_width, [whole, *_BRACKETED.findall(words), *figures]))


def _unbroken_text(words: str) -> float:
    if len(words) <= _SHORT_TEXT and " " not in words:
        return _width(words)
    widths = map(_width, UNBROKEN_FIGURE.findall(words))
    return max((width for width in widths if width <= _LONGEST_WORD), default=1.0)


def _width(words: str) -> float:
    latin = sum(map(str.isascii, words))
    return float(width_in_chars(words)) + _SLACK + latin * _SLACK_OF_LATIN


def _in_chars(widths: Sequence[Length], margin: Length, size: Length) -> float:
    """Return the room of all columns together, in 字."""
    rooms = (max(width.twips - margin.twips * 2, 0) for width in widths)
    return sum(rooms) / size.twips


def _distribute(columns: Sequence[_Column], total: float) -> list[float]:
    """Return the room of each column: short ones in one line, long ones by the length of their text."""
    rooms = [0.0] * len(columns)
    left = set(range(len(columns)))
    while left:
        room = total - sum(rooms, 0.0)
        fair = room / len(left)
        whole = {at for at in left if columns[at].preferred <= fair}
        for at in whole:
            rooms[at] = columns[at].preferred
        left -= whole
        if not whole:
            break
    _share(columns, rooms, left, total)
    return rooms


def _share(columns: Sequence[_Column], rooms: list[float], long: set[int], total: float) -> None:
    """Share the rest of *total* among the *long* columns, each at least what must not be broken.

    Without a long one all columns share it, so that the table keeps its width. Where it isn't enough for
    what must not be broken, each column is narrowed.
    """
    if not long:
        factor = total / max(sum(rooms, 0.0), 1.0)
        rooms[:] = [room * factor for room in rooms]
        return
    if sum((column.least - _SLACK for column in columns), 0.0) > total:
        rooms[:] = _too_narrow(columns, total)
        return
    while long:
        rest = total - sum((rooms[at] for at in range(len(rooms)) if at not in long), 0.0)
        wanted = sum((columns[at].preferred for at in long), 0.0)
        for at in long:
            rooms[at] = rest * columns[at].preferred / wanted
        narrow = {at for at in long if rooms[at] < columns[at].least}
        if not narrow or narrow == long:
            return
        for at in narrow:
            rooms[at] = columns[at].least
        long = long - narrow


def _too_narrow(columns: Sequence[_Column], total: float) -> list[float]:
    """Return the rooms where *total* isn't enough: first two characters for each, then by what is missing."""
    first = [min(column.least, _TWO) for column in columns]
    missing = [column.least - own for column, own in zip(columns, first, strict=True)]
    part = (total - sum(first, 0.0)) / max(sum(missing, 0.0), 1.0)
    return [own + more * part for own, more in zip(first, missing, strict=True)]


def _saving_lines(columns: Sequence[_Column], rooms: list[float]) -> list[float]:
    """Return *rooms* with room moved, a character at a time, to long columns where this saves lines."""
    rows = range(min(len(columns[0].texts), _ROWS_COUNTED))
    best, height = rooms, _height(columns, rooms, rows)
    for _ in range(_MOVES):
        moves = _moves(columns, best)
        better = min(moves, key=lambda each: _height(columns, each, rows), default=best)
        lower = _height(columns, better, rows)
        if lower >= height:
            return best
        best, height = better, lower
    return best


def _height(
    columns: Sequence[_Column], rooms: Sequence[float], rows: Iterable[int]
) -> tuple[int, float]:
    """Return the lines of *rows*, and how full they are, which shows where the next line is saved."""
    pairs = [*zip(columns, rooms, strict=True)]
    fullness = sum(
        (max(column.width_of(row) / room for column, room in pairs) for row in rows), 0.0
    )
    return _lines(columns, rooms, rows), fullness


def _moves(columns: Sequence[_Column], rooms: Sequence[float]) -> list[list[float]]:
    """Return what *rooms* become when one column gives room to one whose lines are broken."""
    long = [at for at, column in enumerate(columns) if column.preferred > rooms[at]]
    return [
        [room + by * ((at == receiver) - (at == donor)) for at, room in enumerate(rooms)]
        for receiver in long
        for donor, column in enumerate(columns)
        for by in (1, 3)
        if donor != receiver and rooms[donor] - by >= column.least
    ]


def _lines(columns: Sequence[_Column], rooms: Sequence[float], rows: Iterable[int]) -> int:
    """Return the lines of *rows* together, each as high as its highest cell."""
    pairs = [*zip(columns, rooms, strict=True)]
    return sum(max(column.lines_in(row, room) for column, room in pairs) for row in rows)


def _widths(rooms: Sequence[float], total: int, margin: Length, size: Length) -> list[Length]:
    widths = [Length(round(size.twips * max(room, 1.0))) + margin.times(2) for room in rooms]
    rest = total - sum(width.twips for width in widths)
    widest = max(range(len(widths)), key=lambda at: widths[at].twips)
    widths[widest] += Length(rest)
    return widths


def _rooms(widths: Sequence[Length], margin: Length, size: Length) -> list[float]:
    return [max((width.twips - margin.twips * 2) / size.twips, 1.0) for width in widths]


def _breaks(
    columns: Sequence[_Column], widths: Sequence[Length], margin: Length, size: Length
) -> int:
    """Return by how many 字 words that must not be broken don't fit, rounded up in each column."""
    rooms = _rooms(widths, margin, size)
    # The slack may be used: a column that was fitted to it is wide enough.
    lacking = (column.least - _SLACK - room for column, room in zip(columns, rooms, strict=True))
    return sum(max(ceil(each), 0) for each in lacking)


def _cost(
    columns: Sequence[_Column], widths: Sequence[Length], margin: Length, size: Length
) -> int:
    """Return the lines of the table's rows at these *widths*, and a penalty for each broken word."""
    rooms = _rooms(widths, margin, size)
    lines = _lines(columns, rooms, range(len(columns[0].texts)))
    return lines + _BROKEN * _breaks(columns, widths, margin, size)


def _size_of(table: Element) -> Length:
    sizes = [
        int(each.get(qn("w:val")))
        for each in table.iter(qn("w:sz"))
        if each.getparent().tag == qn("w:rPr")
    ]
    return half_pt(max(sizes)) if sizes else SIZE_4


def _margin_of(table: Element) -> Length:
    left = table.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/{qn('w:left')}")
    return Length(0) if left is None else Length(int(left.get(qn("w:w"))))


def _write_margin(table: Element, margin: Length) -> None:
    for side in table.findall(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}/*"):
        if side.tag in (qn("w:left"), qn("w:right")):
            side.set(qn("w:w"), str(margin.twips))


def _write_widths(table: Element, widths: Sequence[Length]) -> None:
    for column, width in zip(
        table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"), widths, strict=True
    ):
        column.set(qn("w:w"), str(width.twips))
    for row in table.iterfind(qn("w:tr")):
        for cell, width in zip(row.iterfind(qn("w:tc")), widths, strict=True):
            cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").set(qn("w:w"), str(width.twips))
