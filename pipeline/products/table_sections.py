"""Word the lists (列表) and cross tables (交叉表) of a section: sums of columns, and figures of a total line.

A cross table of a few cells is worded cell by cell, as single fields are. Of a larger one the line of its
total (合计) is worded, and the table itself is set where it is small enough for a paper.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.campaign.form.names import PATH_MARK
from pipeline.consolidation.key_fields import cells_set_apart
from pipeline.consolidation.list_columns import column_total, row_count, units_with_rows
from pipeline.consolidation.over_sums import consolidated
from pipeline.model.campaign import Shape
from pipeline.model.document import Table
from pipeline.model.figure import Figure
from pipeline.products.printed_sheet import printed_sheet
from pipeline.products.reported_tables import cross_tables, set_cross_table
from pipeline.products.section_sums import section_sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.campaign import Field
    from pipeline.products.comparisons import Rounds
    from pipeline.products.field_tags import CrossSection, ListSection
    from pipeline.products.reported import Reported
    from pipeline.products.reported_tables import CrossCells

_TOTALS_AT_MOST: Final = 8  # figures of the line of a total
_ROWS_AT_MOST: Final = 20  # of a table within a briefing
_COLUMNS_AT_MOST: Final = 14
_TOTAL: Final = re.compile(r"(?:.{0,4}(?:合计|总计|共计|总数)|计)(?:[(（].*[)）])?")
_NO_TABLE: Final = Table((), ())


def called_in_text(field: Field) -> Field:
    """Return a cell of a cross table with the name that a sentence calls it by: its headings, without that of the total."""
    parts = field.name.split(PATH_MARK)
    if field.crossing is None or len(parts) < 2:  # noqa: PLR2004 - a row and a column
        return field
    kept = [part for part in parts if not _TOTAL.fullmatch(part)] or parts
    return replace(field, name="".join(kept))


def list_sections(
    reported: Reported, rounds: Rounds, fields: Sequence[Field]
) -> Iterator[ListSection]:
    """Yield each list among *fields* that has rows, with the figures of its columns over all of them.

    A list of names alone has no figure, and is left to 汇总表.
    """
    listed = dict.fromkeys(
        (field.sheet, printed_sheet(field)) for field in fields if field.shape is Shape.LIST
    )
    printed = Counter(on_form for _, on_form in listed)
    for name, on_form in listed:
        rows = reported.lists[name]
        count = row_count(rows)
        columns = [f for f in rows.fields if f.aggregation.with_figure]
        figures = ((field, column_total(rows, field)) for field in columns)
        given = [(field, figure) for field, figure in figures if figure is not None]
        if not count.value or not given:
            continue
        yield {
            "名称": name if printed[on_form] > 1 else on_form,
            "家数": units_with_rows(rows),
            "行数": count,
            "合计": section_sums(reported.campaign, rounds, given),
        }


def cross_sections(
    reported: Reported, rounds: Rounds, fields: Sequence[Field]
) -> Iterator[CrossSection]:
    """Yield each larger cross table with cells among *fields* in which a unit has filled in any."""
    apart = cells_set_apart(reported.campaign)
    wanted = {field.crossing.table for field in fields if field.crossing and field.code in apart}
    for cells in cross_tables(reported.campaign):
        if cells.table.code not in wanted:
            continue
        sums = section_sums(reported.campaign, rounds, _total_line(reported, cells))
        fits = len(cells.rows) <= _ROWS_AT_MOST and len(cells.columns) <= _COLUMNS_AT_MOST
        table = set_cross_table(reported, cells) if fits else _NO_TABLE
        if sums or not fits or _has_figure(table):
            yield {"名称": cells.title, "合计": sums, "表格": table}


def _has_figure(table: Table) -> bool:
    tables = (table, *table.continued)
    return any(
        isinstance(cell, Figure) and cell.sources for t in tables for row in t.rows for cell in row
    )


def _total_line(reported: Reported, cells: CrossCells) -> list[tuple[Field, Figure]]:
    """Return the figures of the one row or column that is a total, each called by its column or row."""
    for names, line_of, others in (
        (cells.rows, cells.row, cells.columns),
        (cells.columns, cells.column, cells.rows),
    ):
        totals = [n for n, name in enumerate(names) if _TOTAL.fullmatch(name.split(PATH_MARK)[-1])]
        if len(totals) != 1 or len(others) > _TOTALS_AT_MOST:
            continue
        fields = zip(line_of(totals[0]), others, strict=True)
        figures = [
            (replace(field, name=other.replace(PATH_MARK, "")), figure)
            for field, other in fields
            if field is not None and field.aggregation.with_figure
            if (figure := consolidated(field, reported.counted)) is not None
        ]
        if figures:
            return figures
    return []
