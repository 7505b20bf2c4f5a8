"""Fill a list of a superior's form in which each unit gets a row (逐单位填列): its name, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.headings import heading_key
from pipeline.consolidation.into_form.unit_rows import columns_of
from pipeline.consolidation.list_lines import summed
from pipeline.consolidation.own_form.contents import total_content, unit_content
from pipeline.consolidation.own_form.layout import list_area
from pipeline.model.grid import Address, column_letters
from pipeline.workbook.filling.plan import FilledCell, LiveFormula
from pipeline.workbook.formulas.references import Insertion, moved_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.form.view import SheetView
    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.into_form.recognised import At
    from pipeline.consolidation.own_form.contents import Content
    from pipeline.consolidation.own_form.layout import ListArea
    from pipeline.consolidation.own_form.summary import FormFacts
    from pipeline.model.campaign import Campaign
    from pipeline.model.figure import Figure
    from pipeline.workbook.filling.plan import FilledValue

_UNIT_HEADS: Final = frozenset(
    heading_key(text)
    for text in (
        "单位", "单位名称", "报送单位", "填报单位", "地区", "县区", "区县", "县市区", "县（市、区）", "县（市区）",
        "市县", "乡镇", "镇街", "乡镇（街道）", "部门", "各单位",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitList:
    """List with a row for each unit: its area, column and heading of the names, fields in another measure."""

    area: ListArea
    names: int
    heading: str
    rescaled: Mapping[str, str]


def unit_list(view: SheetView, campaign: Campaign) -> UnitList | None:
    """Return the list of units on a sheet: under a heading such as 县（市、区） are empty cells.

    ``None`` where there is no such heading, or no column of a field right of it.
    """
    for names in sorted(view.grid.cells):
        below = Address(view.end(names).row + 1, names.column)
        text = view.shown(names)
        if text.endswith(":") or heading_key(text) not in _UNIT_HEADS or view.is_text(below):
            continue
        found, rescaled = columns_of(view, campaign, names.column, below.row)
        if found:
            heads = [Address(below.row - 1, column) for column in found]
            area = list_area(view, tuple(found.values()), heads)
            return UnitList(area, names.column, text, rescaled)
    return None


def insertion_for(units: UnitList, counted: Sequence[CountedUnit]) -> Insertion | None:
    """Return the rows that the units need more than the list has; none where nothing is printed below."""
    area = units.area
    more = len(counted) - (area.last - area.first + 1)
    return Insertion(area.last, more) if more > 0 and not area.endless else None


def unit_cells_of(
    units: UnitList,
    counted: Sequence[CountedUnit],
    facts: FormFacts,
    insertions: Sequence[Insertion],
) -> Iterator[tuple[FilledCell, Content | None]]:
    """Yield each cell with the content in it, at its place after the *insertions*."""
    area = units.area
    start = moved_row(area.head, insertions) + 1
    for offset, item in enumerate(counted):
        row = start + offset
        if area.number_column is not None:
            yield _cell(row, area.number_column, Decimal(offset + 1), start), None
        yield _cell(row, units.names, item.unit.full_name, start), None
        for field, column in zip(area.fields, area.columns, strict=True):
            content = unit_content(field, item)
            if content.value is not None:
                yield _cell(row, column, _raw(area, column, content, facts), start), content
    if area.sum_row is not None:
        lines = (start, moved_row(area.sum_row, insertions))
        yield from _sums(area, counted, facts, lines)


def _sums(
    area: ListArea, counted: Sequence[CountedUnit], facts: FormFacts, lines: tuple[int, int]
) -> Iterator[tuple[FilledCell, Content | None]]:
    """Yield the cells of the form's row of sums; its own formulas stay."""
    start, row = lines
    for field, column in zip(area.fields, area.columns, strict=True):
        if (area.sheet, Address(area.sum_row or 0, column)) in facts.formulas:
            continue
        content = total_content(field, counted)
        value = _raw(area, column, content, facts)
        if isinstance(value, Decimal) and summed(field):
            letters = column_letters(column)
            value = LiveFormula(f"=SUM({letters}{start}:{letters}{row - 1})", value)
        if value is not None:
            yield _cell(row, column, value, start), content


def _cell(row: int, column: int, value: FilledValue, like: int) -> FilledCell:
    return FilledCell(Address(row, column), value, like=Address(like, column))


def _raw(area: ListArea, column: int, content: Content, facts: FormFacts) -> FilledValue:
    percent = (area.sheet, Address(area.first, column)) in facts.percents
    value = content.value
    return value / 100 if percent and isinstance(value, Decimal) else value


def figures_at(sheet: str, cell: FilledCell, content: Content | None) -> list[tuple[At, Figure]]:
    """Return the figures of a cell with its place."""
    return [((sheet, cell.at), figure) for figure in content.figures] if content else []
