"""Tables (表格): a header row on every page, rows that don't break, never wider than 156 mm.

GB/T 9704-2012 rules only on landscape tables; sizes and rules here are custom (实务).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pipeline.model.document import words_of
from pipeline.official.elements import lines_of, make, paragraph, run
from pipeline.official.lengths import Length, pt
from pipeline.official.page import TYPE_WIDTH
from pipeline.official.typefaces import SIZE_4, SIZE_5, SIZE_SMALL_4

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.model.document import Table

_WIDE: Final = 5  # columns from which 小四 is set
_WIDEST: Final = 8  # columns from which 五号 is set
_HAIR: Final = 4  # 0.5 pt
_SIDE: Final = pt(5)  # room between a rule and the text beside it


def table(block: Table) -> list[Element]:
    """The table, under its caption where it has one."""
    size = _size(len(block.columns))
    widths = column_widths([column.share for column in block.columns])
    columns = list(zip(block.columns, widths, strict=True))
    rows = [
        _row(
            [_cell(column.title, width, "表头", "center", size) for column, width in columns],
            head=True,
        )
    ]
    for row in block.rows:
        cells = zip(row, columns, strict=True)
        rows.append(
            _row(
                [
                    _cell(words_of((piece,)), width, "表内文字", column.aligned, size)
                    for piece, (column, width) in cells
                ]
            )
        )
    body = make("tbl", _properties(), _grid(widths), *rows)
    caption = [paragraph("表题", block.caption)] if block.caption else []
    return [*caption, body]


def column_widths(shares: Sequence[int]) -> list[Length]:
    """The type area's width dealt out by *shares*; the rest of the rounding goes to the last.

    >>> [width.twips for width in column_widths([1, 1, 1])]
    [2948, 2948, 2948]
    """
    whole = TYPE_WIDTH.twips
    edges = [whole * sum(shares[:count]) // sum(shares) for count in range(len(shares) + 1)]
    return [Length(right - left) for left, right in pairwise(edges)]


def _size(columns: int) -> Length:
    if columns >= _WIDEST:
        return SIZE_5
    return SIZE_SMALL_4 if columns >= _WIDE else SIZE_4


def _properties() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return make(
        "tblPr",
        make("tblW", w=TYPE_WIDTH, type="dxa"),
        make("jc", val="center"),
        make("tblBorders", *(make(side, val="single", sz=_HAIR, space=0) for side in sides)),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=_SIDE, type="dxa"), make("right", w=_SIDE, type="dxa")),
    )


def _grid(widths: Sequence[Length]) -> Element:
    return make("tblGrid", *(make("gridCol", w=width) for width in widths))


def _row(cells: Sequence[Element], *, head: bool = False) -> Element:
    repeated = (make("tblHeader"),) if head else ()
    return make("tr", make("trPr", make("cantSplit"), *repeated), *cells)


def _cell(text: str, width: Length, style: str, aligned: str, size: Length) -> Element:
    properties = make("tcPr", make("tcW", w=width, type="dxa"), make("vAlign", val="center"))
    sized = (make("sz", val=size.half_points), make("szCs", val=size.half_points))
    lines = [
        paragraph(style, (run(line, *sized),), make("jc", val=aligned), _pitch(size))
        for line in lines_of(text)
    ]
    return make("tc", properties, *lines)


def _pitch(size: Length) -> Element:
    return make("spacing", before=40, after=40, line=size.times("1.4"), lineRule="exact")
