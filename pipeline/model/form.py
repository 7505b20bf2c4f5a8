"""Define the office's own form (表样): its sheets as they are printed, and its cross tables (交叉表)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.grid import Address, Book


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Place of a field (位置) on the form: the sheet, and the cell to fill in.

    Of a list it is the heading of the column.
    """

    sheet: str
    at: Address


@dataclass(frozen=True, slots=True)
class Region:
    """Area of a cross table on the form: its first and last cell, and the first cell to fill in.

    Above ``body`` are the column headings (宾栏), left of it the row headings (主栏).
    """

    sheet: str
    first: Address
    body: Address
    last: Address


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading of a row (主栏) or a column (宾栏): its number in the sheet, and its texts from the outermost in.

    ``measure`` is the 计量单位 that the form prints for it; ``parent`` the row that it is a part of (其中).
    """

    number: int
    texts: tuple[str, ...]
    measure: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Cross table (交叉表) of the form: row headings × column headings (主栏 × 宾栏).

    ``places`` are the cells to fill in; what the form prints between them is none of them. ``name`` is
    that of its row in the 任务书.
    """

    code: str
    region: Region
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    places: frozenset[Address]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """Crossing of a row and a column of a cross table, each by its index in the table."""

    table: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Form:
    """The office's own form (表样): the file's name, digest and content, its sheets, its cross tables."""

    name: str
    digest: str
    book: Book
    content: bytes = field(repr=False)
    tables: tuple[CrossTable, ...] = ()
