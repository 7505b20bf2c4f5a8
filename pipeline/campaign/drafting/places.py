"""Draft every place of a form (表样) to be filled in: single fields, lists and cross tables, in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.campaign.book.fields import FIELD_COLUMNS
from pipeline.campaign.drafting.cross import find_regions
from pipeline.campaign.drafting.cross_rows import draft_table
from pipeline.campaign.drafting.field_rows import (
    TABLE_LETTER,
    draft_fields,
    field_row,
    valid_sheet_name,
)
from pipeline.campaign.drafting.form import find_slots
from pipeline.campaign.drafting.kind_rows import with_kinds
from pipeline.campaign.drafting.part_rules import wholes_of
from pipeline.campaign.form.measures import measure_line
from pipeline.campaign.form.names import PATH_MARK, bare_heading, names_in_form
from pipeline.campaign.form.view import view_of
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.grid import Address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.campaign.drafting.field_rows import DraftField
    from pipeline.campaign.drafting.grid import FormSheet, Slot
    from pipeline.campaign.form.view import SheetView
    from pipeline.model.form import CrossTable, Region

_AGGREGATION = FIELD_COLUMNS.index("汇总方式")  # of a row of the 填报项 sheet
_ROWS_ABOVE = 4  # in which a table's own title may be


@dataclass(frozen=True, slots=True)
class DraftTable:
    """Hold a cross table before it is written: its name, its headings, its rows of the 任务书."""

    name: str
    table: CrossTable
    rows: tuple[tuple[str, ...], ...]

    @property
    def summable(self) -> bool:
        """Return whether every cell of it is added up: none is a rate, a text or a date."""
        return all(row[_AGGREGATION] in {Aggregation.SUM.value, ""} for row in self.rows)


@dataclass(frozen=True, slots=True)
class Drafted:
    """Hold what was recognised on a form; ``printed`` are places that the program fills in itself."""

    sheets: tuple[str, ...]
    fields: tuple[DraftField, ...]
    tables: tuple[DraftTable, ...]
    printed: tuple[Slot, ...]

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Return the rows of the 填报项 sheet, in the order of the form."""
        found = [
            *(
                (field.slot.sheet, field.slot.at, (row,))
                for field, row in zip(
                    self.fields,
                    with_kinds([field_row(field) for field in self.fields], wholes_of(self.fields)),
                    strict=True,
                )
            ),
            *((t.table.region.sheet, t.table.region.first, t.rows) for t in self.tables),
        ]
        order = {sheet: number for number, sheet in enumerate(self.sheets)}
        found.sort(key=lambda part: (order[part[0]], part[1]))
        singles = [row for _, _, rows in found for row in rows if row[4] != Shape.LIST.value]
        lists = [row for _, _, rows in found for row in rows if row[4] == Shape.LIST.value]
        return _lists_at_their_sheet(singles, lists)

    def names(self) -> Mapping[tuple[str, Address], str]:
        """Return the name of each single field by its place."""
        of_tables = names_in_form([(each.name, each.table) for each in self.tables])
        cells = {
            (t.table.region.sheet, Address(t.table.rows[i].number, t.table.columns[j].number)): name
            for t in self.tables
            for (i, j), name in of_tables[t.table.code].items()
        }
        singles = {
            (field.slot.sheet, field.slot.place): field.name
            for field in self.fields
            if field.slot.shape is Shape.SINGLE and field.slot.place is not None
        }
        return {**cells, **singles}


def _lists_at_their_sheet(
    singles: list[tuple[str, ...]], lists: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    """Return the rows with each sheet's together: a list follows the single fields of its own sheet."""
    rows = [*singles, *lists]
    order = list(dict.fromkeys(row[3] for row in rows))
    return tuple(sorted(rows, key=lambda row: order.index(row[3])))


def draft_places(sheets: Sequence[FormSheet], is_printed: Callable[[Slot], bool]) -> Drafted:
    """Recognise every place to be filled in on the *sheets* of a form."""
    slots: list[Slot] = []
    tables: list[DraftTable] = []
    for sheet in sheets:
        found = _draft_tables(sheet, tables)
        slots += find_slots(sheet, [each.table.region for each in found])
        tables += found
    wanted = _with_sheet_names([slot for slot in slots if not is_printed(slot)])
    return Drafted(
        tuple(sheet.grid.name for sheet in sheets),
        tuple(draft_fields(wanted)),
        tuple(tables),
        tuple(slot for slot in slots if is_printed(slot)),
    )


def _with_sheet_names(slots: Sequence[Slot]) -> list[Slot]:
    """Return *slots*; those of sheets that are copies of each other (附表) with their sheet's name as block."""
    singles: dict[str, list[tuple[Address, str]]] = {}
    for slot in slots:
        if slot.shape is Shape.SINGLE:
            singles.setdefault(slot.sheet, []).append((slot.at, slot.label.name))
    counts = Counter(tuple(labels) for labels in singles.values() if len(labels) > 1)
    copies = {sheet for sheet, labels in singles.items() if counts[tuple(labels)] > 1}
    return [
        replace(slot, block=PATH_MARK.join(filter(None, (slot.sheet, slot.block))))
        if slot.sheet in copies and slot.shape is Shape.SINGLE
        else slot
        for slot in slots
    ]


def _draft_tables(sheet: FormSheet, before: Sequence[DraftTable]) -> list[DraftTable]:
    view = view_of(sheet.grid)
    found: list[DraftTable] = []
    for region in find_regions(view):
        known = [*before, *found]
        name = _table_name(view, region, {each.name for each in known})
        code = f"{TABLE_LETTER}{len(known) + 1}"
        table, rows = draft_table(view, region, (code, name), sheet)
        if table.places:
            found.append(DraftTable(name, table, tuple(rows)))
    return found


def _table_name(view: SheetView, region: Region, taken: set[str]) -> str:
    """Return the line of text alone above a table, else its sheet's name; unique on the form."""
    name = next(_lines_above(view, region), valid_sheet_name(region.sheet))
    return name if name not in taken else f"{name}{region.first}"


def _lines_above(view: SheetView, region: Region) -> Iterator[str]:
    for row in range(region.first.row - 1, max(region.first.row - _ROWS_ABOVE, 0), -1):
        anchors = {
            view.anchor(Address(row, column))
            for column in range(1, view.last_column + 1)
            if view.is_text(Address(row, column))
        }
        texts = [view.shown(anchor) for anchor in anchors]
        if len(texts) == 1 and measure_line(texts[0]) is None and ":" not in texts[0]:
            yield bare_heading(texts[0])[:24]


def table_remarks(tables: Sequence[DraftTable]) -> Iterator[str]:
    """Yield a remark on each cross table: where it was recognised, and what its cells are named."""
    names = names_in_form([(each.name, each.table) for each in tables])
    for drafted in tables:
        table = drafted.table
        first = next(iter(names[table.code].values()))
        yield (
            f"表样「{table.region.sheet}」{table.region.first}:{table.region.last} “{drafted.name}”："
            f"{table.code}，交叉表，{len(table.rows)} 行 × {len(table.columns)} 列，要填 {len(table.places)} 格，"
            f"各格名称如“{first}”。"
        )
