"""Read the formulas (公式) of the office's own form, each as it is in its cell.

openpyxl writes out what a form shares between cells. Others' forms are drafted in the bounded child; a
form that became a campaign's is read where the campaign is loaded.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.package import read_package
from pipeline.workbook.signatures import ZIP

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook


_UNREADABLE: Final = (
    WorkbookUnreadable, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError,
)  # fmt: skip
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")


def read_formulas(content: bytes, name: str) -> Mapping[tuple[str, Address], str]:
    """Return the formulas of an .xlsx by sheet and cell, with the leading “=”; none of other formats.

    That of a cell shown as a percentage is multiplied by 100, as its value is read. A form that openpyxl
    can't open has none: its values are read all the same.
    """
    return {at: _as_read(text, shown) for at, text, shown in _formulas(content, name)}


def written_formulas(content: bytes, name: str) -> Mapping[tuple[str, Address], str]:
    """Return the formulas of an .xlsx by sheet and cell, each as it is in its cell; none of other formats."""
    return {at: text for at, text, _ in _formulas(content, name)}


def _formulas(content: bytes, name: str) -> Iterator[tuple[tuple[str, Address], str, str]]:
    """Yield cell, formula and number format of each formula."""
    if not content.startswith(ZIP):
        return
    try:
        parts = read_package(content, name)
        # Most forms hold no formula, and needn't be parsed once more.
        if not any(_FORMULA.search(xml) for part, xml in parts.items() if "sheet" in part.lower()):
            return
        book = _opened(content)
    except _UNREADABLE:
        return
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    yield (
                        (sheet.title, Address(cell.row, cell.column)),
                        cell.value,
                        cell.number_format,
                    )


def _opened(content: bytes) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415 - a quarter of a second, and few commands need it
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on extensions that it would lose on saving
            return load_workbook(BytesIO(content), keep_links=False)
    except InvalidFileException as error:
        raise ValueError(error) from error


def _as_read(formula: str, number_format: str) -> str:
    return f"=({formula.lstrip('=')})*100" if "%" in number_format else formula
