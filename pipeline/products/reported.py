"""Read what was reported in a period (填报的内容) field by field: figures over all units, and each unit's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pipeline.consolidation.levels import of_highest_level
from pipeline.consolidation.list_columns import (
    column_mean,
    column_total,
    has_answer,
    list_rows,
    lists_of,
    of_unit,
    unit_tally,
    units_with_rows,
)
from pipeline.consolidation.over_sums import consolidated, over_sums
from pipeline.consolidation.totals import (
    average_of,
    cell_source,
    tally,
    unit_figure,
    unit_figures,
)
from pipeline.model.campaign import Aggregation, Shape
from pipeline.model.figure import LISTED, QUOTED, Figure
from pipeline.model.figure_kind import FigureKind
from pipeline.model.named_values import NamedValues
from pipeline.values.numbers import plain
from pipeline.values.numerals import chinese_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.consolidation.list_columns import ListRows, UnitRows
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.figure import Source, TrailEntry
    from pipeline.model.filling import Answer

GAP: Final = "—"
_MISSING: Final = "空缺"
_BECAUSE: Final = "空缺："
_NOT_ADDED: Final = "代码、名次不相加"
_NO_PARTS: Final = "比率不相加、不平均，要有的请在任务书“指标种类”填 比率：分子/分母 这样的内容，汇总方式改为“重算”"
_NO_RATIO: Final = "分子或分母没有单位填，或者分母的合计是 0"
_NOT_WANTED: Final = "任务书的汇总方式是“{way}”，要有的请改为“合计”"
_NAMED_AT_MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Reported:
    """What the units that count reported in one period; the rows of a list are gathered when it is read."""

    campaign: Campaign
    counted: Sequence[CountedUnit]
    lists: NamedValues[ListRows]

    def rows_of(self, field: Field) -> ListRows:
        """Return the rows of the list that has the column *field*."""
        return self.lists[field.sheet]


def reported_by(campaign: Campaign, counted: Sequence[CountedUnit]) -> Reported:
    """Return what the units *counted* reported."""
    columns = lists_of(campaign)
    lists = NamedValues(tuple(columns), lambda name: list_rows(name, columns[name], counted))
    return Reported(campaign, counted, lists)


def total_figure(reported: Reported, field: Field) -> Figure:
    """Return the figure of a field over all units by its 汇总方式; a gap (—) with its reason where there is none."""
    if field.figure_kind is FigureKind.CODE or not field.aggregation.with_figure:
        return gap(field)
    if field.shape is Shape.LIST:
        return column_total(reported.rows_of(field), field) or gap(field)
    return consolidated(field, reported.counted) or gap(field)


def mean_figure(reported: Reported, field: Field) -> Figure:
    """Return the mean (平均) of a field per unit, of a list's column per row; ratios are recomputed, never averaged.

    A mean of ratios is taken only where the 任务书 itself states 平均.
    """
    if field.figure_kind is FigureKind.CODE or not field.aggregation.with_figure:
        return gap(field)
    if field.shape is Shape.LIST:
        return column_mean(reported.rows_of(field), field) or gap(field)
    if field.is_ratio:
        return over_sums(field, reported.counted) or gap(field)
    if not field.adds_up and field.aggregation is not Aggregation.AVERAGE:
        return gap(field)
    return average_of(unit_figures(reported.counted, field), field) or gap(field)


def gap(field: Field) -> Figure:
    """Return what is printed for a field without a figure (空缺); its basis contains the reason."""
    return Figure(Decimal(0), GAP, field.name, _reason(field), ())


def _reason(field: Field) -> str:
    if field.figure_kind is FigureKind.CODE:
        return f"{_BECAUSE}{_NOT_ADDED}"
    if field.is_ratio and field.aggregation.with_figure:
        return f"{_BECAUSE}{_NO_RATIO}"
    if field.is_rate and (field.shape is Shape.LIST or not field.aggregation.with_figure):
        return f"{_BECAUSE}{_NO_PARTS}"
    if not field.aggregation.with_figure:
        return f"{_BECAUSE}{_NOT_WANTED.format(way=field.aggregation.value)}"
    return _MISSING


def gap_remarks(trail: Sequence[TrailEntry]) -> tuple[str, ...]:
    """Return a sentence for each reason for which a paper prints a gap (—), with the fields that it is about."""
    names: dict[str, dict[str, None]] = {}
    for entry in trail:
        mark, because, reason = entry.figure.basis.partition(_BECAUSE)
        if because and not mark:
            names.setdefault(reason, {})[entry.figure.label] = None
    return tuple(_remark(tuple(fields), reason) for reason, fields in names.items())


def _remark(names: Sequence[str], reason: str) -> str:
    listed = "、".join(f"“{name}”" for name in names[:_NAMED_AT_MOST])
    more = f"等 {len(names)} 项" if len(names) > _NAMED_AT_MOST else ""
    return f"{listed}{more}印成“—”：{reason}。"


def choice_counts(reported: Reported, field: Field) -> dict[str, Figure]:
    """Return how many units chose each option, of a list's column in any of their rows (家数)."""
    if field.shape is Shape.LIST:
        return unit_tally(reported.rows_of(field), field)
    return dict(tally(reported.counted, field))


