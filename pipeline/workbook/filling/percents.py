"""Find the cells of a form that show percentages: in them 85% is stored as 0.85."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.grid import Address, address_of
from pipeline.workbook.package import (
    MAIN,
    parse_part,
    percent_styles,
    read_package,
    workbook_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def percent_cells(content: bytes, name: str) -> frozenset[tuple[str, Address]]:
    """Return sheet and address of each cell of an .xlsx whose format is a percentage.

    Raises:
        WorkbookUnreadable: it is no .xlsx package.
    """
    return frozenset(_found(content, name))


def _found(content: bytes, name: str) -> Iterator[tuple[str, Address]]:
    parts = read_package(content, name)
    book = workbook_parts(parts, name)
    styles = percent_styles(parts[book.styles], name) if book.styles in parts else frozenset()
    for sheet in book.sheets if styles else ():
        for cell in parse_part(parts[sheet.path], name).iter(f"{{{MAIN}}}c"):
            at = address_of(cell.get("r", "")) if cell.get("s") in styles else None
            if at is not None:
                yield sheet.title, at
