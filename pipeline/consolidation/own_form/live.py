"""Write the sums over units as live formulas over their sheets (三维公式): =SUM(甲区:丁县!C5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.own_form.computation import moved_at
from pipeline.consolidation.own_form.contents import averaged
from pipeline.workbook.filling.plan import LiveFormula
from pipeline.workbook.formulas.references import quoted
from pipeline.workbook.writing.values import is_exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.consolidation.own_form.fill import FilledCopy
    from pipeline.consolidation.own_form.layout import At, FormLayout, SinglePlace
    from pipeline.model.grid import Address
    from pipeline.workbook.filling.plan import FilledCell

    Cell = tuple[str, Address]  # the sheet's own name in the summary

_FORMULA_AT_MOST: Final = 8_000  # characters; a spreadsheet takes 8,192
_ARGUMENTS_AT_MOST: Final = 250
_PLACES: Final = 2  # of a mean


def with_live_sums(
    layout: FormLayout,
    copy: FilledCopy,
    units: Sequence[tuple[FilledCopy, Mapping[str, str]]],
) -> FilledCopy:
    """Return *copy* with formulas for what it adds up, over the sheets of its *units*.

    Each unit is its copy of the form and the names of its sheets by the form's. They must be sheets
    that follow one another in this order.
    """
    cells = dict(copy.cells)
    for at, place in copy.live.items():
        made = _live(layout, cells[at], place, units)
        if made is not None:
            cells[at] = made
    return replace(copy, cells=cells)


def _live(
    layout: FormLayout,
    cell: FilledCell,
    place: SinglePlace,
    units: Sequence[tuple[FilledCopy, Mapping[str, str]]],
) -> FilledCell | None:
    if not isinstance(cell.value, Decimal) or not is_exact(cell.value):
        return None
    found: list[Cell] = []
    for unit, names in units:
        at = moved_at((place.sheet, place.at), unit.insertions)
        if not _counts(unit, at):
            return None
        found.append((names[place.sheet], at[1]))
    area = _area(found)
    if not area:
        return None
    if averaged(place.field):
        percent = (place.sheet, place.at) in layout.percents
        return replace(
            cell,
            value=LiveFormula(f"=ROUND(AVERAGE({area}),{_PLACES + 2 * percent})", cell.value),
        )
    return replace(cell, value=LiveFormula(f"=SUM({area})", cell.value))


def _counts(unit: FilledCopy, at: At) -> bool:
    """Return whether a spreadsheet would add up a unit's cell as it counts here."""
    filled = unit.cells.get(at)
    if filled is None or not isinstance(filled.value, Decimal):
        return True
    return is_exact(filled.value)


def _area(cells: Sequence[Cell]) -> str:
    """Return the cells as one area over sheets, or one by one.

    Excel also takes an area over sheets whose names need quotes; LibreOffice shows #NAME? for it.
    """
    if not cells:
        return ""
    (first, at), (last, _) = cells[0], cells[-1]
    same = len({place for _, place in cells}) == 1
    if same and len(cells) > 1 and first == quoted(first) and last == quoted(last):
        return f"{first}:{last}!{at}"
    text = ",".join(f"{quoted(name)}!{place}" for name, place in cells)
    return text if len(cells) <= _ARGUMENTS_AT_MOST and len(text) <= _FORMULA_AT_MOST else ""
