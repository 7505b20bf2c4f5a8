"""Parse a checked workbook with python-calamine, and correct its cells by what the scans found."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

import python_calamine as calamine

from pipeline.model.grid import Address, Cell, Grid, Merge
from pipeline.workbook.errors import WorkbookUnreadable
from pipeline.workbook.limits import (
    DAMAGED,
    ENCRYPTED,
    SHEETS_AT_MOST,
    TOO_MANY_SHEETS,
    Extent,
    refuse_if_too_large,
)
from pipeline.workbook.reading.binary_flags import CellFlags
from pipeline.workbook.reading.cells import (
    UNCOMPUTED,
    cell_of,
    duration_cell,
    number_cell,
    percent_cell,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.workbook.reading.sheet_scan import SheetScan


def parse_grids(
    content: bytes, name: str, scans: Mapping[str, SheetScan | CellFlags]
) -> tuple[Grid, ...]:
    """Parse with the library, and correct its cells by what the *scans* of the sheets found.

    Raises:
        WorkbookUnreadable: damaged, encrypted, or beyond the limits of a form.
    """
    try:
        with calamine.load_workbook(BytesIO(content)) as workbook:
            return tuple(_grids(workbook, name, scans))
    except calamine.PasswordError as error:
        raise WorkbookUnreadable(name, ENCRYPTED) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise WorkbookUnreadable(name, DAMAGED) from error
    except BaseException as error:
        # On broken records the library raises a class that can't be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookUnreadable(name, DAMAGED) from error


def _grids(
    workbook: calamine.CalamineWorkbook,
    name: str,
    scans: Mapping[str, SheetScan | CellFlags],
) -> Iterator[Grid]:
    extent = Extent(name)
    if len(workbook.sheets_metadata) > SHEETS_AT_MOST:
        raise WorkbookUnreadable(name, TOO_MANY_SHEETS)
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        refuse_if_too_large(sheet.total_height, sheet.total_width, sheet.name, name)
        cells = dict(_cells(sheet))
        extent.add(len(cells), sheet.total_height, sheet.total_width, sheet.name)
        if meta.name in scans:
            _apply_flags(cells, scans[meta.name])
        visible = meta.visible == calamine.SheetVisibleEnum.Visible
        yield Grid(meta.name, MappingProxyType(cells), _merges(sheet), visible)


def _apply_flags(cells: dict[Address, Cell], scan: SheetScan | CellFlags) -> None:
    for at, fault in scan.faults.items():
        cells[at] = Cell("" if fault == UNCOMPUTED else fault, fault)
    for at in scan.percentages & cells.keys():
        value = cells[at].value
        if isinstance(value, Decimal):
            cells[at] = percent_cell(value)
    for at in scan.negatives.keys() & cells.keys():
        # No day comes before the first: of the whole workbook only a number can be meant.
        if isinstance(cells[at].value, date | time):
            cells[at] = number_cell(scan.negatives[at])
    if isinstance(scan, CellFlags):
        cells.update({at: Cell(text) for at, text in scan.texts.items()})
    else:
        cells.update({at: duration_cell(length) for at, length in scan.durations.items()})


def _merges(sheet: calamine.CalamineSheet) -> tuple[Merge, ...]:
    ranges = sheet.merged_cell_ranges or []
    return tuple(
        Merge(Address(top + 1, left + 1), Address(bottom + 1, right + 1))
        for (top, left), (bottom, right) in ranges
    )


def _cells(sheet: calamine.CalamineSheet) -> Iterator[tuple[Address, Cell]]:
    rows = sheet.to_python(skip_empty_area=False)
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            cell = cell_of(value)
            if cell is not None:
                yield Address(row, column), cell
