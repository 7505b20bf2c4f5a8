"""Fill in a unit's form for the demonstration (演示): the plan of its blank with answers inserted."""

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

    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.grid import CellValue
    from pipeline.model.unit import Unit
    from pipeline.workbook.writing.plan import Formula, PlannedCell, SheetPlan

    CellInput = CellValue | Formula | None

_LABELS, _ANSWERS, _EXPLANATIONS = 2, 3, 6  # the columns of a blank's single fields
_LIST_HEADER = 4  # the row of a list's column titles


@dataclass(frozen=True, slots=True)
class Answers:
    """Content that a clerk types: answers and explanations by label, rows of lists by sheet."""

    singles: Mapping[str, CellInput] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, CellInput]]] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)

    def with_singles(self, **changed: CellInput) -> Answers:
        """Return the same answers with some singles replaced."""
        return replace(self, singles={**self.singles, **changed})


def filled_sheets(
    campaign: Campaign, unit: Unit, answers: Answers, period: Period | None = None
) -> tuple[SheetPlan, ...]:
    """Return the sheets of the blank of *unit* for *period* with *answers* in their input cells."""
    return tuple(_fill(sheet, answers) for sheet in form_sheets(campaign, unit, period))


def as_workbook(sheets: Sequence[SheetPlan], moment: datetime) -> bytes:
    """Return *sheets* as the bytes of a workbook."""
    return write_book(sheets, moment)


def _fill(sheet: SheetPlan, answers: Answers) -> SheetPlan:
    if sheet.name in answers.rows:
        return _fill_list(sheet, answers.rows[sheet.name])
    labels = {
        cell.at.row: label_key(str(cell.value))
        for cell in sheet.cells
        if cell.at.column == _LABELS and cell.value is not None
    }
    singles = {label_key(name): value for name, value in answers.singles.items()}
    explanations = {label_key(name): value for name, value in answers.explanations.items()}
    cells = []
    for cell in sheet.cells:
        label = labels.get(cell.at.row, "")
        if cell.at.column == _ANSWERS and label in singles:
            cells.append(replace(cell, value=singles[label]))
        elif cell.at.column == _EXPLANATIONS and label in explanations:
            cells.append(replace(cell, value=explanations[label]))
        else:
            cells.append(cell)
    return replace(sheet, cells=tuple(cells))


def _fill_list(sheet: SheetPlan, rows: Sequence[Mapping[str, CellInput]]) -> SheetPlan:
    columns = {
        label_key(str(cell.value)): cell.at.column
        for cell in sheet.cells
        if cell.at.row == _LIST_HEADER
    }
    inputs = {
        Address(_LIST_HEADER + number, columns[label_key(name)]): value
        for number, row in enumerate(rows, start=1)
        for name, value in row.items()
    }
    return replace(sheet, cells=tuple(_with_input(cell, inputs) for cell in sheet.cells))


def _with_input(cell: PlannedCell, inputs: Mapping[Address, CellInput]) -> PlannedCell:
    return replace(cell, value=inputs[cell.at]) if cell.at in inputs else cell
