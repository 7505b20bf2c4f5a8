"""Count the units by their state (报送情况), as figures with each unit as a source."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model.figure import LISTED, Figure, Source
from pipeline.model.submission import State
from pipeline.values.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

    UnitStanding = tuple[Unit, Standing]

CAMPAIGN_BOOK = "任务书.xlsx"
_ROSTER_SHEET = "单位"


@dataclass(frozen=True, slots=True)
class Group:
    """Some units of the roster in one situation (未报, 迟报 …), in roster order."""

    label: str
    members: tuple[tuple[Unit, Standing], ...]

    @property
    def count(self) -> Figure:
        """Return their number as a figure; each unit is a source."""
        number = Decimal(len(self.members))
        sources = tuple(unit_source(unit, standing) for unit, standing in self.members)
        return Figure(number, str(number), self.label, "计数", sources)

    @property
    def listed(self) -> list[Figure]:
        """Return each unit's name as a figure of a list (名单), with the unit as its source."""
        return [listed_name(unit, standing, self.label) for unit, standing in self.members]

    def of_category(self, category: str) -> Group:
        """Return the units of one category (类别)."""
        members = tuple(pair for pair in self.members if pair[0].category == category)
        return Group(f"{category}{self.label}", members)

    def __bool__(self) -> bool:
        return bool(self.members)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Which units have reported and which have not (报送情况) at one moment.

    ``due`` are all units but the exempt ones; ``submitted`` those with a version that counts.
    """

    due: Group
    submitted: Group
    on_time: Group
    late: Group
    missing: Group
    returned: Group
    amending: Group
    zero: Group
    exempt: Group

    def only(self, belongs: Callable[[Unit], bool]) -> Attendance:
        """Return the groups with only the units that *belongs* is true of."""
        named = {
            each.name: replace(
                group := getattr(self, each.name),
                members=tuple(pair for pair in group.members if belongs(pair[0])),
            )
            for each in fields(self)
        }
        return Attendance(**named)


def count_attendance(campaign: Campaign, standings: Sequence[Standing]) -> Attendance:
    """Return the units of *campaign* grouped by their standing."""
    paired = tuple(zip(campaign.units(), standings, strict=True))

    def group(label: str, belongs: Callable[[Standing], bool]) -> Group:
        return Group(label, tuple(pair for pair in paired if belongs(pair[1])))

    return Attendance(
        due=group("应报单位", lambda standing: standing.state is not State.EXEMPT),
        submitted=group("已报单位", lambda standing: standing.state.counts),
        on_time=group("按时报送单位", lambda standing: standing.state.counts and not standing.late),
        late=group("迟报单位", lambda standing: standing.counts_late),
        missing=group("未报单位", lambda standing: standing.state is State.MISSING),
        returned=group("退回未补正单位", lambda standing: standing.state is State.RETURNED),
        amending=group("补正中单位", lambda standing: standing.state is State.AMENDING),
        zero=group("零报告单位", lambda standing: standing.state is State.ZERO),
        exempt=group("免报单位", lambda standing: standing.state is State.EXEMPT),
    )


def listed_name(unit: Unit, standing: Standing, label: str) -> Figure:
    """Return the name of *unit* as a list called *label* prints it (名单)."""
    return Figure(Decimal(1), unit.full_name, label, LISTED, (unit_source(unit, standing),))


def counted_of_unit(number: Decimal | int, label: str, basis: str, of: UnitStanding) -> Figure:
    """Return a number about one unit's reporting (逾期天数, 退回次数, 得分, 名次) as a figure."""
    unit, standing = of
    value = Decimal(number)
    return Figure(
        value, plain(value), f"{unit.full_name}{label}", basis, (unit_source(unit, standing),)
    )


def unit_source(unit: Unit, standing: Standing) -> Source:
    """Return the evidence of a unit's standing: its workbook, or its row of the roster if it has none."""
    submission = standing.current or standing.latest
    if submission is None:
        return roster_source(unit)
    place = submission.filling.unit_place
    return Source(
        unit=unit.full_name,
        workbook=submission.name,
        sheet=place.sheet if place else "",
        cell=place.cell if place else "",
        digest=submission.digest,
        typed=unit.full_name,
    )


def roster_source(unit: Unit) -> Source:
    """Return the row of *unit* in the roster (单位名单)."""
    return Source(unit.full_name, CAMPAIGN_BOOK, _ROSTER_SHEET, unit.cell, "", unit.full_name)
