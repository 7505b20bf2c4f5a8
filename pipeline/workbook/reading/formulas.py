"""Read the formulas (公式) of the office's own form, each as it is in its cell.

openpyxl writes out what a form shares between cells; it is only ever run in the bounded child.
"""

from __future__ import annotations

import warnings
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.model.grid import Address
from pipeline.workbook.signatures import ZIP

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_formulas(content: bytes, _name: str) -> Mapping[tuple[str, Address], str]:
    """Return the formulas of an .xlsx by sheet and cell, with the leading “=”; none of other formats.

    A form that openpyxl can't open has none: its values are read all the same.
    """
    if not content.startswith(ZIP):
        return {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on extensions that it would lose on saving
            book = openpyxl.load_workbook(BytesIO(content), keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError):
        return {}
    return {
        (sheet.title, Address(cell.row, cell.column)): str(cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and isinstance(cell.value, str)
    }
