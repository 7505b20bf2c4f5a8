"""Write the rows of a table into a worksheet as XML, without an object for each cell.

XlsxWriter keeps an object for each cell and composes it attribute by attribute, which is most of what
a sheet of many thousand rows costs. Here, texts and numbers are composed at once, as the library would
compose them; the library itself composes every other value, and all else of the sheet.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from pipeline.model.grid import Address, column_letters
from pipeline.workbook.writing.plan import Style, Styled
from pipeline.workbook.writing.values import is_exact, printable, write_value

if TYPE_CHECKING:
    from xlsxwriter.format import Format

    from pipeline.model.grid import CellValue
    from pipeline.workbook.writing.formats import CellFormats
    from pipeline.workbook.writing.plan import TableRows

    _Column = tuple[
        str, str, int
    ]  # its letters, its number format, and the library's index of that

_SURELY_FITS: Final = 16_000  # characters; a cell holds 32,767 units of UTF-16


class TableWorksheet(Worksheet):  # type: ignore[misc]  # the library has no types
    """A worksheet of XlsxWriter whose last rows are those of a table."""

    def __init__(self) -> None:
        super().__init__()
        self._table_rows: list[str] = []

    def write_table(self, table: TableRows, formats: CellFormats) -> None:
        """Write the rows of *table*, below everything else on the sheet."""
        if not table.rows:
            return
        self._check_dimensions(table.last - 1, table.width - 1)  # extends those of the sheet
        composer = _Composer(self, formats, table.text)
        columns = composer.columns(table)
        for number, row in enumerate(table.rows, start=table.first):
            cells = "".join(map(composer.compose, columns, [number] * len(row), row))
            height = _height(table, number - table.first)
            self._table_rows.append(f'<row r="{number}"{height}>{cells}</row>')

    def compose(self, at: str, value: object, cell_format: Format) -> str:
        """Return the cell of any value as the library composes it."""
        row, column = xl_cell_to_rowcol(at)
        write_value(self, Address(row + 1, column + 1), value, cell_format)
        self.fh = io.StringIO()
        self._write_cell(row, column, self.table[row].pop(column))
        return self.fh.getvalue()

    def _write_rows(self) -> None:
        super()._write_rows()
        self.fh.write("".join(self._table_rows))


def _height(table: TableRows, at: int) -> str:
    if at >= len(table.heights):
        return ""
    return f' ht="{table.heights[at]:g}" customHeight="1"'


class _Composer:
    """Compose the cells of a table; the library's private functions number its formats and its texts."""

    def __init__(self, sheet: TableWorksheet, formats: CellFormats, text: Style) -> None:
        self._sheet = sheet
        self._formats = formats
        self._text = text
        self._text_index = formats.of(text)._get_xf_index()  # noqa: SLF001
        self._index_of = sheet.str_table._get_shared_string_index  # noqa: SLF001
        self._printable: dict[str, str] = {}

    def columns(self, table: TableRows) -> list[_Column]:
        """Return letters and number format of each column of *table*."""
        missing = [""] * (table.width - len(table.formats))
        return [
            (
                column_letters(number),
                number_format,
                self._formats.of(Style.NUMBER, number_format)._get_xf_index(),  # noqa: SLF001
            )
            for number, number_format in enumerate([*table.formats, *missing], start=1)
        ]

    def compose(self, column: _Column, row: int, value: CellValue | Styled) -> str:
        """Return the cell at *column* and *row*."""
        letters, number_format, number_index = column
        if value.__class__ is str:
            if not value:
                return f'<c r="{letters}{row}" s="{self._text_index}"/>'
            if len(value) < _SURELY_FITS:
                return (
                    f'<c r="{letters}{row}" s="{self._text_index}" t="s">'
                    f"<v>{self._index_of(self._clean(value))}</v></c>"
                )
        elif value.__class__ is Decimal and is_exact(value):
            number = f"{float(value):.16G}"
            return f'<c r="{letters}{row}" s="{number_index}"><v>{number}</v></c>'
        return self._other(f"{letters}{row}", number_format, value)

    def _clean(self, text: str) -> str:
        found = self._printable.get(text)
        if found is None:
            found = self._printable[text] = printable(text)
        return found

    def _other(self, at: str, number_format: str, value: CellValue | Styled) -> str:
        styled = value if isinstance(value, Styled) else Styled(value, self._style_of(value))
        own = number_format if styled.style.is_figure else ""
        return self._sheet.compose(at, styled.value, self._formats.of(styled.style, own))

    def _style_of(self, value: CellValue) -> Style:
        if isinstance(value, str):
            return self._text
        return Style.DATE if isinstance(value, date) else Style.NUMBER
