"""Write and read the stamp (标记) of a form: campaign, version of the form, unit; hidden and visible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.model.grid import Address
from pipeline.workbook.writing.plan import PlannedCell, SheetPlan, Style

if TYPE_CHECKING:
    from pipeline.model.grid import Book

STAMP_SHEET: Final = "报送通标记"
_NAMES: Final = ("任务", "版本", "单位")
_PERIOD: Final = "期别"  # blanks of earlier releases have none
_VISIBLE: Final = re.compile(r"表号\s*(\S+)\s+版本\s*(\S+)\s+单位编号\s*(\S+)(?:\s+期别\s*(\S+))?")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Identify a blank: the campaign's code, the form's version, the unit's code, the period's code.

    ``period`` is empty in a one-time campaign, and on blanks that were sent out before it was printed.
    """

    campaign: str
    version: str
    unit: str
    period: str = ""


def stamp_sheet(stamp: Stamp) -> SheetPlan:
    """Return the hidden sheet that holds *stamp*; Excel's menu can't show it."""
    cells = [PlannedCell(Address(1, 1), STAMP_SHEET, Style.HIDDEN_TEXT)]
    values = [*zip(_NAMES, (stamp.campaign, stamp.version, stamp.unit), strict=True)]
    values += [(_PERIOD, stamp.period)] if stamp.period else []
    for row, (name, value) in enumerate(values, start=2):
        cells.append(PlannedCell(Address(row, 1), name, Style.HIDDEN_TEXT))
        cells.append(PlannedCell(Address(row, 2), value, Style.HIDDEN_TEXT))
    return SheetPlan(STAMP_SHEET, tuple(cells), protected=True, hidden=True)


def visible_stamp(stamp: Stamp) -> str:
    """Return the stamp as a printed line, for a form that is copied into a new workbook."""
    period = f"　期别 {stamp.period}" if stamp.period else ""
    return f"表号 {stamp.campaign}　版本 {stamp.version}　单位编号 {stamp.unit}{period}"


def read_visible_stamp(text: str) -> Stamp | None:
    """Parse the line that :func:`visible_stamp` printed.

    >>> read_visible_stamp("表号 WMDW-2026　版本 3f9a12　单位编号 U07").unit
    'U07'
    """
    match = _VISIBLE.search(text)
    return Stamp(match[1], match[2], match[3], match[4] or "") if match else None


def read_stamp(book: Book) -> Stamp | None:
    """Return the stamp of a workbook: from its hidden sheet, else from a visible line."""
    hidden = book.sheet(STAMP_SHEET)
    if hidden is not None:
        texts = {
            str(hidden.cells[Address(row, 1)].value): str(hidden.cells[Address(row, 2)].value)
            for row in (2, 3, 4, 5)
            if Address(row, 1) in hidden.cells and Address(row, 2) in hidden.cells
        }
        if set(_NAMES) <= set(texts):
            campaign, version, unit = (texts[name] for name in _NAMES)
            return Stamp(campaign, version, unit, texts.get(_PERIOD, ""))
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            stamp = read_visible_stamp(cell.value) if isinstance(cell.value, str) else None
            if stamp is not None:
                return stamp
    return None
