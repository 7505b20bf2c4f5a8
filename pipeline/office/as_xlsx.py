"""Convert a workbook of another kind (.xls, .et, .ods, .csv) to .xlsx, with its looks where that is possible."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from pipeline.official.errors import RendererMissing, RenderFailed
from pipeline.official.rendering.render import to_xlsx
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.writing.plain_copy import plain_copy

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.grid import Address, Book, Grid


@dataclass(frozen=True, slots=True)
class Converted:
    """An .xlsx with the content of another workbook; ``looks_kept`` is whether the layout is its own."""

    content: bytes
    looks_kept: bool


def as_xlsx(content: bytes, book: Book, read: Callable[[bytes, str], Book]) -> Converted:
    """Convert the workbook *content*, which was read as *book*, to .xlsx; *read* reads the result.

    Without LibreOffice, or where that finds other texts or names of sheets than the reader (a .csv in
    GBK), the result has the values and the merged ranges as the reader finds them.
    """
    with suppress(RendererMissing, RenderFailed, WorkbookUnreadable):
        converted = to_xlsx(content, PurePath(book.name).suffix.lower())
        if _has_texts_of(read(converted, "转换.xlsx"), book):
            return Converted(converted, looks_kept=True)
    return Converted(plain_copy(book), looks_kept=False)


def _has_texts_of(converted: Book, book: Book) -> bool:
    """Return whether each text on a visible sheet of *book* is in the same cell of *converted*."""
    return all(
        (other := converted.sheet(grid.name)) is not None
        and all(_text(other, at) == _text(grid, at) for at in grid.cells if _text(grid, at))
        for grid in book.sheets
        if grid.visible
    )


def _text(grid: Grid, at: Address) -> str:
    """Return the text of a cell without white space; empty where its value is no text."""
    cell = grid.cells.get(at)
    return "".join(cell.value.split()) if cell and isinstance(cell.value, str) else ""
