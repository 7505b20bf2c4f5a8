"""Find a table of a superior's form with a row for each unit (逐单位填列), and the fields of its columns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import column_path, heading_key
from pipeline.consolidation.into_form.recognised import common_measure, path_of
from pipeline.model.campaign import Shape
from pipeline.model.grid import Address
from pipeline.reading.answer_cells import bracketed_measure, is_rescaled
from pipeline.values.text import label_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.unit import Unit

_UNITS_AT_LEAST: Final = 2
_HEAD_ROWS: Final = 4
_TOTALS: Final = frozenset({"合计", "总计", "全市合计", "全县合计", "全区合计", "全省合计", "汇总"})


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Table with a row for each unit: units by row, the rows of sums, fields by column.

    ``rescaled`` are fields whose column prints another measure.
    """

    sheet: str
    rows: Mapping[int, str]  # codes of units
    totals: tuple[int, ...]
    columns: Mapping[int, Field]
    rescaled: Mapping[str, str]

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the units that have a row."""
        return frozenset(self.rows.values())


def unit_table(view: SheetView, campaign: Campaign) -> UnitTable | None:
    """Return the table of units on a sheet; ``None`` where fewer than two units, or no field, are found."""
    names: dict[str, list[Unit]] = {}
    for unit in campaign.units():
        keys = {
            label_key(name) for name in (*unit.aliases, unit.short_name, unit.full_name) if name
        }
        for key in keys:
            names.setdefault(key, []).append(unit)
    found = [
        (at.column, at.row, names[key])
        for at in sorted(view.grid.cells)
        if (key := label_key(view.shown(at))) in names
    ]
    columns = Counter(column for column, *_ in found)
    if not columns or max(columns.values()) < _UNITS_AT_LEAST:
        return None
    column = max(columns, key=lambda each: (columns[each], -each))
    own = [(row, units) for there, row, units in found if there == column]
    rows = _rows_of(sorted(own, key=lambda each: each[0]), campaign)
    if len(rows) < _UNITS_AT_LEAST:
        return None
    fields, rescaled = columns_of(view, campaign, column, min(rows))
    if not fields:
        return None
    return UnitTable(view.grid.name, rows, tuple(_totals(view, column, rows)), fields, rescaled)


def _rows_of(found: Sequence[tuple[int, Sequence[Unit]]], campaign: Campaign) -> dict[int, str]:
    """Return the unit of each row; a name that several share is that of the unit below the one listed before."""
    rows: dict[int, str] = {}
    line: tuple[Unit, ...] = ()  # the unit listed before, and its superiors
    for row, units in found:
        near = [unit for unit in units if any(unit.superior == each.code for each in line)]
        meant = near if len(near) == 1 else units
        if len(meant) == 1 and meant[0].code not in rows.values():
            rows[row] = meant[0].code
            line = (meant[0], *campaign.roster.superiors_of(meant[0]))
    return rows


def _totals(view: SheetView, column: int, rows: Mapping[int, str]) -> Iterator[int]:
    for row in range(min(rows) - 1, view.last_row + 1):
        shown = (label_key(view.shown(Address(row, n))) for n in range(1, column + 1))
        if row not in rows and any(text in _TOTALS for text in shown):
            yield row


def columns_of(
    view: SheetView, campaign: Campaign, names: int, first: int
) -> tuple[dict[int, Field], dict[str, str]]:
    """Return the fields of the columns right of *names* by the headings above the row *first*; and the rescaled."""
    head = range(max(first - _HEAD_ROWS, 1), first)
    common = common_measure(view)
    singles = [field for field in campaign.fields if field.shape is Shape.SINGLE]
    found: dict[int, Field] = {}
    rescaled: dict[str, str] = {}
    for column in range(names + 1, view.last_column + 1):
        texts = column_path(view, head, column)
        left = [field for field in singles if field not in found.values()]
        field = _field_of(texts, left)
        if field is None:
            continue
        printed = next((m for text in reversed(texts) if (m := bracketed_measure(text))), common)
        if is_rescaled(printed, field.measure):
            rescaled[field.code] = printed
        else:
            found[column] = field
    return found, rescaled


def _field_of(texts: Sequence[str], fields: Sequence[Field]) -> Field | None:
    """Return the field whose name has the same headings: all of them, else those from the innermost out."""
    keys = tuple(heading_key(text) for text in texts)
    paths = [(field, path_of(field.name)) for field in fields]
    tests = (
        lambda path: path == keys,
        lambda path: keys[-len(path) :] == path,
        lambda path: set(path) <= set(keys) and keys[-1] in path,
        lambda path: "".join(keys).endswith("".join(path)),
    )
    for test in tests if keys else ():
        fitting = [field for field, path in paths if test(path)]
        if fitting:
            return fitting[0] if len(fitting) == 1 or test is tests[0] else None
    return None
