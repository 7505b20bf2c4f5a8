"""Create tables without borders that place text side by side: joint marks, rows of signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.official.ooxml.elements import make

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement as Element

    from pipeline.official.standard.lengths import Length

    # A row: its properties (trPr), and the paragraphs of each cell.
    BorderlessRow = tuple[Element, Sequence[Sequence[Element]]]


def borderless_table(
    widths: Sequence[Length],
    rows: Sequence[BorderlessRow],
    *,
    vertical_align: str = "center",
    merged_column: int | None = None,
) -> Element:
    """Return a table of *rows* without borders or cell margins, centred in the type area.

    *vertical_align* (top, center) places the text of each cell; the column with the index
    *merged_column* is one cell over all rows.
    """
    total = sum((width.twips for width in widths), 0)
    properties = make(
        "tblPr",
        make("tblW", w=total, type="dxa"),
        make("jc", val="center"),
        make("tblLayout", type="fixed"),
        make("tblCellMar", make("left", w=0, type="dxa"), make("right", w=0, type="dxa")),
    )
    return make(
        "tbl",
        properties,
        make("tblGrid", *(make("gridCol", w=width) for width in widths)),
        *(
            _row(row, widths, vertical_align, _merged(merged_column, first=number == 0))
            for number, row in enumerate(rows)
        ),
    )


def _merged(column: int | None, *, first: bool) -> dict[int, str]:
    return {} if column is None else {column: "restart" if first else "continue"}


def _row(
    row: BorderlessRow, widths: Sequence[Length], vertical_align: str, merged: dict[int, str]
) -> Element:
    properties, cells = row
    elements = []
    for column, (content, width) in enumerate(zip(cells, widths, strict=True)):
        merging = (make("vMerge", val=merged[column]),) if column in merged else ()
        cell = make(
            "tcPr", make("tcW", w=width, type="dxa"), *merging, make("vAlign", val=vertical_align)
        )
        elements.append(make("tc", cell, *content))
    return make("tr", properties, *elements)
