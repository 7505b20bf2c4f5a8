"""List the decisions of persons (处置) as people and scripts read them: number, kind, what about, why, who, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model.decision import DecisionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.campaign import Campaign
    from pipeline.model.decision import Decision
    from pipeline.model.submission import Submission

_ALL_UNITS = "全部单位"
_MOMENT = "%Y-%m-%d %H:%M"


def decision_lines(
    campaign: Campaign, decisions: Sequence[Decision], submissions: Sequence[Submission]
) -> list[dict[str, str]]:
    """Return each decision as texts by key, in order; ``subject`` is its file, rule or decision."""
    names = {each.number: f"{each.name}（第{each.version}版）" for each in submissions}
    revoked = {each.revokes: each.number for each in decisions if each.revokes}
    return [
        {
            "number": f"{each.number}",
            "kind": each.kind.value,
            "unit": campaign.roster.name_of(each.key.unit) if each.key.unit else _ALL_UNITS,
            "subject": _subject(each, names),
            "until": f"{each.until:{_MOMENT}}" if each.until else "",
            "reason": each.reason,
            "actor": each.actor,
            "at": f"{each.at:{_MOMENT}}",
            "revoked_by": f"{revoked.get(each.number, '')}",
        }
        for each in decisions
    ]


def _subject(decision: Decision, names: dict[int, str]) -> str:
    about = names.get(decision.submission, "")
    if decision.revokes:
        return f"处置{decision.revokes}{f'：{about}' if about else ''}"
    moved = f"改到 {decision.value}" if decision.kind is DecisionKind.MOVE else decision.value
    return " ".join(filter(None, (about, moved)))
