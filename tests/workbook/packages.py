"""Packages drawn by hand: sheets as XML, and workbooks with one part spoilt."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from pipeline.clock import BEIJING
from pipeline.model.grid import Address
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model.grid import CellValue
    from pipeline.workbook.writing.plan import Formula, Link

MOMENT: Final = datetime(2026, 9, 1, 9, 0, tzinfo=BEIJING)
FIRST_SHEET: Final = "xl/worksheets/sheet1.xml"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def plan(*values: CellValue | Formula | Link | None, style: Style = Style.TEXT) -> SheetPlan:
    """A sheet 基本情况 with *values* down column A."""
    cells = (PlannedCell(Address(row, 1), value, style) for row, value in enumerate(values, 1))
    return SheetPlan("基本情况", tuple(cells))


def written(*sheets: SheetPlan) -> bytes:
    return write_book(sheets, MOMENT)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package *content* with one part put through *change*."""
    parts = parts_of(content)
    before = parts[part]
    parts[part] = change(before)
    assert parts[part] != before, "the test has changed nothing"
    return packed(parts)


def with_rows(rows: str) -> bytes:
    """A workbook whose one sheet 基本情况 holds “甲” in A1 and then *rows* as XML."""
    end = b"</sheetData>"
    return changed(
        written(plan("甲")), FIRST_SHEET, lambda xml: xml.replace(end, rows.encode() + end)
    )
