"""Describe a cross table (交叉表) in rows of the 任务书: one for the table, one for each line that differs."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.campaign.book.crossings import NO_MEASURE, CrossPart, region_text
from pipeline.campaign.drafting.cross_settings import (
    Setting,
    cell_setting,
    column_notes,
    figure_text,
    is_record,
    months_note,
    record_setting,
)
from pipeline.campaign.drafting.line_kinds import with_line_kinds
from pipeline.campaign.form.headings import cross_table
from pipeline.campaign.form.measures import measure_line
from pipeline.campaign.form.names import PATH_MARK, bare_heading, line_names
from pipeline.model.campaign import Aggregation, Kind
from pipeline.model.grid import Address, column_letters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pipeline.campaign.drafting.grid import FormSheet
    from pipeline.campaign.form.view import SheetView
    from pipeline.model.form import CrossTable, Heading, Region


def draft_table(
    view: SheetView, region: Region, part: tuple[str, str], sheet: FormSheet
) -> tuple[CrossTable, list[tuple[str, ...]]]:
    """Return the cross table in *region* and its rows in the 任务书; *part* is its code and its name."""
    code, name = part
    table = cross_table(view, region, code)
    common = _common_measure(view, region)
    by_row = all(is_record(column) for column in table.columns)
    cells = {
        (row.number, column.number): record_setting(row)
        if by_row
        else cell_setting(row, column, common)
        for row in table.rows
        for column in table.columns
        if Address(row.number, column.number) in table.places
    }
    default = _most_common(cells.values())
    notes = column_notes(view, table, sheet.computed)
    whole = (code, name, CrossPart.TABLE, region_text(region))
    drafted = [_row(whole, region.sheet, (default, (), months_note(table)))]
    columns = {c.number: _uniform(cells, 1, c.number) for c in table.columns}
    columns = {n: setting for n, setting in columns.items() if setting and setting != default}
    drafted += _row_lines(table, cells, columns, default)
    for column in table.columns:
        listed = _options_of(table, column.number, sheet.dropdowns)
        setting, note = columns.get(column.number), notes.get(column.number, "")
        if setting is not None or listed or note:
            line = (
                f"{code}列{column_letters(column.number)}",
                _shown(column),
                CrossPart.COLUMN,
                "",
            )
            shown = _against(default, setting) if setting else default
            drafted.append(_row(line, region.sheet, (shown, listed, note)))
    return table, with_line_kinds(drafted, table, _kinds(table, cells))


def _kinds(
    table: CrossTable, cells: Mapping[tuple[int, int], Setting]
) -> Mapping[tuple[int, int], str]:
    """Return the kinds (指标种类) of the cells of a table that hold figures."""
    lines = line_names(table)
    return {
        (row.number, column.number): text
        for row, row_name in zip(table.rows, lines[0], strict=True)
        for column, column_name in zip(table.columns, lines[1], strict=True)
        if (setting := cells.get((row.number, column.number))) is not None
        and (text := figure_text(setting, (row_name, column_name), lines))
    }


def _against(default: Setting | None, setting: Setting) -> Setting:
    """Return the setting of a line as it is written: without a measure, it says so where the table has one."""
    inherits = default is not None and default.measure and not setting.measure
    return replace(setting, measure=NO_MEASURE) if inherits else setting


def _row_lines(
    table: CrossTable,
    cells: Mapping[tuple[int, int], Setting],
    columns: Collection[int],
    default: Setting | None,
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the 任务书 for the rows of a table that differ, apart from its *columns* that do."""
    left = {key: setting for key, setting in cells.items() if key[1] not in columns}
    for head in table.rows:
        setting = _most_common(_along(left, 0, head.number))
        if setting is not None and setting != default:
            line = (f"{table.code}行{head.number}", _shown(head), CrossPart.ROW, "")
            yield _row(line, table.region.sheet, (_against(default, setting), (), ""))


def _row(
    part: tuple[str, str, CrossPart, str],
    sheet: str,
    given: tuple[Setting | None, tuple[str, ...], str],
) -> tuple[str, ...]:
    code, name, shape, place = part
    setting, options, note = given
    known = setting or Setting(Kind.DECIMAL, "", Aggregation.SUM)
    kind = Kind.CHOICE if options else known.kind
    way = Aggregation.TALLY if options else known.aggregation
    required = "否" if shape is CrossPart.TABLE else ""
    return (
        code, name, "", sheet, shape.value, kind.value, required, "", "", "、".join(options),
        known.measure, "", way.value, "", "", note, place,
    )  # fmt: skip


def _common_measure(view: SheetView, region: Region) -> str:
    """Return the measure of a line “单位：万元” above a table, where it names one."""
    for row in range(region.body.row - 1, 0, -1):
        for column in range(1, view.last_column + 1):
            at = Address(row, column)
            measures = measure_line(view.shown(at)) if view.anchor(at) == at else None
            if measures is not None:
                return measures[0] if len(measures) == 1 else ""
    return ""


def _uniform(cells: Mapping[tuple[int, int], Setting], axis: int, number: int) -> Setting | None:
    along = set(_along(cells, axis, number))
    return along.pop() if len(along) == 1 else None


def _along(cells: Mapping[tuple[int, int], Setting], axis: int, number: int) -> Iterator[Setting]:
    return (setting for key, setting in cells.items() if key[axis] == number)


def _most_common(settings: Iterable[Setting]) -> Setting | None:
    counted = Counter(settings)
    return counted.most_common(1)[0][0] if counted else None


def _options_of(
    table: CrossTable, column: int, options: Mapping[Address, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the drop-down that all cells of a column share."""
    found = {options.get(at, ()) for at in table.places if at.column == column}
    listed = found.pop() if len(found) == 1 else ()
    return listed if len(listed) > 1 else ()


def _shown(heading: Heading) -> str:
    return PATH_MARK.join(map(bare_heading, heading.texts))
