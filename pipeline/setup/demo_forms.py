"""A unit's form filled in for the demonstration: the blank's own plan, with answers put in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.campaign.blanks import form_sheets
from pipeline.model.grid import Address
from pipeline.values.text import label_key
from pipeline.workbook.writing.write import write_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign
    from pipeline.model.grid import CellValue
    from pipeline.model.unit import Unit
    from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan

    Typed = CellValue | Formula | None

_LABELS, _ANSWERS, _EXPLANATIONS = 2, 3, 6  # the columns of a blank's single fields
_LIST_HEADER = 4  # the row of a list's column titles


@dataclass(frozen=True, slots=True)
class Answers:
    """What a clerk typed: answers and explanations by label, rows of lists by sheet."""

    singles: Mapping[str, Typed] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, Typed]]] = field(default_factory=dict)
    explained: Mapping[str, str] = field(default_factory=dict)

    def but(self, **changed: Typed) -> Answers:
        """The same answers with some singles typed differently."""
        return replace(self, singles={**self.singles, **changed})


def filled_sheets(campaign: Campaign, unit: Unit, answers: Answers) -> tuple[SheetPlan, ...]:
    """The blank of *unit* with *answers* typed into its input cells."""
    return tuple(_filled(sheet, answers) for sheet in form_sheets(campaign, unit))


def as_workbook(sheets: Sequence[SheetPlan], moment: datetime) -> bytes:
    """Those sheets as the workbook a unit would send."""
    return write_book(sheets, moment)


def _filled(sheet: SheetPlan, answers: Answers) -> SheetPlan:
    if sheet.name in answers.rows:
        return _list_filled(sheet, answers.rows[sheet.name])
    labels = {
        cell.at.row: label_key(str(cell.value))
        for cell in sheet.cells
        if cell.at.column == _LABELS and cell.value is not None
    }
    singles = {label_key(name): value for name, value in answers.singles.items()}
    explained = {label_key(name): value for name, value in answers.explained.items()}
    cells = []
    for cell in sheet.cells:
        label = labels.get(cell.at.row, "")
        if cell.at.column == _ANSWERS and label in singles:
            cells.append(replace(cell, value=singles[label]))
        elif cell.at.column == _EXPLANATIONS and label in explained:
            cells.append(replace(cell, value=explained[label]))
        else:
            cells.append(cell)
    return replace(sheet, cells=tuple(cells))


def _list_filled(sheet: SheetPlan, rows: Sequence[Mapping[str, Typed]]) -> SheetPlan:
    columns = {
        label_key(str(cell.value)): cell.at.column
        for cell in sheet.cells
        if cell.at.row == _LIST_HEADER
    }
    typed = {
        Address(_LIST_HEADER + number, columns[label_key(name)]): value
        for number, row in enumerate(rows, start=1)
        for name, value in row.items()
    }
    return replace(sheet, cells=tuple(_with(cell, typed) for cell in sheet.cells))


def _with(cell: PlannedCell, typed: Mapping[Address, Typed]) -> PlannedCell:
    return replace(cell, value=typed[cell.at]) if cell.at in typed else cell
