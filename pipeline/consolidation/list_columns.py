"""Compute the columns of a list (列表) over the rows of all units: sums, means, ratios, counts, and by unit.

The units are those of one level (层级), the highest that has rows, as in 汇总表. A zero report (零报告)
declares that there is nothing to list: it gives 0 for every flow.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from pipeline.campaign.conditions.formula_values import formula_value
from pipeline.campaign.form.measures import PERCENT
from pipeline.consolidation.levels import of_level
from pipeline.consolidation.list_lines import row_lines, summed
from pipeline.consolidation.over_sums import rounded_ratio
from pipeline.consolidation.totals import average_of, cell_source, total_of
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.figure import Figure
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.list_lines import ListLine
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.figure import Source
    from pipeline.model.filling import Answer

_DIGITS: Final = 15  # that a spreadsheet keeps of a number


@dataclass(frozen=True, slots=True)
class UnitRows:
    """The rows of a list that one unit has handed in, in their order."""

    item: CountedUnit
    lines: tuple[ListLine, ...]


@dataclass(frozen=True, slots=True)
class ListRows:
    """The rows of one list (列表) of all units that count, with its columns.

    ``units`` are those of one level (层级), which a figure adds up; ``others`` those of the other levels.
    """

    name: str
    fields: tuple[Field, ...]
    units: tuple[UnitRows, ...]
    others: tuple[UnitRows, ...] = ()

    @property
    def lines(self) -> tuple[ListLine, ...]:
        """Return the rows of all units, in roster order."""
        return tuple(line for each in self.units for line in each.lines)

    def place_of(self, field: Field) -> int:
        """Return the index of a column."""
        return next(n for n, each in enumerate(self.fields) if each.code == field.code)


def lists_of(campaign: Campaign) -> dict[str, tuple[Field, ...]]:
    """Return the columns of each list of the form by the list's name (工作表), in the order of the form."""
    found: dict[str, list[Field]] = {}
    for field in campaign.fields:
        if field.shape is Shape.LIST:
            found.setdefault(field.sheet, []).append(field)
    return {name: tuple(fields) for name, fields in found.items()}


def list_rows(name: str, fields: Sequence[Field], counted: Sequence[CountedUnit]) -> ListRows:
    """Return the rows of the list called *name* of the units of one level, the highest that has any."""
    found = [UnitRows(item, tuple(row_lines(fields, item))) for item in counted]
    reporting = [each for each in found if each.lines] or found
    highest = min((each.item.level for each in reporting), default=1)
    chosen = {item.unit.code for item in of_level(counted, highest)}
    units = tuple(each for each in found if each.item.unit.code in chosen)
    others = tuple(each for each in found if each.item.unit.code not in chosen)
    return ListRows(name, tuple(fields), units, others)


def column_total(rows: ListRows, field: Field) -> Figure | None:
    """Return the figure of a column by its 汇总方式: the sum, the mean, or the ratio of the sums of its parts.

    ``None`` where no row gives one, or it can't be added up: the ratios of rows are never averaged.
    """
    if field.is_ratio:
        return column_ratio(rows, field)
    if field.aggregation is Aggregation.AVERAGE:
        return None if _is_rate(field) else average_of(_of_rows(rows, field), field)
    return total_of(column_figures(rows, field), field) if summed(field) else None


def _is_rate(field: Field) -> bool:
    return field.is_rate or field.measure in {PERCENT, "‰"}


def column_mean(rows: ListRows, field: Field) -> Figure | None:
    """Return the mean of a column over the rows that give a figure, to two decimals, half up.

    Of a ratio with parts it is the ratio of their sums, of any other ratio or code there is none.
    """
    if field.is_ratio:
        return column_ratio(rows, field)
    averaged = field.aggregation is Aggregation.AVERAGE and not _is_rate(field)
    return average_of(_of_rows(rows, field), field) if averaged or summed(field) else None


def column_ratio(rows: ListRows, field: Field) -> Figure | None:
    """Return a ratio by its formula over the sums of its parts (重算); ``None`` where it has no value."""
    if field.formula is None:
        return None
    parts = [part for part in field.parts if part.adds_up]
    sums = {part.code: total_of(column_figures(rows, part), part) for part in parts}
    values = {code: figure.value for code, figure in sums.items() if figure is not None}
    with localcontext(prec=_DIGITS):
        value = formula_value(field.formula, values)
    if value is None:
        return None
    text = plain(rounded_ratio(value, field))
    sources = (source for figure in sums.values() if figure for source in figure.sources)
    return Figure(Decimal(text), text, field.name, "公式", tuple(dict.fromkeys(sources)))


