"""Turn the total row (合计) of a cross table into conditions (核对): 合计 = 道路交通 + 建筑施工 + 消防.

The form's own formulas say it better, where it has them. Without them only a table of plain rows is taken:
one total at its end or its beginning, no 其中 and no 小计, all of one measure. Each leaves a remark (提醒).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.campaign.book.fields import FIELD_COLUMNS
from pipeline.campaign.drafting.part_rules import UNREADABLE
from pipeline.campaign.form.names import names_in_form
from pipeline.model.campaign import Aggregation
from pipeline.model.grid import Address, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pipeline.campaign.drafting.places import DraftTable
    from pipeline.campaign.form.formulas import Formulas
    from pipeline.model.form import Heading

_TOTAL: Final = re.compile(r"[合总共]?计|总数")
_NO_PART: Final = re.compile(r"其中|包括|[小合总共]计|总数|^计$")
_PARTS_AT_LEAST: Final = 2
_PARTS_AT_MOST: Final = 40
_RULES_AT_MOST: Final = 60
_PROMPT: Final = "各行相加应等于合计"
_CODE, _WAY = map(FIELD_COLUMNS.index, ("代码", "汇总方式"))


def total_rules(tables: Sequence[DraftTable], formulas: Formulas) -> tuple[tuple[str, ...], ...]:
    """Return rows of the 核对 sheet for the total rows of *tables* that have no formula there."""
    names = names_in_form([(each.name, each.table) for each in tables])
    texts = [text for each in tables for text in _of_table(each, names[each.table.code], formulas)]
    return tuple(
        (f"H{number:02}", "提醒", text, _PROMPT, "是")
        for number, text in enumerate(texts[:_RULES_AT_MOST], start=1)
    )


def _of_table(
    each: DraftTable, names: Mapping[tuple[int, int], str], formulas: Formulas
) -> Iterator[str]:
    table = each.table
    total = _total_row(table.rows)
    if total is None:
        return
    parts = [row for row in range(len(table.rows)) if row != total]
    for column in _summed_columns(each):
        cells = [
            Address(table.rows[row].number, table.columns[column].number) for row in (total, *parts)
        ]
        found = [names[row, column] for row in (total, *parts)]
        computed = (table.region.sheet, cells[0]) in formulas
        # A cell that the form strikes out is no field.
        filled_in = table.places.issuperset(cells)
        if filled_in and not computed and not any(map(UNREADABLE.search, found)):
            yield f"{found[0]} = {' + '.join(found[1:])}"


def _total_row(rows: Sequence[Heading]) -> int | None:
    """Return the index of the row that all others add up to; ``None`` where it isn't clear."""
    leaves = ["".join(row.texts[-1].split()) for row in rows]
    totals = [number for number, leaf in enumerate(leaves) if _TOTAL.fullmatch(leaf)]
    if len(totals) != 1 or totals[0] not in {0, len(rows) - 1}:
        return None
    others = [number for number in range(len(rows)) if number != totals[0]]
    plain = all(
        not _NO_PART.search(leaves[number])
        and not rows[number].parent
        and rows[number].measure == rows[totals[0]].measure
        and len(rows[number].texts) == 1
        for number in others
    )
    return totals[0] if plain and _PARTS_AT_LEAST <= len(others) <= _PARTS_AT_MOST else None


def _summed_columns(each: DraftTable) -> Iterator[int]:
    """Yield the columns of a table that are added up, by their index: no rates, texts or dates."""
    ways = {row[_CODE]: row[_WAY] for row in each.rows}
    usual = ways[each.table.code]
    by_row = any(ways.get(f"{each.table.code}行{row.number}") for row in each.table.rows)
    for index, column in enumerate(each.table.columns):
        way = ways.get(f"{each.table.code}列{column_letters(column.number)}") or usual
        if way == Aggregation.SUM.value and not by_row:
            yield index
