"""Return the status of a campaign (报送情况) as plain data, for ``status --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.checking.message_catalogue import full_message
from pipeline.consolidation.level_sums import level_differences
from pipeline.consolidation.levels import levels_of
from pipeline.model.finding import Level
from pipeline.model.submission import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.intake.quarantine import QuarantinedFile
    from pipeline.model.campaign import Campaign, Period
    from pipeline.model.heartbeat import Pulse
    from pipeline.model.submission import Standing
    from pipeline.model.unit import Unit


def status(campaign: Campaign, period: Period, standings: Sequence[Standing]) -> dict[str, Any]:
    """Return every unit of the roster once, in its order, and the count of each state, of all and by level (层级).

    Version, time, digest and findings are those of the unit's latest submission. The differences between
    superiors and subordinates (上下级核对) need *standings* with cells.
    """
    return {
        "campaign": campaign.name,
        "period": period.code,
        "deadline": period.deadline.isoformat(),
        "units": [
            {
                **_unit(unit, standing),
                "level": campaign.roster.level_of(unit),
                "superior": campaign.roster.name_of(unit.superior) or None,
            }
            for unit, standing in zip(campaign.units(), standings, strict=True)
        ],
        "counts": {
            state.value: sum(standing.state is state for standing in standings) for state in State
        },
        "levels": [
            {
                "level": level.number,
                "name": level.name,
                "due": len(level.due.members),
                "submitted": len(level.submitted.members),
            }
            for level in levels_of(campaign, standings)
        ],
        "level_differences": [
            full_message(finding) for finding in level_differences(campaign, standings)
        ],
    }


def quarantined(items: Sequence[QuarantinedFile]) -> list[dict[str, str]]:
    """Return the files that wait for a person (待认领) as plain data, oldest first."""
    return [
        {
            "name": item.name,
            "reason": item.reason,
            "received_at": item.received_at.isoformat(),
            "sha256": item.digest,
        }
        for item in items
    ]


def watcher(pulse: Pulse) -> dict[str, Any]:
    """Return the watcher (值守) as plain data; what is not known is null."""
    beat = pulse.heartbeat
    return {
        "state": pulse.life.value,
        "message": pulse.words,
        "last_scan": beat.looked_at.isoformat() if beat and beat.looked_at else None,
        "last_beat": beat.beat_at.isoformat() if beat else None,
        "since": beat.owner.since.isoformat() if beat else None,
        "passes": beat.passes if beat else 0,
        "waiting": [{"name": name, "reason": reason} for name, reason in beat.waiting]
        if beat
        else [],
        "user": beat.owner.user if beat else None,
        "host": beat.owner.host if beat else None,
        "pid": beat.owner.pid if beat else None,
        "version": beat.version if beat else None,
    }


def _unit(unit: Unit, standing: Standing) -> dict[str, Any]:
    latest = standing.latest
    findings = latest.findings if latest else ()
    return {
        "unit": unit.full_name,
        "category": unit.category,
        "state": standing.state.value,
        "late": standing.late,
        "amended_in_time": standing.amended,
        "version": latest.version if latest else None,
        "received_at": latest.received_at.isoformat() if latest else None,
        "original_sha256": latest.digest if latest else None,
        "errors": sum(finding.level is Level.ERROR for finding in findings),
        "warnings": sum(finding.level is Level.WARNING for finding in findings),
        "explanations": sum(finding.level is Level.MUST_EXPLAIN for finding in findings),
    }
