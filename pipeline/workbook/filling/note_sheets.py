"""Write sheets of plain rows (说明、来源) into a package that has the styles of a form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pipeline.model.grid import Address, column_letters
from pipeline.workbook.filling.cells import decimal_text
from pipeline.workbook.package import MAIN
from pipeline.workbook.writing.values import is_exact, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.workbook.filling.plan import NoteSheet


def note_part(sheet: NoteSheet, heading: str, text: str) -> bytes:
    """Return the part of a sheet of plain rows; *heading* and *text* are the numbers of their styles."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, start=1)
    )
    rows = "".join(
        f'<row r="{number}">{"".join(_cells(number, row, heading if number == 1 else text))}</row>'
        for number, row in enumerate(sheet.rows, start=1)
    )
    last = Address(max(len(sheet.rows), 1), max(len(sheet.widths), 1))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>"
        f'<autoFilter ref="A1:{last}"/>'
        '<pageMargins left="0.6" right="0.6" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _cells(number: int, row: Sequence[str | Decimal], style: str) -> list[str]:
    cells = []
    for column, value in enumerate(row, start=1):
        at = f"{column_letters(column)}{number}"
        if isinstance(value, Decimal) and is_exact(value):
            cells.append(f'<c r="{at}" s="{style}"><v>{decimal_text(value)}</v></c>')
        elif value != "":
            shown = decimal_text(value) if isinstance(value, Decimal) else printable(value)
            cells.append(
                f'<c r="{at}" s="{style}" t="inlineStr"><is>'
                f'<t xml:space="preserve">{escape(shown)}</t></is></c>'
            )
    return cells
