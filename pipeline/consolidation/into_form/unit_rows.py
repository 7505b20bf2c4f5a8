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


def unit_table(view: SheetView, campaign: Campaign) -> UnitTable | None:
    """Return the table of units on a sheet; ``None`` where fewer than two units, or no field, are found."""
    names = {
        label_key(name): unit.code
        for unit in reversed(campaign.units())
        for name in (*unit.aliases, unit.short_name, unit.full_name)
        if name
    }
    found = [
        (at.column, at.row, names[key])
        for at in sorted(view.grid.cells)
        if (key := label_key(view.shown(at))) in names
    ]
    columns = Counter(column for column, _, _ in dict.fromkeys(found))
    if not columns or max(columns.values()) < _UNITS_AT_LEAST:
        return None
    column = max(columns, key=lambda each: (columns[each], -each))
    rows: dict[int, str] = {}
    for own, row, code in found:
        if own == column and code not in rows.values():
            rows[row] = code
    fields, rescaled = columns_of(view, campaign, column, min(rows))
    if len(rows) < _UNITS_AT_LEAST or not fields:
        return None
    return UnitTable(view.grid.name, rows, tuple(_totals(view, column, rows)), fields, rescaled)


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
