"""Compose the tables that a paper sets in place of a tag (表): all units, those that owe, the points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.counting import listed_name
from pipeline.consolidation.current import counted_units
from pipeline.consolidation.key_fields import paper_sums
from pipeline.model.document import Column, Table
from pipeline.model.named_values import NamedValues
from pipeline.products.facts import days_overdue, score_rows
from pipeline.products.reported import reported_by, total_figure, unit_answers
from pipeline.supervision.overdue import overdue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.collection_round import CollectionRound
    from pipeline.model.document import Piece
    from pipeline.model.figure import Figure
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit
    from pipeline.products.reported import Reported

_COLUMNS_AT_MOST = 5


def key_fields(campaign: Campaign) -> tuple[Field, ...]:
    """Return the fields that a briefing shows for each unit: the first five of :func:`paper_sums`."""
    return paper_sums(campaign)[:_COLUMNS_AT_MOST]


def units_table(
    campaign: Campaign, standings: Sequence[Standing], reported: Sequence[CountedUnit]
) -> Table:
    """Return the table: a row for each unit in roster order, and the totals; a gap is “—”, never 0."""
    fields = key_fields(campaign)
    answers = reported_by(campaign, reported)
    own = {field.code: _by_unit(answers, field) for field in fields}
    rows = [
        _row(number, unit, standing, [own[field.code].get(unit.code) or "—" for field in fields])
        for number, (unit, standing) in enumerate(
            zip(campaign.units(), standings, strict=True), start=1
        )
    ]
    sums: tuple[Piece, ...] = tuple(total_figure(answers, field) for field in fields)
    rows.append(("", "合计", "", *sums))
    columns = (
        Column("序号", 6),
        Column("单位", 22, "left"),
        Column("报送情况", 16),
        *(Column(field.heading, 56 // max(len(fields), 1)) for field in fields),
    )
    return Table(columns, tuple(rows), caption="各单位报送情况一览表")


def _row(
    number: int, unit: Unit, standing: Standing, figures: Sequence[Piece]
) -> tuple[Piece, ...]:
    name = listed_name(unit, standing, "报送单位")
    return (str(number), name, standing.words, *figures)


def _by_unit(reported: Reported, field: Field) -> dict[str, Figure]:
    return {item.unit.code: figure for item, figure in unit_answers(reported, field)}


def unit_tables(collected: CollectionRound, moment: datetime) -> NamedValues[Table]:
    """Return every table of units, by its tag (表.报送情况 …)."""
    campaign = collected.campaign

    def reported() -> Table:
        counted = counted_units(campaign, collected.standings)
        return units_table(campaign, collected.standings, counted)

    composed: dict[str, Callable[[], Table]] = {
        "报送情况": reported,
        "欠报": lambda: _owing_table(collected, moment),
        "得分": lambda: _score_table(collected),
    }
    return NamedValues(tuple(composed), lambda name: composed[name]())


def _owing_table(collected: CollectionRound, moment: datetime) -> Table:
    owed = overdue(collected.campaign, collected.period, collected.standings, moment)
    rows = tuple(
        (
            str(number),
            listed_name(item.unit, item.standing, "欠报单位"),
            item.standing.state.printed,
            days_overdue(item),
        )
        for number, item in enumerate(owed, start=1)
    )
    columns = (
        Column("序号", 10),
        Column("单位", 45, "left"),
        Column("报送情况", 25),
        Column("逾期天数", 20),
    )
    return Table(columns, rows, caption="未报送、未补正单位名单")


def _score_table(collected: CollectionRound) -> Table:
    columns = (
        Column("序号", 8), Column("单位", 36, "left"), Column("报送情况", 20), Column("退回次数", 12),
        Column("得分", 12), Column("名次", 12),
    )  # fmt: skip
    rows = tuple(
        (row["序号"], row["单位"], row["情况"], row["退回次数"], row["得分"], row["名次"])
        for row in score_rows(collected)
    )
    return Table(columns, rows, caption="报送得分情况表")
