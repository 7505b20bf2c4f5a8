"""Tables (表格): a header row on every page, rows that don't break, never wider than 156 mm.

GB/T 9704-2012 rules only on landscape tables; sizes and rules here are custom (实务).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import words_of
from pipeline.official.ooxml.elements import lines_of, make, paragraph, run, words_in
from pipeline.official.ooxml.landscape import LANDSCAPE_WIDTH
from pipeline.official.ooxml.page import TYPE_WIDTH
from pipeline.official.ooxml.style_names import StyleName
from pipeline.official.standard.lengths import Length, mm, pt
from pipeline.official.standard.typefaces import SIZE_4, SIZE_5, SIZE_SMALL_4, width_in_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Table

_SMALLER_FROM: Final = 5  # columns from which 小四 is set
_SMALLEST_FROM: Final = 8  # columns from which 五号 is set
_BORDER_WEIGHT: Final = 4  # 0.5 pt
_CELL_MARGIN: Final = pt(5)  # room between a rule and the text beside it
_MAX_UNBROKEN_HEIGHT: Final = mm(
    90
)  # a higher row may break: on a lying page little more than it has room
_UNBREAKABLE: Final = re.compile(r"[!-~]+")


def table(block: Table) -> list[Element]:
    """The table, under its caption where it has one; lying on its side, as wide as its page."""
    whole = LANDSCAPE_WIDTH if block.landscape else TYPE_WIDTH
    size = _size(block, whole)
    widths = column_widths([column.share for column in block.columns], whole)
    columns = list(zip(block.columns, widths, strict=True))
    rows = [
        _row(
            [
                _cell(column.title, width, StyleName.TABLE_HEADER, "center", size)
                for column, width in columns
            ],
            head=True,
        )
    ]
    for row in block.rows:
        cells = zip(row, columns, strict=True)
        rows.append(
            _row(
                [
                    _cell(words_of((piece,)), width, StyleName.TABLE_TEXT, column.aligned, size)
                    for piece, (column, width) in cells
                ]
            )
        )
    body = make("tbl", _properties(whole), _grid(widths), *rows)
    caption = [paragraph(StyleName.TABLE_CAPTION, block.caption)] if block.caption else []
    return [*caption, body]


def too_wide(block: Table) -> bool:
    """Whether *block* has words that break in mid-number even in the smallest size, standing upright.

    Then it wants to lie on its side (横排), or to have fewer columns.
    """
    whole = LANDSCAPE_WIDTH if block.landscape else TYPE_WIDTH
    return not words_fit(block, whole, SIZE_5)


def column_widths(shares: Sequence[int], width: Length = TYPE_WIDTH) -> list[Length]:
    """*width* dealt out by *shares*; the rest of the rounding goes to the last.

    >>> [width.twips for width in column_widths([1, 1, 1])]
    [2948, 2948, 2948]
    """
    whole = width.twips
    edges = [whole * sum(shares[:count]) // sum(shares) for count in range(len(shares) + 1)]
    return [Length(right - left) for left, right in pairwise(edges)]


def _size(block: Table, whole: Length) -> Length:
    """四号, or smaller for many columns (more fit a lying page) and where a number would break."""
    columns = len(block.columns) * TYPE_WIDTH.twips // whole.twips
    largest = 0 if columns < _SMALLER_FROM else 1 if columns < _SMALLEST_FROM else 2
    sizes = (SIZE_4, SIZE_SMALL_4, SIZE_5)[largest:]
    return next((size for size in sizes if words_fit(block, whole, size)), SIZE_5)


def words_fit(block: Table, whole: Length, size: Length) -> bool:
    """Whether what can't turn to a second line, a number or a Latin word, fits its column."""
    widths = column_widths([column.share for column in block.columns], whole)
    for column, width in enumerate(widths):
        room = (width - _CELL_MARGIN.times(2)).twips
        texts = [words_of((row[column],)) for row in block.rows]
        # A template's tag isn't what will be printed.
        plain = [text for text in texts if "{{" not in text and "{%" not in text]
        runs = [run for text in plain for run in _UNBREAKABLE.findall(text)]
        longest = max(map(len, runs), default=0)
        if size.times("0.5").twips * longest > room:
            return False
    return True


def _properties(whole: Length) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return make(
        "tblPr",
        make("tblW", w=whole, type="dxa"),
        make("jc", val="center"),
        make(
            "tblBorders", *(make(side, val="single", sz=_BORDER_WEIGHT, space=0) for side in sides)
        ),
        make("tblLayout", type="fixed"),
        make(
            "tblCellMar",
            make("left", w=_CELL_MARGIN, type="dxa"),
            make("right", w=_CELL_MARGIN, type="dxa"),
        ),
    )


def _grid(widths: Sequence[Length]) -> Element:
    return make("tblGrid", *(make("gridCol", w=width) for width in widths))


def _row(cells: Sequence[Element], *, head: bool = False) -> Element:
    """A row that keeps together, unless it is so high that it had to be cut off (_TALLEST)."""
    tall = any(_height(cell) > _MAX_UNBROKEN_HEIGHT for cell in cells)
    whole = () if tall else (make("cantSplit"),)
    repeated = (make("tblHeader"),) if head and not tall else ()
    return make("tr", make("trPr", *whole, *repeated), *cells)


def _height(cell: Element) -> Length:
    """About how high a cell comes out: its lines, as its width turns them."""
    width = Length(int(next(cell.iter(qn("w:tcW"))).get(qn("w:w")))) - _CELL_MARGIN.times(2)
    height = Length(0)
    for each in cell.findall(qn("w:p")):
        size = Length(int(next(each.iter(qn("w:sz"))).get(qn("w:val"))) * 10)
        a_line = max(width.twips // size.twips, 1)
        lines = -(-width_in_chars(words_in(each)) // a_line)
        height += size.times("1.4").times(max(int(lines), 1)) + pt(4)
    return height


def _cell(text: str, width: Length, style: str, aligned: str, size: Length) -> Element:
    properties = make("tcPr", make("tcW", w=width, type="dxa"), make("vAlign", val="center"))
    # Made anew for each line: an element can stand in one place only.
    lines = [
        paragraph(
            style,
            (run(line, *_size_properties(size)),),
            make("jc", val=aligned),
            _line_spacing(size),
        )
        for line in lines_of(text)
    ]
    return make("tc", properties, *lines)


def _size_properties(size: Length) -> tuple[Element, Element]:
    return make("sz", val=size.half_points), make("szCs", val=size.half_points)


def _line_spacing(size: Length) -> Element:
    return make("spacing", before=40, after=40, line=size.times("1.4"), lineRule="exact")
