"""Read which cells of a protected sheet (保护工作表) people can fill in.

openpyxl reads protection and styles; it is only ever run in the bounded child.
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


def read_unlocked(content: bytes, _name: str) -> Mapping[str, frozenset[Address]]:
    """Return the unlocked cells of each protected sheet of an .xlsx; sheets without protection are left out.

    Of other formats, and where openpyxl can't open it, nothing is returned.
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
        sheet.title: frozenset(
            Address(cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.protection is not None and not cell.protection.locked
        )
        for sheet in book.worksheets
        if sheet.protection.sheet
    }
