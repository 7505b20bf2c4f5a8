"""Lay out tables (表格): a header row on every page, rows that don't break, at most 156 mm wide.

GB/T 9704-2012 covers landscape tables only; sizes and borders here are custom (实务).
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from docx.oxml.ns import qn

from pipeline.model.document import words_of
from pipeline.official.ooxml.elements import lines_of, make, paragraph, run
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
_CELL_MARGIN: Final = pt(5)  # between a border and the text
# A higher row may break across pages: a landscape page has little more room.
_MAX_UNBROKEN_HEIGHT: Final = mm(90)
_LINE_HEIGHT: Final = "1.4"  # of the size
_LINE_GAP: Final = pt(2)  # above and below a line
_UNBREAKABLE: Final = re.compile(r"[!-~]+")


def table(block: Table) -> list[Element]:
    """Return the table below its caption, as wide as a portrait or landscape page (横排表格)."""
    total = LANDSCAPE_WIDTH if block.landscape else TYPE_WIDTH
    size = _size(block, total)
    widths = column_widths([column.share for column in block.columns], total)
    columns = list(zip(block.columns, widths, strict=True))
    head = [_Cells(width, StyleName.TABLE_HEADER, "center", size) for width in widths]
    below = [_Cells(width, StyleName.TABLE_TEXT, column.aligned, size) for column, width in columns]
    rows = [_row(head, [column.title for column in block.columns], head=True)]
    least = mm(block.row_mm) if block.row_mm else None
    rows += [_row(below, [words_of((piece,)) for piece in row], least=least) for row in block.rows]
    body = make("tbl", _properties(total), _grid(widths), *rows)
    caption = [paragraph(StyleName.TABLE_CAPTION, block.caption)] if block.caption else []
    further = [element for each in block.continued for element in table(each)]
    return [*caption, body, *further]


def column_widths(shares: Sequence[int], width: Length = TYPE_WIDTH) -> list[Length]:
    """Return *width* divided in proportion to *shares*; the last column has the rounding rest.

    >>> [width.twips for width in column_widths([1, 1, 1])]
    [2948, 2948, 2948]
    """
    total = width.twips
    edges = [total * sum(shares[:count]) // sum(shares) for count in range(len(shares) + 1)]
    return [Length(right - left) for left, right in pairwise(edges)]


def _size(block: Table, width: Length) -> Length:
    """Return the size: 四号, or smaller for many columns or where a number would break."""
    columns = len(block.columns) * TYPE_WIDTH.twips // width.twips
    largest = 0 if columns < _SMALLER_FROM else 1 if columns < _SMALLEST_FROM else 2
    sizes = (SIZE_4, SIZE_SMALL_4, SIZE_5)[largest:]
    return next((size for size in sizes if words_fit(block, width, size)), SIZE_5)


def words_fit(block: Table, width: Length, size: Length) -> bool:
    """Return whether every number and Latin word, which can't wrap, fits its column in *size*."""
    widths = column_widths([column.share for column in block.columns], width)
    for column, column_width in enumerate(widths):
        room = (column_width - _CELL_MARGIN.times(2)).twips
        texts = [words_of((row[column],)) for row in block.rows]
        # A template's tag is replaced before printing.
        printed = [text for text in texts if "{{" not in text and "{%" not in text]
        runs = [run for text in printed for run in _UNBREAKABLE.findall(text)]
        longest = max(map(len, runs), default=0)
        if size.times("0.5").twips * longest > room:
            return False
    return True


def _properties(width: Length) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return make(
        "tblPr",
        make("tblW", w=width, type="dxa"),
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


def _row(
    columns: Sequence[_Cells],
    texts: Sequence[str],
    *,
    head: bool = False,
    least: Length | None = None,
) -> Element:
    """Return a row that doesn't break across pages, unless it is too high for one; *least* is its height."""
    cells = list(zip(columns, texts, strict=True))
    is_tall = any(column.height(text) > _MAX_UNBROKEN_HEIGHT for column, text in cells)
    unbroken = () if is_tall else (make("cantSplit"),)
    repeated = (make("tblHeader"),) if head and not is_tall else ()
    height = (make("trHeight", val=least, hRule="atLeast"),) if least else ()
    properties = make("trPr", *unbroken, *height, *repeated)
    return make("tr", properties, *(column.cell(text) for column, text in cells))


class _Cells:
    """Create the cells of one column; those of a single line are copies of one whose text is replaced.

    A table of a thousand rows has a hundred thousand elements, and a copy costs a tenth of a creation.
    """

    def __init__(self, width: Length, style: str, alignment: str, size: Length) -> None:
        self._width = width
        self._style = style
        self._alignment = alignment
        self._size = size
        self._single = self._create(["字"])
        self._chars_per_line = max((width - _CELL_MARGIN.times(2)).twips // size.twips, 1)
        self._line_height = size.times(_LINE_HEIGHT)

    def cell(self, text: str) -> Element:
        """Return the cell with *text*."""
        lines = lines_of(text)
        if len(lines) > 1 or not lines[0] or "\t" in lines[0]:
            return self._create(lines)
        cell = deepcopy(self._single)
        (words,) = cell.iter(qn("w:t"))
        words.text = lines[0]
        return cell

    def height(self, text: str) -> Length:
        """Estimate the height of the cell with *text* from the number of its wrapped lines."""
        height = Length(0)
        for line in lines_of(text):
            lines = -(-width_in_chars(line.replace("\t", "")) // self._chars_per_line)
            height += self._line_height.times(max(int(lines), 1)) + _LINE_GAP.times(2)
        return height

    def _create(self, lines: Sequence[str]) -> Element:
        width = make("tcW", w=self._width, type="dxa")
        # Properties are created for each line: an element has one parent only.
        paragraphs = [
            paragraph(
                self._style,
                (run(line, *_size_properties(self._size)),),
                make("jc", val=self._alignment),
                _line_spacing(self._size),
            )
            for line in lines
        ]
        return make("tc", make("tcPr", width, make("vAlign", val="center")), *paragraphs)


def _size_properties(size: Length) -> tuple[Element, Element]:
    return make("sz", val=size.half_points), make("szCs", val=size.half_points)


def _line_spacing(size: Length) -> Element:
    return make(
        "spacing",
        before=_LINE_GAP,
        after=_LINE_GAP,
        line=size.times(_LINE_HEIGHT),
        lineRule="exact",
    )
