"""Compose the table of all units (报送情况一览表) at the end of a briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.consolidation.key_fields import chosen_sums
from pipeline.consolidation.over_sums import consolidated
from pipeline.consolidation.totals import unit_figure
from pipeline.model.document import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.consolidation.current import CountedUnit
    from pipeline.model.campaign import Campaign, Field
    from pipeline.model.document import Piece
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

_COLUMNS_AT_MOST = 5


def key_fields(campaign: Campaign) -> tuple[Field, ...]:
    """Return the fields that a briefing shows for each unit: the first five of :func:`chosen_sums`."""
    return chosen_sums(campaign)[:_COLUMNS_AT_MOST]


def units_table(
    campaign: Campaign, standings: Sequence[Standing], reported: Sequence[CountedUnit]
) -> Table:
    """Return the table: a row for each unit in roster order, and the totals; a gap is “—”, never 0."""
    fields = key_fields(campaign)
    counting = {item.unit.code: item for item in reported}
    rows = [
        _row(number, unit, standing, counting.get(unit.code), fields)
        for number, (unit, standing) in enumerate(
            zip(campaign.units(), standings, strict=True), start=1
        )
    ]
    sums: tuple[Piece, ...] = tuple(consolidated(field, reported) or "—" for field in fields)
    rows.append(("", "合计", "", *sums))
    columns = (
        Column("序号", 6),
        Column("单位", 22, "left"),
        Column("报送情况", 16),
        *(Column(field.heading, 56 // max(len(fields), 1)) for field in fields),
    )
    return Table(columns, tuple(rows), caption="各单位报送情况一览表")


def _row(
    number: int, unit: Unit, standing: Standing, item: CountedUnit | None, fields: Sequence[Field]
) -> tuple[Piece, ...]:
    figures: tuple[Piece, ...] = tuple(
        (unit_figure(item, field) if item else None) or "—" for field in fields
    )
    return (str(number), unit.full_name, standing.words, *figures)