def answered_count(reported: Reported, field: Field) -> Figure:
    """Return how many units of one level answered a field, of a list's column in any row (填报数)."""
    if field.shape is Shape.LIST:
        return units_with_rows(reported.rows_of(field), field)
    sources: list[Source] = []
    for item in of_highest_level(reported.counted):
        answer = item.answers.get(field.code)
        if answer is not None and has_answer(answer):
            sources.append(cell_source(item, answer))
    count = len(sources)
    return Figure(Decimal(count), str(count), f"{field.name}填报单位", "计数", tuple(sources))


def unit_answers(reported: Reported, field: Field) -> Iterator[tuple[CountedUnit, Figure]]:
    """Yield what each unit reported for a field (分户), those without an answer left out.

    Units of all levels (层级) are among them, of a list those whose rows are added up first.

    Of a list's column it is the unit's own sum, mean or ratio, or the answers of its rows, parted by ；.
    """
    if field.shape is Shape.LIST:
        rows = reported.rows_of(field)
        for each in (*rows.units, *rows.others):
            if (figure := _column_answer(rows, each, field)) is not None:
                yield each.item, figure
        return
    for item in reported.counted:
        answer = item.answers.get(field.code)
        own = unit_figure(item, field) if field.kind.numeric else None
        if own is not None:
            yield item, own
        elif answer is not None and not field.kind.numeric and has_answer(answer):
            yield item, answer_figure(item, answer, field)


def _column_answer(rows: ListRows, each: UnitRows, field: Field) -> Figure | None:
    found = column_total(of_unit(rows, each), field)
    if found is not None:
        return found
    place = rows.place_of(field)
    answers = [line.answers[place] for line in each.lines]
    own = [
        answer_figure(each.item, answer, field)
        for answer in answers
        if answer and has_answer(answer)
    ]
    if not own:
        return None
    text = "；".join(figure.text for figure in own)
    sources = tuple(source for figure in own for source in figure.sources)
    return Figure(Decimal(len(own)), text, field.name, QUOTED, sources)


def answer_figure(item: CountedUnit, answer: Answer, field: Field) -> Figure:
    """Return an answer as a paper prints it: a number exactly, a date in Chinese, any other in its own words."""
    source = (cell_source(item, answer),)
    value = answer.value
    if isinstance(value, Decimal):
        return Figure(value, plain(value), field.name, "原值", source)
    text = chinese_date(value) if isinstance(value, date) else str(value).strip()
    return Figure(Decimal(1), text, field.name, QUOTED, source)


def unit_name(item: CountedUnit, figure: Figure) -> Figure:
    """Return the name of a unit as it is printed before *figure*, with its cells as sources."""
    return Figure(Decimal(1), item.unit.full_name, figure.label, LISTED, figure.sources[:1])


def named_fields(fields: Sequence[Field]) -> dict[str, Field]:
    """Return *fields* by their names and codes; of two with one name the first has it.

    Fields that share a name are also found by their sheet: 项目清单·投资额.
    """
    by_name: dict[str, list[Field]] = {}
    for field in fields:
        by_name.setdefault(field.name, []).append(field)
    shared = [field for same in by_name.values() if len(same) > 1 for field in same]
    return (
        {f"{field.sheet}·{field.name}": field for field in shared}
        | {field.code: field for field in fields}
        | {name: same[0] for name, same in by_name.items()}
    )
