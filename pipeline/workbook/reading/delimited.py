"""Read tables of text (.csv, .tsv, “Unicode 文本”): lines of fields with a separator."""

from __future__ import annotations

import csv
import re
from types import MappingProxyType
from typing import Final

from pipeline.model.grid import Address, Grid
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import refuse_if_too_large, refuse_if_too_many
from pipeline.workbook.reading.cells import text_cell

_SHEET: Final = "Sheet1"  # what a spreadsheet program calls the one sheet of a text file
_SEPARATORS: Final = "\t,;|"
_QUOTED: Final = re.compile(r'"[^"]*"')  # a doubled quote parts it in two, and both go
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")
_SAMPLE_LINES: Final = 200  # lines, to see what parts them
_SAMPLE_CHARS: Final = 256 * 1024  # characters
_FORCED_TEXT: Final = re.compile(r'="((?:[^"]|"")*)"')
_NO_TABLE: Final = "这是文本文件，里面没有表格。请按下发的 Excel 表样填报。"
_UNPARSABLE: Final = (
    "文本表格的引号或分隔符不成对，读不出来。请用 Excel/WPS 打开，另存为 .xlsx 后再报送。"
)


def delimited_grids(text: str, name: str) -> tuple[Grid, ...]:
    """Read the one table of a text file, each field as its text.

    Raises:
        WorkbookUnreadable: the lines have no separator, or it is too large or broken.
    """
    separator = _separator(text)
    if not separator:
        raise WorkbookUnreadable(name, _NO_TABLE)
    cells = {}
    farthest = row = 0
    try:
        for row, fields in enumerate(
            csv.reader((line[0] for line in _LINE.finditer(text)), delimiter=separator), start=1
        ):
            farthest = max(farthest, len(fields))
            refuse_if_too_large(row, farthest, _SHEET, name)
            for column, field in enumerate(fields, start=1):
                cell = text_cell(_field_text(field))
                if cell is not None:
                    cells[Address(row, column)] = cell
            refuse_if_too_many(len(cells), name)
    except csv.Error as error:
        raise WorkbookUnreadable(name, _UNPARSABLE) from error
    return (Grid(_SHEET, MappingProxyType(cells)),)


def _separator(text: str) -> str:
    """Return what separates the most lines; a tab before a comma, as sentences contain no tabs."""
    unquoted = _QUOTED.sub("", text[:_SAMPLE_CHARS])
    lines = [line for line in unquoted.splitlines()[:_SAMPLE_LINES] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda mark: counts[mark])
    return best if counts[best] * 2 > len(lines) else ""


def _field_text(field: str) -> str:
    """Return the text that a spreadsheet shows: ``="0123"`` is a way to keep a leading zero."""
    forced = _FORCED_TEXT.fullmatch(field)
    return forced[1].replace('""', '"') if forced else field