def column_figures(rows: ListRows, field: Field) -> list[Figure]:
    """Return the figures of a column: one for each row that has one, and 0 for each zero report."""
    zeros = [figure for each in rows.units if (figure := _zero_of(each, field)) is not None]
    return [*_of_rows(rows, field), *zeros]


def _of_rows(rows: ListRows, field: Field) -> list[Figure]:
    place = rows.place_of(field)
    return [figure for line in rows.lines if (figure := line.figures[place]) is not None]


def _zero_of(each: UnitRows, field: Field) -> Figure | None:
    """Return 0 for a unit that reported that there is nothing, where nothing is listed of it."""
    zero = each.item.submission.filling.zero
    declares = each.item.submission.filling.is_zero and not each.lines
    if zero is None or not declares or field.is_carried or not field.adds_up:
        return None
    return Figure(Decimal(0), "0", field.name, "零报告按0计", (cell_source(each.item, zero),))


def of_unit(rows: ListRows, each: UnitRows) -> ListRows:
    """Return the rows of one unit alone."""
    return ListRows(rows.name, rows.fields, (each,))


def row_count(rows: ListRows, field: Field | None = None) -> Figure:
    """Return the number of rows (行数): all, or those with an answer in the column *field*."""
    counted = [
        source
        for each in rows.units
        for line in each.lines
        if (source := _source_of(each.item, rows, line, field)) is not None
    ]
    label = f"{rows.name if field is None else field.name}行数"
    return _counted(counted, label)


def _source_of(
    item: CountedUnit, rows: ListRows, line: ListLine, field: Field | None
) -> Source | None:
    """Return the cell for which a row counts: of the column *field*, else the first that is filled in."""
    answers = line.answers if field is None else (line.answers[rows.place_of(field)],)
    found = next((answer for answer in answers if has_answer(answer)), None)
    return cell_source(item, found) if found is not None else None


def has_answer(answer: Answer | None) -> bool:
    """Return whether an answer says something: a value, or that there is none (无)."""
    return answer is not None and bool(answer.typed.strip()) and answer.value is not None


def row_tally(rows: ListRows, field: Field) -> dict[str, Figure]:
    """Return the number of rows in which each option of a column was chosen, in the order of the options."""
    return {
        option: _counted((source for _, source in found), f"{field.name}：{option}行数")
        for option, found in _chosen(rows, field).items()
    }


def unit_tally(rows: ListRows, field: Field) -> dict[str, Figure]:
    """Return the number of units with a row in which each option of a column was chosen."""
    counts = {}
    for option, found in _chosen(rows, field).items():
        first: dict[str, Source] = {}
        for unit, source in found:
            first.setdefault(unit, source)
        counts[option] = _counted(first.values(), f"{field.name}：{option}")
    return counts


def _chosen(rows: ListRows, field: Field) -> dict[str, list[tuple[str, Source]]]:
    """Return for each option the rows in which it was chosen, each by its unit and cell."""
    place = rows.place_of(field)
    chosen: dict[str, list[tuple[str, Source]]] = {option: [] for option in field.options}
    for each in rows.units:
        for line in each.lines:
            answer = line.answers[place]
            if answer is not None and answer.value in chosen:
                source = cell_source(each.item, answer)
                chosen[str(answer.value)].append((each.item.unit.code, source))
    return chosen


def units_with_rows(rows: ListRows, field: Field | None = None) -> Figure:
    """Return the number of units that have a row, or one with an answer in the column *field*."""
    sources: list[Source] = []
    for each in rows.units:
        found = (_source_of(each.item, rows, line, field) for line in each.lines)
        sources += [source for source in found if source is not None][:1]
    return _counted(sources, f"{rows.name if field is None else field.name}填报单位")


def _counted(sources: Iterable[Source], label: str) -> Figure:
    known = tuple(sources)
    return Figure(Decimal(len(known)), str(len(known)), label, "计数", known)
