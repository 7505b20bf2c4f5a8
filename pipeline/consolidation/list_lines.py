"""List the rows of all units' lists (清单), with sums by category and of all; and which columns have sums."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.campaign.form.measures import PERCENT
from pipeline.consolidation.totals import cell_source
from pipeline.model.campaign import Aggregation
from pipeline.model.figure import Figure
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Field
    from pipeline.model.figure import Source
    from pipeline.model.filling import Answer, ListRow

    Groups = Sequence[tuple[str, Sequence[CountedUnit]]]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line of a list: a unit's row, with a figure for each number in it; or the sum of a category.

    Of a sum ``label`` is the name, and ``first`` the index of the line where its rows begin. ``level`` is
    that of its units (层级).
    """

    figures: tuple[Figure | None, ...]
    unit: str = ""
    answers: tuple[Answer | None, ...] = ()
    row: ListRow | None = None
    label: str = ""
    first: int = 0
    level: int = 1


def summed(field: Field) -> bool:
    """Return whether the answers to a field may be added up over units (合计); rates never are."""
    return field.aggregation is Aggregation.SUM and field.adds_up and field.measure != PERCENT


def groups_of(counted: Sequence[CountedUnit]) -> Groups:
    """Return the units by level (层级) and category (类别), in the order in which these first appear."""
    names = dict.fromkeys(
        sorted(((item.level, item.unit.category) for item in counted), key=lambda key: key[0])
    )
    return tuple(
        (
            category or "未分类",
            tuple(i for i in counted if (i.level, i.unit.category) == (level, category)),
        )
        for level, category in names
    )


def list_lines(fields: Sequence[Field], counted: Sequence[CountedUnit]) -> tuple[ListLine, ...]:
    """Return the lines of the list of these *fields*; with several categories each ends in its 小计."""
    groups = groups_of(counted)
    several = len(groups) > 1 and any(map(summed, fields))
    lines: list[ListLine] = []
    for name, units in groups:
        first = len(lines)
        for item in units:
            lines += row_lines(fields, item)
        if several and len(lines) > first:
            sums = column_sums(fields, lines[first:])
            lines.append(ListLine(sums, label=f"{name}小计", first=first, level=units[0].level))
    return tuple(lines)


def row_lines(fields: Sequence[Field], item: CountedUnit) -> list[ListLine]:
    """Return the rows that a unit has handed in of the list of these *fields*."""
    codes = {field.code for field in fields}
    lines = []
    for row in item.submission.filling.rows:
        answers = {answer.field_code: answer for answer in row.answers}
        if not codes & set(answers):
            continue
        found = tuple(answers.get(field.code) for field in fields)
        figures = tuple(
            _figure(field, answer, cell_source(item, answer)) if answer else None
            for field, answer in zip(fields, found, strict=True)
        )
        lines.append(ListLine(figures, item.unit.full_name, found, row, level=item.level))
    return lines


def _figure(field: Field, answer: Answer, source: Source) -> Figure | None:
    if not isinstance(answer.value, Decimal):
        return None
    return Figure(answer.value, plain(answer.value), field.name, "原值", (source,))


def column_sums(fields: Sequence[Field], lines: Sequence[ListLine]) -> tuple[Figure | None, ...]:
    """Return the sum (合计) of each column that is added up, over the rows of units among *lines*.

    Of several levels (层级) only the highest is added up.
    """
    rows = summed_lines(lines)
    return tuple(
        _sum(field, [line.figures[n] for line in rows]) if summed(field) else None
        for n, field in enumerate(fields)
    )


def summed_lines(lines: Sequence[ListLine]) -> Sequence[ListLine]:
    """Return the rows of units that a total adds up: of several levels (层级) those of the highest."""
    rows = [line for line in lines if not line.label]
    highest = min((line.level for line in rows), default=1)
    return [line for line in rows if line.level == highest]


def _sum(field: Field, figures: Sequence[Figure | None]) -> Figure:
    own = [figure for figure in figures if figure is not None]
    value = sum((figure.value for figure in own), start=Decimal(0))
    sources = tuple(source for figure in own for source in figure.sources)
    return Figure(value, plain(value), field.name, "合计", sources)
