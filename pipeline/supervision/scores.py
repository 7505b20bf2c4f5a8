"""Compute points for reporting (报送质量分): timeliness, completeness, accuracy, conformity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from pipeline.model.finding import Level
from pipeline.model.submission import State
from pipeline.supervision.completeness import answered_share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign, Scoring
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit

_TENTH: Final = Decimal("0.1")
PER_ERROR: Final = 2
PER_WARNING: Final = 1


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's points and rank among those of its level (层级); equal totals share one (并列第3, the next is 第5)."""

    unit: Unit
    timeliness: Decimal
    completeness: Decimal
    accuracy: Decimal
    conformity: Decimal
    deducted: Decimal
    total: Decimal
    rank: int


def is_judged(unit: Unit, campaign: Campaign) -> bool:
    """Return whether a circular (通报) may score, praise or criticise *unit*.

    An organ does so to those below it. Those beside, above or apart from it (平级、上级、不相隶属) are judged
    only with the consent that the 任务书 states (经何机关同意); one without a stated relation counts as below.
    """
    return unit.relation is None or unit.relation.below or bool(campaign.approval)


def scores(campaign: Campaign, standings: Sequence[Standing]) -> tuple[Score, ...]:
    """Return the scores of the units that are judged, without the exempt ones, in roster order.

    The method is printed with the circular (计分办法): on time full points, late half, missing none;
    completeness by the share of the items due that are answered; :data:`PER_ERROR` points off for each error and
    :data:`PER_WARNING` for each warning of the latest version; each return is deducted, up to a cap.
    """
    paired = [
        (unit, standing)
        for unit, standing in zip(campaign.units(), standings, strict=True)
        if standing.state is not State.EXEMPT and is_judged(unit, campaign)
    ]
    unranked = [_score(unit, standing, campaign) for unit, standing in paired]
    by_level: dict[int, list[Decimal]] = {}
    for score in unranked:
        by_level.setdefault(campaign.roster.level_of(score.unit), []).append(score.total)
    ranks: dict[tuple[int, Decimal], int] = {}
    for level, totals in by_level.items():
        for place, total in enumerate(sorted(totals, reverse=True), start=1):
            ranks.setdefault((level, total), place)
    return tuple(
        replace(score, rank=ranks[campaign.roster.level_of(score.unit), score.total])
        for score in unranked
    )


def _score(unit: Unit, standing: Standing, campaign: Campaign) -> Score:
    points = campaign.scoring
    zero = Decimal(0)
    if standing.latest is None or not standing.state.counts:
        return Score(unit, zero, zero, zero, zero, zero, zero, 0)
    timeliness = Decimal(points.timeliness) / (2 if standing.late else 1)
    completeness = (points.completeness * _answered(standing, campaign)).quantize(
        _TENTH, ROUND_HALF_UP
    )
    accuracy = max(zero, Decimal(points.accuracy - PER_ERROR * _count(standing, Level.ERROR)))
    warnings = _count(standing, Level.WARNING) + _count(standing, Level.MUST_EXPLAIN)
    conformity = max(zero, Decimal(points.conformity - PER_WARNING * warnings))
    deducted = _deducted(standing, points)
    total = max(zero, timeliness + completeness + accuracy + conformity - deducted)
    return Score(unit, timeliness, completeness, accuracy, conformity, deducted, total, 0)


def _answered(standing: Standing, campaign: Campaign) -> Decimal:
    """Return the share of the items due (应填项) that the form which counts answers, from 0 to 1."""
    return answered_share(standing.current.filling, campaign) if standing.current else Decimal(0)


def _count(standing: Standing, level: Level) -> int:
    latest = standing.latest
    return sum(finding.level is level for finding in latest.findings) if latest else 0


def _deducted(standing: Standing, points: Scoring) -> Decimal:
    return Decimal(min(standing.returns * points.per_return, points.return_cap))
