"""Write the summary in the office's own form (同式汇总表): totals, categories, a sheet for each unit, sources."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.current import counted_units
from pipeline.consolidation.own_form.fill import fill_copy
from pipeline.consolidation.own_form.layout import form_layout
from pipeline.consolidation.own_form.live import with_live_sums
from pipeline.consolidation.own_form.names import SheetNames
from pipeline.consolidation.own_form.notes import remark_sheet, source_sheet
from pipeline.consolidation.own_form.scope import (
    by_category,
    group_scopes,
    total_scope,
    unit_scopes,
)
from pipeline.model.figure import TrailEntry
from pipeline.workbook.filling.fill_form import fill_form
from pipeline.workbook.filling.plan import FilledSheet, LiveFormula
from pipeline.workbook.formulas.references import transplanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.own_form.fill import FilledCopy
    from pipeline.consolidation.own_form.layout import At, FormLayout
    from pipeline.consolidation.own_form.scope import Scope
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.form import Form
    from pipeline.model.submission import Standing
    from pipeline.workbook.filling.plan import FilledCell

    Names = Mapping[str, str]

UNITS_AT_MOST: Final = 60  # with a sheet each
_SHEETS_AT_MOST: Final = 300
_NO_SHEETS: Final = "单位较多，没有给每个单位一张工作表，合计是数值；各单位的数见“来源”表，或用 baosong consolidate --field 出分户表。"


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What is read from the form's package (表样): its formulas, and the cells that show percentages."""

    formulas: Mapping[At, str]
    percents: frozenset[At]


def form_summary(
    collected: tuple[Campaign, Period, Sequence[Standing]], form: Form, facts: FormFacts
) -> tuple[bytes, tuple[TrailEntry, ...]]:
    """Return the workbook in the form's own shape, and the trail (溯源) of each number in it.

    The form's own sheets come first with the sums of all units of one level (层级), then for each of them
    the categories, the other levels and the units. The same figures give the same bytes.

    Raises:
        WorkbookUnreadable: the form can't be patched.
    """
    campaign, _, standings = collected
    layout = form_layout(campaign, form, facts.formulas, facts.percents)
    counted = by_category(counted_units(campaign, standings), campaign)
    total = fill_copy(layout, total_scope(campaign, standings, counted))
    groups = [fill_copy(layout, scope) for scope in group_scopes(campaign, standings, counted)]
    living = _with_sheets(counted, total.scope, layout)
    units = [fill_copy(layout, scope) for scope in unit_scopes(living)]
    names = SheetNames(tuple(grid.name for grid in form.book.sheets))
    remarks, sources = names.free("说明"), names.free("来源")
    named = [(copy, _names(copy, layout, names)) for copy in (*groups, *units)]
    if units:
        single = [(c, n) for c, n in named if c.scope.single]
        total = _living(layout, total, single)
        named = [(_living(layout, copy, single), own) for copy, own in named]
    sheets = (*_own_sheets(total, layout), *_copies(named, layout))
    listed = ((total, {}), *_of_other_units(named, total.scope))
    notes = (
        remark_sheet(
            collected, total, remarks, () if len(living) == len(counted) else (_NO_SHEETS,)
        ),
        source_sheet(listed, sources),
    )
    trail = [*_trail(total, {}), *(entry for copy, own in named for entry in _trail(copy, own))]
    return fill_form(form.content, form.name, sheets, notes), tuple(trail)


def _with_sheets(
    counted: Sequence[CountedUnit], total: Scope, layout: FormLayout
) -> tuple[CountedUnit, ...]:
    """Return the units that get a sheet each: all, or else those that the total is over; none of too many."""
    for units in (tuple(counted), total.counted):
        if len(units) <= UNITS_AT_MOST and len(units) * len(layout.sheets) <= _SHEETS_AT_MOST:
            return units
    return ()


def _of_other_units(
    named: Sequence[tuple[FilledCopy, Names]], total: Scope
) -> Iterator[tuple[FilledCopy, Names]]:
    """Yield the copies that list units besides those of the total: the details of each unit are listed once."""
    listed = {item.unit.code for item in total.counted}
    for copy, own in named:
        codes = {item.unit.code for item in copy.scope.counted}
        if not copy.scope.single and not codes & listed:
            listed |= codes
            yield copy, own


def _living(
    layout: FormLayout, copy: FilledCopy, units: Sequence[tuple[FilledCopy, Names]]
) -> FilledCopy:
    if copy.scope.single:
        return copy
    own = {item.unit.code for item in copy.scope.counted}
    members = [each for each in units if each[0].scope.counted[0].unit.code in own]
    return with_live_sums(layout, copy, members) if len(members) == len(own) else copy


def _names(copy: FilledCopy, layout: FormLayout, names: SheetNames) -> Names:
    """Return the names of the sheets of a copy by the form's: the unit, and of several sheets each one's."""
    several = len(layout.sheets) > 1
    return {sheet: names.free(copy.scope.name, sheet if several else "") for sheet in layout.sheets}


def _own_sheets(total: FilledCopy, layout: FormLayout) -> Iterator[FilledSheet]:
    for grid in layout.form.book.sheets:
        cells = tuple(cell for (sheet, _), cell in total.cells.items() if sheet == grid.name)
        if cells:
            yield _sheet(total, layout, (grid.name, grid.name), cells)


def _copies(named: Sequence[tuple[FilledCopy, Names]], layout: FormLayout) -> Iterator[FilledSheet]:
    for sheet in layout.sheets:
        for copy, names in named:
            cells = tuple(
                _renamed(cell, sheet, names)
                for (own, _), cell in copy.cells.items()
                if own == sheet
            )
            yield _sheet(copy, layout, (sheet, names[sheet]), cells)


def _sheet(
    copy: FilledCopy,
    layout: FormLayout,
    names: tuple[str, str],
    cells: tuple[FilledCell, ...],
) -> FilledSheet:
    origin, name = names
    units = [] if copy.scope.single else [a for a in layout.lists if a.sheet == origin]
    widened = max((area.unit_column for area in units), default=0)
    return FilledSheet(origin, name, cells, copy.insertions.get(origin, ()), widened)


def _renamed(cell: FilledCell, sheet: str, names: Names) -> FilledCell:
    """Return a cell whose formula refers to the copies of the form's sheets instead of to the totals."""
    if not isinstance(cell.value, LiveFormula):
        return cell
    expression = transplanted(cell.value.expression, sheet, {}, names)
    return replace(cell, value=replace(cell.value, expression=expression))


def _trail(copy: FilledCopy, names: Names) -> Iterator[TrailEntry]:
    order = {sheet: number for number, sheet in enumerate(copy.insertions)}
    for (sheet, at), figure in sorted(
        copy.figures, key=lambda each: (order.get(each[0][0], 0), each[0][1])
    ):
        yield TrailEntry(f"{names.get(sheet, sheet)}!{at}", figure)
