"""Complete a filled part (填后整理): what removed rows, cells and paragraphs leave must be a document.

Word refuses a cell without a paragraph, a row without a cell and a table without a row; drawings that
a loop repeated need numbers of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn

from pipeline.official.ooxml.elements import make

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE: Final = qn("w:tbl")
_ROW: Final = qn("w:tr")
_CELL: Final = qn("w:tc")
_PARAGRAPH: Final = qn("w:p")
_CONTROL: Final = qn("w:sdt")
_MUST_END_WITH_PARAGRAPH: Final = tuple(
    qn(f"w:{name}")
    for name in ("tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment")
)
_DRAWING: Final = qn("wp:docPr")


def complete(root: Any) -> None:
    """Complete the tree of a filled part in place."""
    for row in list(root.iter(_ROW)):
        if next(row.iter(_CELL), None) is None:
            row.getparent().remove(row)
    for table in list(root.iter(_TABLE)):
        if next(table.iter(_ROW), None) is None:
            table.getparent().remove(table)
        else:
            _fit_grid(table)
    for container in root.iter(*_MUST_END_WITH_PARAGRAPH):
        last = container[-1] if len(container) else None
        if last is None or last.tag not in {_PARAGRAPH, _CONTROL}:
            container.append(make("p"))
    _number_drawings(list(root.iter(_DRAWING)))


def _fit_grid(table: Any) -> None:
    """Give the grid as many columns as the widest row has, and keep the table's width."""
    grid = table.find(qn("w:tblGrid"))
    columns = [] if grid is None else grid.findall(qn("w:gridCol"))
    wanted = max(_columns(row.iter(_CELL), row) for row in table.iterchildren(_ROW, _CONTROL))
    if not columns or wanted in {0, len(columns)}:
        return
    widths = [column.get(qn("w:w"), "0") for column in columns]
    total = sum(int(float(width)) for width in widths if width.replace(".", "", 1).isdecimal())
    for column in columns[wanted:]:
        grid.remove(column)
    for _ in range(wanted - len(columns)):
        grid.append(make("gridCol"))
    for column in grid.findall(qn("w:gridCol")):
        column.set(qn("w:w"), str(total // wanted))


def _columns(cells: Iterable[Any], row: Any) -> int:
    """Return how many columns the cells of *row* span, those of tables within them left out."""
    count = 0
    for cell in cells:
        if next(cell.iterancestors(_ROW), None) is row:
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            stated = "1" if span is None else span.get(qn("w:val"), "1")
            count += int(stated) if stated.isdecimal() else 1
    return count


def _number_drawings(drawings: list[Any]) -> None:
    """Number the drawings where two have the same number."""
    numbers = {drawing.get("id") for drawing in drawings}
    if len(numbers) < len(drawings):
        for number, drawing in enumerate(drawings, start=1):
            drawing.set("id", str(number))
