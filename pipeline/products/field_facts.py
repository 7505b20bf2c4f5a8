"""Compute the tags by which every field of a form reaches a paper; what no template reads is not computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from pipeline.consolidation.list_columns import has_answer, row_count, row_tally
from pipeline.model.campaign import Kind, Shape
from pipeline.model.named_values import NamedValues
from pipeline.products.briefing_table import unit_tables
from pipeline.products.reported import (
    answer_figure,
    answered_count,
    choice_counts,
    mean_figure,
    named_fields,
    reported_by,
    total_figure,
    unit_answers,
    unit_name,
)
from pipeline.products.reported_tables import cross_tables, list_table, set_cross_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document import Table
    from pipeline.model.figure import Figure
    from pipeline.products.comparisons import Rounds
    from pipeline.products.field_tags import CrossTableFacts, FieldFacts, UnitAnswer
    from pipeline.products.reported import Reported
    from pipeline.products.reported_tables import CrossCells

Value = TypeVar("Value")
Row = dict[str, Any]
_LIST_NAMES: Final = (
    "序号",
    "单位",
    "类别",
)  # in a row of every list, whatever its columns are called
_CROSS_NAMES: Final = ("名称", "计量单位", "各数")  # in a row of every cross table


def field_facts(collected: CollectionRound, rounds: Rounds, moment: datetime) -> FieldFacts:
    """Return the facts of every field, list and cross table over the units that count."""
    campaign = collected.campaign
    now = reported_by(campaign, rounds.reported)
    before = reported_by(campaign, rounds.before)
    numeric = [field for field in campaign.fields if field.kind.numeric]
    choices = [field for field in campaign.fields if field.kind is Kind.CHOICE]
    in_lists = [field for field in choices if field.shape is Shape.LIST]
    return {
        "合计": _by_field(numeric, lambda field: total_figure(now, field)),
        "上期合计": _by_field(numeric, lambda field: total_figure(before, field)),
        "平均": _by_field(numeric, lambda field: mean_figure(now, field)),
        "家数": _by_option(choices, lambda field: choice_counts(now, field)),
        "填报数": _by_field(campaign.fields, lambda field: answered_count(now, field)),
        "行数": _row_counts(now),
        "选项行数": _by_option(in_lists, lambda field: row_tally(now.rows_of(field), field)),
        "分户": _answers_by_unit(now),
        "列表": _rows_by_list(now),
        "交叉": _cross_facts(now),
        "表": _tables(collected, now, moment),
    }


def no_field_facts() -> FieldFacts:
    """Return the facts for a paper that prints none of them."""
    return {
        "合计": {}, "上期合计": {}, "平均": {}, "家数": {}, "填报数": {}, "行数": {}, "选项行数": {},
        "分户": {}, "列表": {}, "交叉": {}, "表": {},
    }  # fmt: skip


def _by_field(
    fields: Sequence[Field], compute: Callable[[Field], Value], example: object = ""
) -> NamedValues[Value]:
    named = named_fields(fields)
    return NamedValues(tuple(named), lambda name: compute(named[name]), lambda _: example)


def _by_option(
    fields: Sequence[Field], compute: Callable[[Field], dict[str, Figure]]
) -> NamedValues[dict[str, Figure]]:
    named = named_fields(fields)
    return NamedValues(
        tuple(named),
        lambda name: compute(named[name]),
        lambda name: dict.fromkeys(named[name].options, ""),
    )


def _row_counts(now: Reported) -> NamedValues[Figure]:
    """Return the number of rows of each list, and of each of its columns those with an answer."""
    columns = named_fields([f for f in now.campaign.fields if f.shape is Shape.LIST])

    def count(name: str) -> Figure:
        if name in now.lists:
            return row_count(now.lists[name])
        return row_count(now.rows_of(columns[name]), columns[name])

    return NamedValues((*now.lists, *columns), count)


def _answers_by_unit(now: Reported) -> NamedValues[list[UnitAnswer]]:
    def rows(field: Field) -> list[UnitAnswer]:
        return [
            {
                "单位": unit_name(item, figure),
                "类别": item.unit.category,
                "级次": str(item.level),
                "内容": figure,
            }
            for item, figure in unit_answers(now, field)
        ]

    example = [dict.fromkeys(("单位", "类别", "级次", "内容"), "")]
    return _by_field(now.campaign.fields, rows, example)


def _rows_by_list(now: Reported) -> NamedValues[list[Row]]:
    """Return the rows of all units of each list; a column by its name and by its code."""

    def rows(name: str) -> list[Row]:
        held = now.lists[name]
        columns = named_fields(held.fields)
        lines = [(each.item, line) for each in held.units for line in each.lines]
        found = []
        for number, (item, line) in enumerate(lines, start=1):
            own = {
                field.code: answer_figure(item, answer, field)
                for field, answer in zip(held.fields, line.answers, strict=True)
                if answer is not None and has_answer(answer)
            }
            first = next(iter(own.values()), None)
            row: Row = {key: own.get(field.code, "") for key, field in columns.items()}
            name_of = unit_name(item, first) if first else item.unit.full_name
            row |= zip(_LIST_NAMES, (str(number), name_of, item.unit.category), strict=True)
            found.append(row)
        return found

    def example(name: str) -> list[Row]:
        fields = [field for field in now.campaign.fields if _is_column(field, name)]
        return [dict.fromkeys((*named_fields(fields), *_LIST_NAMES), "")]

    return NamedValues(tuple(now.lists), rows, example)


def _is_column(field: Field, name: str) -> bool:
    return field.shape is Shape.LIST and field.sheet == name


def _cross_facts(now: Reported) -> NamedValues[CrossTableFacts]:
    tables = _named_tables(now.campaign)

    def facts(name: str) -> CrossTableFacts:
        cells = tables[name]
        rows = []
        for index, title in enumerate(cells.rows):
            pieces = cells.pieces(now, index)
            own: Row = dict(zip(cells.columns, pieces, strict=True))
            row = own | dict(
                zip(_CROSS_NAMES, (title, cells.measure_of(index), pieces), strict=True)
            )
            rows.append(row)
        return {"列": list(cells.columns), "行": rows}

    def example(name: str) -> CrossTableFacts:
        cells = tables[name]
        return {
            "列": list(cells.columns),
            "行": [dict.fromkeys((*cells.columns, *_CROSS_NAMES), "")],
        }

    return NamedValues(tuple(tables), facts, example)


def _named_tables(campaign: Campaign) -> dict[str, CrossCells]:
    """Return the cross tables of the form by name and code; of two with one name the first has it."""
    found = cross_tables(campaign)
    return {each.table.code: each for each in found} | {
        each.title: each for each in reversed(found)
    }


def _tables(collected: CollectionRound, now: Reported, moment: datetime) -> NamedValues[Table]:
    """Return every table that the engine sets: of units, of lists and of cross tables."""
    crossed = _named_tables(now.campaign)
    of_units = unit_tables(collected, moment)

    def table(name: str) -> Table:
        if name in of_units:
            return of_units[name]
        return list_table(now, name) if name in now.lists else set_cross_table(now, crossed[name])

    return NamedValues((*of_units, *now.lists, *crossed), table)
