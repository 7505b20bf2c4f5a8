"""Count the units by their state (报送情况), as figures with each unit as a source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.model.figure import Figure, Source
from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

_ROSTER_BOOK = "任务书.xlsx"
_ROSTER_SHEET = "单位"


@dataclass(frozen=True, slots=True)
class Group:
    """Some units of the roster in one situation (未报, 迟报 …), in roster order."""

    label: str
    members: tuple[tuple[Unit, Standing], ...]

    @property
    def names(self) -> str:
        """Return their names as a paper lists them, joined by 、."""
        return "、".join(unit.full_name for unit, _ in self.members)

    @property
    def count(self) -> Figure:
        """Return their number as a figure; each unit is a source."""
        number = Decimal(len(self.members))
        sources = tuple(unit_source(unit, standing) for unit, standing in self.members)
        return Figure(number, str(number), self.label, "计数", sources)

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


def unit_source(unit: Unit, standing: Standing) -> Source:
    """Return the evidence of a unit's standing: its workbook, or its row of the roster if it has none."""
    submission = standing.current or standing.latest
    if submission is None:
        return Source(unit.full_name, _ROSTER_BOOK, _ROSTER_SHEET, unit.cell, "", unit.full_name)
    place = submission.filling.unit_place
    return Source(
        unit=unit.full_name,
        workbook=submission.name,
        sheet=place.sheet if place else "",
        cell=place.cell if place else "",
        digest=submission.digest,
        typed=unit.full_name,
    )
