"""What became of each file of one pass, as plain values; ``process --json`` is this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.checking.catalogue import full_message
from pipeline.model.arrival import Fate

if TYPE_CHECKING:
    from pipeline.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of one file, and why."""

    name: str
    fate: Fate
    unit: str = ""
    campaign: str = ""
    reason: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class PassReport:
    """One pass over the inbox (一轮处理)."""

    outcomes: tuple[Outcome, ...]
    notes: tuple[str, ...] = ()  # what a person should know besides: a faulty 任务书, a held file

    def count(self, fate: Fate) -> int:
        """How many files had that fate."""
        return sum(outcome.fate is fate for outcome in self.outcomes)

    def as_json(self) -> dict[str, Any]:
        """The document that ``process --json`` prints."""
        counted = [fate for fate in Fate if fate is not Fate.IGNORED]
        arrived = sum(self.count(fate) for fate in counted)
        return {
            "arrived": arrived,
            **{fate.value: self.count(fate) for fate in counted},
            "ignored": self.count(Fate.IGNORED),
            "files": [_file(outcome) for outcome in self.outcomes],
            "notes": list(self.notes),
        }


def _file(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "unit": outcome.unit,
        "campaign": outcome.campaign,
        "result": outcome.fate.value,
        "reason": outcome.reason,
        "findings": [
            {
                "rule": finding.rule,
                "level": finding.level.code,
                "sheet": finding.place.sheet,
                "cell": finding.place.cell,
                "message": full_message(finding),
            }
            for finding in outcome.findings
        ],
    }
