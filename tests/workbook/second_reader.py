"""Other readers of workbooks, and each cell as they and we read it, in words that can be compared.

openpyxl reads packages, xlrd the binary workbooks before 2007: other authors, other languages. What
they do otherwise than Excel is undone here: a cell under a merged range has no value in openpyxl.
"""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import openpyxl
import xlrd
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from pipeline.model.grid import Address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell.cell import Cell as TheirCell

    from pipeline.model.grid import Book, Cell

Sheets = dict[str, dict[str, str]]
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip
_COUNTED_ON: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_ZERO: Final = datetime(1899, 12, 31)  # noqa: DTZ001 - a cell has no zone


def ours(book: Book) -> Sheets:
    """Each sheet's cells as our reader has them."""
    return {
        grid.name: {str(at): _our_words(cell) for at, cell in grid.cells.items()}
        for grid in book.sheets
    }


def by_openpyxl(content: bytes) -> Sheets:
    """Each worksheet's cells as openpyxl reads them from a package."""
    content = _transitional(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(content))
    found: Sheets = {}
    for sheet in values.worksheets:
        typed = formulas[sheet.title]
        cells = found[sheet.title] = {}
        for (row, column), cell in sheet._cells.items():  # noqa: SLF001 - else each empty one is made
            words = _their_words(cell, typed.cell(row, column).value)
            if words:
                cells[cell.coordinate] = words
    return found


def _transitional(content: bytes) -> bytes:
    """A strict workbook in the usual namespaces: openpyxl knows no others."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as written,
    ):
        for name in package.namelist():
            part = package.read(name)
            for strict, usual in _STRICT:
                part = part.replace(strict, usual)
            written.writestr(name, part)
    return stream.getvalue()


def by_xlrd(content: bytes) -> Sheets:
    """Each worksheet's cells as xlrd reads them from a binary workbook."""
    found: Sheets = {}
    with xlrd.open_workbook(
        file_contents=content, formatting_info=True, logfile=io.StringIO()
    ) as book:
        for sheet in book.sheets():
            cells = found[sheet.name] = {}
            for row in range(sheet.nrows):
                for column in range(sheet.row_len(row)):
                    words = _words_of_xlrd(book, sheet.cell(row, column))
                    if words:
                        cells[str(Address(row + 1, column + 1))] = words
    return found


def differences(
    mine: Mapping[str, Mapping[str, str]], theirs: Mapping[str, Mapping[str, str]]
) -> list[str]:
    """Each sheet or cell that isn't the same, in words."""
    found = [f"sheet {name}: only one has it" for name in sorted(mine.keys() ^ theirs.keys())]
    for name in sorted(mine.keys() & theirs.keys()):
        for at in sorted(mine[name].keys() | theirs[name].keys()):
            here, there = mine[name].get(at, ""), theirs[name].get(at, "")
            if here != there:
                found.append(f"{name}!{at}: {here!r}, the other reads {there!r}")
    return found


def _our_words(cell: Cell) -> str:
    return _words(cell.value) if cell.fault in {"", "long-number"} else cell.fault


def _their_words(cell: TheirCell, typed: object) -> str:
    value = cell.value
    if isinstance(cell, MergedCell):
        return ""
    if value is None:
        formula = isinstance(typed, ArrayFormula | DataTableFormula) or (
            isinstance(typed, str) and typed.startswith("=")
        )
        return "uncomputed" if formula else ""
    if cell.data_type == "e":
        return str(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return _percent(value) if number and "%" in cell.number_format else _words(value)


def _words_of_xlrd(book: xlrd.Book, cell: xlrd.sheet.Cell) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _words(bool(cell.value))
    shown = book.format_map[book.xf_list[cell.xf_index].format_key].format_str or ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        if _COUNTED_ON.search(shown) or cell.value < 0:
            return _words(timedelta(days=cell.value))
        return _words(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode))
    if cell.ctype == xlrd.XL_CELL_NUMBER and "%" in shown:
        return _percent(cell.value)
    return _words(cell.value) if cell.ctype in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_TEXT} else ""


def _percent(value: float) -> str:
    return f"{(Decimal(f'{value:.15g}') * 100).normalize():f}%"


def _words(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, timedelta):
        seconds = round(abs(value).total_seconds())
        sign = "-" if value < timedelta(0) else ""
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, date | time):
        return _words_of_moment(value)
    if isinstance(value, int | float | Decimal):
        if not math.isfinite(value):
            return "#NUM!"
        return f"{Decimal(f'{float(value):.15g}').normalize():f}"
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return text if text.strip() else ""


def _words_of_moment(value: date | time) -> str:
    """A day in ISO's words, a time of a day as that many hours; to the second."""
    if isinstance(value, time):
        return _words(datetime.combine(_ZERO, value) - _ZERO)
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return _words(moment - _ZERO) if moment.year < _ZERO.year + 1 else moment.isoformat()
